//! The examples of the README are tests.

#[doc = include_str!("../../README.md")]
struct Readme;

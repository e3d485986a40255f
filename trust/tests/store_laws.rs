//! Every law of every store is one test; so is every law of the other models of this crate.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

lawful::plugins![lawful_trust];
lawful::test_main!();

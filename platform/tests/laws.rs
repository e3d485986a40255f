//! Every law of every registered model is one test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

lawful::plugins![lawful_platform];
lawful::test_main!(own);

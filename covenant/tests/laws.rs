//! Every law of every registered model is one test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

// Cedar parses policies anew in every case.
#[cfg(feature = "cedar")]
lawful::harness_defaults! { cases: 10_000, deadline: 120 }

lawful::plugins![lawful_covenant];
lawful::test_main!(own);

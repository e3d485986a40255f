//! A plugin's test target whose model breaks its claim: what its author sees.
//!
//! `cargo run -p lawful --example broken_plugin` runs it as `cargo test` would.

use lawful::prelude::*;

/// The average, which is not associative.
struct Average;

impl Carrier for Average {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Semigroup for Average {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        a.midpoint(*b)
    }
}
impl CommutativeSemigroup for Average {}

lawful::register! {
    id: "example.average",
    version: "1",
    about: "the average of two integers, wrongly claimed to be associative",
    model: Average,
    theories: [CommutativeSemigroup],
}

lawful::theory! {
    /// A set with a way there and back.
    pub theory Involution: Carrier {
        /// Returns the opposite.
        op flip(a: Elem) -> Elem;
        /// Twice is not at all.
        law involutive(a: Elem) { flip(flip(a)) == a }
        /// Says that it breaks the law, and keeps it.
        lawbreaker harmless breaks involutive {
            Elem: i64 = Sort::any();
            flip(a) => a.wrapping_neg();
        }
    }
}

lawful::test_main!();

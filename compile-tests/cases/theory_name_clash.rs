//! A law that a parent has already cannot be stated again under its name.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Monoid {
        law associative(a: Elem) { combine(a, empty()) == a }
    }
}

fn main() {}

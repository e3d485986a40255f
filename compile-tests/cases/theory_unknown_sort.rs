//! A variable ranges over a sort of the theory.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Semigroup {
        law strange(a: Element) { combine(a, a) == a }
    }
}

fn main() {}

//! A law may use the operations of its theory only.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Semigroup {
        law strange(a, b: Elem) { combine(a, b) == conbine(b, a) }
    }
}

fn main() {}

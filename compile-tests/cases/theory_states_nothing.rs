//! A law is true or false; a product is neither.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Semigroup {
        law strange(a, b: Elem) { combine(a, b) }
    }
}

fn main() {}

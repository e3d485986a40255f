//! An operation takes as many arguments as it declares.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Monoid {
        law strange(a: Elem) { combine(a) == empty() }
    }
}

fn main() {}

//! With two operations of one kind, a law says which one it means.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Lattice {
        law strange(a, b: Elem) { combine(a, b) == combine(b, a) }
    }
}

fn main() {}

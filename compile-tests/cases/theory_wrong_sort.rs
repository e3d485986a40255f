//! The two sides of an equation are of one sort.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: MonoidAction {
        law strange(a: Elem, s: State) { act(a, s) == a }
    }
}

fn main() {}

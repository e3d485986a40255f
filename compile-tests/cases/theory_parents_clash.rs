//! Two parents with different laws of one name cannot be told apart.

use lawful::prelude::*;

lawful::theory! {
    pub theory Broken: Equivalence, PartialOrder {}
}

fn main() {}

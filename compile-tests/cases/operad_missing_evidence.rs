//! A chain on several threads needs an operad whose laws were checked.

use lawful::Sort;
use lawful::theories::semigroup;
use lawful::prelude::*;
use lawful_operad::theories::Operad;

struct Shifts;

impl Operad for Shifts {
    type Operation = u8;
    fn operation(&self) -> Sort<u8> {
        Sort::any()
    }
    fn compose(&self, a: &u8, b: &u8) -> u8 {
        a.wrapping_add(*b)
    }
    fn identity(&self) -> u8 {
        0
    }
}
impl Carrier for Shifts {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::any()
    }
}
impl Semigroup for Shifts {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a.wrapping_add(*b)
    }
}

fn main() {
    // Checked as a semigroup only: nothing is known of its composition.
    let shifts = lawful::checked::<semigroup::Theory, _>("shifts", Shifts).unwrap();
    lawful_operad::chain_parallel(&shifts, &[1, 2, 3]);
}

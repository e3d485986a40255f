//! Permutations of four things.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::theories::commutative_semigroup;

type Permutation = [u8; 4];

fn all() -> Vec<Permutation> {
    let mut all = Vec::new();
    for a in 0..4 {
        for b in (0..4).filter(|b| *b != a) {
            for c in (0..4).filter(|c| *c != a && *c != b) {
                all.push([a, b, c, 6 - a - b - c]);
            }
        }
    }
    all
}

fn at(p: &Permutation, place: u8) -> u8 {
    p.get(usize::from(place)).copied().unwrap_or(place)
}

magma!(
    Permutations,
    Permutation,
    Sort::finite(all()).stored(),
    |a, b| b.map(|place| at(a, place))
);
impl Monoid for Permutations {
    fn empty(&self) -> Permutation {
        [0, 1, 2, 3]
    }
}
impl Group for Permutations {
    fn inverse(&self, a: &Permutation) -> Permutation {
        let mut inverse = [0; 4];
        for (from, to) in (0u8..).zip(a) {
            if let Some(slot) = inverse.get_mut(usize::from(*to)) {
                *slot = from;
            }
        }
        inverse
    }
}
register! {
    id: "permutation.of_4",
    version: "1",
    about: "the 24 permutations of four things, the second applied first",
    model: Permutations,
    theories: [Group],
    fails: [commutative_semigroup::Commutative([1u8, 0, 2, 3], [0u8, 2, 1, 3])],
}

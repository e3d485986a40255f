//! Replicated state that converges.

use lawful::prelude::*;
use lawful::register;
use std::collections::BTreeMap;

type Counts = BTreeMap<u8, u64>;

/// A counter that every replica counts up for itself (a G-counter).
struct GrowCounter;

impl Carrier for GrowCounter {
    type Elem = Counts;
    fn elem(&self) -> Sort<Counts> {
        Sort::strategy(proptest::collection::btree_map(0u8..4, 1u64..100, 0..4)).edges_from([
            Counts::new(),
            Counts::from([(0, 1)]),
            Counts::from([(0, 2), (1, 1)]),
        ])
    }
}
impl Semigroup for GrowCounter {
    fn combine(&self, a: &Counts, b: &Counts) -> Counts {
        let mut merged = a.clone();
        for (replica, count) in b {
            let known = merged.entry(*replica).or_default();
            *known = (*known).max(*count);
        }
        merged
    }
}
impl Monoid for GrowCounter {
    fn empty(&self) -> Counts {
        Counts::new()
    }
}
impl CommutativeSemigroup for GrowCounter {}
impl CommutativeMonoid for GrowCounter {}
impl Band for GrowCounter {}
impl Semilattice for GrowCounter {}
impl BoundedSemilattice for GrowCounter {}
impl Merge for GrowCounter {
    type Change = (u8, u8);
    fn change(&self) -> Sort<(u8, u8)> {
        Sort::finite([0u8, 1, 2, 3]).pair(Sort::any())
    }
    fn update(&self, s: &Counts, (replica, by): &(u8, u8)) -> Counts {
        let mut next = s.clone();
        *next.entry(*replica).or_default() += u64::from(*by);
        next
    }
}
register! {
    id: "replica.grow_counter",
    version: "1",
    about: "a counter that every replica counts up for itself",
    model: GrowCounter,
    theories: [Merge],
}

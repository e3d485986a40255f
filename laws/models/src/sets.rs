//! Sets: union, intersection, inclusion.

use lawful::prelude::*;
use lawful::register;
use lawful::theories::total_order;
use std::collections::BTreeSet;

type Set = BTreeSet<u8>;

/// Sets of small numbers; `near` adds or removes an element, so that inclusion is common.
fn sets() -> Sort<Set> {
    Sort::strategy(proptest::collection::btree_set(0u8..12, 0..6))
        .edges_from([
            Set::new(),
            Set::from([0]),
            Set::from([1]),
            Set::from([0, 1]),
            Set::from([1, 2]),
            (0..12).collect(),
        ])
        .near(|set, rng| {
            let mut near = set.clone();
            let element = (rng.bits() % 12) as u8;
            if !near.insert(element) {
                near.remove(&element);
            }
            near
        })
        .weighed(|set| set.iter().map(|n| 16 + u128::from(*n)).sum())
        .stored()
}

struct UnionIntersection;

impl Carrier for UnionIntersection {
    type Elem = Set;
    fn elem(&self) -> Sort<Set> {
        sets()
    }
}
impl Semigroup<Join> for UnionIntersection {
    fn combine(&self, a: &Set, b: &Set) -> Set {
        a | b
    }
}
impl Semigroup<Meet> for UnionIntersection {
    fn combine(&self, a: &Set, b: &Set) -> Set {
        a & b
    }
}
impl Monoid<Join> for UnionIntersection {
    fn empty(&self) -> Set {
        Set::new()
    }
}
impl CommutativeSemigroup<Join> for UnionIntersection {}
impl CommutativeSemigroup<Meet> for UnionIntersection {}
impl Band<Join> for UnionIntersection {}
impl Band<Meet> for UnionIntersection {}
impl Semilattice<Join> for UnionIntersection {}
impl Semilattice<Meet> for UnionIntersection {}
impl CommutativeMonoid<Join> for UnionIntersection {}
impl BoundedSemilattice<Join> for UnionIntersection {}
impl Lattice for UnionIntersection {}
impl DistributiveLattice for UnionIntersection {}
register! {
    id: "set.union_intersection",
    version: "1",
    about: "union and intersection of ordered sets",
    model: UnionIntersection,
    theories: [DistributiveLattice, BoundedSemilattice<Join>],
}

struct Inclusion;

impl Carrier for Inclusion {
    type Elem = Set;
    fn elem(&self) -> Sort<Set> {
        sets()
    }
}
impl PartialOrder for Inclusion {
    fn at_most(&self, a: &Set, b: &Set) -> bool {
        a.is_subset(b)
    }
}
register! {
    id: "set.inclusion",
    version: "1",
    about: "sets by inclusion",
    model: Inclusion,
    theories: [PartialOrder],
    fails: [total_order::Total(Set::from([1]), Set::from([2]))],
}

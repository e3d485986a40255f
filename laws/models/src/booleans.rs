//! Truth values.

use crate::magma;
use lawful::prelude::*;
use lawful::register;
use lawful::theories::semigroup;

/// And, or, not.
struct Logic;

impl Carrier for Logic {
    type Elem = bool;
    fn elem(&self) -> Sort<bool> {
        Sort::any()
    }
}
impl Semigroup<Join> for Logic {
    fn combine(&self, a: &bool, b: &bool) -> bool {
        *a || *b
    }
}
impl Semigroup<Meet> for Logic {
    fn combine(&self, a: &bool, b: &bool) -> bool {
        *a && *b
    }
}
impl Monoid<Join> for Logic {
    fn empty(&self) -> bool {
        false
    }
}
impl Monoid<Meet> for Logic {
    fn empty(&self) -> bool {
        true
    }
}
impl<R: lawful::theory::Role> CommutativeSemigroup<R> for Logic where Logic: Semigroup<R> {}
impl<R: lawful::theory::Role> Band<R> for Logic where Logic: Semigroup<R> {}
impl<R: lawful::theory::Role> Semilattice<R> for Logic where Logic: Semigroup<R> {}
impl<R: lawful::theory::Role> CommutativeMonoid<R> for Logic where Logic: Monoid<R> {}
impl<R: lawful::theory::Role> BoundedSemilattice<R> for Logic where Logic: Monoid<R> {}
impl Lattice for Logic {}
impl BoundedLattice for Logic {}
impl DistributiveLattice for Logic {}
impl BooleanAlgebra for Logic {
    fn complement(&self, a: &bool) -> bool {
        !a
    }
}
register! {
    id: "bool.logic",
    version: "1",
    about: "and, or, not",
    model: Logic,
    theories: [BooleanAlgebra],
}

magma!(Xor, bool, Sort::any(), |a, b| a ^ b);
impl Monoid for Xor {
    fn empty(&self) -> bool {
        false
    }
}
impl Group for Xor {
    fn inverse(&self, a: &bool) -> bool {
        *a
    }
}
impl CommutativeSemigroup for Xor {}
impl CommutativeMonoid for Xor {}
impl CommutativeGroup for Xor {}
register! {
    id: "bool.xor",
    version: "1",
    about: "exclusive or: every truth value undoes itself",
    model: Xor,
    theories: [CommutativeGroup],
}

magma!(Implication, bool, Sort::any(), |a, b| !a || *b);
register! {
    id: "bool.implication",
    version: "1",
    about: "implication, which depends on the brackets",
    model: Implication,
    theories: [Semigroup],
    fails: [semigroup::Associative(false, false, false)],
}

//! Semigroups with a neutral element.

use crate::theories::{CommutativeSemigroup, Semigroup, Semilattice};
use crate::{Sort, theory};

theory! {
    /// A semigroup with an element that changes nothing.
    pub theory Monoid<O = ::lawful::theories::Combine> in ::lawful::theories: Semigroup<O> {
        /// Returns the element that changes nothing.
        op empty() -> Elem as "e";

        /// The neutral element on the left changes nothing.
        law left_identity(a: Elem) { combine(empty(), a) == a }
        /// The neutral element on the right changes nothing.
        law right_identity(a: Elem) { combine(a, empty()) == a }

        /// Keeps the first of two.
        lawbreaker first breaks left_identity {
            Elem: i64 = Sort::any();
            combine(a, _b) => *a;
            empty() => 0;
        }
        /// Keeps the second of two.
        lawbreaker second breaks right_identity {
            Elem: i64 = Sort::any();
            combine(_a, b) => *b;
            empty() => 0;
        }
    }
}

theory! {
    /// A monoid in which the order of the elements does not matter.
    pub theory CommutativeMonoid<O = ::lawful::theories::Combine> in ::lawful::theories:
        Monoid<O>, CommutativeSemigroup<O>
    {
    }
}

theory! {
    /// A semilattice with a neutral element.
    pub theory BoundedSemilattice<O = ::lawful::theories::Combine> in ::lawful::theories:
        Semilattice<O>, CommutativeMonoid<O>
    {
    }
}

//! Monoids in which everything can be undone.

use crate::theories::{CommutativeMonoid, Monoid};
use crate::{Sort, theory};

theory! {
    /// A monoid in which every element has an inverse.
    pub theory Group<O = ::lawful::theories::Combine> in ::lawful::theories: Monoid<O> {
        /// Returns the inverse of an element.
        op inverse(a: Elem) -> Elem as "~";

        /// The inverse on the left undoes an element.
        law left_inverse(a: Elem) { combine(inverse(a), a) == empty() }
        /// The inverse on the right undoes an element.
        law right_inverse(a: Elem) { combine(a, inverse(a)) == empty() }

        /// Says that every number is its own negative.
        ///
        /// In a monoid the two laws of inverses follow from each other, so they fall together.
        lawbreaker self_inverse breaks left_inverse, right_inverse {
            Elem: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
            empty() => 0;
            inverse(a) => *a;
        }
    }
}

theory! {
    /// A group in which the order of the elements does not matter.
    pub theory CommutativeGroup<O = ::lawful::theories::Combine> in ::lawful::theories:
        Group<O>, CommutativeMonoid<O>
    {
    }
}

//! Relations that say that two elements count as the same.

use crate::theories::Carrier;
use crate::{Sort, theory};

theory! {
    /// A relation that is reflexive, symmetric and transitive.
    pub theory Equivalence in ::lawful::theories: Carrier {
        /// Returns whether two elements count as the same.
        op same(a: Elem, b: Elem) -> bool as "~";

        /// Every element is the same as itself.
        law reflexive(a: Elem) { same(a, a) }
        /// The order does not matter.
        law symmetric(a, b: Elem) { same(a, b) == same(b, a) }
        /// What is the same as the same is the same.
        law transitive(a, b, c: Elem) if same(a, b) && same(b, c) { same(a, c) }

        /// Nothing is the same as zero, not even zero: what NaN does.
        lawbreaker not_a_number breaks reflexive {
            Elem: i64 = Sort::any();
            same(a, b) => a == b && *a != 0;
        }
        /// At most.
        lawbreaker at_most breaks symmetric {
            Elem: i64 = Sort::any();
            same(a, b) => a <= b;
        }
        /// Close together: a short way and a short way make a longer one.
        lawbreaker close breaks transitive {
            Elem: i64 = Sort::any();
            same(a, b) => a.abs_diff(*b) <= 1;
        }
    }
}

theory! {
    /// A hash that agrees with an equivalence.
    pub theory HashAgrees in ::lawful::theories: Equivalence {
        /// Returns the hash of an element.
        op hash(a: Elem) -> u64;

        /// The same elements have the same hash.
        law agrees(a, b: Elem) if same(a, b) { hash(a) == hash(b) }

        /// Compares without the sign and hashes with it.
        lawbreaker sign_hashed breaks agrees {
            Elem: i64 = Sort::any();
            same(a, b) => a.unsigned_abs() == b.unsigned_abs();
            hash(a) => a.cast_unsigned();
        }
    }
}

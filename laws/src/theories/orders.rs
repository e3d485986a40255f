//! Relations that say which of two elements comes first.

use crate::theories::Carrier;
use crate::{Sort, theory};

theory! {
    /// A relation that is reflexive, antisymmetric and transitive.
    pub theory PartialOrder in ::lawful::theories: Carrier {
        /// Returns whether the first element is at most the second.
        op at_most(a: Elem, b: Elem) -> bool as "≤";

        /// Every element is at most itself.
        law reflexive(a: Elem) { at_most(a, a) }
        /// Two elements that are at most each other are equal.
        law antisymmetric(a, b: Elem) if at_most(a, b) && at_most(b, a) { a == b }
        /// What is at most something smaller is at most something larger.
        law transitive(a, b, c: Elem) if at_most(a, b) && at_most(b, c) { at_most(a, c) }

        /// Leaves zero out.
        lawbreaker not_at_zero breaks reflexive {
            Elem: i64 = Sort::any();
            at_most(a, b) => a < b || (a == b && *a != 0);
        }
        /// Compares halves, so that neighbours are at most each other.
        lawbreaker halves breaks antisymmetric {
            Elem: i64 = Sort::any();
            at_most(a, b) => a / 2 <= b / 2;
        }
        /// Rock, paper, scissors.
        lawbreaker rock_paper_scissors breaks transitive {
            Elem: u8 = Sort::finite([0, 1, 2]);
            at_most(a, b) => a == b || (a + 1) % 3 == *b;
        }
    }
}

theory! {
    /// A partial order in which any two elements can be compared.
    pub theory TotalOrder in ::lawful::theories: PartialOrder {
        /// Of two elements, one is at most the other.
        law total(a, b: Elem) { at_most(a, b) || at_most(b, a) }

        /// Sets by inclusion, as bits.
        lawbreaker inclusion breaks total {
            Elem: u8 = Sort::any();
            at_most(a, b) => a & b == *a;
        }
    }
}

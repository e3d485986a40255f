//! Sets with one associative operation.

use crate::{Sort, theory};

theory! {
    /// A set of elements: what a theory with one sort is about.
    pub theory Carrier in ::lawful::theories {
        /// The elements.
        sort Elem;
    }
}

theory! {
    /// A set with an associative operation.
    pub theory Semigroup<O = ::lawful::theories::Combine> in ::lawful::theories: Carrier {
        /// Combines two elements.
        op combine(a: Elem, b: Elem) -> Elem as "·";

        /// How a product is bracketed does not matter.
        law associative(a, b, c: Elem) {
            combine(combine(a, b), c) == combine(a, combine(b, c))
        }

        /// Subtraction depends on the brackets.
        lawbreaker subtraction breaks associative {
            Elem: i64 = Sort::any();
            combine(a, b) => a.wrapping_sub(*b);
        }
        /// Addition that stops at the ends loses what went beyond.
        lawbreaker saturating_addition breaks associative {
            Elem: i64 = Sort::any();
            combine(a, b) => a.saturating_add(*b);
        }
    }
}

theory! {
    /// A semigroup in which the order of the elements does not matter.
    pub theory CommutativeSemigroup<O = ::lawful::theories::Combine> in ::lawful::theories:
        Semigroup<O>
    {
        /// The order of two elements does not matter.
        law commutative(a, b: Elem) { combine(a, b) == combine(b, a) }

        /// Strings, one after the other.
        lawbreaker concatenation breaks commutative {
            Elem: String = Sort::any();
            combine(a, b) => format!("{a}{b}");
        }
    }
}

theory! {
    /// A semigroup in which combining an element with itself changes nothing.
    pub theory Band<O = ::lawful::theories::Combine> in ::lawful::theories: Semigroup<O> {
        /// Combining an element with itself changes nothing.
        law idempotent(a: Elem) { combine(a, a) == a }

        /// A sum counts an element every time.
        lawbreaker addition breaks idempotent {
            Elem: i64 = Sort::any();
            combine(a, b) => a.wrapping_add(*b);
        }
    }
}

theory! {
    /// A commutative band: elements may come in any order, any number of times.
    pub theory Semilattice<O = ::lawful::theories::Combine> in ::lawful::theories:
        CommutativeSemigroup<O>, Band<O>
    {
    }
}

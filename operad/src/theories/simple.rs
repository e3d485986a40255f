//! The simple form: operations of one slot that compose.

use lawful::{Sort, theory};

theory! {
    /// Operations that compose, and one that does nothing.
    ///
    /// Every operation has one slot. The coloured, symmetric form is
    /// [`FullOperad`](crate::FullOperad); this one is its one-slot case, by a blanket impl.
    pub theory Operad in ::lawful_operad::theories {
        /// The operations.
        sort Operation;
        /// Returns `a` with `b` in its slot.
        op compose(a: Operation, b: Operation) -> Operation as "∘";
        /// Returns the operation that does nothing.
        op identity() -> Operation as "id";

        /// Putting an operation into the identity changes nothing.
        law left_identity(a: Operation) { compose(identity(), a) == a }
        /// Putting the identity into an operation changes nothing.
        law right_identity(a: Operation) { compose(a, identity()) == a }
        /// How a composite is bracketed does not matter.
        law associative(a, b, c: Operation) {
            compose(compose(a, b), c) == compose(a, compose(b, c))
        }

        lawkeeper {
            Operation: u8 = Sort::finite([0, 1, 2]);
            compose(a, _b) => *a;
            identity() => 0;
        }
        /// Left-biased: keeps the outer operation and drops what is put into it.
        lawbreaker left_biased breaks left_identity {
        }
        /// Keeps the inner operation only.
        lawbreaker right_biased breaks right_identity { compose(_a, b) => *b; }
        /// Takes the distance of two numbers: 0 changes nothing, but brackets matter.
        lawbreaker distance breaks associative {
            Operation: u8 = Sort::finite([0, 1, 2, 3]);
            compose(a, b) => a.abs_diff(*b);
        }
    }
}

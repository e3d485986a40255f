//! Sets with a join and a meet.

use crate::theories::{BoundedSemilattice, Semilattice};
use crate::{Sort, theory};

theory! {
    /// Two semilattices, join and meet, that belong to one order.
    pub theory Lattice in ::lawful::theories:
        Semilattice<::lawful::theories::Join>, Semilattice<::lawful::theories::Meet>
    {
        /// Joining with something smaller changes nothing.
        law absorption_join(a, b: Elem) {
            combine::<Join>(a, combine::<Meet>(a, b)) == a
        }
        /// Meeting with something larger changes nothing.
        law absorption_meet(a, b: Elem) {
            combine::<Meet>(a, combine::<Join>(a, b)) == a
        }

        /// Of three elements, 2 is above the others in the order of join, while meet has a chain.
        lawbreaker flat_join breaks absorption_join {
            Elem: u8 = Sort::finite([0, 1, 2]);
            combine::<Join>(a, b) => if a == b { *a } else { 2 };
            combine::<Meet>(a, b) => *a.min(b);
        }
        /// Of three elements, 0 is below the others in the order of meet, while join has a chain.
        lawbreaker flat_meet breaks absorption_meet {
            Elem: u8 = Sort::finite([0, 1, 2]);
            combine::<Join>(a, b) => *a.max(b);
            combine::<Meet>(a, b) => if a == b { *a } else { 0 };
        }
    }
}

theory! {
    /// A lattice in which meet distributes over join; the dual law follows.
    pub theory DistributiveLattice in ::lawful::theories: Lattice {
        /// Meet distributes over join.
        law distributive(a, b, c: Elem) {
            combine::<Meet>(a, combine::<Join>(b, c))
                == combine::<Join>(combine::<Meet>(a, b), combine::<Meet>(a, c))
        }

        /// The diamond: three elements side by side between 0 and 4.
        lawbreaker diamond breaks distributive {
            Elem: u8 = Sort::finite([0, 1, 2, 3, 4]);
            combine::<Join>(a, b) => match (*a, *b) {
                (a, b) if a == b => a,
                (0, x) | (x, 0) => x,
                _ => 4,
            };
            combine::<Meet>(a, b) => match (*a, *b) {
                (a, b) if a == b => a,
                (4, x) | (x, 4) => x,
                _ => 0,
            };
        }
    }
}

theory! {
    /// A lattice with a least and a greatest element.
    pub theory BoundedLattice in ::lawful::theories:
        Lattice,
        BoundedSemilattice<::lawful::theories::Join>,
        BoundedSemilattice<::lawful::theories::Meet>
    {
    }
}

theory! {
    /// A bounded distributive lattice in which every element has a complement.
    pub theory BooleanAlgebra in ::lawful::theories: BoundedLattice, DistributiveLattice {
        /// Returns the complement.
        op complement(a: Elem) -> Elem as "¬";

        /// An element and its complement have nothing in common.
        law contradiction(a: Elem) { combine::<Meet>(a, complement(a)) == empty::<Join>() }
        /// An element and its complement are everything.
        law excluded_middle(a: Elem) { combine::<Join>(a, complement(a)) == empty::<Meet>() }

        /// Calls everything the complement of anything.
        lawbreaker everything breaks contradiction {
            Elem: u8 = Sort::finite([0, 1, 2, 3]);
            combine::<Join>(a, b) => a | b;
            combine::<Meet>(a, b) => a & b;
            empty::<Join>() => 0;
            empty::<Meet>() => 3;
            complement(_a) => 3;
        }
        /// Calls nothing the complement of anything.
        lawbreaker nothing breaks excluded_middle {
            Elem: u8 = Sort::finite([0, 1, 2, 3]);
            combine::<Join>(a, b) => a | b;
            combine::<Meet>(a, b) => a & b;
            empty::<Join>() => 0;
            empty::<Meet>() => 3;
            complement(_a) => 0;
        }
    }
}

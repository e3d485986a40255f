//! Lists of inputs side by side.

use frunk::{HCons, HNil};

/// A list to which `Behind` can be appended and taken off again.
pub trait Append<Behind>: Sized {
    /// Both lists, one after the other.
    type Both;

    /// Takes the lists apart.
    fn divide(both: Self::Both) -> (Self, Behind);
}

/// Two lists, one after the other.
pub type Joined<Front, Behind> = <Front as Append<Behind>>::Both;

impl<Behind> Append<Behind> for HNil {
    type Both = Behind;

    #[inline(always)]
    fn divide(both: Behind) -> (HNil, Behind) {
        (HNil, both)
    }
}

impl<Head, Tail: Append<Behind>, Behind> Append<Behind> for HCons<Head, Tail> {
    type Both = HCons<Head, Tail::Both>;

    #[inline(always)]
    fn divide(both: Self::Both) -> (Self, Behind) {
        let (tail, behind) = Tail::divide(both.tail);
        let head = both.head;
        (HCons { head, tail }, behind)
    }
}

//! The inputs of a composite, computed by the compiler.

use super::{Append, Joined};
use frunk::HCons;
use frunk::indices::{Here, There};

/// A list of inputs in which the slot `S` may be replaced by the inputs `Inner`.
#[diagnostic::on_unimplemented(
    message = "the operation has no such slot",
    label = "the slot is beyond the last input",
    note = "slots are counted from 0: an operation with two inputs has the slots `S0` and `S1`"
)]
pub trait Splice<S, Inner> {
    /// What the slot takes.
    type Taken;
    /// The inputs of the composite.
    type Spliced;

    /// Makes the inputs of the outer operation from those of the composite.
    fn fill(spliced: Self::Spliced, run: impl FnOnce(Inner) -> Self::Taken) -> Self;
}

impl<Head, Tail, Inner: Append<Tail>> Splice<Here, Inner> for HCons<Head, Tail> {
    type Taken = Head;
    type Spliced = Joined<Inner, Tail>;

    #[inline(always)]
    fn fill(spliced: Self::Spliced, run: impl FnOnce(Inner) -> Head) -> Self {
        let (inner, tail) = Inner::divide(spliced);
        HCons {
            head: run(inner),
            tail,
        }
    }
}

impl<Head, Tail, S, Inner> Splice<There<S>, Inner> for HCons<Head, Tail>
where
    Tail: Splice<S, Inner>,
{
    type Taken = Tail::Taken;
    type Spliced = HCons<Head, Tail::Spliced>;

    #[inline(always)]
    fn fill(spliced: Self::Spliced, run: impl FnOnce(Inner) -> Tail::Taken) -> Self {
        HCons {
            head: spliced.head,
            tail: Tail::fill(spliced.tail, run),
        }
    }
}

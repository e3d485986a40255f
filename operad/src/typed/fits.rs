//! What a compile error says when something does not fit.

use frunk::{HCons, HNil};

/// A type that fits where `Wanted` is taken: every type fits itself and nothing else.
#[diagnostic::on_unimplemented(
    message = "an operation that gives `{Self}` does not fit a slot that takes `{Wanted}`",
    label = "this slot takes `{Wanted}`",
    note = "choose another slot, or put an operation from `{Self}` to `{Wanted}` between them"
)]
pub trait Fits<Wanted> {
    /// Returns the value itself.
    fn fit(self) -> Wanted;
}

impl<T> Fits<T> for T {
    #[inline(always)]
    fn fit(self) -> T {
        self
    }
}

/// A list of values that an operation with the inputs `Wanted` can be called with.
#[diagnostic::on_unimplemented(
    message = "the operation cannot be called with these values",
    label = "here `{Wanted}` is still to be given, and `{Self}` is what is left",
    note = "give one value for each input, in their order and of their types: `hlist![a, b]`"
)]
pub trait Supplies<Wanted> {
    /// Returns the list itself.
    fn supply(self) -> Wanted;
}

impl Supplies<HNil> for HNil {
    #[inline(always)]
    fn supply(self) -> HNil {
        HNil
    }
}

impl<T, Given: Supplies<Wanted>, Wanted> Supplies<HCons<T, Wanted>> for HCons<T, Given> {
    #[inline(always)]
    fn supply(self) -> HCons<T, Wanted> {
        HCons {
            head: self.head,
            tail: self.tail.supply(),
        }
    }
}

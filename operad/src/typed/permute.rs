//! Permutations of inputs: each slot is fed exactly once, or it does not compile.

use super::Slot;
use frunk::indices::{Here, There};
use frunk::{HCons, HNil};
use std::marker::PhantomData;

/// A slot that is not fed yet.
pub struct Empty<T>(PhantomData<T>);

/// A slot with its value.
pub struct Full<T>(T);

/// A list of slots of which slot `S` is still empty.
#[diagnostic::on_unimplemented(
    message = "this is not a permutation of the inputs",
    label = "a slot is fed twice, or there is no such slot",
    note = "name every slot of the operation exactly once, in any order: `hlist![S1, S0]`"
)]
pub trait Put<S> {
    /// The type of the slot.
    type Taken;
    /// The list with the slot fed.
    type Fed;

    /// Feeds the slot.
    fn put(self, value: Self::Taken) -> Self::Fed;
}

impl<T, Tail> Put<Here> for HCons<Empty<T>, Tail> {
    type Taken = T;
    type Fed = HCons<Full<T>, Tail>;

    #[inline(always)]
    fn put(self, value: T) -> Self::Fed {
        HCons {
            head: Full(value),
            tail: self.tail,
        }
    }
}

impl<Head, Tail: Put<S>, S> Put<There<S>> for HCons<Head, Tail> {
    type Taken = Tail::Taken;
    type Fed = HCons<Head, Tail::Fed>;

    #[inline(always)]
    fn put(self, value: Tail::Taken) -> Self::Fed {
        HCons {
            head: self.head,
            tail: self.tail.put(value),
        }
    }
}

/// A list of slots that can be fed in the order of the list `S`.
#[diagnostic::on_unimplemented(
    message = "this is not a permutation of the inputs",
    label = "not every slot is fed",
    note = "name every slot of the operation exactly once, in any order: `hlist![S1, S0]`"
)]
pub trait Whole<S, Inputs> {
    /// The values in the order in which they are given.
    type Given;

    /// Feeds all slots.
    fn feed_all(self, given: Self::Given) -> Inputs;
}

impl<S, Rest, Slots, Inputs> Whole<HCons<Slot<S>, Rest>, Inputs> for Slots
where
    Slots: Put<S>,
    Slots::Fed: Whole<Rest, Inputs>,
{
    type Given = HCons<Slots::Taken, <Slots::Fed as Whole<Rest, Inputs>>::Given>;

    #[inline(always)]
    fn feed_all(self, given: Self::Given) -> Inputs {
        self.put(given.head).feed_all(given.tail)
    }
}

impl Whole<HNil, HNil> for HNil {
    type Given = HNil;

    #[inline(always)]
    fn feed_all(self, _: HNil) -> HNil {
        HNil
    }
}

impl<T, Tail, Inputs> Whole<HNil, HCons<T, Inputs>> for HCons<Full<T>, Tail>
where
    Tail: Whole<HNil, Inputs, Given = HNil>,
{
    type Given = HNil;

    #[inline(always)]
    fn feed_all(self, _: HNil) -> HCons<T, Inputs> {
        HCons {
            head: self.head.0,
            tail: self.tail.feed_all(HNil),
        }
    }
}

/// A list of inputs that can be permuted by `S`, a list of slots.
#[diagnostic::on_unimplemented(
    message = "this is not a permutation of the inputs",
    label = "not every slot is fed, or a slot is fed twice",
    note = "name every slot of the operation exactly once, in any order: `hlist![S1, S0]`"
)]
pub trait Feeds<S>: Sized {
    /// The inputs in their new order.
    type Given;

    /// Puts the inputs into their old order.
    fn feed(given: Self::Given) -> Self;
}

/// The inputs in the order of a list of slots.
pub type Rearranged<Inputs, S> = <Inputs as Feeds<S>>::Given;

impl<Inputs, S> Feeds<S> for Inputs
where
    Inputs: Emptied,
    Inputs::Slots: Whole<S, Inputs>,
{
    type Given = <Inputs::Slots as Whole<S, Inputs>>::Given;

    #[inline(always)]
    fn feed(given: Self::Given) -> Self {
        Inputs::slots().feed_all(given)
    }
}

/// A list of inputs as empty slots. Not public API.
#[doc(hidden)]
pub trait Emptied {
    type Slots;

    fn slots() -> Self::Slots;
}

impl Emptied for HNil {
    type Slots = HNil;

    #[inline(always)]
    fn slots() -> HNil {
        HNil
    }
}

impl<T, Tail: Emptied> Emptied for HCons<T, Tail> {
    type Slots = HCons<Empty<T>, Tail::Slots>;

    #[inline(always)]
    fn slots() -> Self::Slots {
        HCons {
            head: Empty(PhantomData),
            tail: Tail::slots(),
        }
    }
}

//! Slots as values whose type is their number.

use frunk::indices::{Here, There};
use std::marker::PhantomData;

/// A slot; `I` counts from [`Here`].
pub struct Slot<I>(PhantomData<I>);

impl<I> Slot<I> {
    const NEW: Slot<I> = Slot(PhantomData);
}

impl<I> Clone for Slot<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for Slot<I> {}

/// A slot whose number is known where constants are made.
pub trait Numbered {
    /// The number, from 0.
    const NUMBER: usize;
}

impl Numbered for Here {
    const NUMBER: usize = 0;
}

impl<I: Numbered> Numbered for There<I> {
    const NUMBER: usize = I::NUMBER + 1;
}

type Next<I> = There<I>;
type I1 = Next<Here>;
type I2 = Next<I1>;
type I3 = Next<I2>;
type I4 = Next<I3>;
type I5 = Next<I4>;
type I6 = Next<I5>;
type I7 = Next<I6>;

/// The first slot.
pub const S0: Slot<Here> = Slot::NEW;
/// The second slot.
pub const S1: Slot<I1> = Slot::NEW;
/// The third slot.
pub const S2: Slot<I2> = Slot::NEW;
/// The fourth slot.
pub const S3: Slot<I3> = Slot::NEW;
/// The fifth slot.
pub const S4: Slot<I4> = Slot::NEW;
/// The sixth slot.
pub const S5: Slot<I5> = Slot::NEW;
/// The seventh slot.
pub const S6: Slot<I6> = Slot::NEW;
/// The eighth slot.
pub const S7: Slot<I7> = Slot::NEW;

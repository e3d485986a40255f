//! Any type with frunk's `Semigroup` or `Monoid` as a model, in one line.

use crate::sort::Sort;
use crate::theories::{Carrier, Monoid, Semigroup};
use crate::value::Element;
use proptest::arbitrary::Arbitrary;

/// The model of a type that has frunk's `Semigroup`, and `Monoid` if the type has that too.
///
/// ```
/// use lawful::prelude::*;
/// use lawful::Frunk;
/// lawful::register! {
///     id: "demo.frunk.text", version: "1", model: Frunk::<String>::any(), theories: [Monoid],
/// }
/// # fn main() {
/// let evidence = lawful::evidence_of::<monoid::Theory, _>("demo.text", Frunk::<String>::any());
/// assert!(evidence.unwrap().is_good());
/// # }
/// ```
#[derive(Debug)]
pub struct Frunk<T> {
    sort: Sort<T>,
}

impl<T: Element> Frunk<T> {
    /// Makes the model over all values of the type.
    pub fn any() -> Frunk<T>
    where
        T: Arbitrary + PartialEq,
    {
        Frunk { sort: Sort::any() }
    }

    /// Makes the model over the values of a sort.
    pub fn of(sort: Sort<T>) -> Frunk<T> {
        Frunk { sort }
    }
}

impl<T: Element + frunk::Semigroup> Carrier for Frunk<T> {
    type Elem = T;

    fn elem(&self) -> Sort<T> {
        self.sort.clone()
    }
}

impl<T: Element + frunk::Semigroup> Semigroup for Frunk<T> {
    fn combine(&self, a: &T, b: &T) -> T {
        frunk::Semigroup::combine(a, b)
    }
}

impl<T: Element + frunk::Monoid> Monoid for Frunk<T> {
    fn empty(&self) -> T {
        <T as frunk::Monoid>::empty()
    }
}

impl<T> std::fmt::Debug for Sort<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sort<{}>", std::any::type_name::<T>())
    }
}

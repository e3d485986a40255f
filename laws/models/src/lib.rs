//! Models over what people use: integers, floats, strings, sets, matrices, permutations, durations,
//! versions.
//!
//! Each file registers the models over one kind of value. What does not hold is claimed not to hold,
//! with a witness.

mod booleans;
mod categories;
mod durations;
mod floats;
mod frunk_types;
mod integers;
mod lenses;
mod matrices;
mod orders;
mod permutations;
mod replicas;
mod reports;
mod sets;
mod strings;
mod systems;
mod versions;

/// Implements the operations of a commutative structure without state.
macro_rules! magma {
    ($model:ident, $elem:ty, $sort:expr, |$a:ident, $b:ident| $combine:expr) => {
        struct $model;

        impl lawful::theories::Carrier for $model {
            type Elem = $elem;
            fn elem(&self) -> lawful::Sort<$elem> {
                $sort
            }
        }

        impl lawful::theories::Semigroup for $model {
            fn combine(&self, $a: &$elem, $b: &$elem) -> $elem {
                $combine
            }
        }
    };
}
use magma;

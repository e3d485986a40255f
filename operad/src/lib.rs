//! Operads: composition that is typed, checked and fast.

extern crate self as lawful_operad;

mod finite_operad;
mod full_operad;
pub mod models;
mod permutation;
pub mod theories;
mod verify;

pub use finite_operad::{FiniteOperad, FiniteOperadError};
pub use full_operad::{FullOperad, Misfit};
pub use permutation::{MOST_SLOTS, Permutation, PermutationError};
pub use verify::{LawViolation, verify_operad_laws};

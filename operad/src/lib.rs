//! Operads: composition that is typed, checked and fast.

extern crate self as lawful_operad;

pub mod agent;
mod chain;
pub mod constant;
pub mod derive;
pub mod discover;
mod finite_operad;
mod full_operad;
pub mod models;
mod permutation;
pub mod term;
pub mod theories;
pub mod typed;
mod verify;
pub mod wiring;

pub use chain::{chain, chain_parallel};
pub use finite_operad::{FiniteOperad, FiniteOperadError, FiniteRefutation};
#[doc(hidden)]
pub use frunk;
pub use full_operad::{FullOperad, Misfit};
pub use permutation::{MOST_SLOTS, Permutation, PermutationError};
pub use verify::{LawViolation, verify_operad_laws};

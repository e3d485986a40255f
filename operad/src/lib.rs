//! Operads: composition that is typed, checked and fast.

extern crate self as lawful_operad;

mod full_operad;
mod permutation;
pub mod theories;

pub use full_operad::{FullOperad, Misfit};
pub use permutation::{MOST_SLOTS, Permutation, PermutationError};

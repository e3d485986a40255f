//! Operads: composition that is typed, checked and fast.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`theories`] | [`Operad`](theories::Operad), the simple form, and the coloured, symmetric one, with a lawbreaker for every law |
//! | [`FullOperad`] | the trait to implement for operations of many slots; every simple operad is one |
//! | [`verify_operad_laws`] | all laws of a simple operad in one call |
//! | [`typed`] | operations whose inputs are spliced by the compiler |
//! | [`constant`] | [`operad!`] and [`diagram!`]: laws and diagrams that are proved while the program compiles |
//! | [`term`], [`derive`] | terms, equations, normal forms, and equality with derivations that are replayed |
//! | [`discover`] | which equations hold in a model and follow from nothing that it claims |
//! | [`prover`] | provers that nobody has to trust: what they say is checked again |
//! | [`agent`], [`wiring`] | polynomial agents, and wiring diagrams |
//! | [`models`] | registered operads |
//!
//! ```
//! use lawful::Sort;
//! use lawful_operad::theories::Operad;
//!
//! struct Shifts;
//! impl Operad for Shifts {
//!     type Operation = u8;
//!     fn operation(&self) -> Sort<u8> { Sort::finite((0..16).collect::<Vec<u8>>()) }
//!     fn compose(&self, a: &u8, b: &u8) -> u8 { (a + b) % 16 }
//!     fn identity(&self) -> u8 { 0 }
//! }
//! assert!(lawful_operad::verify_operad_laws("demo.shifts", Shifts).is_ok());
//! ```

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
pub mod prover;
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

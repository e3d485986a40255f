//! Theories, models and laws that are checked, not assumed.
//!
//! A **theory** declares operations and the laws they obey ([`theory!`], [`theories`]). A **model**
//! implements the theory's trait and is registered in one line ([`register!`]). The **checker**
//! ([`check`](mod@check)) runs every law of every model and gives **evidence** ([`evidence`]), which
//! is printed, stored or shown as a page ([`report`]), and which a type can carry ([`Checked`]).
//!
//! ```
//! use lawful::prelude::*;
//!
//! struct Longest;
//!
//! impl Carrier for Longest {
//!     type Elem = String;
//!     fn elem(&self) -> Sort<String> { Sort::any() }
//! }
//! impl Semigroup for Longest {
//!     fn combine(&self, a: &String, b: &String) -> String {
//!         if b.len() > a.len() { b.clone() } else { a.clone() }
//!     }
//! }
//! impl CommutativeSemigroup for Longest {}
//!
//! let evidence = lawful::evidence_of::<commutative_semigroup::Theory, _>("demo.longest", Longest);
//! let evidence = evidence.unwrap();
//! assert!(evidence.law("semigroup.associative").unwrap().verdict().holds());
//! // Of two strings of one length the first is kept: the order matters.
//! assert!(!evidence.is_good());
//! ```
//!
//! # Where things are
//!
//! | module | what it owns |
//! | --- | --- |
//! | [`theory`](mod@theory) | theories as types and as data: signatures, terms, laws, roles, lawbreakers |
//! | [`theories`] | the standard theories |
//! | [`sort`] | which values a law ranges over, and when two are equal |
//! | [`model`] | models as the checker sees them |
//! | [`check`](mod@check) | the ladder: stored values, whole domains, decision procedures, edges, random cases; shrinking; deadlines |
//! | [`compare`](mod@compare) | two models over the same cases: the first difference |
//! | [`machine`](mod@machine) | systems with a state: refinement and linearizability |
//! | [`machines`] | the standard machines |
//! | [`finite`] | tables that the compiler proves, Light's test |
//! | [`adequacy`] | mutants against laws |
//! | [`evidence`] | verdicts, counterexamples, reports that merge |
//! | [`report`] | terminal, JSON lines, JUnit, one HTML page |
//! | [`registry`] | every model that is linked into the program |
//! | [`harness`] | each law of each model as a test |
//!
//! **Invariant:** this crate knows no Python, no async runtime and no database, and no domain.
//! **Invariant:** the same seed gives the same cases, on any number of threads and shards.
//! **Invariant:** a printed number is the number that ran.

extern crate self as lawful;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod adequacy;
mod algorithm;
pub mod check;
mod checked;
pub mod compare;
pub mod evidence;
pub mod finite;
mod frunk_model;
pub mod harness;
pub mod machine;
mod machine_law;
pub mod machines;
pub mod model;
mod panic;
#[cfg(doctest)]
mod readme;
pub mod registry;
pub mod report;
pub mod rng;
pub mod sort;
pub mod theories;
pub mod theory;
mod value;

pub use algorithm::{fold, fold_parallel, merge_redelivered, merge_unordered};
pub use check::{check_case, check_token};
pub use checked::{Checked, Has, Unchecked, checked, evidence_of};
pub use frunk_model::Frunk;
pub use lawful_macros::{__theory_collect, law_tests, machine, register, theory};
pub use machine_law::{Limits, MachineFailure, MachineLaw, MachineRun, Refuted};
pub use sort::Sort;
pub use value::{Element, Exception, Value};
#[doc(hidden)]
pub use {frunk, inventory};

/// Links crates that register models: a crate that is only a dependency registers nothing.
///
/// ```
/// // In a real project: `lawful::plugins![my_models, their_models];`
/// lawful::plugins![lawful];
/// ```
#[macro_export]
macro_rules! plugins {
    ($($name:ident),* $(,)?) => {
        $(use $name as _;)*
    };
}

/// Everything that a plugin author needs.
pub mod prelude {
    pub use crate::theories::*;
    pub use crate::{Element, Sort};
}

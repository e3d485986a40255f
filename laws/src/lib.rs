//! Theories, models and laws that are checked, not assumed.

extern crate self as lawful;

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
pub mod adequacy;
mod algorithm;
pub mod check;
mod checked;
pub mod evidence;
pub mod finite;
mod frunk_model;
pub mod harness;
pub mod machine;
mod machine_law;
pub mod model;
mod panic;
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
pub use lawful_macros::{__theory_collect, law_tests, register, theory};
pub use machine_law::{MachineFailure, MachineLaw};
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

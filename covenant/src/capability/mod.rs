//! Capabilities: which actions on which resources, and on what conditions.
//!
//! [`Action`] is what an agent wants, [`Pattern`] and [`Permission`] what a covenant says,
//! [`Permissions`] all of it, and [`Compiled`] the automaton that answers. What nothing allows is
//! denied, and a denial wins over everything.
//!
//! # Residual trust
//! A covenant speaks of names. That the name `/srv/app/x` is the file that the tool opens, and not
//! one behind a symbolic link, is for the tool to see to.

mod action;
mod argument_test;
mod automaton;
#[cfg(feature = "cedar")]
pub mod cedar;
mod compiled;
mod condition;
mod hash;
mod parse_condition;
mod pattern;
mod permission;
mod permissions;
mod pointer;
mod problem;
mod scalar;
mod segment;
mod spelling;
mod standing;

pub use action::Action;
pub use argument_test::{Order, Resources, Test};
pub use compiled::{Answer, CompileError, Compiled, PermissionRef};
pub use condition::{Circumstances, Condition};
pub use parse_condition::BadCondition;
pub use pattern::Pattern;
pub use permission::{BadPermission, Effect, Permission};
pub use permissions::{Layer, Permissions, PermissionsError};
pub use pointer::{BadPointer, Pointer};
pub(crate) use problem::printable;
pub use problem::{BadAction, BadPattern, Problem};
pub use scalar::Scalar;
pub use standing::{BadTrustLevel, Standing, TrustLevel, Unknown};

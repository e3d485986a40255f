//! Permission contracts for AI agents that really stop a call.
//!
//! * [`lifecycle`]: covenants, from the proposal to the end, by signed acts; the state is in the type.
//! * [`capability`]: which actions on which resources, on what conditions, compiled to an automaton.
//! * [`budget`]: whole units that are reserved, spent, given to children, and never lost.
//! * [`review`]: people who look at a call before it happens.
//! * [`delegation`]: what a holder passes on, in chains that are verified offline; revocation.
//! * [`gate`]: what every call asks, and which clause decided.
//! * [`run`]: the guard around every call, the records of it, and what they prove.
//! * [`theories`]: the laws of all that, for gates of your own too.
//!
//! **Invariant:** nothing is allowed by default, and nothing that cannot be decided is allowed.
//! **Invariant:** a call that is denied spends nothing.
//! **Invariant:** this crate knows no Python.

extern crate self as lawful_covenant;

pub mod budget;
pub mod call;
pub mod capability;
pub mod clock;
pub mod delegation;
mod digest;
mod encoding;
pub mod gate;
pub mod lifecycle;
mod random;
pub mod review;
pub mod run;
pub mod theories;

pub use digest::Digest;
pub use encoding::EncodingError;
pub use random::NoRandomness;

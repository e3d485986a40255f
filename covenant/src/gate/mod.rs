//! The gate: what every call asks before it happens.

mod clause;
mod covenant_gate;
mod decision;

pub use clause::Clause;
pub use covenant_gate::{CovenantGate, GateError, Surroundings};
pub use decision::{Decision, Stopped, Ticket};

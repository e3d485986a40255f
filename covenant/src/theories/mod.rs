//! The laws of covenants: theories that every gate, budget, review and delegation must obey, each law
//! with a lawbreaker, and our own models of them.
//!
//! A plugin author with a gate of their own checks it with [`Gate`] and [`GuardedCalls`].

mod budgets;
mod delegations;
mod gates;
mod guardings;
mod happened;
mod matchings;
mod models;
mod reviews;
mod running;
mod simple_gate;
mod world;

pub use budgets::*;
pub use delegations::*;
pub use gates::*;
pub use guardings::*;
pub use happened::Happened;
pub use matchings::*;
pub use reviews::*;
pub use running::*;
pub use simple_gate::{SimpleGate, Told};

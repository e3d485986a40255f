//! Witnessing: signed events, and chains of witnesses.

mod chain;
mod event;

pub use chain::{Reach, WitnessChain, witness_chain};
pub use event::{SignedWitnessEvent, VerifiedEvent, WITNESS_CONTEXT, WitnessError, WitnessEvent};

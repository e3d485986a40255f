//! Why a guard refuses a call.

use super::{Mode, NOT_ENFORCED};
use crate::clock::ClockError;
use crate::gate::{Clause, Stopped};
use lawful_trace::{AppendError, NodeError};
use std::fmt;

/// Why a call is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The covenant denies it, or reviewers must approve it first.
    #[error(transparent)]
    Stopped(#[from] Stopped),
    /// A further policy says no.
    #[error("the policy `{policy}` denies it: {why}")]
    Policy {
        /// The policy.
        policy: String,
        /// What it says.
        why: String,
    },
    /// What decides crashed.
    #[error("what decides crashed, so the call is denied: {0}")]
    Crashed(String),
    /// The ledger did not take the record.
    #[error("the call cannot be recorded, so it is denied: {0}")]
    Ledger(#[from] AppendError),
    /// The record cannot be.
    #[error("the call cannot be recorded, so it is denied: {0}")]
    Record(#[from] NodeError),
    /// An earlier call could not be brought to its end.
    #[error("the guard has stopped: {0}; set that right and open it again")]
    Halted(String),
    /// A step of a plan is another call than the one that was authorised.
    #[error("step {0} (from 0) is not the call that the plan was authorised for")]
    OtherStep(u32),
}

impl Refusal {
    /// Returns the clause of the covenant that denied, if one did.
    pub fn clause(&self) -> Option<&Clause> {
        match self {
            Refusal::Stopped(Stopped::Denied(clause)) => Some(clause),
            _ => None,
        }
    }
}

impl From<ClockError> for Refusal {
    fn from(error: ClockError) -> Refusal {
        Refusal::Stopped(Stopped::Denied(Clause::Clock(error)))
    }
}

/// A call that was refused, and where that is recorded.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub why: Refusal,
    /// Whether the call was stopped, or went on in shadow mode.
    pub mode: Mode,
    /// The name of the call on the ledger, if the refusal could be recorded.
    pub recorded: Option<String>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.mode == Mode::Shadow {
            write!(f, "{NOT_ENFORCED}: ")?;
        }
        self.why.fmt(f)
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.why)
    }
}

//! What is left of a call that has ended.

use super::{Outcome, Refused};
use crate::budget::{Amounts, BudgetError};
use lawful_trace::{AppendError, NodeError};

/// What is left of a call that has ended.
#[derive(Debug)]
pub struct Receipt {
    /// The name of the call on the ledger: [`verify_run`](super::verify_run) asks for it.
    pub call: String,
    /// How it ended.
    pub outcome: Outcome,
    /// What it has cost.
    pub spent: Amounts,
    /// Why it would have been refused if the guard enforced; in shadow mode only.
    pub not_enforced: Option<Refused>,
    /// What went wrong after the call. The guard allows nothing more if there is anything but a cost
    /// above the ceiling.
    pub troubles: Vec<Trouble>,
}

/// What went wrong after a call.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Trouble {
    /// The end could not be recorded.
    #[error("the end of the call is not recorded: {0}")]
    Ledger(#[from] AppendError),
    /// The record cannot be.
    #[error("the end of the call is not recorded: {0}")]
    Record(#[from] NodeError),
    /// The ledger, the clock, or the trust model crashed.
    #[error("something crashed after the call: {0}")]
    Crashed(String),
    /// The call has cost more than its ceiling, or the account is in doubt.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// The trust in the holder could not be updated.
    #[error("the trust in the holder is not updated: {0}")]
    Trust(String),
}

impl Trouble {
    /// Returns whether the guard must not go on.
    pub(super) fn halts(&self) -> bool {
        !matches!(self, Trouble::Budget(BudgetError::Overrun { .. }))
    }
}

/// The value of a call that succeeded, with its receipt.
#[derive(Debug)]
pub struct Finished<T> {
    /// What the tool returned.
    pub value: T,
    /// What is left of the call.
    pub receipt: Receipt,
}

/// Why a call gave no value.
#[derive(Debug, thiserror::Error)]
pub enum RunError<E> {
    /// It did not happen.
    #[error(transparent)]
    Refused(Box<Refused>),
    /// The tool failed.
    #[error("the tool failed: {error}")]
    Failed {
        /// What the tool said.
        error: E,
        /// What is left of the call.
        receipt: Box<Receipt>,
    },
    /// The tool crashed.
    #[error("the tool crashed: {message}")]
    Panicked {
        /// What it said.
        message: String,
        /// What is left of the call.
        receipt: Box<Receipt>,
    },
}

impl<E> RunError<E> {
    /// Returns why the call did not happen, if it did not.
    pub fn refused(&self) -> Option<&Refused> {
        match self {
            RunError::Refused(refused) => Some(refused),
            _ => None,
        }
    }
}

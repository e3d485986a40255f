//! Why a guard cannot be opened, or cannot sign.

use super::RunsRefused;
use crate::budget::BudgetError;
use crate::clock::ClockError;
use crate::delegation::DelegationError;
use crate::gate::GateError;
use crate::random::NoRandomness;
use lawful_trace::checkpoint::{BadCheckpoint, CannotSign};
use lawful_trace::ledger::StorageError;
use lawful_trace::{AppendError, NodeError};

/// Why a guard cannot be opened, or cannot sign.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GuardError {
    /// The gate cannot be opened.
    #[error(transparent)]
    Gate(#[from] GateError),
    /// The chain does not hold.
    #[error(transparent)]
    Chain(#[from] DelegationError),
    /// There is no time, or the ledger has later records.
    #[error(transparent)]
    Clock(#[from] ClockError),
    /// Another guard is open.
    #[error(
        "a guard of covenant {0} is open on this ledger; clone it, or let go of it and its calls first"
    )]
    Open(String),
    /// The account is in doubt.
    #[error(transparent)]
    Budget(#[from] BudgetError),
    /// The ledger has records of this covenant that are not in order.
    #[error("the ledger's records of runs are not in order: {0}")]
    History(#[from] RunsRefused),
    /// The ledger did not take the first record.
    #[error("the run cannot be recorded: {0}")]
    Ledger(#[from] AppendError),
    /// The first record cannot be.
    #[error("the run cannot be recorded: {0}")]
    Record(#[from] NodeError),
    /// The system gives no random numbers.
    #[error(transparent)]
    NoRandomness(#[from] NoRandomness),
    /// The guard was opened without a signer.
    #[error("the guard has no key to sign with; open it with `RunSetup::with_signer`")]
    NoSigner,
    /// The ledger cannot be made durable, so nothing was signed.
    #[error("the ledger cannot be synced, so its head was not signed: {0}")]
    NotSynced(#[source] StorageError),
    /// The name is not one of a log.
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
    /// The key does not sign.
    #[error(transparent)]
    Sign(#[from] CannotSign),
}

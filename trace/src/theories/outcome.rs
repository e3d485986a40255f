//! What a call answers, without the words.

use crate::ledger::{AppendError, Receipt};

/// What a call answers, without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The nodes are in the ledger.
    Appended {
        /// The index of the first node of the call.
        first: u64,
        /// How many nodes the ledger gained.
        appended: u64,
    },
    /// The ledger is not as expected.
    Conflict,
    /// A link points nowhere.
    UnknownTarget,
    /// A link points to a later node.
    LaterTarget,
    /// A cause is later than its effect.
    EffectBeforeCause,
    /// Time went back.
    TimeWentBack,
    /// Another node has the id.
    DuplicateId,
    /// A payload is to be erased that cannot be.
    NotErasable,
    /// Anything else.
    Failed,
}

impl Outcome {
    /// Tells what a ledger answered.
    pub fn of(answer: &Result<Receipt, AppendError>) -> Outcome {
        match answer {
            Ok(receipt) => Outcome::Appended {
                first: receipt.first,
                appended: receipt.appended,
            },
            Err(error) => match error {
                AppendError::Conflict { .. } => Outcome::Conflict,
                AppendError::UnknownTarget { .. } => Outcome::UnknownTarget,
                AppendError::LaterTarget { .. } => Outcome::LaterTarget,
                AppendError::EffectBeforeCause { .. } => Outcome::EffectBeforeCause,
                AppendError::TimeWentBack { .. } => Outcome::TimeWentBack,
                AppendError::DuplicateId { .. } => Outcome::DuplicateId,
                AppendError::NotErasable { .. } => Outcome::NotErasable,
                _ => Outcome::Failed,
            },
        }
    }

    /// Returns whether the nodes are in the ledger.
    pub fn is_accepted(self) -> bool {
        matches!(self, Outcome::Appended { .. })
    }

    /// Returns what the same call must answer the second time.
    #[must_use]
    pub fn retold(self) -> Outcome {
        match self {
            Outcome::Appended { first, .. } => Outcome::Appended { first, appended: 0 },
            refused => refused,
        }
    }
}

//! What a call answers, without the words.

use crate::ledger::{AppendError, Receipt};
use serde::{Deserialize, Serialize};

/// What a call answers, without the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    rename_all = "snake_case",
    expecting = "`{\"first\": index, \"appended\": count}` or one of `conflict`, `unknown_target`, \
                 `later_target`, `effect_before_cause`, `time_went_back`, `duplicate_id`, \
                 `not_erasable`, `failed`"
)]
pub enum Outcome {
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
    /// The nodes are in the ledger.
    #[serde(untagged)]
    Appended {
        /// The index of the first node of the call.
        first: u64,
        /// How many nodes the ledger gained.
        appended: u64,
    },
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

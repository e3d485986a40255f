//! Why records are no ledger.

use super::{AppendError, StorageError};
use crate::node::DecodeError;

/// Why records that were stored are no ledger.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// A record is not a node.
    #[error("the record at index `{index}` is not a node: {error}; restore the ledger from a copy")]
    NotANode {
        /// The index of the record.
        index: u64,
        /// What is wrong with it.
        #[source]
        error: DecodeError,
    },
    /// A node breaks a rule that holds when nodes are appended.
    #[error("the node at index `{index}` breaks a rule: {error}; restore the ledger from a copy")]
    BreaksRule {
        /// The index of the node.
        index: u64,
        /// The rule that it breaks.
        #[source]
        error: Box<AppendError>,
    },
    /// The ledger was pruned, and what is left of the hashes below does not fit the records.
    #[error(
        "the records begin at index `{first}`, and the hashes that were kept at pruning end at `{stump}`"
    )]
    Stump {
        /// The index of the first record.
        first: u64,
        /// Where the kept hashes end.
        stump: u64,
    },
    /// The ledger was pruned, and the hashes that stand for what is gone are not those that it had.
    #[error(
        "the ledger was pruned below index `{first}`, and the hashes that were kept are not those of the nodes that were read before; do not trust it"
    )]
    OtherStump {
        /// The index of the first node that is left.
        first: u64,
    },
    /// The storage failed to carry out an erasure or a pruning that is recorded.
    #[error("what is recorded cannot be carried out: {0}")]
    Storage(#[source] StorageError),
}

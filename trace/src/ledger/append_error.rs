//! Why nothing was appended, or less was done than was asked for.

use super::Expected;
use crate::node::PayloadUnreadable;

/// Why nothing was appended, or less was done than was asked for.
///
/// The ledger is as it was before, except after [`AppendError::NotSynced`] and
/// [`AppendError::ErasurePending`]: then the nodes are appended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AppendError {
    /// The ledger is not what the caller expected.
    #[error(
        "the ledger has `{length}` nodes, not what was expected ({expected}); read it and try again"
    )]
    Conflict {
        /// What was expected.
        expected: Expected,
        /// How many nodes there are.
        length: u64,
    },
    /// A link points to a node that is not in the ledger.
    #[error("node `{id}` links to `{target}`, which is not in the ledger; append that first")]
    UnknownTarget {
        /// The id of the node.
        id: String,
        /// The target of the link.
        target: String,
    },
    /// A link points to the node itself or to a later one of the same call.
    #[error("node `{id}` links to `{target}`, which does not come before it; put causes first")]
    LaterTarget {
        /// The id of the node.
        id: String,
        /// The target of the link.
        target: String,
    },
    /// A link points to a node whose time is later.
    #[error(
        "node `{id}` has the time `{time}` and links to `{target}`, which has the later time `{target_time}`; a cause is not later than its effect"
    )]
    EffectBeforeCause {
        /// The id of the node.
        id: String,
        /// The time of the node.
        time: i64,
        /// The target of the link.
        target: String,
        /// The time of the target.
        target_time: i64,
    },
    /// The node is earlier than the last one, and the ledger's rule of time forbids that.
    #[error(
        "node `{id}` has the time `{time}`, and the one before it has `{last}`; give it a time that is not earlier, or use a ledger with the rule `causal`"
    )]
    TimeWentBack {
        /// The id of the node.
        id: String,
        /// Its time.
        time: i64,
        /// The time of the node before it.
        last: i64,
    },
    /// Another node has the id.
    #[error("the ledger has another node with the id `{id}`, at index `{index}`; use a new id")]
    DuplicateId {
        /// The id.
        id: String,
        /// Where the other node is.
        index: u64,
    },
    /// An erasure points to a node whose payload is a part of it for ever.
    #[error("erasure `{id}` links to `{target}`, whose payload was not committed to be erased")]
    NotErasable {
        /// The id of the erasure.
        id: String,
        /// The target of the link.
        target: String,
    },
    /// The node is of a ledger that could not read its payload. Here it would look erased.
    #[error("{0}; append the node when its ledger is mended, or without the payload on purpose")]
    PayloadUnreadable(#[source] PayloadUnreadable),
    /// The ledger has as many nodes as one can have, 2^32 - 2.
    #[error("the ledger is full with `{0}` nodes; start another")]
    Full(u64),
    /// The storage failed; nothing was appended.
    #[error("the storage failed, and nothing was appended: {0}")]
    Storage(#[source] StorageError),
    /// The nodes are appended, and it is not known whether they are on the medium.
    #[error(
        "the nodes are appended, and may not survive a loss of power: {0}; open the ledger again"
    )]
    NotSynced(#[source] StorageError),
    /// The erasure is recorded, and the storage failed to carry it out. Opening the ledger carries
    /// it out.
    #[error("the erasure is recorded but not carried out: {0}; open the ledger again")]
    ErasurePending(#[source] StorageError),
}

/// What a storage reports.
pub type StorageError = Box<dyn std::error::Error + Send + Sync>;

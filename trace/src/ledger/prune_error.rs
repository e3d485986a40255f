//! What went wrong with pruning.

use super::StorageError;

/// Why nothing was pruned, or not all of it is gone.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PruneError {
    /// The ledger is not that long.
    #[error("the ledger has `{length}` nodes, so it cannot be pruned below `{first}`")]
    Outside {
        /// The index that was asked for.
        first: u64,
        /// How many nodes there are.
        length: u64,
    },
    /// The nodes are pruned, and the storage failed to remove all that is left of them.
    #[error(
        "the nodes are pruned, but not all of their bytes are removed: {0}; prune again, or open the ledger again"
    )]
    Unfinished(#[source] StorageError),
    /// The storage failed.
    #[error("the storage failed, and nothing was pruned: {0}")]
    Storage(#[source] StorageError),
}

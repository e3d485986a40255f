//! Why nothing was pruned.

use super::StorageError;

/// Why nothing was pruned.
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
    /// The storage failed.
    #[error("the storage failed, and nothing was pruned: {0}")]
    Storage(#[source] StorageError),
}

//! Why a ledger cannot be made, opened or verified.

use crate::file::FileError;
use crate::ledger::{OpenError, StorageError};
use crate::merkle::{BadProof, NoTreeHash};
use thiserror::Error;

/// Why a ledger in files cannot be made, opened or verified.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileLedgerError {
    /// The files.
    #[error(transparent)]
    File(#[from] FileError),
    /// The nodes in them.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// This program lacks the tree hash of the ledger.
    #[error(transparent)]
    TreeHash(#[from] NoTreeHash),
    /// The ledger was made with settings that are not known.
    #[error(
        "the ledger has the settings `{settings}`, which this version does not know; use a newer one"
    )]
    Settings {
        /// What the header says.
        settings: String,
    },
    /// What was kept at pruning is damaged.
    #[error("the hashes that were kept at pruning cannot be read: {0}")]
    Stump(#[source] BadProof),
    /// The ledger is not the one that was pinned: somebody has changed or replaced it.
    #[error(
        "the ledger has another root at size `{size}` than the head that was pinned; do not trust it"
    )]
    NotAsPinned {
        /// The size of the head that was pinned.
        size: u64,
    },
    /// The head that was pinned cannot be checked, as that part of the ledger is pruned.
    #[error(
        "the head that was pinned has the size `{size}`, and the ledger is pruned below `{first}`"
    )]
    PinnedBelowPruned {
        /// The size of the head that was pinned.
        size: u64,
        /// The first node that is left.
        first: u64,
    },
    /// The files hold something else than this process has read or written.
    #[error(
        "the files and the ledger in memory differ at index `{index}`; restore the files from a copy"
    )]
    Differs {
        /// The first node that differs.
        index: u64,
    },
    /// Again and again, all that was read was pruned before it could be compared.
    #[error("the ledger was pruned faster than it was verified; verify it when less happens to it")]
    PrunedMeanwhile,
    /// A payload beside a node does not fit its commitment.
    #[error("the payload of the node at index `{index}` is not the one that was committed")]
    WrongPayload {
        /// The index of the node.
        index: u64,
    },
    /// A payload beside a node was erased, and no node records that.
    #[error(
        "the payload of the node at index `{index}` is erased, and no node of the ledger records that; restore it from a copy"
    )]
    UnrecordedErasure {
        /// The index of the node.
        index: u64,
    },
    /// There are two payloads for a node, or one for a node without.
    #[error("there is a payload too many for the node at index `{index}`")]
    StrayPayload {
        /// The index of the node.
        index: u64,
    },
    /// A payload beside a node cannot be read.
    #[error("the payload of the node at index `{index}` cannot be read: {source}")]
    Payload {
        /// The index of the node.
        index: u64,
        /// Why.
        source: StorageError,
    },
}

//! Proofs as values.

use super::Hash;

/// That an entry is in a tree, and where.
///
/// Verified by [`verify_inclusion`](super::verify_inclusion), without the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct InclusionProof {
    /// The index of the entry, from 0.
    pub index: u64,
    /// The size of the tree.
    pub size: u64,
    /// The hashes beside the way from the leaf to the root, from the bottom: at most 64.
    pub path: Vec<Hash>,
}

/// That a tree begins with all that a smaller one had.
///
/// Verified by [`verify_consistency`](super::verify_consistency), without the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ConsistencyProof {
    /// The size of the smaller tree.
    pub from: u64,
    /// The size of the larger tree.
    pub to: u64,
    /// The hashes from which both roots follow: at most 65.
    pub path: Vec<Hash>,
}

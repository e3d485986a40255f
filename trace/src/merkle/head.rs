//! The head of a log: how long it is, and the root over all of it.

use super::Hash;

/// The size and the root of a tree: what is signed, and what proofs lead to.
///
/// The root alone does not say how many leaves there are; proofs are verified against both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Head {
    /// The number of leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// The most leaves of a tree, so that no sum of sizes overflows.
pub const MOST_LEAVES: u64 = 1 << 62;

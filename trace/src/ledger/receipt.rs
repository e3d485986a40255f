//! What an append answers.

use super::Durability;

/// What an append did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Receipt {
    /// The index of the first node of the call. A retry gives the index that the node has had since
    /// it was first appended. Of a call without nodes, the length.
    pub first: u64,
    /// How many nodes the ledger has gained: nodes that it had already are not appended again.
    pub appended: u64,
    /// How many nodes the ledger has after the call, pruned ones included.
    pub length: u64,
    /// How safe the nodes are.
    pub durability: Durability,
}

//! Where the nodes of a ledger live.

use super::{Durability, StorageError};
use crate::merkle::Stump;
use crate::node::{Beside, TraceNode};
use bytes::Bytes;

/// Where the nodes of a ledger live: the seam between its rules and its storage.
///
/// [`LedgerCore`](super::LedgerCore) does everything else: rules, index, proofs, locks. It is the
/// only caller, under its lock. Nodes are *staged* one by one and then either committed, all of
/// them, or discarded. Staged nodes can be read like others.
///
/// What is asked of an implementation:
/// * `len` counts staged and pruned nodes too; an index never changes its bytes.
/// * After `commit` has failed, the nodes of that call are staged still; `discard` follows.
/// * Openings, salt and payload, come with the nodes that are staged and live until they are erased.
pub trait Records: Send + Sync + 'static {
    /// Returns the index of the first node that is kept: 0, or where it was pruned.
    fn first(&self) -> u64;

    /// Returns the time of the node before the first one that is kept, if the storage knew it when the
    /// ledger was opened.
    fn time_before(&self) -> Option<i64> {
        None
    }

    /// Returns the index after the last node, staged ones included.
    fn len(&self) -> u64;

    /// Returns whether there has never been a node.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the bytes of a node, if it is kept.
    fn bytes(&self, index: u64) -> Option<&[u8]>;

    /// Returns the bytes of a node, shared with the storage as far as possible.
    fn share(&self, index: u64) -> Option<Bytes>;

    /// Returns whether [`Records::settle`] would let the node be shared.
    fn wants_settling(&self, index: u64) -> bool;

    /// Makes the newest nodes shareable.
    fn settle(&mut self);

    /// Returns the salt and the payload of a node, or where they are, if it has them still. It is asked
    /// for each node that has a commitment and is given, so nothing should be read now.
    fn beside(&self, index: u64) -> Beside;

    /// Adds a node at the end, until it is committed or discarded.
    fn stage(&mut self, node: &TraceNode);

    /// Makes the staged nodes a part of the ledger, all or none, and says how safe they are.
    ///
    /// # Errors
    /// If the storage fails: then none is.
    fn commit(&mut self) -> Result<Durability, StorageError>;

    /// Forgets the staged nodes: the ledger has `len` nodes again.
    fn discard(&mut self, len: u64);

    /// Erases the salts and the payloads of nodes, all at once. A node without them is no error.
    ///
    /// # Errors
    /// If the storage fails: then some may be erased.
    fn erase(&mut self, indices: &[u64]) -> Result<(), StorageError>;

    /// Forgets the nodes below the index where a stump ends. The stump is what must be kept of their
    /// hashes to open the ledger again.
    ///
    /// # Errors
    /// If the storage fails: then nothing is forgotten.
    fn prune(&mut self, stump: &Stump) -> Result<(), StorageError>;
}

//! What a ledger is.

use super::{AppendError, Expected, Nodes, PruneError, Receipt, StorageError, leads_to};
use crate::merkle::{CannotProve, ConsistencyProof, Head, InclusionProof, TreeHash};
use crate::node::{NodeView, Opening, TraceNode};
use std::ops::{ControlFlow, Range, RangeBounds};
use std::sync::Arc;

/// An append-only, causal, provable sequence of nodes, shared by threads.
///
/// A plugin implements the methods without a body, and registers its ledger as a model of
/// [`Ledgers`](crate::theories) to have its laws checked.
///
/// # Rules
/// * A node keeps its index and its bytes for ever.
/// * The target of a causal link is an earlier node of the ledger, or an earlier one of the same
///   call, and its time is not later.
/// * Under [`TimeRule::Monotone`](super::TimeRule), the default, no node is earlier than the node before it.
/// * An id belongs to one node. Appending the same node again changes nothing and gives the index
///   that it has; another node with the same id is refused.
/// * A call appends all its nodes or none.
///
/// ```
/// use lawful_trace::{Ledger, MemoryLedger, Relation, TraceNode, AppendError};
/// use lawful_trace::merkle::verify_inclusion;
/// let ledger = MemoryLedger::new();
/// let cause = TraceNode::new("a", "brain", 10)?;
/// let effect = TraceNode::builder("b", "hand", 20).link(Relation::Causes, "a").build()?;
/// assert!(matches!(ledger.append(&effect), Err(AppendError::UnknownTarget { .. })));
/// ledger.extend(&[cause.clone(), effect.clone()])?;
/// assert_eq!(ledger.append(&effect)?.first, 1); // a retry
/// assert_eq!(ledger.get(0), Some(cause));
/// let (head, proof) = (ledger.head(), ledger.prove(1)?);
/// let hash = ledger.tree_hash();
/// verify_inclusion(hash, &hash.leaf(effect.bytes()), &proof, &head)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Ledger: Send + Sync {
    /// Appends all nodes, if the ledger is as expected, or none.
    ///
    /// When the ledger is longer than expected, and has exactly these nodes from the expected length
    /// on, the call is a retry: it succeeds and appends nothing.
    ///
    /// # Errors
    /// If the ledger is not as expected, a node breaks a rule, or the storage fails. The ledger is
    /// as it was before, except after [`AppendError::NotSynced`] and [`AppendError::ErasurePending`]:
    /// then the nodes are appended.
    fn append_refs(&self, expected: Expected, nodes: &[&TraceNode])
    -> Result<Receipt, AppendError>;

    /// Returns the number of nodes, pruned ones included.
    fn len(&self) -> u64;

    /// Returns the index of the first node that is kept: 0, or where the ledger was pruned.
    fn first(&self) -> u64;

    /// Returns the node at an index, if there is one that was not pruned. It shares the memory of
    /// the ledger.
    ///
    /// A payload beside the node is read when somebody asks the node for it, unless it is in memory:
    /// what was erased or pruned by then is not there, and if it is damaged, or the storage fails to read
    /// it, [`TraceNode::read_payload`] fails.
    fn get(&self, index: u64) -> Option<TraceNode>;

    /// Returns the index of the node with an id, unless it was pruned.
    fn index_of(&self, id: &str) -> Option<u64>;

    /// Returns the index of the node that a link leads to, given the index of the node that has the
    /// link, and its target; none if what it led to was pruned.
    fn linked(&self, from: u64, target: &str) -> Option<u64> {
        leads_to(from, self.index_of(target))
    }

    /// Returns the node with an id, unless it was pruned.
    fn find(&self, id: &str) -> Option<TraceNode> {
        self.get(self.index_of(id)?)
    }

    /// Returns the nodes with some ids, in this order. This can be several times faster than one search
    /// after the other: memory fetches what they need side by side. Others may append meanwhile.
    ///
    /// ```
    /// use lawful_trace::{Ledger, MemoryLedger, TraceNode};
    /// let ledger = MemoryLedger::new();
    /// let node = TraceNode::new("a", "brain", 1)?;
    /// ledger.append(&node)?;
    /// assert_eq!(ledger.find_many(&["b", "a", "a"]), [None, Some(node.clone()), Some(node)]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn find_many(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        ids.iter().map(|id| self.find(id)).collect()
    }

    /// Returns the salt and the payload beside the node at an index; none if there are none or they were
    /// erased.
    ///
    /// # Errors
    /// If the storage fails, or has something else than what the node is committed to.
    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError>;

    /// Shows the nodes in a range to a function, in order, until it breaks off. Nothing is copied or
    /// counted up; appending waits meanwhile, so the function must not append to this ledger.
    fn visit(&self, range: Range<u64>, visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>);

    /// Returns how leaves and nodes of the tree are hashed.
    fn tree_hash(&self) -> &'static dyn TreeHash;

    /// Returns the head: the number of nodes and the root over them. Hashes what is new.
    fn head(&self) -> Head;

    /// Returns the head that the ledger had at an earlier length.
    ///
    /// # Errors
    /// If it was never of that length, or is pruned above it.
    fn head_at(&self, size: u64) -> Result<Head, CannotProve>;

    /// Proves that a node was in the ledger at a length.
    ///
    /// # Errors
    /// If the ledger was never of that length, there is no such node in it, or it was pruned.
    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve>;

    /// Proves that the ledger at one length begins with all that it had at a smaller one.
    ///
    /// # Errors
    /// If the ledger was never of these lengths, is pruned above the smaller one, or the smaller one
    /// is larger.
    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve>;

    /// Forgets the nodes below an index, their ids and their payloads. Heads and proofs from there
    /// on stay as they were. Links to forgotten nodes remain in the nodes that have them; new ones
    /// are refused.
    ///
    /// # Errors
    /// If there are fewer nodes, or the storage fails. The ledger is as it was before, except after
    /// [`PruneError::Unfinished`].
    fn prune(&self, first: u64) -> Result<(), PruneError>;

    /// Returns whether there has never been a node.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a node.
    ///
    /// # Errors
    /// As [`Ledger::append_refs`].
    fn append(&self, node: &TraceNode) -> Result<Receipt, AppendError> {
        self.append_refs(Expected::Any, &[node])
    }

    /// Appends all nodes or none.
    ///
    /// # Errors
    /// As [`Ledger::append_refs`].
    fn extend(&self, nodes: &[TraceNode]) -> Result<Receipt, AppendError> {
        self.append_if(Expected::Any, nodes)
    }

    /// Appends all nodes, if the ledger is as expected, or none.
    ///
    /// # Errors
    /// As [`Ledger::append_refs`].
    fn append_if(&self, expected: Expected, nodes: &[TraceNode]) -> Result<Receipt, AppendError> {
        let nodes: Vec<&TraceNode> = nodes.iter().collect();
        self.append_refs(expected, &nodes)
    }

    /// Proves that a node is in the ledger.
    ///
    /// # Errors
    /// If there is no such node, or it was pruned.
    fn prove(&self, index: u64) -> Result<InclusionProof, CannotProve> {
        self.prove_at(index, self.len())
    }

    /// Proves that the ledger begins with all that it had at an earlier length.
    ///
    /// # Errors
    /// If the ledger was never of that length, or is pruned above it.
    fn prove_consistency(&self, from: u64) -> Result<ConsistencyProof, CannotProve> {
        self.prove_consistency_between(from, self.len())
    }

    /// Returns the nodes in a range of indices, as far as they are there; the end is fixed now.
    ///
    /// ```
    /// use lawful_trace::{Ledger, MemoryLedger, TraceNode};
    /// let ledger = MemoryLedger::new();
    /// for (id, time) in [("a", 1), ("b", 2), ("c", 3)] {
    ///     ledger.append(&TraceNode::new(id, "brain", time)?)?;
    /// }
    /// let ids: Vec<_> = ledger.nodes(1..).map(|node| node.id().to_owned()).collect();
    /// assert_eq!(ids, ["b", "c"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    fn nodes(&self, range: impl RangeBounds<u64>) -> Nodes<'_>
    where
        Self: Sized,
    {
        Nodes::new(self, range)
    }

    /// Returns all nodes, in order.
    fn iter(&self) -> Nodes<'_>
    where
        Self: Sized,
    {
        Nodes::new(self, ..)
    }
}

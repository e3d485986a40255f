//! A ledger over any storage.

use super::core::Core;
use super::{
    AppendError, Expected, Ledger, LedgerOptions, OpenError, PruneError, Receipt, Records,
    StorageError,
};
use crate::merkle::{CannotProve, ConsistencyProof, Head, InclusionProof, Stump, Tree, TreeHash};
use crate::node::{Beside, NodeView, Opening, TraceNode};
use bytes::Bytes;
use std::borrow::Borrow;
use std::ops::{ControlFlow, Range};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

/// How many nodes are hashed, or entered into the index, before an appender gets a turn.
const BITE: u64 = 1 << 18;

/// A ledger over any storage: the rules, the index over ids, and the tree over the entries.
///
/// Many threads may read while one appends; a reader holds the lock only for as long as it takes to
/// find the node. Hashing is put off until a head or a proof is asked for, and then done for all new
/// nodes at once, on all cores. The index over ids is put off, too, while ids ascend.
///
/// Locks are taken in this order: the tree, then the records.
pub struct LedgerCore<R> {
    core: RwLock<Core<R>>,
    tree: Mutex<Tree>,
    options: LedgerOptions,
}

impl<R: Records> LedgerCore<R> {
    /// Makes a ledger of records that were stored, having checked every one of them; without
    /// records, a new one. A pruned ledger needs the stump of its tree.
    ///
    /// # Errors
    /// If a record is not a node, breaks a rule of the ledger, or the stump does not end where the
    /// records begin.
    pub fn open(
        records: R,
        options: LedgerOptions,
        stump: Option<&Stump>,
    ) -> Result<LedgerCore<R>, OpenError> {
        let (first, end) = (records.first(), stump.map_or(0, Stump::first));
        if first != end {
            return Err(OpenError::Stump { first, stump: end });
        }
        let tree = match stump {
            Some(stump) => Tree::from_stump(options.tree_hash, stump),
            None => Tree::new(options.tree_hash),
        };
        Ok(LedgerCore {
            core: RwLock::new(Core::adopt(records, options.time_rule)?),
            tree: Mutex::new(tree),
            options,
        })
    }

    /// Makes a ledger of records, of which there are none yet.
    pub(super) fn empty(records: R, options: LedgerOptions) -> LedgerCore<R> {
        LedgerCore {
            core: RwLock::new(Core::new(records, options.time_rule)),
            tree: Mutex::new(Tree::new(options.tree_hash)),
            options,
        }
    }

    /// Returns what was chosen when the ledger was made.
    pub fn options(&self) -> LedgerOptions {
        self.options
    }

    pub(super) fn read(&self) -> RwLockReadGuard<'_, Core<R>> {
        // A panic while appending has rolled the batch back.
        self.core.read().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn write(&self) -> RwLockWriteGuard<'_, Core<R>> {
        self.core.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the ledger for searches by id, of which nearly all are entered.
    pub(super) fn indexed(&self) -> RwLockReadGuard<'_, Core<R>> {
        let core = self.read();
        if core.is_nearly_indexed() {
            return core;
        }
        drop(core);
        loop {
            let mut core = self.write();
            let end = core.records.len().min(core.index.next() + BITE);
            core.index_up_to(end);
            if core.is_nearly_indexed() {
                return RwLockWriteGuard::downgrade(core);
            }
        }
    }

    pub(super) fn tree(&self) -> MutexGuard<'_, Tree> {
        self.tree.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Returns the tree with all nodes in it that the ledger has now.
    pub(super) fn hashed(&self) -> MutexGuard<'_, Tree> {
        let mut tree = self.tree();
        let end = self.read().records.len();
        while tree.size() < end {
            hash_up_to(&mut tree, &self.read(), end);
        }
        tree
    }

    /// Gives the storage to a function, for what only this storage can do.
    pub fn with_records<T>(&self, act: impl FnOnce(&R) -> T) -> T {
        act(&self.read().records)
    }

    /// Appends nodes, owned or borrowed, if the ledger is as expected. See [`Ledger::append_refs`].
    ///
    /// # Errors
    /// As [`Ledger::append_refs`].
    pub fn append_all<N: Borrow<TraceNode>>(
        &self,
        expected: Expected,
        nodes: &[N],
    ) -> Result<Receipt, AppendError> {
        let all = nodes.iter().map(|node| Ok(node.borrow()));
        let Some(length) = expected.length() else {
            return append_to(&mut self.write(), all);
        };
        let mut tree = match expected {
            Expected::Head(_) => Some(self.hashed()),
            Expected::Any | Expected::Length(_) => None,
        };
        let mut core = self.write();
        let now = core.records.len();
        let conflict = AppendError::Conflict {
            expected,
            length: now,
        };
        if length > now {
            return Err(conflict);
        }
        if let (Expected::Head(head), Some(tree)) = (expected, &mut tree) {
            while tree.size() < now {
                hash_up_to(tree, &core, now);
            }
            if tree.head_at(length).ok() != Some(head) {
                return Err(conflict);
            }
        }
        // A retry of what was done already is no conflict.
        let retry = || !nodes.is_empty() && core.has_all(length, nodes);
        if length < now && !retry() {
            return Err(conflict);
        }
        append_to(&mut core, all)
    }

    /// Appends the nodes that an iterator gives, or none if one is refused or the iterator fails. Each
    /// is looked at once. The iterator must not use the ledger, which is locked meanwhile.
    ///
    /// # Errors
    /// As [`Ledger::append_refs`], or what the iterator gives.
    pub fn append_each<N: Borrow<TraceNode>, E: From<AppendError>>(
        &self,
        nodes: impl Iterator<Item = Result<N, E>>,
    ) -> Result<Receipt, E> {
        append_to(&mut self.write(), nodes)
    }

    /// Gives the tree, with every node in it, to a function. Heads and proofs wait meanwhile.
    pub fn with_tree<T>(&self, act: impl FnOnce(&Tree) -> T) -> T {
        act(&self.hashed())
    }

    /// Returns what must be kept of the tree below the first node, to open the ledger again.
    pub fn stump(&self) -> Stump {
        self.hashed().stump()
    }
}

/// Adds what is beside a node, if there can be anything. Nothing is read for it.
#[inline]
pub(super) fn whole<R: Records>(core: &Core<R>, index: u64, bytes: Bytes) -> TraceNode {
    if NodeView::trusted(&bytes).commitment().is_none() {
        return TraceNode::of(bytes, None);
    }
    TraceNode::given(bytes, core.records.beside(index))
}

fn shared<R: Records>(core: &Core<R>, index: u64) -> Option<TraceNode> {
    let bytes = core.records.share(index)?;
    Some(whole(core, index, bytes))
}

#[inline]
fn append_to<R: Records, N: Borrow<TraceNode>, E: From<AppendError>>(
    core: &mut Core<R>,
    nodes: impl Iterator<Item = Result<N, E>>,
) -> Result<Receipt, E> {
    let done = core.append(nodes)?;
    Ok(Receipt {
        first: done.first,
        appended: done.appended,
        length: core.records.len(),
        durability: done.durability,
    })
}

/// Hashes the next nodes into the tree.
pub(super) fn hash_up_to<R: Records>(tree: &mut Tree, core: &Core<R>, end: u64) {
    let start = tree.size();
    let count = (end - start).min(BITE);
    tree.extend_with(count as usize, |number| {
        let bytes = core.records.bytes(start + number as u64);
        bytes.unwrap_or_default()
    });
}

impl<R: Records> Ledger for LedgerCore<R> {
    fn append(&self, node: &TraceNode) -> Result<Receipt, AppendError> {
        append_to(&mut self.write(), std::iter::once(Ok(node)))
    }

    fn append_refs(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
    ) -> Result<Receipt, AppendError> {
        self.append_all(expected, nodes)
    }

    fn len(&self) -> u64 {
        self.read().records.len()
    }

    fn first(&self) -> u64 {
        self.read().records.first()
    }

    fn get(&self, index: u64) -> Option<TraceNode> {
        let core = self.read();
        if !core.records.wants_settling(index) {
            return shared(&core, index);
        }
        drop(core);
        let mut core = self.write();
        core.records.settle();
        shared(&core, index)
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        self.indexed().position(id.as_bytes())
    }

    fn find(&self, id: &str) -> Option<TraceNode> {
        let core = self.indexed();
        let (index, bytes) = core.find(id.as_bytes())?;
        if !core.records.wants_settling(index) {
            return Some(whole(&core, index, bytes));
        }
        drop((core, bytes));
        self.get(index)
    }

    fn find_many(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        self.find_side_by_side(ids)
    }

    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError> {
        let core = self.read();
        let Some(commitment) = core.view(index).and_then(NodeView::commitment) else {
            return Ok(None);
        };
        let beside = core.records.beside(index);
        // Nobody who appends waits for the storage.
        drop(core);
        match beside {
            Beside::Nothing => Ok(None),
            Beside::AtHand(opening) => Ok(Some(opening)),
            Beside::Stored(stored) => Ok(stored.read(&commitment)?.map(Arc::new)),
        }
    }

    fn visit(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>,
    ) {
        let core = self.read();
        let start = range.start.max(core.records.first());
        for index in start..range.end.min(core.records.len()) {
            let Some(node) = core.view(index) else { return };
            if visit(index, node).is_break() {
                return;
            }
        }
    }

    fn tree_hash(&self) -> &'static dyn TreeHash {
        self.options.tree_hash
    }

    fn head(&self) -> Head {
        self.hashed().head()
    }

    fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.hashed().head_at(size)
    }

    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        self.hashed().prove_at(index, size)
    }

    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        self.hashed().prove_consistency_between(from, to)
    }

    fn prune(&self, first: u64) -> Result<(), PruneError> {
        self.prune_below(first)
    }
}

//! The rules of a ledger, without locks and proofs.

use super::erasure::erased_by;
use super::id_index::{Found, IdIndex, MAX_POSITION};
use super::{AppendError, Durability, Records, StorageError, TimeRule};
use crate::node::{NodeView, TraceNode};
use bytes::Bytes;
use std::borrow::Borrow;
use std::cell::Cell;

/// How many nodes are looked at together, so that memory fetches their slots side by side.
const ABREAST: usize = 32;

/// Records, the index over their ids, and the rules for new ones.
pub struct Core<R> {
    pub records: R,
    pub index: IdIndex,
    pub time_rule: TimeRule,
    /// The time of the last node.
    pub last_time: i64,
    /// Nodes whose payloads are to be erased once what is staged is committed.
    pub(super) to_erase: Vec<u64>,
}

/// What appending a batch did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Done {
    pub first: u64,
    pub appended: u64,
    pub durability: Durability,
}

impl<R: Records> Core<R> {
    pub fn new(records: R, time_rule: TimeRule) -> Core<R> {
        Core {
            records,
            index: IdIndex::default(),
            time_rule,
            last_time: i64::MIN,
            to_erase: Vec::new(),
        }
    }

    /// Returns the node at an index as a view.
    #[inline]
    pub fn view(&self, index: u64) -> Option<NodeView<'_>> {
        self.records.bytes(index).map(NodeView::trusted)
    }

    #[inline]
    pub(super) fn search(&self, hash: u32, id: &[u8]) -> Found {
        self.index.find(hash, |position| {
            self.view(u64::from(position))
                .is_some_and(|node| node.id_bytes() == id)
        })
    }

    /// Returns the index of the node with an id.
    #[inline]
    pub fn position(&self, id: &[u8]) -> Option<u64> {
        match self.search(self.index.hash(id), id) {
            Found::At(position) => Some(u64::from(position)),
            Found::Free(_) => None,
        }
    }

    /// Returns the node with an id and its index, shared with the storage.
    pub fn find(&self, id: &[u8]) -> Option<(u64, Bytes)> {
        let found = Cell::new(None);
        self.index.find(self.index.hash(id), |position| {
            let index = u64::from(position);
            let bytes = self.records.share(index);
            let bytes = bytes.filter(|bytes| NodeView::trusted(bytes).id_bytes() == id);
            let is = bytes.is_some();
            found.set(bytes.map(|bytes| (index, bytes)));
            is
        });
        found.into_inner()
    }

    /// Returns whether all nodes are in the ledger, one after the other from an index on.
    pub fn has_all<N: Borrow<TraceNode>>(&self, first: u64, nodes: &[N]) -> bool {
        (first..)
            .zip(nodes)
            .all(|(index, node)| self.records.bytes(index) == Some(node.borrow().bytes()))
    }

    /// Appends all nodes or none; nodes that are there already stay where they are.
    pub fn append<N: Borrow<TraceNode>>(&mut self, nodes: &[N]) -> Result<Done, AppendError> {
        let batch = Batch::begin(self);
        let mut first = None;
        for (number, chunk) in nodes.chunks(ABREAST).enumerate() {
            let mut hashes = [0; ABREAST];
            for (hash, node) in hashes.iter_mut().zip(chunk) {
                *hash = batch.core.index.hash(node.borrow().view().id_bytes());
            }
            if let Some(hashes) = hashes.get(..chunk.len())
                && chunk.len() > 1
            {
                std::hint::black_box(batch.core.index.warm(hashes));
            }
            for (place, (node, hash)) in chunk.iter().zip(hashes).enumerate() {
                let at = batch.core.stage(node.borrow(), hash).map_err(|refusal| {
                    let rest = nodes.get(number * ABREAST + place..).unwrap_or_default();
                    refusal.explain(node.borrow(), rest)
                })?;
                first.get_or_insert(at);
            }
        }
        let (start, durability) = batch.commit().map_err(AppendError::Storage)?;
        let done = Done {
            first: first.unwrap_or(start),
            appended: self.records.len() - start,
            durability,
        };
        self.carry_out_erasures()
            .map_err(AppendError::ErasurePending)?;
        Ok(done)
    }

    /// Stages a node after all checks, or finds it in the ledger; returns its index.
    #[inline]
    fn stage(&mut self, node: &TraceNode, hash: u32) -> Result<u64, Refusal> {
        let view = node.view();
        self.index.reserve();
        let free = match self.search(hash, view.id_bytes()) {
            Found::Free(free) => free,
            Found::At(position) => {
                let index = u64::from(position);
                let same = self.records.bytes(index) == Some(node.bytes());
                return if same {
                    Ok(index)
                } else {
                    Err(Refusal::Duplicate(index))
                };
            }
        };
        let time = view.timestamp();
        if time < self.last_time && self.time_rule == TimeRule::Monotone {
            return Err(Refusal::TimeWentBack(self.last_time));
        }
        if view.has_links() {
            self.check_links(view)?;
            self.to_erase.extend(self.erasures(view));
        }
        let index = self.records.len();
        let position = u32::try_from(index).ok().filter(|at| *at <= MAX_POSITION);
        let position = position.ok_or(Refusal::Full(index))?;
        self.records.stage(node);
        self.index.fill(free, hash, position);
        self.last_time = time;
        Ok(index)
    }

    pub(super) fn check_links(&self, node: NodeView<'_>) -> Result<(), Refusal> {
        for link in node.links() {
            let target = self.position(link.target.as_bytes());
            let target = target.and_then(|index| self.view(index));
            let Some(target) = target else {
                return Err(Refusal::NoTarget(link.target.to_owned()));
            };
            if target.timestamp() > node.timestamp() {
                return Err(Refusal::EffectBeforeCause {
                    target: link.target.to_owned(),
                    time: target.timestamp(),
                });
            }
        }
        for target in erased_by(node) {
            if self.erasable(target).is_none() {
                return Err(Refusal::NotErasable(target.to_owned()));
            }
        }
        Ok(())
    }

    /// Returns the index of a node whose payload can be erased.
    fn erasable(&self, id: &str) -> Option<u64> {
        let index = self.position(id.as_bytes())?;
        self.view(index)?.commitment().map(|_| index)
    }

    /// Returns the indices of the nodes whose payloads a node erases.
    pub(super) fn erasures(&self, node: NodeView<'_>) -> Vec<u64> {
        erased_by(node).filter_map(|id| self.erasable(id)).collect()
    }

    /// Enters a node that was stored and checked.
    pub(super) fn index_stored(&mut self, index: u64, hash: u32) {
        self.index.reserve();
        // No position is equal to one that is entered twice: ids were compared before.
        if let (Found::Free(free), Ok(position)) =
            (self.index.find(hash, |_| false), u32::try_from(index))
        {
            self.index.fill(free, hash, position);
        }
    }

    /// Carries out the erasures that nodes have recorded. Doing it again changes nothing.
    pub fn carry_out_erasures(&mut self) -> Result<(), StorageError> {
        for index in std::mem::take(&mut self.to_erase) {
            self.records.erase(index)?;
        }
        Ok(())
    }

    /// Forgets the nodes from an index on, which were never committed, and their ids.
    pub(super) fn forget_from(&mut self, start: u64) {
        for index in (start..self.records.len()).rev() {
            let id = self.view(index).map(NodeView::id_bytes);
            if let (Some(id), Ok(position)) = (id, u32::try_from(index)) {
                let hash = self.index.hash(id);
                self.index.remove(hash, position);
            }
        }
        self.records.discard(start);
        self.to_erase.clear();
    }

    /// Forgets the nodes below an index, and their ids.
    pub fn prune(&mut self, first: u64) -> Result<(), StorageError> {
        let gone: Vec<(u32, u32)> = (self.records.first()..first)
            .filter_map(|index| {
                let id = self.view(index)?.id_bytes();
                Some((self.index.hash(id), u32::try_from(index).ok()?))
            })
            .collect();
        self.records.prune(first)?;
        for (hash, position) in gone {
            self.index.remove(hash, position);
        }
        Ok(())
    }
}

/// Nodes that are staged; unless they are committed, the ledger becomes what it was before, even
/// if this thread panics.
struct Batch<'a, R: Records> {
    core: &'a mut Core<R>,
    start: u64,
    last_time: i64,
    committed: bool,
}

impl<'a, R: Records> Batch<'a, R> {
    fn begin(core: &'a mut Core<R>) -> Batch<'a, R> {
        Batch {
            start: core.records.len(),
            last_time: core.last_time,
            core,
            committed: false,
        }
    }

    fn commit(mut self) -> Result<(u64, Durability), StorageError> {
        let durability = self.core.records.commit()?;
        self.committed = true;
        Ok((self.start, durability))
    }
}

impl<R: Records> Drop for Batch<'_, R> {
    #[inline]
    fn drop(&mut self) {
        if !self.committed {
            self.roll_back();
        }
    }
}

impl<R: Records> Batch<'_, R> {
    #[cold]
    fn roll_back(&mut self) {
        let core = &mut *self.core;
        core.forget_from(self.start);
        core.last_time = self.last_time;
    }
}

/// Why a node cannot be appended.
pub enum Refusal {
    Duplicate(u64),
    TimeWentBack(i64),
    NoTarget(String),
    EffectBeforeCause { target: String, time: i64 },
    NotErasable(String),
    Full(u64),
}

impl Refusal {
    /// Says it with the values of the node; `rest` are the nodes of the call from this one on.
    #[cold]
    pub fn explain<N: Borrow<TraceNode>>(self, node: &TraceNode, rest: &[N]) -> AppendError {
        let (id, time) = (node.id().to_owned(), node.timestamp());
        match self {
            Refusal::Duplicate(index) => AppendError::DuplicateId { id, index },
            Refusal::TimeWentBack(last) => AppendError::TimeWentBack { id, time, last },
            Refusal::NoTarget(target) => {
                if rest.iter().any(|node| node.borrow().id() == target) {
                    AppendError::LaterTarget { id, target }
                } else {
                    AppendError::UnknownTarget { id, target }
                }
            }
            Refusal::EffectBeforeCause {
                target,
                time: target_time,
            } => AppendError::EffectBeforeCause {
                id,
                time,
                target,
                target_time,
            },
            Refusal::NotErasable(target) => AppendError::NotErasable { id, target },
            Refusal::Full(length) => AppendError::Full(length),
        }
    }
}

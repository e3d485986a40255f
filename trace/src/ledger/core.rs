//! The rules of a ledger, without locks and proofs.

use super::erasure::erased_by;
use super::id_index::{IdIndex, MAX_POSITION};
use super::{AppendError, Durability, Records, StorageError, TimeRule};
use crate::node::{NodeView, TraceNode};
use bytes::Bytes;
use std::borrow::Borrow;
use std::cell::Cell;

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
    pub(super) fn search(&self, hash: u32, id: &[u8]) -> Option<u32> {
        self.index.find(hash, |position| {
            self.view(u64::from(position))
                .is_some_and(|node| node.id_bytes() == id)
        })
    }

    /// Returns the index of the node with an id.
    #[inline]
    pub fn position(&self, id: &[u8]) -> Option<u64> {
        self.search(self.index.hash(id), id).map(u64::from)
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

    /// Appends all nodes or none; nodes that are there already stay where they are. A failure of the
    /// iterator appends none.
    pub fn append<N: Borrow<TraceNode>, E: From<AppendError>>(
        &mut self,
        nodes: impl Iterator<Item = Result<N, E>>,
    ) -> Result<Done, E> {
        let batch = Batch::begin(self);
        let mut nodes = nodes;
        let expected = nodes.size_hint().0;
        if expected > 1 {
            batch.core.index.reserve(expected);
        }
        let mut first = None;
        while let Some(node) = nodes.next() {
            let node = node?;
            match batch.core.stage(node.borrow()) {
                Ok(index) => {
                    first.get_or_insert(index);
                }
                Err(refusal) => return Err(refusal.explain(node.borrow(), nodes).into()),
            }
        }
        let (start, durability) = batch.commit().map_err(AppendError::Storage)?;
        let done = Done {
            first: first.unwrap_or(start),
            appended: self.records.len() - start,
            durability,
        };
        if !self.to_erase.is_empty() {
            self.carry_out_erasures()
                .map_err(AppendError::ErasurePending)?;
        }
        Ok(done)
    }

    /// Stages a node after all checks, or finds it in the ledger; returns its index.
    #[inline]
    fn stage(&mut self, node: &TraceNode) -> Result<u64, Refusal> {
        let view = node.view();
        let hash = self.index.hash(view.id_bytes());
        if self.index.may_have(hash) {
            self.index.settle();
            if let Some(position) = self.search(hash, view.id_bytes()) {
                let index = u64::from(position);
                let same = self.records.bytes(index) == Some(node.bytes());
                return if same {
                    Ok(index)
                } else {
                    Err(Refusal::Duplicate(index))
                };
            }
        }
        let time = view.timestamp();
        if time < self.last_time && self.time_rule == TimeRule::Monotone {
            return Err(Refusal::TimeWentBack(self.last_time));
        }
        if view.has_links() {
            if !self.index.is_settled() {
                self.index.settle();
            }
            self.check_links(view)?;
            self.to_erase.extend(self.erasures(view));
        }
        let index = self.records.len();
        let position = u32::try_from(index).ok().filter(|at| *at <= MAX_POSITION);
        let position = position.ok_or(Refusal::Full(index))?;
        self.records.stage(node);
        self.index.enter(hash, position);
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

    /// Carries out the erasures that nodes have recorded. Doing it again changes nothing.
    pub fn carry_out_erasures(&mut self) -> Result<(), StorageError> {
        for index in std::mem::take(&mut self.to_erase) {
            self.records.erase(index)?;
        }
        Ok(())
    }

    /// Forgets the nodes from an index on, which were never committed, and their ids.
    pub(super) fn forget_from(&mut self, start: u64) {
        self.index.settle();
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
        self.index.settle();
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
    /// Says it with the values of the node; `rest` are the nodes of the call after this one.
    #[cold]
    pub fn explain<N: Borrow<TraceNode>, E>(
        self,
        node: &TraceNode,
        rest: impl Iterator<Item = Result<N, E>>,
    ) -> AppendError {
        let (id, time) = (node.id().to_owned(), node.timestamp());
        match self {
            Refusal::Duplicate(index) => AppendError::DuplicateId { id, index },
            Refusal::TimeWentBack(last) => AppendError::TimeWentBack { id, time, last },
            Refusal::NoTarget(target) => {
                let mut rest = rest.map_while(Result::ok);
                if node.id() == target || rest.any(|node| node.borrow().id() == target) {
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

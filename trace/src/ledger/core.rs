//! The rules of a ledger, without locks and proofs.

use super::batch::Batch;
use super::erasure::erased_by;
use super::id_entry::MAX_POSITION;
use super::id_index::IdIndex;
use super::indexing::Sought;
use super::refusal::Refusal;
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
    /// Where the nodes begin whose ids are known.
    pub(super) first: u64,
    /// Nodes whose payloads are to be erased once what is staged is committed.
    pub(super) to_erase: Vec<u64>,
}

/// From how many nodes on a batch is staged in blocks.
const MANY: usize = 32;

/// Returns the index of a node as a position, if it can be one.
#[inline]
pub(super) fn position_of(index: u64) -> Option<u32> {
    u32::try_from(index).ok().filter(|at| *at <= MAX_POSITION)
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
            index: IdIndex::starting_at(records.first()),
            first: records.first(),
            time_rule,
            last_time: records.time_before().unwrap_or(i64::MIN),
            records,
            to_erase: Vec::new(),
        }
    }

    /// Returns the node at an index as a view.
    #[inline]
    pub fn view(&self, index: u64) -> Option<NodeView<'_>> {
        self.records.bytes(index).map(NodeView::trusted)
    }

    /// Returns the index of the node before `end` with an id; no later one is entered.
    #[inline]
    pub(super) fn search(&self, id: &[u8], end: u64) -> Option<u64> {
        let entered = || {
            let position = self.index.find(self.index.hash(id), |position| {
                let node = self.view(u64::from(position));
                node.is_some_and(|node| node.id_bytes() == id)
            });
            position.map(u64::from)
        };
        self.search_rest(id, end).or_else(entered)
    }

    /// Returns the index of the node with an id.
    pub fn position(&self, id: &[u8]) -> Option<u64> {
        self.search(id, self.records.len())
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
        found.into_inner().or_else(|| {
            let index = self.search_rest(id, self.records.len())?;
            Some((index, self.records.share(index)?))
        })
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
        let mut nodes = nodes.fuse();
        let mut first = None;
        if nodes.size_hint().0 >= MANY {
            first = batch.core.stage_blocks(&mut nodes)?;
        }
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
    pub(super) fn stage(&mut self, node: &TraceNode) -> Result<u64, Refusal> {
        let view = node.view();
        let id = view.id_bytes();
        let index = self.records.len();
        let sought = self.seek(id, index);
        if let Sought::There(there) = sought {
            let same = self.records.bytes(there) == Some(node.bytes());
            return if same {
                Ok(there)
            } else {
                Err(Refusal::Duplicate(there))
            };
        }
        let time = view.timestamp();
        if time < self.last_time && self.time_rule == TimeRule::Monotone {
            return Err(Refusal::TimeWentBack(self.last_time));
        }
        if let Some(why) = node.unreadable() {
            return Err(Refusal::Unreadable(why));
        }
        if view.has_links() {
            self.nearly_index(index);
            self.check_links(view, index)?;
            self.to_erase.extend(self.erasures(view, index));
        }
        position_of(index).ok_or(Refusal::Full(index))?;
        self.records.stage(node);
        match sought {
            Sought::New(hash) => self.index.filter(hash, index + 1),
            _ => self.index.set_greatest(id),
        }
        self.last_time = time;
        Ok(index)
    }

    /// Checks the links of a node, which may point to any node before `end`.
    pub(super) fn check_links(&self, node: NodeView<'_>, end: u64) -> Result<(), Refusal> {
        for link in node.links() {
            let target = self.search(link.target.as_bytes(), end);
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
            if self.erasable(target, end).is_none() {
                return Err(Refusal::NotErasable(target.to_owned()));
            }
        }
        Ok(())
    }

    /// Returns the index of a node before `end` whose payload can be erased.
    fn erasable(&self, id: &str, end: u64) -> Option<u64> {
        let index = self.search(id.as_bytes(), end)?;
        self.view(index)?.commitment().map(|_| index)
    }

    /// Returns the indices of the nodes before `end` whose payloads a node erases.
    pub(super) fn erasures(&self, node: NodeView<'_>, end: u64) -> Vec<u64> {
        let erased = erased_by(node);
        erased.filter_map(|id| self.erasable(id, end)).collect()
    }

    /// Carries out the erasures that nodes have recorded. Doing it again changes nothing.
    pub fn carry_out_erasures(&mut self) -> Result<(), StorageError> {
        let indices = std::mem::take(&mut self.to_erase);
        match indices.is_empty() {
            true => Ok(()),
            false => self.records.erase(&indices),
        }
    }

    /// Forgets the nodes from an index on, which were never committed, and their ids.
    pub(super) fn forget_from(&mut self, start: u64) {
        for index in (start..self.index.next()).rev() {
            let node = self.records.bytes(index).map(NodeView::trusted);
            if let (Some(node), Some(position)) = (node, position_of(index)) {
                let hash = self.index.hash(node.id_bytes());
                self.index.remove(hash, position);
            }
        }
        self.index.go_back(start);
        self.records.discard(start);
        self.to_erase.clear();
    }
}

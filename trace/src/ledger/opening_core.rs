//! Makes the index of records that were stored, and checks every rule again.

use super::core::{Core, position_of};
use super::indexing::BLOCK;
use super::refusal::Refusal;
use super::{OpenError, Records, TimeRule};
use crate::node::{DecodeError, NodeView, TraceNode};
use std::convert::Infallible;

/// There are no other nodes of the call.
fn none() -> impl Iterator<Item = Result<TraceNode, Infallible>> {
    std::iter::empty()
}

/// Records whose ids are presumed to be new.
struct Block {
    start: u64,
    /// The time before it.
    time: i64,
    /// Whether each id is above all before it.
    above: bool,
}

impl Block {
    const fn at(start: u64, time: i64) -> Block {
        let above = true;
        Block { start, time, above }
    }
}

impl<R: Records> Core<R> {
    /// Indexes records that were stored, checking every one as if it were appended now. Links to
    /// what was pruned cannot be checked; those ids are gone.
    pub fn adopt(records: R, time_rule: TimeRule) -> Result<Core<R>, OpenError> {
        let mut core = Core::new(records, time_rule);
        core.adopt_from(core.records.first())?;
        Ok(core)
    }

    /// Indexes the records from an index on; those before are indexed.
    pub(super) fn adopt_from(&mut self, start: u64) -> Result<(), OpenError> {
        let end = self.records.len();
        let mut block = Block::at(start, self.last_time);
        for index in start..end {
            let plain = self.presume_stored(index);
            let plain = plain.map_err(|error| OpenError::NotANode { index, error });
            match plain {
                Ok(Some(above)) => {
                    block.above &= above;
                    if index + 1 - block.start == BLOCK {
                        self.check_block(&block, index + 1)?;
                        block = Block::at(index + 1, self.last_time);
                    }
                }
                other => {
                    // What is wrong before it is said first.
                    self.check_block(&block, index)?;
                    other?;
                    self.adopt_one(index)?;
                    block = Block::at(index + 1, self.last_time);
                }
            }
        }
        self.check_block(&block, end)?;
        self.carry_out_erasures().map_err(OpenError::Storage)
    }

    /// Presumes that the id of a record is new; returns whether it surely is. None if the node needs other
    /// checks, too.
    fn presume_stored(&mut self, index: u64) -> Result<Option<bool>, DecodeError> {
        let node = NodeView::read(self.records.bytes(index).unwrap_or_default())?;
        if !self.is_plain(node) || position_of(index).is_none() {
            return Ok(None);
        }
        self.last_time = node.timestamp();
        Ok(Some(self.index.note(node.id_bytes())))
    }

    /// Checks the ids of a block.
    fn check_block(&mut self, block: &Block, end: u64) -> Result<(), OpenError> {
        if block.above || self.index_block(block.start, end) {
            return Ok(());
        }
        // One of them is refused; this finds it.
        self.last_time = block.time;
        (block.start..end).try_for_each(|index| self.adopt_one(index))
    }

    /// Takes a node after all checks.
    fn adopt_one(&mut self, index: u64) -> Result<(), OpenError> {
        self.filter_up_to(index);
        self.nearly_index(index);
        let bytes = self.records.bytes(index).unwrap_or_default();
        let node = NodeView::trusted(bytes);
        match self.check_stored(index, node) {
            Ok(()) => {
                self.to_erase.extend(self.erasures(node, index));
                self.last_time = node.timestamp();
                self.index.note(node.id_bytes());
                Ok(())
            }
            Err(refusal) => {
                let node = TraceNode::of(bytes.to_vec().into(), None);
                let error = Box::new(refusal.explain(&node, none()));
                Err(OpenError::BreaksRule { index, error })
            }
        }
    }

    /// Checks a node.
    fn check_stored(&self, index: u64, node: NodeView<'_>) -> Result<(), Refusal> {
        position_of(index).ok_or(Refusal::Full(index))?;
        let id = node.id_bytes();
        if !self.index.is_new(self.index.hash(id), index)
            && let Some(other) = self.search(id, index)
        {
            return Err(Refusal::Duplicate(other));
        }
        if self.time_rule == TimeRule::Monotone && node.timestamp() < self.last_time {
            return Err(Refusal::TimeWentBack(self.last_time));
        }
        if !node.has_links() {
            return Ok(());
        }
        let pruned = self.first > 0;
        match self.check_links(node, index) {
            Err(Refusal::NoTarget(_) | Refusal::NotErasable(_)) if pruned => Ok(()),
            checked => checked,
        }
    }
}

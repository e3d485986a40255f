//! Lets the index catch up with the records.

use super::Records;
use super::core::{Core, position_of};
use crate::node::NodeView;

/// How many ids are entered together. Their entries stay in the cache meanwhile.
pub(super) const BLOCK: u64 = 1 << 16;
/// So few nodes are searched one by one: then readers do not wait for each other after every append.
const FEW: u64 = 32;

impl<R: Records> Core<R> {
    /// Returns whether [`Core::find`] does not have to look at many nodes.
    #[inline]
    pub fn is_nearly_indexed(&self) -> bool {
        self.records.len() - self.index.next() <= FEW
    }

    /// Returns the index of the node with an id among those whose ids are not entered.
    #[inline]
    pub(super) fn search_rest(&self, id: &[u8]) -> Option<u64> {
        (self.index.next()..self.records.len()).rfind(|index| {
            let node = self.view(*index);
            node.is_some_and(|node| node.id_bytes() == id)
        })
    }

    /// Enters all ids; those that are not entered yet are new.
    #[inline]
    pub(super) fn index_all(&mut self) {
        if self.index.next() < self.records.len() {
            self.index_up_to(self.records.len());
        }
    }

    /// Enters the ids up to an index; those that are not entered yet are new.
    #[inline(never)]
    pub fn index_up_to(&mut self, end: u64) {
        let rest = self.records.len().saturating_sub(self.index.next());
        self.index
            .reserve(usize::try_from(rest).unwrap_or_default());
        while self.index.next() < end {
            self.enter_up_to(end.min(self.index.next() + BLOCK), false);
        }
    }

    /// Enters the ids of a block; enters none and returns false if one is here already. Those before the
    /// block are new.
    pub(super) fn index_block(&mut self, start: u64, end: u64) -> bool {
        self.index_up_to(start);
        self.enter_up_to(end, true)
    }

    fn enter_up_to(&mut self, end: u64, check: bool) -> bool {
        let records = &self.records;
        let id = |position| {
            let bytes = records.bytes(u64::from(position));
            bytes.map_or(&[][..], |bytes| NodeView::trusted(bytes).id_bytes())
        };
        // No record has a larger index than a position can be.
        let positions = (self.index.next()..end).map_while(position_of);
        let ids = positions.map(|position| (position, id(position)));
        let same = |one, other| check && id(one) == id(other);
        self.index.enter_all(ids, same)
    }
}

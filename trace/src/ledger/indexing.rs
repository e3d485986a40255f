//! Lets the index catch up with the records.

use super::Records;
use super::core::{Core, position_of};
use crate::node::NodeView;

/// How many ids are entered together. Their entries stay in the cache meanwhile.
pub(super) const BLOCK: u64 = 1 << 16;
/// So few nodes are searched one by one. Then readers do not wait for each other after every append, and
/// ids are entered many together.
const FEW: u64 = 16;

/// What is known of an id.
pub(super) enum Sought {
    /// It is new, and above all others.
    Above,
    /// It is new, and has a hash.
    New(u32),
    /// The node at an index has it.
    There(u64),
}

impl<R: Records> Core<R> {
    /// Returns whether [`Core::find`] does not have to look at many nodes.
    #[inline]
    pub fn is_nearly_indexed(&self) -> bool {
        self.records.len() - self.index.next() <= FEW
    }

    /// Returns the index of the node with an id among those before `end` whose ids are not entered.
    #[inline]
    pub(super) fn search_rest(&self, id: &[u8], end: u64) -> Option<u64> {
        (self.index.next()..end).rfind(|index| {
            let node = self.view(*index);
            node.is_some_and(|node| node.id_bytes() == id)
        })
    }

    /// Enters the ids before `end` but for a few; those that are not entered yet are new.
    #[inline]
    pub(super) fn nearly_index(&mut self, end: u64) {
        if end > self.index.next() + FEW {
            self.index_up_to(end);
        }
    }

    /// Asks whether an id is new among those of the nodes before `end`, as most ids are that one asks
    /// this about.
    #[inline]
    pub(super) fn seek(&mut self, id: &[u8], end: u64) -> Sought {
        if self.index.is_above_all(id) {
            return Sought::Above;
        }
        self.filter_up_to(end);
        let hash = self.index.hash(id);
        if !self.index.is_new(hash, end) {
            self.nearly_index(end);
            if let Some(there) = self.search(id, end) {
                return Sought::There(there);
            }
        }
        Sought::New(hash)
    }

    /// Puts the ids before `end` into the filter.
    #[inline]
    pub(super) fn filter_up_to(&mut self, end: u64) {
        let start = self.index.begin_filter(end).max(self.records.first());
        for index in start..end {
            if let Some(bytes) = self.records.bytes(index) {
                let hash = self.index.hash(NodeView::trusted(bytes).id_bytes());
                self.index.filter(hash, index + 1);
            }
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

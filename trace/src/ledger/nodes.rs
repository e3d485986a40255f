//! Nodes of a ledger, one after the other.

use super::Ledger;
use crate::node::TraceNode;
use std::ops::{Bound, Range, RangeBounds};

/// Nodes of a ledger in a range of indices. Nodes that are appended later do not join.
pub struct Nodes<'a> {
    ledger: &'a dyn Ledger,
    range: Range<u64>,
}

impl<'a> Nodes<'a> {
    /// Returns the nodes in a range, as far as they are there and were not pruned.
    pub fn new(ledger: &'a dyn Ledger, range: impl RangeBounds<u64>) -> Nodes<'a> {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(before) => before.saturating_add(1),
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(last) => last.saturating_add(1),
            Bound::Excluded(end) => *end,
            Bound::Unbounded => u64::MAX,
        };
        let end = end.min(ledger.len());
        let start = start.max(ledger.first()).min(end);
        Nodes {
            ledger,
            range: start..end,
        }
    }
}

impl Iterator for Nodes<'_> {
    type Item = TraceNode;

    fn next(&mut self) -> Option<TraceNode> {
        self.ledger.get(self.range.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let left = usize::try_from(self.range.end - self.range.start).ok();
        // Pruning meanwhile makes it fewer.
        (0, left)
    }
}

impl DoubleEndedIterator for Nodes<'_> {
    fn next_back(&mut self) -> Option<TraceNode> {
        self.ledger.get(self.range.next_back()?)
    }
}

impl std::iter::FusedIterator for Nodes<'_> {}

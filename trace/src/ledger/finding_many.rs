//! Finds many nodes by their ids at once.

use super::core::Core;
use super::ledger_core::whole;
use super::{LedgerCore, Records};
use crate::node::{NodeView, TraceNode};
use std::hint::black_box;

/// How many ids are searched side by side: more than a processor fetches from memory at once.
const SIDE_BY_SIDE: usize = 32;
/// After so many, an appender gets a turn.
const TURN: usize = 1 << 12;

impl<R: Records> Core<R> {
    /// Reads what the searches for some ids will read, step by step for all of them. So memory fetches it
    /// side by side, and a search that follows does not wait.
    fn look_ahead(&self, ids: &[&str]) {
        let hashes = ids.iter().map(|id| self.index.hash(id.as_bytes()));
        let hashes: Vec<u32> = hashes.collect();
        self.index.look_ahead(&hashes);
        let positions = hashes.iter().map(|hash| self.index.find(*hash, |_| true));
        let positions: Vec<u32> = positions.flatten().collect();
        let records = positions.iter();
        let records = records.map(|position| self.records.bytes(u64::from(*position)));
        let records: Vec<&[u8]> = records.flatten().collect();
        let ids = records.iter().map(|record| NodeView::trusted(record));
        black_box(ids.fold(0, |all, node| all ^ node.timestamp()));
    }
}

impl<R: Records> LedgerCore<R> {
    /// Returns the nodes of ids. See [`Ledger::find_many`](super::Ledger::find_many).
    pub(super) fn find_side_by_side(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        let mut found = Vec::with_capacity(ids.len());
        for ids in ids.chunks(TURN) {
            self.settle();
            let core = self.indexed();
            for ids in ids.chunks(SIDE_BY_SIDE) {
                core.look_ahead(ids);
                found.extend(ids.iter().map(|id| {
                    let (index, bytes) = core.find(id.as_bytes())?;
                    Some(whole(&core, index, bytes))
                }));
            }
        }
        found
    }

    /// Lets the newest nodes be shared, if they are many.
    fn settle(&self) {
        let core = self.read();
        if core
            .records
            .wants_settling(core.records.len().saturating_sub(1))
        {
            drop(core);
            self.write().records.settle();
        }
    }
}

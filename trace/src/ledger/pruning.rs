//! Forgets nodes, or nothing.

use super::core::Core;
use super::{LedgerCore, PruneError, Records, StorageError};
use crate::merkle::Stump;

/// The ids of nodes that are to be forgotten: what brings them back.
pub(super) struct Forgotten {
    /// Where the known ids began.
    first: u64,
    /// The hash of each, and its position.
    ids: Vec<(u32, u32)>,
}

impl<R: Records> Core<R> {
    /// Forgets the ids of nodes below an index. Of the nodes from `end` on none is indexed.
    pub(super) fn forget_ids(&mut self, first: u64, end: u64) -> Forgotten {
        self.index_up_to(end);
        let known = self.first;
        let ids: Vec<(u32, u32)> = (known..first.min(end))
            .filter_map(|index| {
                let id = self.view(index)?.id_bytes();
                Some((self.index.hash(id), u32::try_from(index).ok()?))
            })
            .collect();
        for (hash, position) in &ids {
            self.index.remove(*hash, *position);
        }
        self.first = known.max(first);
        Forgotten { first: known, ids }
    }

    /// Knows forgotten ids again.
    pub(super) fn bring_back(&mut self, forgotten: Forgotten) {
        self.first = forgotten.first;
        for (hash, position) in forgotten.ids {
            self.index.put_back(hash, position);
        }
    }

    /// Forgets the nodes below the end of a stump, and their ids.
    fn prune(&mut self, stump: &Stump) -> Result<(), StorageError> {
        let forgotten = self.forget_ids(stump.first(), self.records.len());
        let pruned = self.records.prune(stump);
        if pruned.is_err() {
            self.bring_back(forgotten);
        }
        pruned
    }
}

impl<R: Records> LedgerCore<R> {
    /// Forgets the nodes below an index. See [`Ledger::prune`](super::Ledger::prune).
    pub(super) fn prune_below(&self, first: u64) -> Result<(), PruneError> {
        let mut tree = self.hashed();
        let mut core = self.write();
        if first <= core.records.first() {
            return Ok(());
        }
        let length = tree.size();
        let outside = |_| PruneError::Outside { first, length };
        let stump = tree.stump_at(first).map_err(outside)?;
        core.prune(&stump).map_err(PruneError::Storage)?;
        // It has all nodes below.
        let _ = tree.prune(first);
        Ok(())
    }
}

//! Takes in what another process has appended and pruned.

use super::core::Core;
use super::ledger_core::hash_up_to;
use super::pruning::Forgotten;
use super::{LedgerCore, OpenError, Records};
use crate::merkle::{Stump, Tree};

/// What a ledger was before it took something in.
struct Before {
    len: u64,
    last_time: i64,
    forgotten: Forgotten,
}

impl<R: Records> Core<R> {
    /// Checks and indexes the records from `len` on, but for those below `first`, which were pruned.
    fn adopt_more(&mut self, len: u64, first: u64) -> Result<Before, OpenError> {
        let before = Before {
            len,
            last_time: self.last_time,
            forgotten: self.forget_ids(first, len),
        };
        let start = len.max(first);
        self.index.skip_to(start);
        let Err(failure) = self.adopt_from(start) else {
            return Ok(before);
        };
        // What was not checked is no node, perhaps, and has no id to forget.
        if let OpenError::NotANode { index, .. } | OpenError::BreaksRule { index, .. } = failure {
            self.records.discard(index);
        }
        self.undo(before);
        Err(failure)
    }

    /// Becomes what it was.
    fn undo(&mut self, before: Before) {
        let start = before.len.max(self.first);
        self.forget_from(start);
        self.index.go_back(before.len);
        self.records.discard(before.len);
        self.bring_back(before.forgotten);
        self.last_time = before.last_time;
    }
}

impl<R: Records> LedgerCore<R> {
    /// Lets the storage take in records that another process has appended, checks them, and returns how
    /// many nodes there are now. The function gives the stump of the tree if nodes were pruned; its
    /// hashes must be those of this ledger.
    ///
    /// # Errors
    /// If the function fails, or what the storage took in is no continuation of the ledger: then the
    /// ledger is as it was.
    pub fn take_in<E: From<OpenError>>(
        &self,
        more: impl FnOnce(&mut R) -> Result<Option<Stump>, E>,
    ) -> Result<u64, E> {
        let mut tree = self.tree();
        let mut core = self.write();
        let (len, first) = (core.records.len(), core.records.first());
        let taken = more(&mut core.records).and_then(|stump| {
            let stump = stump.filter(|stump| stump.first() > first);
            take(&mut core, &mut tree, len, stump.as_ref())?;
            Ok(core.records.len())
        });
        if taken.is_err() {
            core.records.discard(len);
        }
        taken
    }
}

/// Takes in the records from `len` on, and forgets what a stump stands for.
fn take<R: Records>(
    core: &mut Core<R>,
    tree: &mut Tree,
    len: u64,
    stump: Option<&Stump>,
) -> Result<(), OpenError> {
    let Some(stump) = stump else {
        return core.adopt_more(len, core.first).map(drop);
    };
    let first = stump.first();
    if stump_of(core, tree, len, first).as_ref() != Some(stump) {
        return Err(OpenError::OtherStump { first });
    }
    let before = core.adopt_more(len, first)?;
    if let Err(failure) = core.records.prune(stump) {
        core.undo(before);
        return Err(OpenError::Storage(failure));
    }
    if tree.size() < first {
        *tree = Tree::from_stump(tree.hash(), stump);
    }
    let _ = tree.prune(first);
    Ok(())
}

/// Returns the stump of the nodes below an index, of which those from `len` on are not checked yet.
fn stump_of<R: Records>(core: &Core<R>, tree: &mut Tree, len: u64, first: u64) -> Option<Stump> {
    while tree.size() < first.min(len) {
        hash_up_to(tree, core, first.min(len));
    }
    if first <= len {
        return tree.stump_at(first).ok();
    }
    // Another tree hashes them, as this one cannot unlearn them.
    let mut ahead = Tree::from_stump(tree.hash(), &tree.stump_at(len).ok()?);
    let end = first.min(core.records.len());
    while ahead.size() < end {
        hash_up_to(&mut ahead, core, end);
    }
    ahead.stump_at(first).ok()
}

//! All nodes of a call, or none.

use super::core::Core;
use super::{Durability, Records, StorageError};

/// Nodes that are staged; unless they are committed, the ledger becomes what it was before, even
/// if this thread panics.
pub(super) struct Batch<'a, R: Records> {
    pub(super) core: &'a mut Core<R>,
    start: u64,
    last_time: i64,
    committed: bool,
}

impl<'a, R: Records> Batch<'a, R> {
    pub(super) fn begin(core: &'a mut Core<R>) -> Batch<'a, R> {
        Batch {
            start: core.records.len(),
            last_time: core.last_time,
            core,
            committed: false,
        }
    }

    pub(super) fn commit(mut self) -> Result<(u64, Durability), StorageError> {
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

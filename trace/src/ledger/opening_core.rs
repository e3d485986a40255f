//! Makes the index of records that were stored, and checks every rule again.

use super::core::Refusal;
use super::id_index::MAX_POSITION;
use super::{OpenError, Records, TimeRule, core::Core};
use crate::node::{NodeView, TraceNode};
use std::convert::Infallible;

/// There are no other nodes of the call.
fn none() -> impl Iterator<Item = Result<TraceNode, Infallible>> {
    std::iter::empty()
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
        let core = self;
        let pruned = core.records.first() > 0;
        let count = core.records.len() - start;
        core.index
            .reserve(usize::try_from(count).unwrap_or_default());
        for index in start..core.records.len() {
            let bytes = core.records.bytes(index).unwrap_or_default();
            let node = NodeView::read(bytes);
            let node = node.map_err(|error| OpenError::NotANode { index, error })?;
            let hash = core.index.hash(node.id_bytes());
            if core.index.may_have(hash) || node.has_links() {
                core.index.settle();
            }
            let refused = core.check_stored(index, node, hash, pruned).err();
            if let Some(refusal) = refused {
                let node = TraceNode::of(bytes.to_vec().into(), None);
                let error = Box::new(refusal.explain(&node, none()));
                return Err(OpenError::BreaksRule { index, error });
            }
            let erased = core.erasures(node);
            core.last_time = node.timestamp();
            core.to_erase.extend(erased);
            // `check_stored` refuses what is larger.
            if let Ok(position) = u32::try_from(index) {
                core.index.enter(hash, position);
            }
        }
        core.carry_out_erasures().map_err(OpenError::Storage)
    }

    fn check_stored(
        &self,
        index: u64,
        node: NodeView<'_>,
        hash: u32,
        pruned: bool,
    ) -> Result<(), Refusal> {
        if index > u64::from(MAX_POSITION) {
            return Err(Refusal::Full(index));
        }
        if self.index.may_have(hash)
            && let Some(other) = self.search(hash, node.id_bytes())
        {
            return Err(Refusal::Duplicate(u64::from(other)));
        }
        if self.time_rule == TimeRule::Monotone && node.timestamp() < self.last_time {
            return Err(Refusal::TimeWentBack(self.last_time));
        }
        if !node.has_links() {
            return Ok(());
        }
        match self.check_links(node) {
            Err(Refusal::NoTarget(_) | Refusal::NotErasable(_)) if pruned => Ok(()),
            checked => checked,
        }
    }
}

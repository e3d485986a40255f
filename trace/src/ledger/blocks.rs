//! Stages many nodes at once.

use super::core::{Core, position_of};
use super::indexing::BLOCK;
use super::refusal::Refusal;
use super::{AppendError, Records, TimeRule};
use crate::node::{NodeView, TraceNode};
use std::borrow::Borrow;

/// Why a block ended.
enum Ended<N, E> {
    /// It is large enough.
    Full,
    /// There are no more nodes.
    Over,
    /// A node wants all checks.
    At(N),
    Failed(E),
}

impl<R: Records> Core<R> {
    /// Stages nodes in blocks: presumes that their ids are new, and asks the index about all of a block
    /// together, which is several times faster. Once an id turns out to be here already, the rest is left
    /// to be staged one by one. Returns the index of the first node.
    pub(super) fn stage_blocks<N: Borrow<TraceNode>, E: From<AppendError>>(
        &mut self,
        nodes: &mut impl Iterator<Item = Result<N, E>>,
    ) -> Result<Option<u64>, E> {
        let mut first = None;
        loop {
            let (start, time) = (self.records.len(), self.last_time);
            let (ended, above) = self.presume_block(nodes);
            let end = self.records.len();
            if !above {
                // Once, for all that follow.
                self.index
                    .reserve((end - self.index.next()) as usize + nodes.size_hint().0);
            }
            let new = above || self.index_block(start, end);
            if !new {
                let index = self.stage_again(start, time);
                let index = index.map_err(|(node, why)| why.explain(&node, &mut *nodes))?;
                first.get_or_insert(index);
            } else if start < end {
                first.get_or_insert(start);
            }
            match ended {
                Ended::Full => {}
                Ended::Over => return Ok(first),
                Ended::Failed(failure) => return Err(failure),
                Ended::At(node) => {
                    let index = self.stage(node.borrow());
                    let index = index.map_err(|why| why.explain(node.borrow(), &mut *nodes))?;
                    first.get_or_insert(index);
                }
            }
            if !new {
                return Ok(first);
            }
        }
    }

    /// Stages nodes up to one that wants all checks; also returns whether the ids are surely new.
    fn presume_block<N: Borrow<TraceNode>, E>(
        &mut self,
        nodes: &mut impl Iterator<Item = Result<N, E>>,
    ) -> (Ended<N, E>, bool) {
        let mut above = true;
        for _ in 0..BLOCK {
            match nodes.next() {
                Some(Ok(node)) => match self.presume(node.borrow()) {
                    Some(is_above) => above &= is_above,
                    None => return (Ended::At(node), above),
                },
                Some(Err(failure)) => return (Ended::Failed(failure), above),
                None => return (Ended::Over, above),
            }
        }
        (Ended::Full, above)
    }

    /// Stages a node without asking whether its id is here; returns whether it surely is not. None if the
    /// node needs other checks, too.
    #[inline]
    fn presume(&mut self, node: &TraceNode) -> Option<bool> {
        let view = node.view();
        if node.has_beside() || !self.is_plain(view) {
            return None;
        }
        position_of(self.records.len())?;
        self.records.stage(node);
        self.last_time = view.timestamp();
        Some(self.index.note(view.id_bytes()))
    }

    /// Returns whether no check but that of the id can refuse a node, and nothing follows from it.
    #[inline]
    pub(super) fn is_plain(&self, node: NodeView<'_>) -> bool {
        let in_time = self.time_rule != TimeRule::Monotone || node.timestamp() >= self.last_time;
        in_time && !node.has_links()
    }

    /// Takes a block back and stages it one by one. Returns the index of its first node.
    #[cold]
    fn stage_again(&mut self, start: u64, time: i64) -> Result<u64, (TraceNode, Refusal)> {
        let block = (start..self.records.len()).filter_map(|index| self.records.share(index));
        let block: Vec<TraceNode> = block.map(|bytes| TraceNode::of(bytes, None)).collect();
        self.records.discard(start);
        self.last_time = time;
        let mut first = None;
        for node in block {
            let index = self.stage(&node).map_err(|why| (node, why))?;
            first.get_or_insert(index);
        }
        Ok(first.unwrap_or(start))
    }
}

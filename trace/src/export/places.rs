//! Where links lead among the nodes that are exported.

use crate::ledger::leads_to;
use crate::node::TraceNode;
use std::collections::BTreeMap;

/// The nodes that are exported, by id: the index of each, and its place among them.
pub(super) struct Places<'n>(BTreeMap<&'n str, (u64, usize)>);

impl<'n> Places<'n> {
    /// Notes the nodes that are exported, with their indices.
    pub(super) fn of(nodes: &'n [(u64, TraceNode)]) -> Places<'n> {
        let places = nodes.iter().enumerate();
        let places = places.map(|(place, (index, node))| (node.id(), (*index, place)));
        Places(places.collect())
    }

    /// Returns the index and the place of the node that a link leads to, if it is exported. `from` is
    /// the index of the node that has the link.
    pub(super) fn find(&self, from: u64, target: &str) -> Option<(u64, usize)> {
        let (index, place) = self.0.get(target).copied()?;
        Some((leads_to(from, Some(index))?, place))
    }
}

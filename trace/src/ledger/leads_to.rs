//! Where a link leads.

/// Returns where a link leads that the node at an index has, given where the node with the id of its
/// target is: to an earlier node, or nowhere.
///
/// A ledger takes only links to earlier nodes. But once a target is pruned its id is free again, and a
/// later node that takes it is another one.
pub(crate) fn leads_to(from: u64, found: Option<u64>) -> Option<u64> {
    found.filter(|target| *target < from)
}

//! Nodes that record that a payload was erased.

use crate::node::{Field, NodeError, NodeView, Relation, TraceNode};

/// The kind of nodes that erase.
///
/// Appending a node of this kind erases the payloads of the nodes that it
/// [continues](Relation::Continues), whose payloads must be committed by a salted hash
/// ([`NodeBuilder::erasable`](crate::NodeBuilder::erasable)). Nodes and proofs stay as they are: what
/// goes is the salt and the payload. So the ledger itself says what was erased, when and by whom.
pub const ERASURE_KIND: &str = "lawful.erasure";

/// Makes the node that records the erasure of the payload of a node, and erases it when it is
/// appended.
///
/// ```
/// use lawful_trace::{Ledger, MemoryLedger, Opening, TraceNode, ledger::erasure};
/// let ledger = MemoryLedger::new();
/// let name = Opening::new(&b"Ada Lovelace"[..])?;
/// ledger.append(&TraceNode::builder("visit", "desk", 1).erasable(name).build()?)?;
/// let before = ledger.head();
/// ledger.append(&erasure("visit", "erase-visit", "privacy office", 2)?)?;
/// let node = ledger.find("visit").ok_or("gone")?;
/// assert_eq!(node.payload_bytes(), None);
/// assert!(node.commitment().is_some());
/// assert_eq!(ledger.head_at(1)?, before);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// If a name is empty, longer than 255 bytes, or has the character NUL.
pub fn erasure(
    target: &str,
    id: &str,
    origin: &str,
    timestamp: i64,
) -> Result<TraceNode, NodeError> {
    if target.is_empty() {
        return Err(NodeError::Empty(Field::Links));
    }
    TraceNode::builder(id, origin, timestamp)
        .kind(ERASURE_KIND)
        .link(Relation::Continues, target)
        .build()
}

/// Returns the ids of the nodes whose payloads a node erases.
pub(crate) fn erased_by(node: NodeView<'_>) -> impl Iterator<Item = &str> {
    let erases = node.has_links() && node.kind() == Some(ERASURE_KIND);
    let links = erases.then(|| node.links()).into_iter().flatten();
    links
        .filter(|link| link.relation == Relation::Continues)
        .map(|link| link.target)
}

//! Why a payload is not at hand, though nobody erased it.

/// The payload beside a node is damaged, or the storage failed to read it. It was not erased.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the payload of node `{id}` cannot be read: {problem}")]
pub struct PayloadUnreadable {
    /// The id of the node.
    pub id: String,
    /// What the storage says.
    pub problem: String,
    /// Whether the payload is damaged or missing. If not, reading it again may succeed.
    pub is_damage: bool,
}

//! What a node carries beside its fields.

use super::Commitment;

/// The payload as the node's own bytes have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Payload<'a> {
    /// There is none.
    None,
    /// It is a part of the node, and stays one for ever.
    Inline(&'a [u8]),
    /// The node has a salted hash of it; the payload itself is kept beside the node and can be
    /// erased.
    Committed(Commitment),
}

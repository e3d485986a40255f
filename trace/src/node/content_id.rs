//! What a node is called after: its bytes.

use std::fmt;

const CONTEXT: &str = "lawful-trace 2026-11 node content v1";

/// The name of a node after its content: BLAKE3 in key derivation mode, with the context
/// `lawful-trace 2026-11 node content v1`, of the node's bytes.
///
/// Nodes have the same content id exactly when their bytes are the same.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ContentId([u8; 32]);

impl ContentId {
    /// Computes the content id of a node's bytes.
    pub fn of(node: &[u8]) -> ContentId {
        ContentId(blake3::derive_key(CONTEXT, node))
    }

    /// Makes a content id of its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> ContentId {
        ContentId(bytes)
    }

    /// Returns the bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ContentId({self})")
    }
}

impl fmt::Display for ContentId {
    /// Writes 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

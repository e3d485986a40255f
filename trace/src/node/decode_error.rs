//! Why bytes are not a node.

use super::{Field, NodeError};

/// Why bytes are not a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("byte {at} of the node: {fault}")]
pub struct DecodeError {
    /// Where the fault is, in bytes from 0.
    pub at: usize,
    /// What is wrong.
    pub fault: DecodeFault,
}

/// What is wrong with bytes that are not a node.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DecodeFault {
    /// The version is not one that can be read.
    #[error(
        "the version is `{found}`, and this program reads version {newest}; use a newer program"
    )]
    Version {
        /// The version that was found.
        found: u8,
        /// The newest version that can be read.
        newest: u8,
    },
    /// The bytes end inside the node.
    #[error("the node ends too early")]
    Truncated,
    /// Bytes follow the node.
    #[error("`{0}` bytes follow the node")]
    Trailing(usize),
    /// The node has more bytes than any may have.
    #[error("there are `{length}` bytes, and a node has at most {limit}")]
    TooLarge {
        /// How many bytes there are.
        length: usize,
        /// How many there may be.
        limit: usize,
    },
    /// The same node has another encoding.
    #[error("this is not the canonical encoding: {0}")]
    NotCanonical(&'static str),
    /// A text is not UTF-8.
    #[error("the field `{0}` is not UTF-8")]
    NotText(Field),
    /// A link has a relation that does not exist.
    #[error("`{0}` is not the number of a relation")]
    UnknownRelation(u8),
    /// A value is one that no node may have.
    #[error(transparent)]
    Value(#[from] NodeError),
}

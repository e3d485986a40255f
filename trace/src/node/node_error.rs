//! Why a node cannot be made.

use super::Field;

/// Why a node cannot be made of these values.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NodeError {
    /// A name is empty.
    #[error("the field `{0}` is empty; give it at least one character")]
    Empty(Field),
    /// A text or the payload is too long. Nothing was allocated for it.
    #[error("the field `{field}` has {length} bytes, and {limit} are allowed; shorten it")]
    TooLong {
        /// The field.
        field: Field,
        /// Its length in bytes.
        length: usize,
        /// The largest length in bytes.
        limit: usize,
    },
    /// There are too many tags or links.
    #[error("the field `{field}` has {count} items, and {limit} are allowed; split the node")]
    TooMany {
        /// The field.
        field: Field,
        /// The number of items.
        count: usize,
        /// The largest number of items.
        limit: usize,
    },
    /// A text has the character NUL.
    #[error(
        "the field `{field}` has the character NUL at byte `{at}`; remove it, or use the payload"
    )]
    Nul {
        /// The field.
        field: Field,
        /// Where, in bytes from 0.
        at: usize,
    },
    /// The operating system gave no random numbers for a salt.
    #[error("the operating system gives no random numbers, so the payload cannot be salted")]
    NoRandomness,
}

//! The tree hash of Certificate Transparency.

use super::{Hash, TreeHash};
use sha2::{Digest, Sha256};

/// SHA-256 as in RFC 6962 and RFC 9162: `00 ‖ entry` for leaves, `01 ‖ left ‖ right` for nodes.
///
/// Choose it if others are to verify with their own tools.
///
/// ```
/// use lawful_trace::merkle::{Rfc6962Sha256, TreeHash};
/// assert_eq!(Rfc6962Sha256.leaf(b"")[..4], [0x6e, 0x34, 0x0b, 0x9c]);
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Rfc6962Sha256;

impl TreeHash for Rfc6962Sha256 {
    fn id(&self) -> &'static str {
        "rfc6962-sha256"
    }

    fn empty(&self) -> Hash {
        Sha256::digest([]).into()
    }

    fn leaf(&self, entry: &[u8]) -> Hash {
        Sha256::new()
            .chain_update([0])
            .chain_update(entry)
            .finalize()
            .into()
    }

    fn node(&self, left: &Hash, right: &Hash) -> Hash {
        Sha256::new()
            .chain_update([1])
            .chain_update(left)
            .chain_update(right)
            .finalize()
            .into()
    }
}

//! Where the bytes of a node are: in the node itself, or shared.

use super::unread::Unread;
use super::{CannotRead, NodeView, Opening};
use bytes::Bytes;
use std::sync::Arc;

/// How many bytes a node holds itself. A node with an id, an origin and a time mostly fits, and then
/// takes no allocation and one line of the processor's cache.
pub const SHORT: usize = 46;

/// The bytes of a node, and the payload beside it.
#[derive(Clone)]
pub enum NodeBytes {
    /// They are here: `length` of them.
    Short { length: u8, bytes: [u8; SHORT] },
    /// They are elsewhere, shared.
    Shared {
        bytes: Bytes,
        opening: Option<Arc<Opening>>,
    },
    /// They are elsewhere, shared, and so is the payload beside the node, which may not be read yet.
    Unread { bytes: Bytes, unread: Arc<Unread> },
}

impl NodeBytes {
    /// Takes parts that lie in different places, of at most [`SHORT`] bytes together.
    #[inline]
    pub fn short<const N: usize>(parts: [&[u8]; N]) -> Option<NodeBytes> {
        let (mut bytes, mut end) = ([0; SHORT], 0);
        for part in parts {
            let start = end;
            end += part.len();
            bytes.get_mut(start..end)?.copy_from_slice(part);
        }
        let length = end as u8;
        Some(NodeBytes::Short { length, bytes })
    }

    /// Returns the bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        match self {
            NodeBytes::Short { length, bytes } => {
                bytes.get(..usize::from(*length)).unwrap_or_default()
            }
            NodeBytes::Shared { bytes, .. } | NodeBytes::Unread { bytes, .. } => bytes,
        }
    }

    /// Returns the payload beside the node, if it is kept; reads it if it was not read yet.
    #[inline]
    pub fn opening(&self) -> Result<Option<&Arc<Opening>>, CannotRead> {
        match self {
            NodeBytes::Short { .. } => Ok(None),
            NodeBytes::Shared { opening, .. } => Ok(opening.as_ref()),
            NodeBytes::Unread { bytes, unread } => match NodeView::trusted(bytes).commitment() {
                Some(commitment) => unread.read(&commitment),
                None => Ok(None),
            },
        }
    }

    /// As `opening`, and does not keep what it reads.
    pub fn peek(&self) -> Result<Option<Arc<Opening>>, CannotRead> {
        match self {
            NodeBytes::Short { .. } => Ok(None),
            NodeBytes::Shared { opening, .. } => Ok(opening.clone()),
            NodeBytes::Unread { bytes, unread } => match NodeView::trusted(bytes).commitment() {
                Some(commitment) => unread.peek(&commitment),
                None => Ok(None),
            },
        }
    }

    /// Returns whether the payload beside the node waits to be read.
    #[inline]
    pub fn is_unread(&self) -> bool {
        match self {
            NodeBytes::Short { .. } | NodeBytes::Shared { .. } => false,
            NodeBytes::Unread { unread, .. } => !unread.is_read(),
        }
    }

    /// Returns whether something is, or may be, beside the node.
    #[inline]
    pub const fn has_beside(&self) -> bool {
        match self {
            NodeBytes::Short { .. } => false,
            NodeBytes::Shared { opening, .. } => opening.is_some(),
            NodeBytes::Unread { .. } => true,
        }
    }

    /// Returns the bytes shared; short ones are copied.
    pub fn share(&self) -> Bytes {
        match self {
            NodeBytes::Short { .. } => Bytes::copy_from_slice(self.as_slice()),
            NodeBytes::Shared { bytes, .. } | NodeBytes::Unread { bytes, .. } => bytes.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;

    #[test]
    fn a_node_takes_48_bytes() {
        assert_eq!(size_of::<NodeBytes>(), 48);
    }

    #[test]
    fn parts_fit_or_not() {
        for length in 0..=SHORT {
            let part = vec![7; length];
            let rest = vec![8; SHORT - length];
            let short = NodeBytes::short([&part, &rest]).unwrap();
            assert_eq!(short.as_slice(), [&part[..], &rest[..]].concat());
            assert_eq!(short.share(), short.as_slice());
            assert!(NodeBytes::short([&part[..], &rest[..], b"x"]).is_none());
        }
        assert_eq!(NodeBytes::short([b"abc"]).unwrap().as_slice(), b"abc");
    }
}

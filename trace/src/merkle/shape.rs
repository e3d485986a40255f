//! The shape of trees, as RFC 9162 section 2.1 has it, in numbers.
//!
//! The path from a node at the right place to the root first passes nodes that have neighbours on
//! either side (the *inner* part), and then, along the right edge, only neighbours to the left (the
//! *border*). Both lengths follow from the place and the size.

/// The lengths of the two parts of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PathShape {
    /// Hashes of the inner part; bit `k` of the place says on which side the `k`th is.
    pub(crate) inner: u32,
    /// Hashes of the border part; all are on the left.
    pub(crate) border: u32,
}

impl PathShape {
    /// Returns the shape of the path of the leaf `index` in a tree of `size` leaves; `index < size`.
    pub(crate) fn of(index: u64, size: u64) -> PathShape {
        let inner = 64 - (index ^ size.saturating_sub(1)).leading_zeros();
        PathShape {
            inner,
            border: index.checked_shr(inner).unwrap_or(0).count_ones(),
        }
    }

    /// Returns the number of hashes, at most 64.
    pub(crate) fn length(self) -> usize {
        (self.inner + self.border) as usize
    }
}

/// The shape of a consistency proof from a smaller size, not 0, to a larger one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BridgeShape {
    /// The level of the node where the proof starts: the largest whole subtree that ends the smaller
    /// tree.
    pub(crate) level: u32,
    /// Whether that node is the smaller root itself, and so is left out.
    pub(crate) starts_at_root: bool,
    /// The place of the node in its level.
    pub(crate) place: u64,
    /// The path from there.
    pub(crate) path: PathShape,
}

impl BridgeShape {
    /// Returns the shape; `0 < from < to`.
    pub(crate) fn of(from: u64, to: u64) -> BridgeShape {
        let level = from.trailing_zeros();
        let last = from.saturating_sub(1);
        let whole = PathShape::of(last, to);
        BridgeShape {
            level,
            starts_at_root: from.is_power_of_two(),
            place: last >> level,
            path: PathShape {
                inner: whole.inner.saturating_sub(level),
                border: whole.border,
            },
        }
    }

    /// Returns the number of hashes, at most 65.
    pub(crate) fn length(self) -> usize {
        self.path.length() + usize::from(!self.starts_at_root)
    }
}

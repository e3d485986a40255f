//! A head that was remembered outside, and what became of its log.

use crate::merkle::{
    CannotProve, ConsistencyProof, Head, ProofRefused, Tree, TreeHash, verify_consistency,
};

/// A head that somebody keeps outside of the ledger: in a signed checkpoint, on paper, in a device.
///
/// ```
/// use lawful_trace::checkpoint::{Continuity, PinnedHead};
/// use lawful_trace::merkle::{Blake3, Tree};
/// let mut tree = Tree::new(&Blake3);
/// tree.append(b"first");
/// let pinned = PinnedHead::new(tree.head());
/// tree.append(b"second");
/// assert_eq!(pinned.compare(&tree).unwrap(), Continuity::Consistent { added: 1 });
/// assert_eq!(pinned.compare(&Tree::new(&Blake3)).unwrap(), Continuity::Truncated { missing: 1 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PinnedHead(Head);

/// What became of the log of a pinned head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use = "a truncated or forked log must not be believed"]
pub enum Continuity {
    /// It begins with all that it had.
    Consistent {
        /// The entries since then.
        added: u64,
    },
    /// It is shorter than it was.
    Truncated {
        /// The entries that are gone, at least.
        missing: u64,
    },
    /// It is long enough, but what it had is not what it has.
    Forked,
}

impl PinnedHead {
    /// Pins a head.
    pub fn new(head: Head) -> PinnedHead {
        PinnedHead(head)
    }

    /// Returns the head.
    pub fn head(&self) -> &Head {
        &self.0
    }

    /// Compares with the tree of the ledger as it is.
    ///
    /// # Errors
    /// If the tree was pruned above the pinned size, so that nobody can tell.
    pub fn compare(&self, tree: &Tree) -> Result<Continuity, CannotProve> {
        if let Some(missing) = self.missing(tree.size()) {
            return Ok(Continuity::Truncated { missing });
        }
        let then = tree.head_at(self.0.size)?;
        Ok(if then == self.0 {
            Continuity::Consistent {
                added: tree.size() - self.0.size,
            }
        } else {
            Continuity::Forked
        })
    }

    /// Compares with a later head, by a consistency proof, without the ledger.
    ///
    /// # Errors
    /// If the proof does not prove it. Whoever has only the head cannot tell a fork from a wrong
    /// proof: a log that cannot prove its past must not be believed either way.
    pub fn compare_with(
        &self,
        hash: &dyn TreeHash,
        later: &Head,
        proof: &ConsistencyProof,
    ) -> Result<Continuity, ProofRefused> {
        if let Some(missing) = self.missing(later.size) {
            return Ok(Continuity::Truncated { missing });
        }
        if later.size == self.0.size && later.root != self.0.root {
            return Ok(Continuity::Forked);
        }
        verify_consistency(hash, &self.0, proof, later)?;
        Ok(Continuity::Consistent {
            added: later.size - self.0.size,
        })
    }

    fn missing(&self, size: u64) -> Option<u64> {
        self.0.size.checked_sub(size).filter(|missing| *missing > 0)
    }
}

//! What was revoked.

use super::epoch::{Epoch, Stamp};
use crate::digest::Digest;
use crate::lifecycle::{Amended, Covenant, History, Revoked, Status};
use rustc_hash::FxHashSet;
use std::sync::RwLock;

/// The covenants and links that were revoked, as running guards look at them.
///
/// Revoking a covenant revokes all that was delegated from it: every guard knows its whole lineage.
/// A guard that has checked its lineage remembers the epoch, and checks anew when that has changed;
/// so a revocation is seen by the next call, everywhere in the process, and costs calls nothing until
/// then.
#[derive(Debug, Default)]
pub struct Revocations {
    epoch: Epoch,
    revoked: RwLock<FxHashSet<Digest>>,
}

impl Revocations {
    /// Makes an empty list.
    pub fn new() -> Revocations {
        Revocations::default()
    }

    /// Learns that a covenant was revoked: its history shows who did it, and was checked.
    pub fn learn(&self, covenant: &Covenant<Revoked>) {
        self.insert(*covenant.digest());
    }

    /// Learns that another covenant took the place of this one.
    pub fn learn_amended(&self, covenant: &Covenant<Amended>) {
        self.insert(*covenant.digest());
    }

    /// Learns from a stored history; returns whether it tells of an end.
    pub fn learn_history(&self, history: &History) -> bool {
        let ended = matches!(history.status(), Status::Revoked | Status::Amended);
        if ended {
            self.insert(*history.digest());
        }
        ended
    }

    pub(crate) fn insert(&self, digest: Digest) {
        // A set is whole even if a thread crashed beside it.
        let revoked = self.revoked.write();
        let mut revoked = revoked.unwrap_or_else(std::sync::PoisonError::into_inner);
        if revoked.insert(digest) {
            // Before the lock is let go: nobody sees the revocation in an old epoch and leaves it.
            self.epoch.advance();
        }
    }

    /// Returns the first of a lineage that was revoked.
    pub fn first_revoked(&self, lineage: &[Digest]) -> Option<Digest> {
        let revoked = self.revoked.read();
        let revoked = revoked.unwrap_or_else(std::sync::PoisonError::into_inner);
        lineage.iter().find(|d| revoked.contains(*d)).copied()
    }

    /// Returns whether none of a lineage was revoked, with one look if nothing was revoked since the
    /// stamp was set.
    #[inline]
    pub(crate) fn all_hold(&self, stamp: &Stamp, lineage: &[Digest]) -> bool {
        stamp.holds(&self.epoch, || self.first_revoked(lineage).is_none())
    }
}

//! Epochs: how a check that was cached learns that something was revoked.

use super::atomic::{AtomicU64, Ordering};

/// Counts revocations. Whoever revokes first makes the revocation visible, then advances the epoch.
#[derive(Debug)]
pub struct Epoch(AtomicU64);

impl Epoch {
    /// Makes an epoch in which nothing was revoked.
    pub fn new() -> Epoch {
        Epoch(AtomicU64::new(1))
    }

    /// Ends all cached checks.
    pub fn advance(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    #[inline]
    fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl Default for Epoch {
    fn default() -> Epoch {
        Epoch::new()
    }
}

/// The epoch in which something was last found to hold. 0 is never, and [`Stamp::DEAD`] is never
/// again.
#[derive(Debug)]
pub struct Stamp(AtomicU64);

impl Stamp {
    const DEAD: u64 = u64::MAX;

    /// Makes a stamp that holds nothing yet.
    pub fn new() -> Stamp {
        Stamp(AtomicU64::new(0))
    }

    /// Returns whether something still holds: one look at the epoch if nothing was revoked since the
    /// last time, and otherwise the whole check. What was once found revoked stays so.
    ///
    /// The epoch is read before the check: a revocation in between leads to one check too many, never
    /// to one too few.
    #[inline]
    pub fn holds(&self, epoch: &Epoch, check: impl FnOnce() -> bool) -> bool {
        let now = epoch.now();
        let seen = self.0.load(Ordering::SeqCst);
        if seen == now {
            return true;
        }
        if seen == Self::DEAD {
            return false;
        }
        let holds = check();
        // A thread with older news must not overwrite newer: the stamp only grows.
        let stamp = if holds { now } else { Self::DEAD };
        self.0.fetch_max(stamp, Ordering::SeqCst);
        holds
    }
}

impl Default for Stamp {
    fn default() -> Stamp {
        Stamp::new()
    }
}

//! Noticing a clock that goes back.

use super::atomic::{AtomicU64, Ordering};

/// The latest time that was read, shared by all threads.
///
/// Order matters: what was latest is looked up *before* the clock is read. A clock that only goes
/// forward then never shows less, even if another thread has read a later time in between.
#[derive(Debug)]
pub struct HighWater(AtomicU64);

impl HighWater {
    /// Makes a mark at zero.
    pub fn new() -> HighWater {
        HighWater(AtomicU64::new(0))
    }

    /// Reads a clock; if it shows less than was read before, returns both times as an error.
    ///
    /// # Errors
    /// `(latest, now)` if the clock went back.
    #[inline]
    pub fn read(&self, clock: impl FnOnce() -> u64) -> Result<u64, (u64, u64)> {
        let latest = self.0.load(Ordering::SeqCst);
        let now = clock();
        if now < latest {
            return Err((latest, now));
        }
        if now > latest {
            self.0.fetch_max(now, Ordering::SeqCst);
        }
        Ok(now)
    }
}

impl Default for HighWater {
    fn default() -> HighWater {
        HighWater::new()
    }
}

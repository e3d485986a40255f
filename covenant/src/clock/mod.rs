//! Clocks: injected, and distrusted when they go back.

mod moment;
mod watch;

mod atomic {
    //! The atomics of the lock-free parts; `interleavings` puts others here.
    pub(super) use std::sync::atomic::{AtomicU64, Ordering};
}

pub use moment::Moment;
#[doc(hidden)]
pub use watch::HighWater;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Why there is no time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClockError {
    /// The clock shows less than before.
    #[error("the clock went back from `{latest}` to `{now}`; set it right")]
    WentBack {
        /// What was read before.
        latest: Moment,
        /// What it shows now.
        now: Moment,
    },
    /// The clock cannot be read.
    #[error("the clock cannot be read: {0}")]
    Unavailable(String),
}

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Returns the time.
    ///
    /// # Errors
    /// If the clock cannot be read.
    fn now(&self) -> Result<Moment, ClockError>;

    /// Returns a time that is cheaper to read and at most a second behind, if there is one.
    fn recent(&self) -> Option<Moment> {
        None
    }
}

/// The clock of the system. Its recent time is that of the kernel's last tick (1 to 10 ms, by how the
/// kernel was built), on Linux.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where time comes from the system"
    )]
    fn now(&self) -> Result<Moment, ClockError> {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let since = since.map_err(|_| ClockError::Unavailable("it is before 1970".to_owned()))?;
        let millis = since.as_secs().saturating_mul(1000);
        Ok(Moment::from_millis(
            millis.saturating_add(u64::from(since.subsec_millis())),
        ))
    }

    #[cfg(target_os = "linux")]
    fn recent(&self) -> Option<Moment> {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::RealtimeCoarse);
        let millis = u64::try_from(time.tv_sec).ok()?.checked_mul(1000)?;
        let more = u64::try_from(time.tv_nsec).ok()? / 1_000_000;
        Some(Moment::from_millis(millis.checked_add(more)?))
    }
}

/// A clock that is set by hand.
#[derive(Debug, Default)]
pub struct ManualClock(AtomicU64);

impl ManualClock {
    /// Makes a clock that shows a moment.
    pub fn at(moment: Moment) -> ManualClock {
        ManualClock(AtomicU64::new(moment.as_millis()))
    }

    /// Sets the clock, backwards too.
    pub fn set(&self, moment: Moment) {
        self.0.store(moment.as_millis(), Ordering::SeqCst);
    }

    /// Moves the clock forward.
    pub fn advance(&self, millis: u64) {
        self.0.fetch_add(millis, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Result<Moment, ClockError> {
        Ok(Moment::from_millis(self.0.load(Ordering::SeqCst)))
    }
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Result<Moment, ClockError> {
        (**self).now()
    }

    fn recent(&self) -> Option<Moment> {
        (**self).recent()
    }
}

/// How much a recent time may be behind, in milliseconds.
const MOST_BEHIND: u64 = 1000;

/// A clock under watch: once it shows less than before, it is refused until it has caught up.
pub struct Watch {
    clock: Box<dyn Clock>,
    latest: HighWater,
}

impl Watch {
    /// Watches a clock.
    pub fn new(clock: impl Clock + 'static) -> Watch {
        Watch {
            clock: Box::new(clock),
            latest: HighWater::new(),
        }
    }

    /// Returns a recent time between two moments; the exact time if a recent one cannot tell.
    ///
    /// # Errors
    /// If the clock cannot be read, or went back.
    #[inline]
    pub(crate) fn recent_between(&self, from: Moment, end: Moment) -> Result<Moment, ClockError> {
        if let Some(recent) = self.clock.recent()
            && recent >= from
            && recent.plus_millis(MOST_BEHIND) < end
            && self.latest.read(|| recent.as_millis()).is_ok()
        {
            return Ok(recent);
        }
        self.now()
    }

    /// Returns the time.
    ///
    /// # Errors
    /// If the clock cannot be read, or went back.
    #[inline]
    pub fn now(&self) -> Result<Moment, ClockError> {
        let mut unavailable = None;
        let read = self.latest.read(|| match self.clock.now() {
            Ok(now) => now.as_millis(),
            Err(error) => {
                unavailable = Some(error);
                0
            }
        });
        match (unavailable, read) {
            (Some(error), _) => Err(error),
            (None, Ok(now)) => Ok(Moment::from_millis(now)),
            (None, Err((latest, now))) => Err(ClockError::WentBack {
                latest: Moment::from_millis(latest),
                now: Moment::from_millis(now),
            }),
        }
    }
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Watch").finish_non_exhaustive()
    }
}

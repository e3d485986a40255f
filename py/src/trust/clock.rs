//! Clocks.

use crate::given::given;
use crate::platform::time;
use jiff::{SignedDuration, Timestamp};
use lawful_trust::{self as trust, Clock};
use pyo3::prelude::*;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

/// Returns the time in whole microseconds, which is what a `datetime` can say: what Python reads and
/// gives back is the same time.
#[inline]
#[expect(
    clippy::disallowed_methods,
    reason = "the default where no clock is given"
)]
pub fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let microseconds = since
        .ok()
        .and_then(|since| i64::try_from(since.as_micros()).ok());
    let time = microseconds.and_then(|time| Timestamp::from_microsecond(time).ok());
    // A clock outside of all calendars tells nothing.
    time.unwrap_or(Timestamp::UNIX_EPOCH)
}

/// Reads an aware `datetime`; without one, the time is now.
///
/// # Errors
/// If it is not an aware `datetime`.
#[inline]
pub fn or_now(given: Option<&Bound<'_, PyAny>>) -> PyResult<Timestamp> {
    match given {
        None => Ok(now()),
        some => time::or_now(some),
    }
}

/// The clock of the machine, in whole microseconds.
pub struct Machine;

impl Clock for Machine {
    fn now(&self) -> Timestamp {
        now()
    }
}

/// A clock that shows what it is told: for tests and replays of a `TrustStore`.
///
/// >>> from datetime import datetime, timezone
/// >>> from lawful.trust import ManualClock, TrustStore
/// >>> clock = ManualClock(datetime(2026, 1, 1, tzinfo=timezone.utc))
/// >>> store = TrustStore.memory(clock=clock)
/// >>> _ = store.update("mcp:files", True, 0.1)
/// >>> clock.advance(days=2)
/// >>> store.get("mcp:files").days_since_last_action(clock.now())
/// 2.0
#[pyclass(frozen, module = "lawful.trust")]
pub struct ManualClock(pub Arc<trust::ManualClock>);

#[pymethods]
impl ManualClock {
    #[new]
    fn new(now: &Bound<'_, PyAny>) -> PyResult<ManualClock> {
        Ok(ManualClock(Arc::new(trust::ManualClock::new(
            time::or_now(Some(now))?,
        ))))
    }

    /// Returns the time that the clock shows.
    fn now<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.now())
    }

    /// Lets the clock show a time.
    #[pyo3(signature = (now, /))]
    fn set(&self, now: &Bound<'_, PyAny>) -> PyResult<()> {
        self.0.set(time::or_now(Some(now))?);
        Ok(())
    }

    /// Moves the clock on, up to a hundred years.
    ///
    /// Raises `InvalidInput` if the time is negative or not finite.
    #[pyo3(signature = (*, days=0.0, seconds=0.0))]
    fn advance(
        &self,
        #[pyo3(from_py_with = given)] days: f64,
        #[pyo3(from_py_with = given)] seconds: f64,
    ) -> PyResult<()> {
        let by: SignedDuration = time::span("days and seconds", days * 86_400.0 + seconds)?;
        self.0.advance(by);
        Ok(())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("ManualClock({})", self.now(py)?.repr()?))
    }
}

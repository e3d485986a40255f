//! Times between Python's `datetime` and ours.

use crate::errors::invalid;
use jiff::{SignedDuration, Timestamp};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Returns a time as an aware `datetime` in UTC, cut to microseconds.
pub fn to_python<'py>(py: Python<'py>, time: Timestamp) -> PyResult<Bound<'py, PyAny>> {
    let datetime = py.import("datetime")?;
    let utc = datetime.getattr("timezone")?.getattr("utc")?;
    let epoch = datetime
        .getattr("datetime")?
        .call1((1970, 1, 1, 0, 0, 0, 0, utc))?;
    let since = PyDict::new(py);
    since.set_item("microseconds", time.as_microsecond())?;
    epoch.add(datetime.getattr("timedelta")?.call((), Some(&since))?)
}

/// Reads an aware `datetime`; without one, the time is now.
///
/// # Errors
/// If it is not an aware `datetime`.
pub fn or_now(given: Option<&Bound<'_, PyAny>>) -> PyResult<Timestamp> {
    let Some(given) = given else {
        return Ok(Timestamp::now());
    };
    let text: String = given
        .call_method0("isoformat")
        .and_then(|text| text.extract())
        .map_err(|_| invalid("the time must be a `datetime` with a time zone"))?;
    text.parse().map_err(|why: jiff::Error| {
        let zone = given.call_method0("utcoffset");
        if zone.is_ok_and(|offset| !offset.is_none()) {
            return invalid(format!("`{text}` is not a time that is understood: {why}"));
        }
        invalid(format!(
            "`{text}` has no time zone; give `datetime.now(timezone.utc)`, for instance"
        ))
    })
}

/// Reads a span of time in seconds.
///
/// # Errors
/// If it is negative, not a number, or longer than a hundred years.
pub fn span(name: &str, seconds: f64) -> PyResult<SignedDuration> {
    const LONGEST: f64 = 100.0 * 366.0 * 86_400.0;
    if (0.0..=LONGEST).contains(&seconds) {
        SignedDuration::try_from_secs_f64(seconds).map_err(invalid)
    } else {
        Err(invalid(format!(
            "`{name}` must be a time from 0 to {LONGEST} seconds, but is `{seconds}`"
        )))
    }
}

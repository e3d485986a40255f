//! Times between Python's `datetime` and moments, which are whole milliseconds.

use crate::errors::invalid;
use crate::platform::time;
use jiff::Timestamp;
use lawful_covenant::clock::{Clock, Moment, SystemClock};
use pyo3::prelude::*;

/// Returns a moment of a time.
///
/// # Errors
/// If it is before 1970.
pub fn moment(time: Timestamp) -> PyResult<Moment> {
    u64::try_from(time.as_millisecond())
        .map(Moment::from_millis)
        .map_err(|_| invalid(format!("`{time}` is before 1970; use a later time")))
}

/// Reads an aware `datetime`, cut to milliseconds.
///
/// # Errors
/// If it is not an aware `datetime`, or before 1970.
pub fn given(given: &Bound<'_, PyAny>) -> PyResult<Moment> {
    moment(time::or_now(Some(given))?)
}

/// Reads an aware `datetime`; without one, the time is now.
///
/// # Errors
/// As [`given`].
pub fn or_now(given: Option<&Bound<'_, PyAny>>) -> PyResult<Moment> {
    match given {
        Some(given) => self::given(given),
        None => SystemClock.now().map_err(invalid),
    }
}

/// Returns the moment so many seconds later.
///
/// # Errors
/// If the span is negative, not a number, or longer than a hundred years.
pub fn after(start: Moment, seconds: f64) -> PyResult<Moment> {
    let span = time::span("seconds", seconds)?;
    Ok(start.plus_millis(u64::try_from(span.as_millis()).unwrap_or_default()))
}

/// Returns a moment as an aware `datetime` in UTC; the last one there is for moments beyond it.
pub fn to_python<'py>(py: Python<'py>, moment: Moment) -> PyResult<Bound<'py, PyAny>> {
    let millis = i64::try_from(moment.as_millis()).ok();
    let time = millis.and_then(|millis| Timestamp::from_millisecond(millis).ok());
    time::to_python(py, time.unwrap_or(Timestamp::MAX))
}

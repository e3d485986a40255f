//! From a Python exception to the outcome of a case.

use crate::errors::Abandoned;
use crate::{helpers, hold};
use lawful::Exception;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::cell::Cell;

thread_local! {
    /// Whether the user asked to stop while this thread ran a model's code.
    static INTERRUPTED: Cell<bool> = const { Cell::new(false) };
}

/// Turns a Python exception into the outcome of its case, with its traceback.
pub fn exception(py: Python<'_>, error: PyErr) -> Exception {
    // A worker of a run never receives signals: what looks like one was raised by the model.
    let user = !hold::is_worker() && error.is_instance_of::<PyKeyboardInterrupt>(py);
    if user {
        INTERRUPTED.set(true);
    }
    let interrupted = user || error.is_instance_of::<Abandoned>(py);
    // Owning the value gives it its traceback.
    let value = error.into_value(py);
    let told: PyResult<(String, String)> =
        helpers::describe(py).and_then(|d| d.call1((value,))?.extract());
    let (message, place) = told.unwrap_or_else(|_| {
        (
            "an exception that cannot be printed".to_owned(),
            String::new(),
        )
    });
    Exception {
        message,
        place,
        interrupted,
    }
}

/// Returns an error if the user asked to stop since the last call.
pub fn check_interrupted() -> PyResult<()> {
    if INTERRUPTED.replace(false) {
        return Err(PyKeyboardInterrupt::new_err(()));
    }
    Ok(())
}

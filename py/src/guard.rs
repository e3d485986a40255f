//! No panic crosses to Python.

use crate::errors::InternalError;
use pyo3::{PyResult, Python};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs work and turns a panic into an `InternalError`.
pub fn guarded<T>(work: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|payload| {
        let text = payload
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| payload.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Err(InternalError::new_err(format!(
            "an error in lawful itself: {text}; please report it"
        )))
    })
}

/// Runs work while other threads of Python run, and turns a panic into an `InternalError`.
pub fn detached<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    guarded(|| Ok(py.detach(work)))
}

//! Waiting for a store that is open elsewhere, until the user has had enough.

use super::refusal;
use lawful_trust::StoreError;
use pyo3::prelude::*;
use std::cell::RefCell;

thread_local! {
    /// What the user has asked for while this thread waited.
    static ASKED: RefCell<Option<PyErr>> = const { RefCell::new(None) };
}

/// Returns whether a signal came that ends the waiting.
pub fn give_up() -> bool {
    let signal = Python::attach(|py| py.check_signals());
    let stop = signal.is_err();
    ASKED.set(signal.err());
    stop
}

/// Turns an error of a store into the exception for it, or into what the user has asked for.
#[cold]
pub fn told(error: StoreError) -> PyErr {
    let busy = matches!(error, StoreError::Busy { .. });
    let asked = ASKED.take().filter(|_| busy);
    asked.unwrap_or_else(|| refusal::store(error))
}

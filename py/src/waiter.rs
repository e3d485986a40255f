//! Waiting for work of the engine: signals are heard, and end it.

use crate::{ending, hold};
use lawful::check::Observer;
use pyo3::prelude::*;
use std::thread::ThreadId;

/// An observer that passes on what a signal handler raises.
#[derive(Default)]
pub struct Waiter {
    error: Option<PyErr>,
}

impl Waiter {
    /// Raises what a signal handler raised meanwhile.
    pub fn settle(self) -> PyResult<()> {
        self.error.map_or(Ok(()), Err)
    }
}

impl Observer for Waiter {
    fn interrupted(&mut self) -> bool {
        if let Err(error) = Python::attach(|py| py.check_signals()) {
            self.error.get_or_insert(error);
        }
        self.error.is_some() || ending::is_ending()
    }

    fn gave_up(&mut self, _model: &str, thread: ThreadId) {
        if let Err(error) = Python::attach(|py| hold::abandon(py, thread)) {
            self.error.get_or_insert(error);
        }
    }
}

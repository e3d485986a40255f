//! Long work that ends when the user asks for it.

use crate::raised::check_interrupted;
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};

/// What the user has asked for while the interpreter was left to others.
#[derive(Default)]
pub struct Interrupts(Mutex<Option<PyErr>>);

impl Interrupts {
    /// Returns whether to stop: a signal came, or came earlier.
    pub fn stop(&self) -> bool {
        let signal = Python::attach(|py| check_interrupted().and_then(|()| py.check_signals()));
        let mut stopped = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *stopped = stopped.take().or(signal.err());
        stopped.is_some()
    }

    /// Ends the work.
    ///
    /// # Errors
    /// If the user asked to stop.
    pub fn end(self) -> PyResult<()> {
        check_interrupted()?;
        let stopped = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        stopped.map_or(Ok(()), Err)
    }
}

//! The context of a signature, by its name.

use crate::errors::invalid;
use lawful_platform::Context;
use pyo3::PyResult;

/// Returns the context of a name.
///
/// # Errors
/// If it is not a name of a context.
pub fn context(name: &str) -> PyResult<Context> {
    Context::new(name).map_err(invalid)
}

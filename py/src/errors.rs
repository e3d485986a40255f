//! The exceptions of the package, which are written in Python.

use pyo3::prelude::*;

pyo3::import_exception!(lawful.errors, InvalidInput);
pyo3::import_exception!(lawful.errors, NotFound);
pyo3::import_exception!(lawful.errors, LawRefuted);
pyo3::import_exception!(lawful.errors, DamagedFile);
pyo3::import_exception!(lawful.errors, InternalError);
pyo3::import_exception!(lawful.errors, ModelRaised);
pyo3::import_exception!(lawful.errors, Abandoned);

/// Turns any error into an [`InvalidInput`].
pub fn invalid(why: impl ToString) -> PyErr {
    InvalidInput::new_err(why.to_string())
}

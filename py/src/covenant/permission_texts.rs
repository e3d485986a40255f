//! Permissions as Python gives them.

use crate::errors::invalid;
use lawful_covenant::capability::{Permissions, PermissionsError};
use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyString;

/// The texts of permissions, all of them: one that is left out might be a denial.
pub struct PermissionTexts(Vec<PyBackedStr>);

impl<'a, 'py> FromPyObject<'a, 'py> for PermissionTexts {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<PermissionTexts> {
        if given.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!(
                "give a list of texts, not the text {}; write [{0}]",
                given.repr()?
            )));
        }
        let mut texts = Vec::new();
        for text in given.try_iter()? {
            if texts.len() >= Permissions::MOST {
                return Err(invalid(PermissionsError::TooMany(texts.len() + 1)));
            }
            texts.push(text?.extract::<PyBackedStr>()?);
        }
        Ok(PermissionTexts(texts))
    }
}

impl PermissionTexts {
    /// Returns the texts.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|text| &**text)
    }
}

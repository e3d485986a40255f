//! The ids that a caller asks about.

use crate::given::given;
use pyo3::Borrowed;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyList, PyString};

/// Ids in any iterable but a text, which is an iterable of letters by accident.
pub struct Ids(Vec<PyBackedStr>);

impl<'a, 'py> FromPyObject<'a, 'py> for Ids {
    type Error = PyErr;

    fn extract(ids: Borrowed<'a, 'py, PyAny>) -> PyResult<Ids> {
        if ids.is_instance_of::<PyString>() {
            return Err(PyTypeError::new_err(format!(
                "give a list of ids, not the text {}; write [{0}]",
                ids.repr()?
            )));
        }
        let read: PyResult<Vec<_>> = match ids.cast::<PyList>() {
            Ok(list) => list.iter().map(|id| given(&id)).collect(),
            Err(_) => ids.try_iter()?.map(|id| given(&id?)).collect(),
        };
        read.map(Ids)
    }
}

impl Ids {
    /// Returns the ids.
    pub fn all(&self) -> Vec<&str> {
        self.0.iter().map(|id| &**id).collect()
    }
}

//! Unpickling of what changes in place.

use super::entity::EntityTrust;
use super::tensor::{T3Tensor, V3Tensor};
use crate::errors::invalid;
use crate::given::given;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// What pickling needs: the function below, the class and the bytes.
pub type Pickled<'py> = (Bound<'py, PyAny>, (&'static str, Bound<'py, PyBytes>));

/// Makes an entity or a tensor from its bytes again: what unpickling calls.
#[pyfunction]
pub fn _restore_trust(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] name: &str,
    #[pyo3(from_py_with = given)] data: &[u8],
) -> PyResult<Py<PyAny>> {
    Ok(match name {
        "EntityTrust" => Bound::new(py, EntityTrust::read(data)?)?
            .into_any()
            .unbind(),
        "T3Tensor" => Bound::new(py, T3Tensor::read(data)?)?.into_any().unbind(),
        "V3Tensor" => Bound::new(py, V3Tensor::read(data)?)?.into_any().unbind(),
        other => return Err(invalid(format!("there is no class `{other}` to restore"))),
    })
}

//! Times of nodes: nanoseconds since 1970-01-01T00:00:00Z in 64 bits.

use crate::errors::invalid;
use pyo3::exceptions::PyOverflowError;
use pyo3::prelude::*;
use pyo3::{Borrowed, PyTypeInfo};

/// A time as Python gives it: any integer that fits into 64 bits with sign.
pub struct Nanoseconds(pub i64);

impl<'a, 'py> FromPyObject<'a, 'py> for Nanoseconds {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<Nanoseconds> {
        given.extract::<i64>().map(Nanoseconds).map_err(|why| {
            if why.is_instance(given.py(), &PyOverflowError::type_object(given.py())) {
                invalid(
                    "the timestamp does not fit into 64 bits; give nanoseconds since 1970-01-01",
                )
            } else {
                why
            }
        })
    }
}

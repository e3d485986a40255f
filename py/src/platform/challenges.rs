//! Challenges of one verifier.

use super::{refusal, time};
use crate::errors::invalid;
use crate::given::given;
use lawful_platform::attestation::{self as core, Nonce};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

/// The challenges of one verifier: each is good for one attestation, for `seconds`.
///
/// >>> from lawful.platform import Challenges
/// >>> len(Challenges(seconds=60).issue())
/// 32
#[pyclass(frozen, module = "lawful.platform")]
pub struct Challenges(pub core::Challenges);

/// Reads a challenge of 32 bytes.
///
/// # Errors
/// If it has another length.
pub fn nonce(bytes: &[u8]) -> PyResult<Nonce> {
    let nonce = bytes.try_into().map(Nonce);
    nonce.map_err(|_| invalid(format!("a challenge has 32 bytes, not {}", bytes.len())))
}

#[pymethods]
impl Challenges {
    #[new]
    #[pyo3(signature = (*, seconds = 300.0))]
    fn new(#[pyo3(from_py_with = given)] seconds: f64) -> PyResult<Challenges> {
        Ok(Challenges(core::Challenges::new(time::span(
            "seconds", seconds,
        )?)))
    }

    /// Issues a new challenge: 32 random bytes.
    ///
    /// Raises `KeyStoreError` if 65536 challenges are still alive.
    #[pyo3(signature = (*, now = None))]
    fn issue<'py>(
        &self,
        py: Python<'py>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyBytes>> {
        let challenge = self.0.issue(time::or_now(now)?).map_err(refusal::store)?;
        Ok(PyBytes::new(py, &challenge.nonce.0))
    }
}

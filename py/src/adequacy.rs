//! Whether the laws of a model notice faults.

use crate::errors::invalid;
use crate::evidence::KillMatrix;
use crate::given::given;
use crate::guard::detached;
use crate::interrupts::Interrupts;
use crate::model::Model;
use lawful::adequacy::{self as core, Effort};
use pyo3::prelude::*;
use std::sync::Arc;

/// Measures the laws of one model against its mutants.
///
/// Raises `InvalidInput` if there are no cases.
#[pyfunction]
#[pyo3(signature = (model, *, seed = 0, cases = 500))]
pub fn measure(
    py: Python<'_>,
    model: PyRef<'_, Model>,
    #[pyo3(from_py_with = given)] seed: u64,
    #[pyo3(from_py_with = given)] cases: u64,
) -> PyResult<KillMatrix> {
    if cases == 0 {
        return Err(invalid(
            "a budget of `0` cases checks nothing; give at least one",
        ));
    }
    let effort = Effort {
        seed,
        cases,
        ..Effort::default()
    };
    let model = Arc::clone(&model.0);
    let interrupts = Interrupts::default();
    let matrix = detached(py, || {
        core::measure(&model, &effort, &mut || interrupts.stop())
    })?;
    interrupts.end()?;
    Ok(KillMatrix(Arc::new(matrix)))
}

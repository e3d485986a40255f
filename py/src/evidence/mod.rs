//! The evidence as frozen classes.

mod counterexample;
mod kill_matrix;
mod law_evidence;
mod model_evidence;
mod report;
mod summary;
mod verdict;

pub use counterexample::{Binding, Counterexample, Failure, Step, summary};
pub use kill_matrix::{KillMatrix, Mutant};
pub use law_evidence::{LawEvidence, claim as python_claim};
pub use model_evidence::Evidence;
pub use report::Report;
pub use summary::{Summary, Timing};
pub use verdict::{NotRun, Proved, Refuted, Tested, Vacuous, Verdict, verdict};

use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

/// Makes a tuple of frozen objects from their data.
pub fn tuple<'py, D: Clone, C>(py: Python<'py>, data: &[D]) -> PyResult<Bound<'py, PyTuple>>
where
    C: From<Arc<D>> + IntoPyObject<'py>,
{
    let objects: Vec<C> = data.iter().map(|d| C::from(Arc::new(d.clone()))).collect();
    PyTuple::new(py, objects)
}

/// Defines a frozen class around an `Arc` of data.
macro_rules! class {
    ($(#[$attr:meta])* $class:ident, $name:literal, $data:ty) => {
        $(#[$attr])*
        #[pyo3::pyclass(frozen, module = "lawful")]
        pub struct $class(pub std::sync::Arc<$data>);

        impl From<std::sync::Arc<$data>> for $class {
            fn from(data: std::sync::Arc<$data>) -> Self {
                $class(data)
            }
        }

        $crate::frozen!($class, $name, $data);
    };
}
pub(crate) use class;

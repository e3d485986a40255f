//! Trust models by name.

use super::refusal;
use crate::given::given;
use lawful_trust::model::{Rules, all_rules, rules};
use pyo3::prelude::*;
use pyo3::types::PyType;

/// A trust model that can be chosen by name: `TrustModel("evidence")`.
///
/// `law_report` of `lawful.trust` checks its laws.
///
/// >>> from lawful.trust import TrustModel
/// >>> TrustModel("web4-0.1").about
/// 'the published three-dimensional rules of web4-trust 0.1.1, score for score'
#[pyclass(frozen, module = "lawful.trust")]
pub struct TrustModel(&'static dyn Rules);

#[pymethods]
impl TrustModel {
    #[classattr]
    fn __match_args__() -> (&'static str,) {
        ("name",)
    }

    #[new]
    #[pyo3(signature = (name, /))]
    fn new(#[pyo3(from_py_with = given)] name: &str) -> PyResult<TrustModel> {
        rules(name).map(TrustModel).map_err(refusal::trust)
    }

    /// The name by which it is chosen.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name()
    }

    /// What it is, in one sentence.
    #[getter]
    fn about(&self) -> &'static str {
        self.0.about()
    }

    fn __eq__(&self, other: &TrustModel) -> bool {
        self.0.name() == other.0.name()
    }

    fn __hash__(&self) -> u64 {
        use std::hash::{DefaultHasher, Hash, Hasher};
        let mut hasher = DefaultHasher::new();
        self.0.name().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        format!("TrustModel('{}')", self.0.name())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (&'static str,)) {
        (py.get_type::<Self>(), (self.0.name(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// Returns all trust models, sorted by name.
///
/// >>> from lawful.trust import trust_models
/// >>> [model.name for model in trust_models()]
/// ['evidence', 'web4-0.1']
#[pyfunction]
pub fn trust_models() -> Vec<TrustModel> {
    all_rules().into_iter().map(TrustModel).collect()
}

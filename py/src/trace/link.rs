//! Causal links as a frozen class.

use crate::errors::invalid;
use crate::given::given;
use lawful_trace as trace;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// A causal link to an earlier node: `Link("causes", "abc")`.
///
/// The relation is `causes`, `continues`, `branches` or `fulfils`; the target is the id of a node.
/// A link is stored in the later of the two nodes.
///
/// >>> from lawful.trace import Link
/// >>> Link("causes", "abc").target
/// 'abc'
/// >>> Link("follows", "abc")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `follows` is not a relation; use `causes`, `continues`, `branches` or `fulfils`
#[pyclass(frozen, eq, ord, hash, module = "lawful.trace")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash, Clone)]
pub struct Link {
    pub relation: trace::Relation,
    pub target: String,
}

#[pymethods]
impl Link {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("relation", "target")
    }

    #[new]
    fn new(
        #[pyo3(from_py_with = given)] relation: &str,
        #[pyo3(from_py_with = given)] target: String,
    ) -> PyResult<Link> {
        let relation = relation.parse().map_err(invalid)?;
        Ok(Link { relation, target })
    }

    /// How the target bears on the node: `causes`, `continues`, `branches` or `fulfils`.
    #[getter]
    fn relation(&self) -> &'static str {
        self.relation.name()
    }

    /// The id of the earlier node.
    #[getter]
    fn target(&self) -> &str {
        &self.target
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let target = self.target.as_str().into_pyobject(py)?.repr()?;
        Ok(format!("Link('{}', {target})", self.relation))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (&'static str, String)) {
        (
            py.get_type::<Self>(),
            (self.relation(), self.target.clone()),
        )
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

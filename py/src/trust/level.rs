//! Levels of trust as a frozen class.

use super::refusal;
use crate::given::given;
use lawful_trust as trust;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyType};

/// How far an average of trust goes, in one word: `TrustLevel("Medium")`, or `TrustLevel.of(0.5)`.
///
/// Levels are ordered, and print as their name. `legacy_name` is the lowercase form that the
/// published packages use; both are read.
///
/// >>> from lawful.trust import TrustLevel
/// >>> print(TrustLevel.of(0.5167))
/// Medium
/// >>> TrustLevel("medium-high") < TrustLevel.HIGH
/// True
/// >>> TrustLevel("immense")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `immense` is not a trust level; use High, MediumHigh, Medium, Low or Minimal
#[pyclass(frozen, eq, ord, hash, module = "lawful.trust")]
#[derive(PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustLevel(pub trust::TrustLevel);

#[pymethods]
impl TrustLevel {
    #[classattr]
    const HIGH: TrustLevel = TrustLevel(trust::TrustLevel::High);
    #[classattr]
    const MEDIUM_HIGH: TrustLevel = TrustLevel(trust::TrustLevel::MediumHigh);
    #[classattr]
    const MEDIUM: TrustLevel = TrustLevel(trust::TrustLevel::Medium);
    #[classattr]
    const LOW: TrustLevel = TrustLevel(trust::TrustLevel::Low);
    #[classattr]
    const MINIMAL: TrustLevel = TrustLevel(trust::TrustLevel::Minimal);

    #[classattr]
    fn __match_args__() -> (&'static str,) {
        ("name",)
    }

    #[new]
    #[pyo3(signature = (name, /))]
    fn new(#[pyo3(from_py_with = given)] name: &str) -> PyResult<TrustLevel> {
        name.parse().map(TrustLevel).map_err(refusal::trust)
    }

    /// Returns the level of an average; what is not a number is the lowest.
    #[staticmethod]
    #[pyo3(signature = (average, /))]
    fn of(#[pyo3(from_py_with = given)] average: f64) -> TrustLevel {
        TrustLevel(trust::TrustLevel::of(average))
    }

    /// Returns all levels, the lowest first; `TrustColumns.levels` gives places in this tuple.
    #[staticmethod]
    fn all() -> [TrustLevel; 5] {
        trust::TrustLevel::ALL.map(TrustLevel)
    }

    /// The name, `Medium` for instance.
    #[getter]
    fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The name in the form of the published packages, `medium-high` for instance.
    #[getter]
    fn legacy_name(&self) -> &'static str {
        self.0.legacy_name()
    }

    /// The least average of the level.
    #[getter]
    fn threshold(&self) -> f64 {
        self.0.threshold()
    }

    fn __str__(&self) -> &'static str {
        self.0.name()
    }

    fn __format__<'py>(&self, py: Python<'py>, how: &str) -> PyResult<Bound<'py, PyAny>> {
        PyString::new(py, self.0.name()).call_method1("__format__", (how,))
    }

    fn __repr__(&self) -> String {
        format!("TrustLevel('{}')", self.0)
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

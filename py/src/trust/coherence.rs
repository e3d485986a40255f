//! Coherence as a frozen class, and its calculators.

use super::lct::entity_type;
use super::refusal;
use crate::given::given;
use crate::platform::time;
use lawful_trust::coherence as core;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How much of one piece an entity is: continuity, stability, phi and reachability, each 0 to 1.
///
/// The total is their product. Without arguments nothing is known, and each is one half.
///
/// >>> from lawful.trust import Coherence
/// >>> coherence = Coherence(0.9, 0.95, 0.9, 1.0)
/// >>> coherence.limiting_factor(), coherence.is_enough_for("ai_software")
/// (('continuity', 0.9), True)
/// >>> Coherence(0.9, 2.0)
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: stability is `2`; use a number from 0 to 1
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct Coherence(core::Coherence);

#[pymethods]
impl Coherence {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("continuity", "stability", "phi", "reachability")
    }

    #[new]
    #[pyo3(signature = (continuity=0.5, stability=0.5, phi=0.5, reachability=0.5))]
    fn new(
        #[pyo3(from_py_with = given)] continuity: f64,
        #[pyo3(from_py_with = given)] stability: f64,
        #[pyo3(from_py_with = given)] phi: f64,
        #[pyo3(from_py_with = given)] reachability: f64,
    ) -> PyResult<Coherence> {
        core::Coherence::new(continuity, stability, phi, reachability)
            .map(Coherence)
            .map_err(refusal::coherence)
    }

    /// How much of the time the entity was there, 0 to 1.
    #[getter]
    fn continuity(&self) -> f64 {
        self.0.factor(core::Factor::Continuity)
    }

    /// How alike its behaviour is from one time to the next, 0 to 1.
    #[getter]
    fn stability(&self) -> f64 {
        self.0.factor(core::Factor::Stability)
    }

    /// How much its parts act as one, 0 to 1.
    #[getter]
    fn phi(&self) -> f64 {
        self.0.factor(core::Factor::Phi)
    }

    /// How often it answers, 0 to 1.
    #[getter]
    fn reachability(&self) -> f64 {
        self.0.factor(core::Factor::Reachability)
    }

    /// Returns the product of the factors.
    fn total(&self) -> f64 {
        self.0.total()
    }

    /// Returns the name of the smallest factor, the first if several are, and what it is.
    fn limiting_factor(&self) -> (&'static str, f64) {
        let (factor, value) = self.0.limiting_factor();
        (factor.name(), value)
    }

    /// Returns whether the total is at least a threshold.
    #[pyo3(signature = (threshold, /))]
    fn meets_threshold(&self, #[pyo3(from_py_with = given)] threshold: f64) -> bool {
        self.0.meets(threshold)
    }

    /// Returns whether the total reaches the threshold of a type of entities.
    ///
    /// Raises `InvalidInput` if it is not the name of a type.
    #[pyo3(signature = (entity_type, /))]
    fn is_enough_for(&self, #[pyo3(from_py_with = given)] entity_type: &str) -> PyResult<bool> {
        Ok(self.0.is_enough_for(self::entity_type(entity_type)?))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.factors().map(f64::to_bits).hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        let [a, b, c, d] = self.0.factors();
        format!("Coherence({a:?}, {b:?}, {c:?}, {d:?})")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (f64, f64, f64, f64)) {
        (py.get_type::<Self>(), self.0.factors().into())
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// Computes the share of a window during which an entity was there: after each activity for
/// `allowed_gap` seconds, or until the next one.
///
/// Raises `InvalidInput` if the window has no length, the gap is not positive, or a time is out of
/// order.
///
/// >>> from datetime import datetime, timedelta, timezone
/// >>> from lawful.trust import continuity
/// >>> start = datetime(2026, 1, 1, tzinfo=timezone.utc)
/// >>> continuity([start, start + timedelta(seconds=40)], start, start + timedelta(seconds=100), allowed_gap=10)
/// 0.2
#[pyfunction]
#[pyo3(signature = (activities, start, end, *, allowed_gap))]
pub fn continuity(
    activities: Vec<Bound<'_, PyAny>>,
    start: &Bound<'_, PyAny>,
    end: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = given)] allowed_gap: f64,
) -> PyResult<f64> {
    let times = activities
        .iter()
        .map(|at| time::or_now(Some(at)))
        .collect::<PyResult<Vec<_>>>()?;
    let (start, end) = (time::or_now(Some(start))?, time::or_now(Some(end))?);
    let gap = time::span("allowed_gap", allowed_gap)?;
    core::continuity(&times, start, end, gap).map_err(refusal::coherence)
}

/// Computes how alike samples from 0 to 1 are: 1 without variance, 0 with the largest; one half without
/// samples.
///
/// Raises `InvalidInput` if a sample is not from 0 to 1.
///
/// >>> from lawful.trust import stability
/// >>> stability([0.7, 0.7, 0.7])
/// 1.0
#[pyfunction]
#[pyo3(signature = (samples, /))]
pub fn stability(#[pyo3(from_py_with = given)] samples: Vec<f64>) -> PyResult<f64> {
    core::stability(&samples).map_err(refusal::coherence)
}

/// Computes how much the parts of an entity act as one: each row is the state of all parts at one
/// time, as whole numbers.
///
/// Raises `InvalidInput` if a row has another number of parts than the first.
///
/// >>> from lawful.trust import phi
/// >>> phi([[0, 0], [1, 1], [0, 0], [1, 1]]), phi([[0, 0], [0, 1], [1, 0], [1, 1]])
/// (1.0, 0.0)
#[pyfunction]
#[pyo3(signature = (rows, /))]
pub fn phi(#[pyo3(from_py_with = given)] rows: Vec<Vec<i64>>) -> PyResult<f64> {
    core::phi(&rows).map_err(refusal::coherence)
}

/// Computes reachability from how many calls were answered: one half without calls.
///
/// Raises `InvalidInput` if there are more answers than calls.
///
/// >>> from lawful.trust import reachability
/// >>> reachability(8, 8)
/// 0.9
#[pyfunction]
pub fn reachability(
    #[pyo3(from_py_with = given)] answers: u64,
    #[pyo3(from_py_with = given)] calls: u64,
) -> PyResult<f64> {
    core::reachability(answers, calls).map_err(refusal::coherence)
}

//! Two models over the same cases.

use crate::ending::Running;
use crate::errors::invalid;
use crate::evidence::{Binding, LawEvidence, class};
use crate::given::given;
use crate::guard::guarded;
use crate::model::Model;
use crate::waiter::Waiter;
use lawful::check::{Budget, Config};
use lawful::compare as core;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

class! {
    /// What one model made of a case.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> plus = lawful.find_model("int.i64.wrapping_add")
    /// >>> lawful.compare(plus, minus).difference.left
    /// Outcome(returned 1)
    Outcome, "Outcome", core::Outcome
}

#[pymethods]
impl Outcome {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("how", "text")
    }

    /// `returned` or `raised`.
    #[getter]
    fn how(&self) -> &'static str {
        match &*self.0 {
            core::Outcome::Returned(_) => "returned",
            core::Outcome::Raised(_) => "raised",
        }
    }

    /// The value, printed, or what was raised.
    #[getter]
    fn text(&self) -> &str {
        match &*self.0 {
            core::Outcome::Returned(text) | core::Outcome::Raised(text) => text,
        }
    }

    fn __repr__(&self) -> String {
        format!("Outcome({} {})", self.how(), self.text())
    }
}

class! {
    /// The first case in which two models differ, shrunk.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> plus = lawful.find_model("int.i64.wrapping_add")
    /// >>> lawful.compare(plus, minus).difference
    /// Difference(combine(0, 1): returned 1, returned -1)
    Difference, "Difference", core::Difference
}

#[pymethods]
impl Difference {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("operation", "left", "right")
    }

    /// The operation, or the machine.
    #[getter]
    fn operation(&self) -> &str {
        &self.0.operation
    }

    /// The case in which the models first differed: `random:17`.
    #[getter]
    fn case(&self) -> &str {
        &self.0.case
    }

    /// The arguments after shrinking; for a machine, one program.
    #[getter]
    fn arguments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        crate::evidence::tuple::<_, Binding>(py, &self.0.arguments)
    }

    /// The arguments as first found.
    #[getter]
    fn found<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        crate::evidence::tuple::<_, Binding>(py, &self.0.found)
    }

    /// What the first model made of them.
    #[getter]
    fn left(&self) -> Outcome {
        Outcome(Arc::new(self.0.left.clone()))
    }

    /// What the second model made of them.
    #[getter]
    fn right(&self) -> Outcome {
        Outcome(Arc::new(self.0.right.clone()))
    }

    /// How many candidates shrinking tried.
    #[getter]
    fn shrink_tried(&self) -> u64 {
        self.0.shrink.tried
    }

    fn __repr__(&self) -> String {
        let arguments: Vec<&str> = self.0.arguments.iter().map(|a| &*a.value).collect();
        let (left, right) = (self.left(), self.right());
        format!(
            "Difference({}({}): {} {}, {} {})",
            self.0.operation,
            arguments.join(", "),
            left.how(),
            left.text(),
            right.how(),
            right.text()
        )
    }
}

class! {
    /// How two models compare; true if they agree.
    ///
    /// >>> import lawful
    /// >>> plus = lawful.find_model("int.i64.wrapping_add")
    /// >>> found = lawful.compare(plus, plus)
    /// >>> bool(found), found.difference
    /// (True, None)
    Comparison, "Comparison", core::Comparison
}

#[pymethods]
impl Comparison {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("left", "right", "difference")
    }

    /// The id of the first model: the samplers are its.
    #[getter]
    fn left(&self) -> &str {
        &self.0.left
    }

    /// The id of the second model.
    #[getter]
    fn right(&self) -> &str {
        &self.0.right
    }

    /// The root seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.seed
    }

    /// What is known about each operation, as about a law: `agreement[combine].same`.
    #[getter]
    fn operations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        crate::evidence::tuple::<_, LawEvidence>(py, &self.0.operations)
    }

    /// The operations that were left out, each with the reason.
    #[getter]
    fn skipped<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.skipped.clone())
    }

    /// Whether every operation agrees, and none was left out.
    #[getter]
    fn agrees(&self) -> bool {
        self.0.agrees()
    }

    /// The first difference, in the order of the operations; `None` if there is none.
    #[getter]
    fn difference(&self) -> Option<Difference> {
        let found = self.0.difference();
        found.map(|difference| Difference(Arc::new(difference)))
    }

    fn __bool__(&self) -> bool {
        self.0.agrees()
    }

    fn __repr__(&self) -> String {
        let came = match self.difference() {
            Some(difference) => difference.__repr__(),
            None if self.0.agrees() => "agree".to_owned(),
            None => "not decided".to_owned(),
        };
        format!("Comparison({}, {}: {came})", self.0.left, self.0.right)
    }
}

/// Compares two models. Use `lawful.compare`.
#[pyfunction]
#[pyo3(signature = (left, right, *, cases, seconds, seed, threads, deadline, shrink))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn compare(
    py: Python<'_>,
    left: PyRef<'_, Model>,
    right: PyRef<'_, Model>,
    #[pyo3(from_py_with = given)] cases: Option<u64>,
    #[pyo3(from_py_with = given)] seconds: Option<f64>,
    #[pyo3(from_py_with = given)] seed: u64,
    #[pyo3(from_py_with = given)] threads: usize,
    #[pyo3(from_py_with = given)] deadline: f64,
    #[pyo3(from_py_with = given)] shrink: u64,
) -> PyResult<Comparison> {
    let mut config = Config {
        seed,
        threads,
        deadline: crate::run::seconds("deadline", deadline)?,
        shrink,
        ..Config::default()
    };
    match (cases, seconds) {
        (Some(_), Some(_)) => return Err(invalid("give cases or a time, not both")),
        (Some(cases), None) => config.budget = Budget::Cases(cases),
        (None, Some(time)) => config.budget = Budget::Time(crate::run::seconds("time", time)?),
        (None, None) => {}
    }
    let (left, right) = (Arc::clone(&left.0), Arc::clone(&right.0));
    let _running = Running::begin(py)?;
    let mut waiter = Waiter::default();
    let found = guarded(|| {
        py.detach(|| core::compare_watched(&left, &right, &config, &mut waiter))
            .map_err(invalid)
    })?;
    waiter.settle()?;
    Ok(Comparison(Arc::new(found)))
}

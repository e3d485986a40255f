//! A refuting case.

use super::{class, tuple};
use lawful::evidence as data;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

class! {
    /// One variable of a law and the value that it had.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> law = lawful.check(minus).model("demo.minus").law("associative")
    /// >>> law.verdict.counterexample.substitution
    /// (Binding(a = 0), Binding(b = 0), Binding(c = 1))
    Binding, "Binding", data::Binding
}

#[pymethods]
impl Binding {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("variable", "value")
    }

    /// The variable, as the law names it.
    #[getter]
    fn variable(&self) -> &str {
        &self.0.variable
    }

    /// The sort of the variable.
    #[getter]
    fn sort(&self) -> &str {
        &self.0.sort
    }

    /// The value, printed.
    #[getter]
    fn value(&self) -> &str {
        &self.0.value
    }

    /// Whether the law can hold again when only this variable changes.
    #[getter]
    fn matters(&self) -> bool {
        self.0.matters
    }

    fn __repr__(&self) -> String {
        format!("Binding({} = {})", self.0.variable, self.0.value)
    }
}

class! {
    /// One step of the evaluation of a side: a term and what it came to.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> law = lawful.check(minus).model("demo.minus").law("associative")
    /// >>> law.verdict.counterexample.left
    /// (Step(0 · 0 = 0), Step(0 · 1 = -1))
    Step, "Step", data::Step
}

#[pymethods]
impl Step {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("term", "value")
    }

    /// The term, printed with the values of its arguments.
    #[getter]
    fn term(&self) -> &str {
        &self.0.term
    }

    /// Its value, printed.
    #[getter]
    fn value(&self) -> &str {
        &self.0.value
    }

    fn __repr__(&self) -> String {
        format!("Step({} = {})", self.0.term, self.0.value)
    }
}

class! {
    /// How a case refuted its law.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> law = lawful.check(minus).model("demo.minus").law("associative")
    /// >>> failure = law.verdict.counterexample.failure
    /// >>> failure.how, failure.left, failure.right
    /// ('unequal', '-1', '1')
    Failure, "Failure", data::Failure
}

#[pymethods]
impl Failure {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str,) {
        ("how",)
    }

    /// `unequal`, `not at most`, `false` or `raised`.
    #[getter]
    fn how(&self) -> &'static str {
        match &*self.0 {
            data::Failure::Unequal { .. } => "unequal",
            data::Failure::NotAtMost { .. } => "not at most",
            data::Failure::False => "false",
            data::Failure::Raised { .. } => "raised",
        }
    }

    /// The left side, printed, if the law has two sides.
    #[getter]
    fn left(&self) -> Option<&str> {
        match &*self.0 {
            data::Failure::Unequal { left, .. } | data::Failure::NotAtMost { left, .. } => {
                Some(left)
            }
            _ => None,
        }
    }

    /// The right side, printed, if the law has two sides.
    #[getter]
    fn right(&self) -> Option<&str> {
        match &*self.0 {
            data::Failure::Unequal { right, .. } | data::Failure::NotAtMost { right, .. } => {
                Some(right)
            }
            _ => None,
        }
    }

    /// What the model's code said when it raised.
    #[getter]
    fn message(&self) -> Option<&str> {
        match &*self.0 {
            data::Failure::Raised { message, .. } => Some(message),
            _ => None,
        }
    }

    /// The traceback of what was raised, or the place of a panic.
    #[getter]
    fn traceback(&self) -> Option<&str> {
        match &*self.0 {
            data::Failure::Raised { place, .. } => Some(place),
            _ => None,
        }
    }

    fn __repr__(&self) -> String {
        format!("Failure({})", told(&self.0))
    }
}

class! {
    /// A refuting case, shrunk, with both sides shown.
    ///
    /// >>> import lawful
    /// >>> class Minus:
    /// ...     elem = lawful.integers()
    /// ...     def combine(self, a, b):
    /// ...         return a - b
    /// >>> minus = lawful.build(Minus, theory="semigroup", id="demo.minus")
    /// >>> law = lawful.check(minus).model("demo.minus").law("associative")
    /// >>> law.verdict.counterexample
    /// Counterexample(a = 0, b = 0, c = 1: -1 is not 1)
    Counterexample, "Counterexample", data::Counterexample
}

#[pymethods]
impl Counterexample {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("substitution", "failure")
    }

    /// The case in which the law was first refuted: `random:17`.
    #[getter]
    fn case(&self) -> String {
        self.0.case.to_string()
    }

    /// The token that replays that case.
    #[getter]
    fn replay(&self) -> &str {
        &self.0.replay
    }

    /// The values after shrinking.
    #[getter]
    fn substitution<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Binding>(py, &self.0.substitution)
    }

    /// The values as first found.
    #[getter]
    fn found<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Binding>(py, &self.0.found)
    }

    /// How the shrunk case refutes the law.
    #[getter]
    fn failure(&self) -> Failure {
        Failure(Arc::new(self.0.failure.clone()))
    }

    /// The evaluation of the left side.
    #[getter]
    fn left<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Step>(py, &self.0.left)
    }

    /// The evaluation of the right side.
    #[getter]
    fn right<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Step>(py, &self.0.right)
    }

    /// The first place where two long sides differ, told in words.
    #[getter]
    fn first_difference(&self) -> Option<&str> {
        self.0.first_difference.as_deref()
    }

    /// How many of the sampled cases failed.
    #[getter]
    fn failed(&self) -> u64 {
        self.0.frequency.failed
    }

    /// How many cases were sampled to say how often the law fails.
    #[getter]
    fn sampled(&self) -> u64 {
        self.0.frequency.sampled
    }

    /// How many candidates shrinking tried.
    #[getter]
    fn shrink_tried(&self) -> u64 {
        self.0.shrink.tried
    }

    /// How many candidates were simpler and refuted the law too.
    #[getter]
    fn shrink_accepted(&self) -> u64 {
        self.0.shrink.accepted
    }

    /// Whether the budget ended shrinking: a simpler case may exist.
    #[getter]
    fn shrink_out_of_budget(&self) -> bool {
        self.0.shrink.out_of_budget
    }

    /// A ready Rust test that fails for this case; empty for a Python model.
    #[getter]
    fn rust_test(&self) -> &str {
        &self.0.rust_test
    }

    /// A ready pytest function that fails for this case.
    #[getter]
    fn python_test(&self) -> &str {
        &self.0.python_test
    }

    /// The shrunk values as text, if all of them can be stored.
    #[getter]
    fn encoded<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyTuple>>> {
        let encoded = self.0.encoded.as_ref();
        encoded.map(|values| PyTuple::new(py, values)).transpose()
    }

    fn __repr__(&self) -> String {
        format!("Counterexample({})", summary(&self.0))
    }
}

/// Returns the substitution and the failure in one line.
pub fn summary(data: &data::Counterexample) -> String {
    let bindings = data.substitution.iter();
    let values: Vec<String> = bindings
        .map(|b| format!("{} = {}", b.variable, b.value))
        .collect();
    format!("{}: {}", values.join(", "), told(&data.failure))
}

fn told(failure: &data::Failure) -> String {
    match failure {
        data::Failure::Unequal { left, right } => format!("{left} is not {right}"),
        data::Failure::NotAtMost { left, right } => format!("{left} is not at most {right}"),
        data::Failure::False => "the predicate is false".to_owned(),
        data::Failure::Raised { message, .. } => message.clone(),
    }
}

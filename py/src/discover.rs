//! Law discovery.

use crate::errors::invalid;
use crate::evidence::class;
use crate::given::given;
use crate::guard::detached;
use crate::interrupts::Interrupts;
use crate::model::Model;
use lawful::evidence::{Proof, Verdict};
use lawful_operad::discover as core;
use pyo3::prelude::*;
use std::sync::Arc;

class! {
    /// An equation that holds and is not claimed.
    ///
    /// >>> import lawful
    /// >>> class Or:
    /// ...     elem = lawful.booleans()
    /// ...     def combine(self, a, b):
    /// ...         return a or b
    /// >>> lawful.discover(lawful.build(Or, theory="semigroup", id="demo.or"), size=3).new
    /// [Discovery(combine(x, y) = combine(y, x), proved), Discovery(combine(x, x) = x, proved)]
    Discovery, "Discovery", core::Found
}

#[pymethods]
impl Discovery {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("name", "equation", "verdict")
    }

    /// What it is called, or the equation itself.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The equation.
    #[getter]
    fn equation(&self) -> &str {
        &self.0.equation
    }

    /// `proved` if the whole domain was visited, otherwise `tested`.
    #[getter]
    fn verdict(&self) -> &'static str {
        self.0.verdict.name()
    }

    /// The number of cases that ran.
    #[getter]
    fn cases(&self) -> u64 {
        match &self.0.verdict {
            Verdict::Proved {
                proof: Proof::WholeDomain { cases },
            } => *cases,
            Verdict::Tested { cases, .. } => *cases,
            _ => 0,
        }
    }

    /// What claiming it is good for, if it is a well-known law.
    #[getter]
    fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    fn __repr__(&self) -> String {
        format!("Discovery({}, {})", self.equation(), self.verdict())
    }
}

class! {
    /// A claimed law that follows from the other claims.
    ///
    /// >>> import lawful
    /// >>> found = lawful.discover(lawful.find_model("bool.logic"), size=3, cases=100)
    /// >>> all(isinstance(claim, lawful.RedundantClaim) for claim in found.redundant)
    /// True
    RedundantClaim, "RedundantClaim", core::Redundant
}

#[pymethods]
impl RedundantClaim {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("law", "derivation")
    }

    /// The law.
    #[getter]
    fn law(&self) -> &str {
        &self.0.law
    }

    /// The derivation, a line for each step.
    #[getter]
    fn derivation(&self) -> Vec<String> {
        self.0.derivation.clone()
    }

    fn __repr__(&self) -> String {
        format!("RedundantClaim({})", self.0.law)
    }
}

class! {
    /// What was discovered about a model; its text is for a person to read.
    ///
    /// >>> import lawful
    /// >>> found = lawful.discover(lawful.find_model("int.i64.wrapping_add"), size=3, cases=100)
    /// >>> found.model
    /// 'int.i64.wrapping_add'
    Discoveries, "Discoveries", core::Discoveries
}

#[pymethods]
impl Discoveries {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("model", "new")
    }

    /// The id of the model.
    #[getter]
    fn model(&self) -> &str {
        &self.0.model
    }

    /// The claimed laws that were taken as given.
    #[getter]
    fn given(&self) -> Vec<String> {
        self.0.given.clone()
    }

    /// Equations that hold and follow from nothing that is claimed, nor from each other.
    #[getter(new)]
    fn found(&self) -> Vec<Discovery> {
        let one = |found: &core::Found| Discovery(Arc::new(found.clone()));
        self.0.new.iter().map(one).collect()
    }

    /// Claimed laws that follow from the other claims.
    #[getter]
    fn redundant(&self) -> Vec<RedundantClaim> {
        let one = |found: &core::Redundant| RedundantClaim(Arc::new(found.clone()));
        self.0.redundant.iter().map(one).collect()
    }

    /// Claimed equations that fail on a sample.
    #[getter]
    fn broken(&self) -> Vec<String> {
        self.0.broken.clone()
    }

    /// How many terms were compared.
    #[getter]
    fn terms(&self) -> usize {
        self.0.terms
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Discoveries({}: {} new)", self.0.model, self.0.new.len())
    }
}

/// Finds the equations of a model that hold and follow from nothing that it claims.
///
/// Raises `InvalidInput` if there is nothing to compare, or a setting makes no sense.
///
/// >>> import lawful
/// >>> lawful.discover(lawful.find_model("int.i64.wrapping_add"), size=3, cases=100).broken
/// []
#[pyfunction]
#[pyo3(signature = (model, *, size = 5, cases = 10_000, seed = 0))]
pub fn discover(
    py: Python<'_>,
    model: PyRef<'_, Model>,
    #[pyo3(from_py_with = given)] size: usize,
    #[pyo3(from_py_with = given)] cases: u64,
    #[pyo3(from_py_with = given)] seed: u64,
) -> PyResult<Discoveries> {
    let options = core::Options {
        size,
        cases,
        seed,
        ..core::Options::default()
    };
    let model = &model.0;
    let interrupts = Interrupts::default();
    let found = detached(py, || {
        core::discover_until(model, &options, &|| interrupts.stop())
    })?;
    interrupts.end()?;
    found
        .map(|found| Discoveries(Arc::new(found)))
        .map_err(invalid)
}

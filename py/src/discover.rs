//! Law discovery.

use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::model::Model;
use lawful::evidence::{Proof, Verdict};
use lawful_operad::discover as core;
use pyo3::prelude::*;

/// An equation that holds and is not claimed.
///
/// >>> import lawful
/// >>> found = lawful.discover(lawful.find_model("bool.xor"))
/// >>> all(isinstance(equation, lawful.Discovery) for equation in found.new)
/// True
#[pyclass(frozen, get_all, module = "lawful")]
pub struct Discovery {
    /// What it is called, or the equation itself.
    name: String,
    /// The equation.
    equation: String,
    /// `proved` if the whole domain was visited, otherwise `tested`.
    verdict: &'static str,
    /// The number of cases that ran.
    cases: u64,
    /// What claiming it is good for, if it is a well-known law.
    advice: Option<&'static str>,
}

/// A claimed law that follows from the other claims.
///
/// >>> import lawful
/// >>> found = lawful.discover(lawful.find_model("bool.logic"), size=3, cases=100)
/// >>> all(isinstance(claim, lawful.RedundantClaim) for claim in found.redundant)
/// True
#[pyclass(frozen, get_all, module = "lawful")]
pub struct RedundantClaim {
    /// The law.
    law: String,
    /// The derivation, a line for each step.
    derivation: Vec<String>,
}

/// What was discovered about a model; its text is for a person to read.
///
/// >>> import lawful
/// >>> found = lawful.discover(lawful.find_model("int.i64.wrapping_add"), size=3, cases=100)
/// >>> found.model
/// 'int.i64.wrapping_add'
#[pyclass(frozen, module = "lawful")]
pub struct Discoveries(core::Discoveries);

#[pymethods]
impl Discoveries {
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
        self.0.new.iter().map(discovery).collect()
    }

    /// Claimed laws that follow from the other claims.
    #[getter]
    fn redundant(&self) -> Vec<RedundantClaim> {
        let one = |found: &core::Redundant| RedundantClaim {
            law: found.law.clone(),
            derivation: found.derivation.clone(),
        };
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
        format!(
            "<Discoveries of {}: {} new>",
            self.0.model,
            self.0.new.len()
        )
    }
}

fn discovery(found: &core::Found) -> Discovery {
    let cases = match &found.verdict {
        Verdict::Proved {
            proof: Proof::WholeDomain { cases },
        } => *cases,
        Verdict::Tested { cases, .. } => *cases,
        _ => 0,
    };
    Discovery {
        name: found.name.clone(),
        equation: found.equation.clone(),
        verdict: found.verdict.name(),
        cases,
        advice: found.advice,
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
    detached(py, || core::discover(model, &options))?
        .map(Discoveries)
        .map_err(invalid)
}

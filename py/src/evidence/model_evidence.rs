//! What is known about one model.

use super::{LawEvidence, class, tuple};
use crate::given::given;
use lawful::evidence as data;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

class! {
    /// Verdicts for all laws of one model.
    ///
    /// >>> import lawful
    /// >>> evidence = lawful.check("bool.logic").model("bool.logic")
    /// >>> evidence.is_good, evidence.law("distributive").verdict.name
    /// (True, 'proved')
    Evidence, "Evidence", data::Evidence
}

#[pymethods]
impl Evidence {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("model", "laws")
    }

    /// The id of the model.
    #[getter]
    fn model(&self) -> &str {
        &self.0.model
    }

    /// The version of the model.
    #[getter]
    fn version(&self) -> &str {
        &self.0.version
    }

    /// The language of the model: `rust` or `python`.
    #[getter]
    fn language(&self) -> &str {
        &self.0.language
    }

    /// The theories that the model claims.
    #[getter]
    fn theories<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.theories)
    }

    /// One line about the model.
    #[getter]
    fn about(&self) -> &str {
        &self.0.about
    }

    /// The laws, sorted by id.
    #[getter]
    fn laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, LawEvidence>(py, &self.0.laws)
    }

    /// Whether every claim was borne out, and there is at least one.
    #[getter]
    fn is_good(&self) -> bool {
        self.0.is_good()
    }

    /// Finds the evidence of one law by its id, or by its short name if only one law has it.
    ///
    /// Raises `NotFound` if there is none.
    fn law(&self, #[pyo3(from_py_with = given)] id: &str) -> PyResult<LawEvidence> {
        let short =
            |law: &&data::LawEvidence| law.law.rsplit_once('.').is_some_and(|(_, name)| name == id);
        let by_name: Vec<&data::LawEvidence> = self.0.laws.iter().filter(short).collect();
        let found = self.0.law(id).or(match by_name.as_slice() {
            [one] => Some(*one),
            _ => None,
        });
        found
            .map(|law| LawEvidence(Arc::new(law.clone())))
            .ok_or_else(|| {
                let model = &self.0.model;
                crate::errors::NotFound::new_err(match by_name.len() {
                    0 => format!("`{model}` has no evidence of a law `{id}`"),
                    _ => format!("`{model}` has several laws `{id}`; write the theory too"),
                })
            })
    }

    fn __repr__(&self) -> String {
        let good = if self.0.is_good() { "good" } else { "not good" };
        format!(
            "Evidence({}: {} laws, {good})",
            self.0.model,
            self.0.laws.len()
        )
    }
}

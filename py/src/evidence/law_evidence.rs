//! What is known about one law of one model.

use super::{class, verdict};
use crate::given::given;
use lawful::evidence as data;
use lawful::report::terminal::{Style, render_law};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::Arc;

class! {
    /// What is known about one law of one model.
    ///
    /// >>> import lawful
    /// >>> lawful.check("int.i64.wrapping_add", cases=100).model("int.i64.wrapping_add").law("associative")
    /// LawEvidence(semigroup.associative: tested, holds)
    LawEvidence, "LawEvidence", data::LawEvidence
}

/// Names a claim as Python spells it.
pub fn claim(claim: data::Claim) -> &'static str {
    match claim {
        data::Claim::Holds => "holds",
        data::Claim::Fails => "fails",
    }
}

fn status(law: &data::LawEvidence) -> &'static str {
    match law.status() {
        data::Status::Holds => "holds",
        data::Status::Witnessed => "witnessed",
        data::Status::Broken => "broken",
        data::Status::Unwitnessed => "unwitnessed",
        data::Status::Unknown => "unknown",
    }
}

#[pymethods]
impl LawEvidence {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("law", "verdict")
    }

    /// The id of the law.
    #[getter]
    fn law(&self) -> &str {
        &self.0.law
    }

    /// The version of the law set of the theory that states the law.
    #[getter]
    fn law_set(&self) -> u32 {
        self.0.law_set
    }

    /// The law, printed.
    #[getter]
    fn statement(&self) -> &str {
        &self.0.statement
    }

    /// What was claimed: `holds` or `fails`.
    #[getter]
    fn claim(&self) -> &'static str {
        claim(self.0.claim)
    }

    /// How many effective cases a verdict needs.
    #[getter]
    fn floor(&self) -> u64 {
        self.0.floor
    }

    /// The verdict.
    #[getter]
    fn verdict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        verdict(py, Arc::new(self.0.verdict()))
    }

    /// Whether the claim was borne out: `holds`, `witnessed`, `broken`, `unwitnessed` or `unknown`.
    #[getter]
    fn status(&self) -> &'static str {
        status(&self.0)
    }

    /// Whether the claim was borne out.
    #[getter]
    fn is_good(&self) -> bool {
        self.0.status().is_good()
    }

    /// Whether the claim was borne out, as far as the shards that have run can tell.
    #[getter]
    fn is_good_so_far(&self) -> bool {
        self.0.is_good_so_far()
    }

    /// The shards that have not run, by their number from 1.
    #[getter]
    fn missing_shards<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.coverage.missing())
    }

    /// Cases that ran.
    #[getter]
    fn cases(&self) -> u64 {
        self.0.coverage.tally().cases
    }

    /// Cases that ran and whose premise was true.
    #[getter]
    fn effective(&self) -> u64 {
        let tally = self.0.coverage.tally();
        tally.cases.saturating_sub(tally.vacuous)
    }

    /// The worst error that a tolerance let pass, as a part of what it allows.
    #[getter]
    fn worst_error(&self) -> Option<f64> {
        self.0.coverage.tally().worst_error
    }

    /// Tells everything about the law of the model `model` as text for a terminal.
    #[pyo3(signature = (model, *, color = false, width = 80, verbose = false))]
    fn to_text(
        &self,
        #[pyo3(from_py_with = given)] model: &str,
        color: bool,
        #[pyo3(from_py_with = given)] width: usize,
        verbose: bool,
    ) -> String {
        let style = Style {
            colour: color,
            width,
            verbose,
        };
        render_law(model, &self.0, &style)
    }

    fn __repr__(&self) -> String {
        let law = &self.0;
        let verdict = law.verdict();
        format!(
            "LawEvidence({}: {}, {})",
            law.law,
            verdict.name(),
            status(law)
        )
    }
}

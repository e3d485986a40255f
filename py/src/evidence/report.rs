//! The report of a run.

use super::{Evidence, KillMatrix, Summary, Timing, class, tuple};
use crate::errors::{DamagedFile, InvalidInput, NotFound, invalid};
use crate::given::given;
use crate::guard::guarded;
use lawful::evidence as data;
use lawful::report::terminal::{Style, render};
use lawful::report::{html, json_lines, junit};
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use std::sync::Arc;

class! {
    /// The evidence of all models that were checked in one run.
    ///
    /// `check` and `read_report` make reports; there is nothing to construct by hand.
    ///
    /// >>> import lawful
    /// >>> report = lawful.check("bool.logic", seed=7)
    /// >>> report.is_good, report.seed
    /// (True, 7)
    /// >>> lawful.Report.from_json_lines(report.to_json_lines()) == report
    /// True
    Report, "Report", data::Report
}

impl Report {
    /// Wraps a report.
    pub fn new(data: data::Report) -> Report {
        Report(Arc::new(data))
    }
}

fn written(write: impl FnOnce(&mut Vec<u8>) -> PyResult<()>) -> PyResult<String> {
    let mut bytes = Vec::new();
    guarded(|| write(&mut bytes))?;
    String::from_utf8(bytes).map_err(invalid)
}

#[pymethods]
impl Report {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str,) {
        ("evidence",)
    }

    /// The root seed.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.settings.seed
    }

    /// Random cases for each law, if the budget was a number of cases.
    #[getter]
    fn cases(&self) -> Option<u64> {
        self.0.settings.cases
    }

    /// Seconds for each law, if the budget was a time.
    #[getter]
    fn seconds(&self) -> Option<f64> {
        self.0.settings.seconds
    }

    /// The evidence, sorted by the id of the model.
    #[getter]
    fn evidence<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Evidence>(py, &self.0.evidence)
    }

    /// Kill matrices, if they were asked for.
    #[getter]
    fn adequacy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, KillMatrix>(py, &self.0.adequacy)
    }

    /// How long each law of each model took.
    #[getter]
    fn timings<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Timing>(py, &self.0.timings)
    }

    /// Whether the run was interrupted: some models are missing or not complete.
    #[getter]
    fn interrupted(&self) -> bool {
        self.0.interrupted
    }

    /// Whether the run is complete and every claim was borne out.
    #[getter]
    fn is_good(&self) -> bool {
        self.0.is_good()
    }

    /// Counts the claims.
    #[getter]
    fn summary(&self) -> Summary {
        Summary(Arc::new(self.0.summary()))
    }

    /// Finds the evidence of one model by its id.
    ///
    /// Raises `NotFound` if there is none.
    fn model(&self, #[pyo3(from_py_with = given)] id: &str) -> PyResult<Evidence> {
        let found = self.0.model(id);
        found
            .map(|evidence| Evidence(Arc::new(evidence.clone())))
            .ok_or_else(|| NotFound::new_err(format!("the report has no model `{id}`")))
    }

    /// Returns the report without what differs from run to run: the timings.
    fn canonical(&self) -> Report {
        Report::new(self.0.canonical())
    }

    /// Returns the report with kill matrices.
    fn with_adequacy(&self, matrices: Vec<PyRef<'_, KillMatrix>>) -> Report {
        let mut report = (*self.0).clone();
        report.adequacy = matrices.iter().map(|m| (*m.0).clone()).collect();
        Report::new(report)
    }

    /// Merges the report with others of the same settings: shards become one report.
    ///
    /// Commutative, associative and idempotent. Raises `InvalidInput` if the settings, the models
    /// or the way the work was split differ.
    #[pyo3(signature = (*others))]
    fn merge(&self, others: Vec<PyRef<'_, Report>>) -> PyResult<Report> {
        guarded(|| {
            let mut all = (*self.0).clone();
            for other in others {
                let merged = all.merge((*other.0).clone());
                all = merged.map_err(|why| InvalidInput::new_err(why.to_string()))?;
            }
            Ok(Report::new(all))
        })
    }

    /// Returns the report as JSON lines, with the timings unless `canonical`.
    #[pyo3(signature = (*, canonical = false))]
    fn to_json_lines(&self, canonical: bool) -> PyResult<String> {
        let report = if canonical {
            &self.0.canonical()
        } else {
            &*self.0
        };
        written(|out| json_lines::write(report, out).map_err(invalid))
    }

    /// Reads a report from JSON lines. The text is not trusted.
    ///
    /// Raises `DamagedFile` if it is cut, changed or not a report.
    #[staticmethod]
    fn from_json_lines(text: &Bound<'_, PyAny>) -> PyResult<Report> {
        let bytes = match text.cast::<PyString>() {
            Ok(text) => given::<&str>(text.as_any())?.as_bytes().to_vec(),
            Err(_) => given::<&[u8]>(text)?.to_vec(),
        };
        let read = guarded(|| Ok(json_lines::read(bytes.as_slice())))?;
        read.map(Report::new)
            .map_err(|why| DamagedFile::new_err(why.to_string()))
    }

    /// Returns the report as JUnit XML.
    fn to_junit(&self) -> PyResult<String> {
        written(|out| junit::write(&self.0, out).map_err(invalid))
    }

    /// Returns the report as one HTML page that needs no network.
    fn to_html(&self) -> PyResult<String> {
        written(|out| html::write(&self.0, out).map_err(invalid))
    }

    /// Returns the report as text for a terminal.
    #[pyo3(signature = (*, color = false, width = 80, verbose = false))]
    fn to_text(
        &self,
        color: bool,
        #[pyo3(from_py_with = given)] width: usize,
        verbose: bool,
    ) -> String {
        let style = Style {
            colour: color,
            width,
            verbose,
        };
        render(&self.0, &style)
    }

    fn __str__(&self) -> String {
        render(&self.0, &Style::default())
    }

    fn __repr__(&self) -> String {
        let sum = self.0.summary();
        let good = super::kill_matrix::python_bool(self.0.is_good());
        format!(
            "Report(models={}, claims={}, is_good={good})",
            sum.models, sum.claims
        )
    }
}

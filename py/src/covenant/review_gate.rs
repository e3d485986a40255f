//! Review gates as a frozen class.

use super::parties::{Party, keys};
use crate::errors::invalid;
use crate::given::given;
use crate::platform::PublicKey;
use lawful_covenant::review;
use lawful_platform as platform;
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// A place where people look at a call before it happens.
///
/// The gate counts the allowed calls that `trigger` matches; call number `threshold` is stopped, and
/// every one after it, until `quorum` of the `reviewers` have approved one of them. What nobody
/// decides within `seconds` is denied.
///
/// >>> from lawful.covenant import ReviewGate
/// >>> from lawful.platform import KeyStore
/// >>> boss = KeyStore.memory().new_key("boss")
/// >>> ReviewGate("deploys", "deploy:**", reviewers=[boss])
/// <ReviewGate deploys: 1 of 1 for every call of deploy:**>
#[pyclass(frozen, eq, hash, module = "lawful.covenant")]
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct ReviewGate(pub review::ReviewGate);

#[pymethods]
impl ReviewGate {
    #[new]
    #[pyo3(signature = (name, trigger, *, reviewers, threshold=1, quorum=1, seconds=300.0))]
    fn new(
        #[pyo3(from_py_with = given)] name: &str,
        #[pyo3(from_py_with = given)] trigger: &str,
        #[pyo3(from_py_with = given)] reviewers: Vec<Party<'_>>,
        #[pyo3(from_py_with = given)] threshold: u64,
        #[pyo3(from_py_with = given)] quorum: u8,
        #[pyo3(from_py_with = given)] seconds: f64,
    ) -> PyResult<ReviewGate> {
        let timeout = crate::platform::time::span("seconds", seconds)?;
        let timeout = u64::try_from(timeout.as_millis()).unwrap_or_default();
        let reviewers: Vec<platform::PublicKey> = keys(&reviewers)?;
        let trigger = trigger.parse().map_err(invalid)?;
        review::ReviewGate::new(name, trigger, threshold, reviewers, quorum, timeout)
            .map(ReviewGate)
            .map_err(invalid)
    }

    /// The name.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// Which calls it counts.
    #[getter]
    fn trigger(&self) -> &str {
        self.0.trigger().as_str()
    }

    /// The number of the call that it stops, from 1.
    #[getter]
    fn threshold(&self) -> u64 {
        self.0.threshold()
    }

    /// Who may review.
    #[getter]
    fn reviewers(&self) -> Vec<PublicKey> {
        self.0.reviewers().iter().cloned().map(PublicKey).collect()
    }

    /// How many of them must approve.
    #[getter]
    fn quorum(&self) -> u8 {
        self.0.quorum()
    }

    /// How long a review may take.
    #[getter]
    fn seconds(&self) -> f64 {
        self.0.timeout_millis() as f64 / 1000.0
    }

    fn __getnewargs_ex__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<((&str, &str), Bound<'py, PyDict>)> {
        let rest = PyDict::new(py);
        rest.set_item("reviewers", self.reviewers())?;
        rest.set_item("threshold", self.threshold())?;
        rest.set_item("quorum", self.quorum())?;
        rest.set_item("seconds", self.seconds())?;
        Ok(((self.name(), self.trigger()), rest))
    }

    fn __repr__(&self) -> String {
        let which = match self.0.threshold() {
            1 => "every call".to_owned(),
            number => format!("call number {number}"),
        };
        format!(
            "<ReviewGate {}: {} of {} for {which} of {}>",
            self.0.name(),
            self.0.quorum(),
            self.0.reviewers().len(),
            self.0.trigger()
        )
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

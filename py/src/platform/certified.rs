//! What a verified certificate says.

use super::public_key::PublicKey;
use super::time;
use crate::evidence::class;
use lawful_platform::certificate::{self as core, Outcome, Predicate};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The data of a [`Certified`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CertifiedData {
    model: String,
    signer: lawful_platform::PublicKey,
    predicate: Predicate,
}

class! {
    /// What a certificate says that was verified.
    ///
    /// >>> import lawful
    /// >>> from lawful.platform import KeyStore, certify
    /// >>> key, model = KeyStore.memory().new_key("me"), lawful.find_model("bool.logic")
    /// >>> certified = certify(lawful.check(model), model.id, key).verify(key.public_key, model)
    /// >>> certified.model, certified.signer == key.public_key
    /// ('bool.logic', True)
    Certified, "Certified", CertifiedData
}

impl Certified {
    /// Takes down what was verified.
    pub fn of(verified: core::Certificate) -> Certified {
        Certified(Arc::new(CertifiedData {
            model: verified.model,
            signer: verified.signer,
            predicate: verified.predicate,
        }))
    }

    /// Returns what was verified.
    pub fn verified(&self) -> core::Certificate {
        core::Certificate {
            model: self.0.model.clone(),
            signer: self.0.signer.clone(),
            predicate: self.0.predicate.clone(),
        }
    }
}

#[pymethods]
impl Certified {
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
        &self.0.predicate.version
    }

    /// The language of the model: `rust` or `python`.
    #[getter]
    fn language(&self) -> &str {
        &self.0.predicate.language
    }

    /// The trusted key that signed.
    #[getter]
    fn signer(&self) -> PublicKey {
        PublicKey(self.0.signer.clone())
    }

    /// The root seed of the run.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.predicate.settings.seed
    }

    /// When it was issued, in UTC.
    #[getter]
    fn issued_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.predicate.issued_at)
    }

    /// When it ends, in UTC; `None` if never.
    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let ends = self.0.predicate.expires_at;
        ends.map(|time| time::to_python(py, time)).transpose()
    }

    /// What was found about each law, sorted by id.
    #[getter]
    fn laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let laws = self.0.predicate.laws.iter();
        let laws: Vec<CertifiedLaw> = laws
            .map(|law| CertifiedLaw(Arc::new(law.clone())))
            .collect();
        PyTuple::new(py, laws)
    }

    fn __repr__(&self) -> String {
        let laws = self.0.predicate.laws.len();
        format!("Certified('{}': {laws} laws)", self.0.model)
    }
}

class! {
    /// What a certificate says about one law.
    ///
    /// >>> import lawful
    /// >>> from lawful.platform import KeyStore, certify
    /// >>> key, model = KeyStore.memory().new_key("me"), lawful.find_model("bool.logic")
    /// >>> certified = certify(lawful.check(model), model.id, key).verify(key.public_key, model)
    /// >>> {law.verdict for law in certified.laws}
    /// {'proved'}
    CertifiedLaw, "CertifiedLaw", core::CertifiedLaw
}

#[pymethods]
impl CertifiedLaw {
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

    /// The version of its law set.
    #[getter]
    fn law_set(&self) -> u32 {
        self.0.law_set
    }

    /// What is claimed: `holds` or `fails`.
    #[getter]
    fn claim(&self) -> &'static str {
        if self.0.holds { "holds" } else { "fails" }
    }

    /// The verdict: `proved`, `tested`, `vacuous`, `not run` or `refuted`.
    #[getter]
    fn verdict(&self) -> &'static str {
        match self.0.outcome {
            Outcome::Proved { .. } => "proved",
            Outcome::Tested { .. } => "tested",
            Outcome::Vacuous { .. } => "vacuous",
            Outcome::NotRun { .. } => "not run",
            Outcome::Refuted { .. } => "refuted",
        }
    }

    /// Cases that counted; `None` if the verdict does not come from a number of cases.
    #[getter]
    fn effective(&self) -> Option<u64> {
        match self.0.outcome {
            Outcome::Proved { effective, .. }
            | Outcome::Tested { effective, .. }
            | Outcome::Vacuous { effective, .. } => Some(effective),
            Outcome::NotRun { .. } | Outcome::Refuted { .. } => None,
        }
    }

    fn __repr__(&self) -> String {
        format!("CertifiedLaw({} {})", self.0.law, self.verdict())
    }
}

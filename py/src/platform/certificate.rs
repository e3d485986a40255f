//! Certificates as a frozen class.

use super::certified::Certified;
use super::key::Key;
use super::public_key::Written;
use super::verifying::Trusted;
use super::{refusal, time};
use crate::errors::{NotFound, invalid};
use crate::evidence::Report;
use crate::given::given;
use crate::guard::{detached, guarded};
use crate::model::Model;
use lawful::evidence::Claim;
use lawful_platform::certificate::{
    self as core, Artifact, CertificateError, Demand, Description, LawDescription,
};
use lawful_platform::dsse::Dsse;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The media type of a certificate's payload.
const PAYLOAD_TYPE: &str = "application/vnd.in-toto+json";

/// Evidence that a key signed: a DSSE envelope around an in-toto statement, read from JSON. Nothing
/// in it is believed before `verify`.
///
/// >>> import lawful
/// >>> from lawful.platform import KeyStore, certify
/// >>> key = KeyStore.memory().new_key("me")
/// >>> certificate = certify(lawful.check("bool.logic"), "bool.logic", key)
/// >>> certificate.model(key.public_key)
/// 'bool.logic'
#[pyclass(frozen, module = "lawful.platform")]
pub struct Certificate(Dsse);

/// Describes a model as it is registered now.
fn describe(model: &lawful::model::Model) -> Description {
    let mut theories = model.theories().to_vec();
    theories.sort();
    let mut laws: Vec<LawDescription> = model
        .claims()
        .iter()
        .map(|claimed| LawDescription {
            law: claimed.id(),
            law_set: claimed.law_set(),
            statement: claimed.statement(model.signature()),
            holds: claimed.claim() == Claim::Holds,
        })
        .collect();
    laws.sort();
    Description {
        model: model.id().to_owned(),
        version: model.version().to_owned(),
        language: model.language().to_owned(),
        theories,
        laws,
    }
}

fn artifacts(given: Option<BTreeMap<String, [u8; 32]>>) -> Vec<Artifact> {
    let given = given.unwrap_or_default().into_iter();
    given
        .map(|(name, sha256)| Artifact { name, sha256 })
        .collect()
}

/// Certifies what a report found about a model, good or bad: a key signs it.
///
/// `seconds` is how long it is valid, for ever without; `artifacts` maps names of files that the
/// certificate is also about to their SHA-256.
///
/// Raises `NotFound` if the report has no such model, `InvalidInput` if the run was interrupted,
/// `KeyStoreError` if the key was deleted.
///
/// >>> import lawful
/// >>> from lawful.platform import KeyStore, certify
/// >>> key = KeyStore.memory().new_key("me")
/// >>> certify(lawful.check("bool.logic"), "bool.logic", key, seconds=3600).model(key.public_key)
/// 'bool.logic'
#[pyfunction]
#[pyo3(signature = (report, model, key, *, seconds = None, artifacts = None, now = None))]
pub fn certify(
    py: Python<'_>,
    report: &Report,
    #[pyo3(from_py_with = given)] model: &str,
    key: &Key,
    #[pyo3(from_py_with = given)] seconds: Option<f64>,
    #[pyo3(from_py_with = given)] artifacts: Option<BTreeMap<String, [u8; 32]>>,
    now: Option<&Bound<'_, PyAny>>,
) -> PyResult<Certificate> {
    let report = &report.0;
    let evidence = report
        .model(model)
        .ok_or_else(|| NotFound::new_err(format!("the report has no model `{model}`")))?;
    if report.interrupted {
        return Err(invalid(
            "the run was interrupted, so there is nothing to certify; check again",
        ));
    }
    let issued_at = time::or_now(now)?;
    let expires_at = match seconds {
        None => None,
        Some(seconds) => {
            let valid = time::span("seconds", seconds)?;
            Some(issued_at.checked_add(valid).map_err(invalid)?)
        }
    };
    let artifacts = self::artifacts(artifacts);
    guarded(|| {
        py.detach(|| {
            core::issue(
                evidence,
                &report.settings,
                &artifacts,
                issued_at,
                expires_at,
                &key.0,
            )
        })
        .map_err(refusal::sign)
    })
    .map(Certificate)
}

fn demand(least: &str, effective: u64) -> PyResult<Demand> {
    match least {
        "tested" => Ok(Demand::tested(effective)),
        "proved" if effective == 0 => Ok(Demand::PROVED),
        "proved" => Err(invalid(
            "`effective` is a number of tested cases; leave it out with `proved`",
        )),
        other => Err(invalid(format!(
            "`{other}` is not a verdict to ask for; use tested or proved"
        ))),
    }
}

#[pymethods]
impl Certificate {
    #[new]
    #[pyo3(signature = (json, /))]
    fn new(#[pyo3(from_py_with = given)] json: Written) -> PyResult<Certificate> {
        let bytes = match json {
            Written::Text(text) => text.into_bytes(),
            Written::Bytes(bytes) => bytes,
        };
        let read = guarded(|| Ok(Dsse::from_json(&bytes)))?;
        read.map(Certificate)
            .map_err(|why| refusal::certificate(CertificateError::Envelope(why)))
    }

    /// Returns the envelope as JSON.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Returns the id of the model that it is about, if a trusted key signed it.
    ///
    /// Raises `CertificateRefused` if none did.
    fn model(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] trusted: Trusted<'_>,
    ) -> PyResult<String> {
        let trusted = trusted.keys();
        let found = detached(py, || {
            let payload = self.0.verify(PAYLOAD_TYPE, &trusted)?.payload;
            let statement: serde_json::Value = serde_json::from_slice(payload)
                .map_err(|why| CertificateError::Malformed(why.to_string()))?;
            statement
                .pointer("/subject/0/name")
                .and_then(|name| name.as_str())
                .map(str::to_owned)
                .ok_or_else(|| CertificateError::Malformed("it has no subject".to_owned()))
        })?;
        found.map_err(refusal::certificate)
    }

    /// Verifies that a trusted key signed it, that it is of this model as it is now, and that every
    /// verdict is at least what is asked.
    ///
    /// `least` is `tested` or `proved`; `effective` is the least number of cases that counted;
    /// `artifacts` maps names of files that must be among the certified ones to their SHA-256.
    ///
    /// Raises `CertificateRefused`, which says why.
    #[pyo3(signature = (trusted, model, *, least = "tested", effective = 0, artifacts = None, now = None))]
    #[expect(
        clippy::too_many_arguments,
        reason = "they are what a reader may ask for"
    )]
    fn verify(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] trusted: Trusted<'_>,
        model: &Model,
        #[pyo3(from_py_with = given)] least: &str,
        #[pyo3(from_py_with = given)] effective: u64,
        #[pyo3(from_py_with = given)] artifacts: Option<BTreeMap<String, [u8; 32]>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Certified> {
        let trusted = trusted.keys();
        let demand = demand(least, effective)?;
        let artifacts = self::artifacts(artifacts);
        let now = time::or_now(now)?;
        let current = describe(&model.0);
        guarded(|| {
            py.detach(|| core::verify(&self.0, &trusted, &current, &artifacts, demand, now))
                .map_err(refusal::certificate)
        })
        .map(Certified::of)
    }

    fn __repr__(&self) -> String {
        format!("Certificate({} bytes of JSON)", self.0.to_json().len())
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (String,)) {
        (py.get_type::<Self>(), (self.0.to_json(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

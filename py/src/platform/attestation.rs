//! Attestation envelopes as a frozen class.

use super::attested::Attested;
use super::challenges::Challenges;
use super::policy::Policy;
use super::public_key::{PublicKey, Written};
use super::{refusal, time};
use crate::given::given;
use crate::guard::guarded;
use lawful_platform::attestation::Envelope;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A statement about a key with its proof, read from JSON. Nothing in it is believed before
/// `verify`.
///
/// >>> from lawful.platform import Attestation, Challenges, KeyStore
/// >>> store, challenges = KeyStore.memory(), Challenges()
/// >>> _ = store.new_key("me")
/// >>> made = store.attest("me", entity="example", challenge=challenges.issue())
/// >>> Attestation(made.to_json()).verify(challenges).entity
/// 'example'
#[pyclass(frozen, module = "lawful.platform")]
pub struct Attestation(pub Envelope);

#[pymethods]
impl Attestation {
    #[new]
    #[pyo3(signature = (json, /))]
    fn new(#[pyo3(from_py_with = given)] json: Written) -> PyResult<Attestation> {
        let bytes = match json {
            Written::Text(text) => text.into_bytes(),
            Written::Bytes(bytes) => bytes,
        };
        guarded(|| Envelope::from_json(&bytes).map_err(refusal::attestation)).map(Attestation)
    }

    /// Who is said to own the key.
    #[getter]
    fn entity(&self) -> &str {
        &self.0.statement.entity_id
    }

    /// The key that it is about.
    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.statement.public_key.clone())
    }

    /// Where the key is said to live: `software`, `tpm2`, `fido2` or `secure_enclave`.
    #[getter]
    fn anchor(&self) -> &'static str {
        self.0.statement.anchor.name()
    }

    /// The challenge that it answers: 32 bytes.
    #[getter]
    fn challenge<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.statement.challenge.0)
    }

    /// When it says it was made, in UTC.
    #[getter]
    fn issued_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.statement.issued_at)
    }

    /// When it says it ends, in UTC.
    #[getter]
    fn expires_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.statement.expires_at)
    }

    /// Returns the envelope as JSON.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// Verifies the envelope against the challenges that were issued, uses its challenge up, and
    /// computes the trust ceiling from what was verified.
    ///
    /// Raises `AttestationRefused`, which says why. The challenge then stays open.
    #[pyo3(signature = (challenges, *, policy = None, now = None))]
    fn verify(
        &self,
        py: Python<'_>,
        challenges: &Challenges,
        policy: Option<&Policy>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Attested> {
        let now = time::or_now(now)?;
        let nothing = Default::default();
        let policy = policy.map_or(&nothing, |policy| &policy.0);
        guarded(|| {
            py.detach(|| self.0.verify(policy, &challenges.0, now))
                .map_err(refusal::attestation)
        })
        .map(Attested::of)
    }

    fn __repr__(&self) -> String {
        let statement = &self.0.statement;
        format!(
            "Attestation('{}': {})",
            statement.entity_id, statement.anchor
        )
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

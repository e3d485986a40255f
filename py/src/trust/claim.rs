//! Claims about what an entity made, signed and anchored.

use super::clock;
use super::lifecycle::trusted;
use super::refusal;
use super::tensor::{V3Tensor, dimension};
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, time};
use crate::trace::{Receipt, TraceLedger};
use lawful_trace::Ledger;
use lawful_trust::provenance::{self, ProvenanceError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// What somebody says about what an entity made, signed: `SignedClaim.sign(...)`, or
/// `SignedClaim(data)` from its bytes.
///
/// The dimension is valuation, veracity or validity; `work` is the SHA-256 of what it is about. A claim
/// always has a good signature.
///
/// >>> from lawful.platform import KeyStore, sha256
/// >>> from lawful.trust import SignedClaim
/// >>> key = KeyStore.memory().new_key("reviewer")
/// >>> claim = SignedClaim.sign(key, "agent:a", "veracity", "citations", True, 0.5, work=sha256(b"paper"))
/// >>> claim.subject, SignedClaim(bytes(claim)) == claim
/// ('agent:a', True)
/// >>> SignedClaim.sign(key, "agent:a", "talent", "citations", True, 0.5, work=sha256(b"paper"))
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `talent` is a dimension of trust; claims are about valuation, veracity or validity
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct SignedClaim(provenance::SignedClaim);

#[pymethods]
impl SignedClaim {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("subject", "dimension", "topic")
    }

    #[new]
    #[pyo3(signature = (data, /))]
    fn new(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<SignedClaim> {
        provenance::SignedClaim::from_bytes(data)
            .map(SignedClaim)
            .map_err(refusal::provenance)
    }

    /// Signs a claim.
    ///
    /// Raises `InvalidInput` if a part makes no sense.
    #[staticmethod]
    #[pyo3(signature = (key, subject, dimension, topic, success, magnitude, *, work, now=None))]
    #[expect(clippy::too_many_arguments, reason = "a claim has that many parts")]
    fn sign(
        py: Python<'_>,
        key: &Key,
        #[pyo3(from_py_with = given)] subject: &str,
        #[pyo3(from_py_with = given)] dimension: &str,
        #[pyo3(from_py_with = given)] topic: &str,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
        #[pyo3(from_py_with = given)] work: &[u8],
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<SignedClaim> {
        let work: [u8; 32] = work
            .try_into()
            .map_err(|_| invalid(format!("a SHA-256 has 32 bytes, not `{}`", work.len())))?;
        let subject = subject.parse().map_err(refusal::trust)?;
        let dimension = self::dimension(dimension)?;
        let now = clock::or_now(now)?;
        let claim =
            provenance::Claim::new(subject, dimension, topic, success, magnitude, work, now)
                .map_err(refusal::provenance)?;
        detached(py, || provenance::SignedClaim::sign(claim, &key.0))?
            .map(SignedClaim)
            .map_err(refusal::provenance)
    }

    /// Whom it is about.
    #[getter]
    fn subject(&self) -> &str {
        self.0.claim().subject().as_str()
    }

    /// The dimension: `valuation`, `veracity` or `validity`.
    #[getter]
    fn dimension(&self) -> &'static str {
        self.0.claim().dimension().name()
    }

    /// Which part of the dimension it is about.
    #[getter]
    fn topic(&self) -> &str {
        self.0.claim().topic()
    }

    /// Whether it speaks for the subject.
    #[getter]
    fn success(&self) -> bool {
        self.0.claim().success()
    }

    /// How much it says, 0 to 1.
    #[getter]
    fn magnitude(&self) -> f64 {
        self.0.claim().magnitude()
    }

    /// The SHA-256 of the work that it is about.
    #[getter]
    fn work<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.claim().work())
    }

    /// When it was made, as the signer says.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.claim().at())
    }

    /// Who claims it.
    #[getter]
    fn by(&self) -> PublicKey {
        PublicKey(self.0.by().clone())
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("SignedClaim({})", self.__bytes__(py).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Bound<'py, PyBytes>,)) {
        (py.get_type::<Self>(), (self.__bytes__(py),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// A ledger on which claims are anchored.
///
/// >>> from lawful.platform import KeyStore, sha256
/// >>> from lawful.trace import TraceLedger
/// >>> from lawful.trust import Claims, SignedClaim
/// >>> key, claims = KeyStore.memory().new_key("reviewer"), Claims(TraceLedger())
/// >>> claim = SignedClaim.sign(key, "agent:a", "veracity", "citations", True, 0.5, work=sha256(b"paper"))
/// >>> claims.anchor(claim).length
/// 1
/// >>> claims.verify(claim)
/// >>> claims.tensor("agent:a", [key.public_key]).veracity > 0.5
/// True
/// >>> claims.tensor("agent:a", []).veracity
/// 0.5
#[pyclass(frozen, module = "lawful.trust")]
pub struct Claims(Py<TraceLedger>);

#[pymethods]
impl Claims {
    #[new]
    #[pyo3(signature = (ledger, /))]
    fn new(ledger: Py<TraceLedger>) -> Claims {
        Claims(ledger)
    }

    /// Puts a claim on the ledger. The same claim is there once only.
    #[pyo3(signature = (claim, /, *, now=None))]
    fn anchor(
        &self,
        py: Python<'_>,
        claim: &SignedClaim,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Receipt> {
        let now = clock::or_now(now)?;
        self.ask(py, |claims, _| claims.anchor(&claim.0, now))
            .map(Receipt)
    }

    /// Verifies by a proof that a claim is on the ledger as it is now.
    ///
    /// Raises `NotFound` if it is not there.
    #[pyo3(signature = (claim, /))]
    fn verify(&self, py: Python<'_>, claim: &SignedClaim) -> PyResult<()> {
        self.ask(py, |claims, ledger| {
            let anchored = claims.prove(&claim.0)?;
            // The head that the proof is about: others may append meanwhile.
            let head = ledger
                .head_at(anchored.proof.size)
                .map_err(|why| ProvenanceError::Ledger(why.to_string()))?;
            anchored.verify(ledger.tree_hash(), &head)
        })
    }

    /// Returns the claims about an entity, in the order of the ledger, each verified. What is no good
    /// claim is passed over, and what somebody says twice in the same words is there once.
    #[pyo3(signature = (subject, /))]
    fn about(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] subject: &str,
    ) -> PyResult<Vec<SignedClaim>> {
        let subject = subject.parse().map_err(refusal::trust)?;
        let found = self.ask(py, |claims, _| claims.about(&subject))?;
        Ok(found.into_iter().map(SignedClaim).collect())
    }

    /// Returns the value tensor that follows from the claims about an entity by trusted keys, and from
    /// nothing else. Topics are its sub-dimensions, `dimension/topic`.
    #[pyo3(signature = (subject, trusted_keys, /))]
    fn tensor(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] subject: &str,
        trusted_keys: Vec<Bound<'_, PublicKey>>,
    ) -> PyResult<V3Tensor> {
        let subject = subject.parse().map_err(refusal::trust)?;
        let keys = trusted(&trusted_keys);
        self.ask(py, |claims, _| claims.tensor(&subject, &keys))
            .map(V3Tensor::of)
    }
}

impl Claims {
    /// Asks the ledger, while other threads of Python run.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(provenance::Claims<'_>, &dyn Ledger) -> Result<T, ProvenanceError> + Send,
    ) -> PyResult<T> {
        let kept = self.0.get();
        let ledger = kept.ledger()?;
        detached(py, || {
            let claims = provenance::Claims::with_index(&*ledger, &kept.index);
            ask(claims, &*ledger)
        })?
        .map_err(refusal::provenance)
    }
}

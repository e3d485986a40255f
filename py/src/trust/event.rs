//! Signed witness events as a frozen class.

use super::clock;
use super::refusal;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, time};
use lawful_trust::witness;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a witness says about one action of a target, signed: `SignedWitnessEvent.sign(...)`, or
/// `SignedWitnessEvent(json)`.
///
/// Every event of a witness about a target has its own number, from 1; `EntityTrust.hear` counts each
/// once. Nobody has verified the signature yet.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import EntityTrust, SignedWitnessEvent
/// >>> key = KeyStore.memory().new_key("auditor")
/// >>> event = SignedWitnessEvent.sign(key, "role:auditor", "mcp:files", 1, True, 0.5)
/// >>> files = EntityTrust("mcp:files")
/// >>> files.hear(event, key.public_key), files.hear(event, key.public_key)
/// ('new', 'repeated')
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct SignedWitnessEvent(pub witness::SignedWitnessEvent);

#[pymethods]
impl SignedWitnessEvent {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("witness", "target", "number")
    }

    #[new]
    #[pyo3(signature = (json, /))]
    fn new(#[pyo3(from_py_with = given)] json: &str) -> PyResult<SignedWitnessEvent> {
        serde_json::from_str(json)
            .map(SignedWitnessEvent)
            .map_err(|why| invalid(format!("this is not a signed witness event: {why}")))
    }

    /// Signs an event with the key of the witness.
    ///
    /// Raises `InvalidInput` if an id is none, or the magnitude is not from 0 to 1.
    #[staticmethod]
    #[pyo3(signature = (key, witness, target, number, success, magnitude, *, now=None))]
    #[expect(clippy::too_many_arguments, reason = "an event has that many parts")]
    fn sign(
        py: Python<'_>,
        key: &Key,
        #[pyo3(from_py_with = given)] witness: &str,
        #[pyo3(from_py_with = given)] target: &str,
        #[pyo3(from_py_with = given)] number: u64,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<SignedWitnessEvent> {
        let event = witness::WitnessEvent {
            witness: witness.parse().map_err(refusal::trust)?,
            target: target.parse().map_err(refusal::trust)?,
            number,
            success,
            magnitude,
            at: clock::or_now(now)?,
        };
        detached(py, || event.sign(&key.0))?
            .map(SignedWitnessEvent)
            .map_err(refusal::witness)
    }

    /// Who says it.
    #[getter]
    fn witness(&self) -> &str {
        self.0.event.witness.as_str()
    }

    /// Of whom it is said.
    #[getter]
    fn target(&self) -> &str {
        self.0.event.target.as_str()
    }

    /// The number of the event.
    #[getter]
    fn number(&self) -> u64 {
        self.0.event.number
    }

    /// Whether the action succeeded.
    #[getter]
    fn success(&self) -> bool {
        self.0.event.success
    }

    /// How much it mattered.
    #[getter]
    fn magnitude(&self) -> f64 {
        self.0.event.magnitude
    }

    /// When it was, as the witness says.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.event.at)
    }

    /// Verifies the event with the key of the witness.
    ///
    /// Raises `BadSignature` if the key did not sign it.
    #[pyo3(signature = (public_key, /))]
    fn verify(&self, py: Python<'_>, public_key: &PublicKey) -> PyResult<()> {
        detached(py, || self.0.verify(&public_key.0))?
            .map(|_| ())
            .map_err(refusal::witness)
    }

    /// Returns the event as JSON.
    fn to_json(&self) -> PyResult<String> {
        serde_json::to_string(&self.0).map_err(invalid)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.event.to_signed_bytes().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let json = self.to_json()?.into_pyobject(py)?.repr()?.to_string();
        Ok(format!("SignedWitnessEvent({json})"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyType>, (String,))> {
        Ok((py.get_type::<Self>(), (self.to_json()?,)))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

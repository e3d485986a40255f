//! DID documents as a frozen class.

use super::clock;
use super::lct::Lct;
use super::refusal;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, time};
use lawful_trust::identity;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::hash::{DefaultHasher, Hash, Hasher};

/// A document that tells other tools the key of a token: `DidDocument.issue(lct, key)`, or
/// `DidDocument(json)`, which verifies it.
///
/// The token is inside, and the key signs the whole; a document that says anything else than the token
/// is refused.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import DidDocument, Lct
/// >>> key = KeyStore.memory().new_key("me")
/// >>> document = DidDocument.issue(Lct.create("human", key), key)
/// >>> document.did.startswith("did:key:z"), DidDocument(document.to_json()) == document
/// (True, True)
/// >>> DidDocument("{}")  # doctest: +ELLIPSIS
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: this is not a DID document: ...
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct DidDocument(identity::DidDocument);

#[pymethods]
impl DidDocument {
    #[classattr]
    fn __match_args__() -> (&'static str,) {
        ("did",)
    }

    #[new]
    #[pyo3(signature = (json, /))]
    fn new(#[pyo3(from_py_with = given)] json: &str) -> PyResult<DidDocument> {
        identity::DidDocument::from_json(json.as_bytes())
            .map(DidDocument)
            .map_err(refusal::identity)
    }

    /// Makes and signs the document of a token, with its own key.
    ///
    /// Raises `IdentityRefused` if the key is another one, or has no `did:key` form.
    #[staticmethod]
    #[pyo3(signature = (lct, key, *, now=None))]
    fn issue(
        py: Python<'_>,
        lct: &Lct,
        key: &Key,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<DidDocument> {
        let now = clock::or_now(now)?;
        let lct = lct.0.clone();
        detached(py, || identity::DidDocument::issue(lct, &key.0, now))?
            .map(DidDocument)
            .map_err(refusal::identity)
    }

    /// The name, `did:key:z...`.
    #[getter]
    fn did(&self) -> String {
        self.0.did().to_string()
    }

    /// The token.
    #[getter]
    fn lct(&self) -> Lct {
        Lct(self.0.lct().clone())
    }

    /// When the document was made, as the owner says.
    #[getter]
    fn issued_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.issued_at())
    }

    /// Returns the document as JSON.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let json = self.to_json().into_pyobject(py)?.repr()?.to_string();
        Ok(format!("DidDocument({json})"))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (String,)) {
        (py.get_type::<Self>(), (self.to_json(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

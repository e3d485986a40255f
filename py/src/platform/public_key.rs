//! Public keys as a frozen class.

use super::context::context;
use super::refusal::BadSignature;
use super::signature::Signature;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_platform::{self as platform, Verifier};
use pyo3::prelude::*;
use pyo3::pyclass::CompareOp;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A public key that was checked when it was read: `PublicKey("ed25519:...")`, or from bytes.
///
/// Text form: the algorithm, a colon and lowercase hexadecimal; `str` gives it. Binary form: one
/// byte for the algorithm, then the point; `bytes` gives it.
///
/// >>> from lawful.platform import KeyStore, PublicKey
/// >>> key = KeyStore.memory().new_key("me").public_key
/// >>> isinstance(key, PublicKey), key == key
/// (True, True)
#[pyclass(frozen, module = "lawful.platform")]
pub struct PublicKey(pub platform::PublicKey);

/// The text or the bytes of a key or a signature.
#[derive(FromPyObject)]
pub enum Written {
    /// The text form.
    #[pyo3(annotation = "str")]
    Text(String),
    /// The binary form.
    #[pyo3(annotation = "bytes")]
    Bytes(Vec<u8>),
}

#[pymethods]
impl PublicKey {
    #[new]
    #[pyo3(signature = (written, /))]
    fn new(#[pyo3(from_py_with = given)] written: Written) -> PyResult<PublicKey> {
        match written {
            Written::Text(text) => text.parse().map_err(invalid),
            Written::Bytes(bytes) => platform::PublicKey::from_bytes(&bytes).map_err(invalid),
        }
        .map(PublicKey)
    }

    /// Reads a bare Ed25519 point of 32 bytes, as other libraries write it.
    ///
    /// Raises `InvalidInput` if it is not the canonical form of a point, or of small order.
    #[staticmethod]
    #[pyo3(signature = (point, /))]
    fn ed25519(#[pyo3(from_py_with = given)] point: &[u8]) -> PyResult<PublicKey> {
        let point: &[u8; 32] = point
            .try_into()
            .map_err(|_| invalid(format!("an Ed25519 key has 32 bytes, not {}", point.len())))?;
        platform::PublicKey::ed25519(point)
            .map(PublicKey)
            .map_err(invalid)
    }

    /// Reads a bare P-256 point in SEC1 form, 33 or 65 bytes.
    ///
    /// Raises `InvalidInput` if it is not a point of the curve.
    #[staticmethod]
    #[pyo3(signature = (point, /))]
    fn p256(#[pyo3(from_py_with = given)] point: &[u8]) -> PyResult<PublicKey> {
        platform::PublicKey::p256(point)
            .map(PublicKey)
            .map_err(invalid)
    }

    /// The algorithm: `ed25519`, `p256`, `sk-ed25519` or `sk-p256`.
    #[getter]
    fn algorithm(&self) -> &'static str {
        self.0.algorithm().name()
    }

    /// The point alone: 32 bytes for Ed25519, 33 for P-256.
    #[getter]
    fn point<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.point())
    }

    /// The SHA-256 of the binary form: 32 bytes.
    #[getter]
    fn fingerprint<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.fingerprint())
    }

    /// The first 16 hexadecimal digits of the fingerprint.
    #[getter]
    fn short_fingerprint(&self) -> String {
        self.0.short_fingerprint()
    }

    /// Verifies a signature of a message in a context.
    ///
    /// Raises `BadSignature` if it is not good, `InvalidInput` if the context has no such name.
    #[pyo3(signature = (message, signature, *, context))]
    fn verify(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] message: &[u8],
        signature: &Signature,
        #[pyo3(from_py_with = given)] context: &str,
    ) -> PyResult<()> {
        let context = self::context(context)?;
        detached(py, || self.0.verify(&context, message, &signature.0))?
            .map_err(|why| BadSignature::new_err(why.to_string()))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("PublicKey('{}')", self.0)
    }

    fn __richcmp__(&self, other: &Self, how: CompareOp) -> bool {
        how.matches(self.0.cmp(&other.0))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (String,)) {
        (py.get_type::<Self>(), (self.0.to_string(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

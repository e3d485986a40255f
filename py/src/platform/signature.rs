//! Signatures as a frozen class.

use super::public_key::Written;
use crate::errors::invalid;
use crate::given::given;
use lawful_platform as platform;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// A signature: `Signature("ed25519:...")`, or from bytes.
///
/// It has a text form and a binary form, as a `PublicKey` has; `str` and `bytes` give them.
///
/// >>> from lawful.platform import KeyStore, Signature
/// >>> signature = KeyStore.memory().new_key("me").sign(b"hello", context="example.greeting")
/// >>> isinstance(signature, Signature)
/// True
#[pyclass(frozen, module = "lawful.platform")]
pub struct Signature(pub platform::Signature);

#[pymethods]
impl Signature {
    #[new]
    #[pyo3(signature = (written, /))]
    fn new(#[pyo3(from_py_with = given)] written: Written) -> PyResult<Signature> {
        match written {
            Written::Text(text) => text.parse().map_err(invalid),
            Written::Bytes(bytes) => platform::Signature::from_bytes(&bytes).map_err(invalid),
        }
        .map(Signature)
    }

    /// The algorithm: `ed25519`, `p256`, `sk-ed25519` or `sk-p256`.
    #[getter]
    fn algorithm(&self) -> &'static str {
        self.0.algorithm().name()
    }

    /// The 64 bytes of the signature alone.
    #[getter]
    fn raw<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.raw())
    }

    /// What an authenticator stated beside it, flags and counter; `None` for other keys.
    #[getter]
    fn device_statement(&self) -> Option<(u8, u32)> {
        self.0
            .device_statement()
            .map(|device| (device.flags, device.counter))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        format!("Signature('{}')", self.0)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
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

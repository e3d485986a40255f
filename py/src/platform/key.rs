//! Keys of a store.

use super::any_store::AnyKey;
use super::context::context;
use super::public_key::PublicKey;
use super::refusal;
use super::signature::Signature;
use crate::given::given;
use crate::guard::detached;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// A key of a store. The secret cannot be read, pickled or copied.
///
/// >>> from lawful.platform import KeyStore
/// >>> key = KeyStore.memory().new_key("me")
/// >>> signature = key.sign(b"hello", context="example.greeting")
/// >>> key.public_key.verify(b"hello", signature, context="example.greeting")
#[pyclass(frozen, module = "lawful.platform")]
pub struct Key(pub AnyKey);

#[pymethods]
impl Key {
    /// The name in the store.
    #[getter]
    fn name(&self) -> &str {
        self.0.name().as_str()
    }

    /// The public key.
    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    /// Signs a message in a context: a signature for one purpose is refused for every other.
    ///
    /// A context is 1 to 64 printable ASCII characters, such as `example.login`.
    ///
    /// Raises `InvalidInput` if the context has no such name, `KeyStoreError` if the key was deleted or the
    /// device is gone.
    #[pyo3(signature = (message, *, context))]
    fn sign(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] message: &[u8],
        #[pyo3(from_py_with = given)] context: &str,
    ) -> PyResult<Signature> {
        let context = self::context(context)?;
        detached(py, || self.0.sign(&context, message))?
            .map(Signature)
            .map_err(refusal::sign)
    }

    fn __repr__(&self) -> String {
        format!("Key('{}', {})", self.0.name(), self.0.public_key())
    }

    fn __reduce__(&self) -> PyResult<Py<PyTuple>> {
        Err(refusal::secret("Key"))
    }
}

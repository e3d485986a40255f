//! Verification by trusted keys, and of many signatures at once.

use super::context::context;
use super::public_key::PublicKey;
use super::refusal::BadSignature;
use super::signature::Signature;
use crate::given::given;
use crate::guard::detached;
use lawful_platform::{self as platform, Signed, TrustedKeys};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;

/// One trusted key, or several.
#[derive(FromPyObject)]
pub enum Trusted<'py> {
    /// One.
    #[pyo3(annotation = "PublicKey")]
    One(PyRef<'py, PublicKey>),
    /// Several.
    #[pyo3(annotation = "list of PublicKey")]
    Many(Vec<PyRef<'py, PublicKey>>),
}

impl Trusted<'_> {
    /// Returns the set of them.
    pub fn keys(&self) -> TrustedKeys {
        match self {
            Trusted::One(key) => TrustedKeys::from_iter([key.0.clone()]),
            Trusted::Many(keys) => keys.iter().map(|key| key.0.clone()).collect(),
        }
    }
}

/// Verifies that one of the trusted keys signed a message in a context, and returns that key.
///
/// Raises `BadSignature` if none did, `InvalidInput` if the context has no such name.
///
/// >>> from lawful.platform import KeyStore, verify
/// >>> key = KeyStore.memory().new_key("me")
/// >>> signature = key.sign(b"hello", context="example.greeting")
/// >>> verify([key.public_key], b"hello", signature, context="example.greeting") == key.public_key
/// True
#[pyfunction]
#[pyo3(signature = (trusted, message, signature, *, context))]
pub fn verify(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] trusted: Trusted<'_>,
    #[pyo3(from_py_with = given)] message: &[u8],
    signature: &Signature,
    #[pyo3(from_py_with = given)] context: &str,
) -> PyResult<PublicKey> {
    let context = self::context(context)?;
    let trusted = trusted.keys();
    detached(py, || {
        trusted.signer_of(&context, message, &signature.0).cloned()
    })?
    .map(PublicKey)
    .map_err(|why| BadSignature::new_err(why.to_string()))
}

/// Verifies many signatures in one context: triples of a key, a message and a signature. For
/// Ed25519 this takes less than half the time of one by one. An empty batch is good.
///
/// The owner of a key can make a signature that fails alone and passes in some batches: where all
/// must agree about the signature of a hostile signer, verify it alone.
///
/// Raises `BadSignature`, which names the first bad one, or `InvalidInput` if the context has no
/// such name.
///
/// >>> from lawful.platform import KeyStore, verify_batch
/// >>> key = KeyStore.memory().new_key("me")
/// >>> signature = key.sign(b"hello", context="example.greeting")
/// >>> verify_batch([(key.public_key, b"hello", signature)], context="example.greeting")
#[pyfunction]
#[pyo3(signature = (batch, *, context))]
pub fn verify_batch(
    py: Python<'_>,
    batch: Vec<(Py<PublicKey>, PyBackedBytes, Py<Signature>)>,
    #[pyo3(from_py_with = given)] context: &str,
) -> PyResult<()> {
    let context = self::context(context)?;
    detached(py, || {
        let signed: Vec<Signed<'_>> = batch
            .iter()
            .map(|(key, message, signature)| Signed {
                key: &key.get().0,
                message,
                signature: &signature.get().0,
            })
            .collect();
        platform::verify_batch(&context, &signed)
    })?
    .map_err(|why| BadSignature::new_err(why.to_string()))
}

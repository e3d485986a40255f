//! Hash functions.

use crate::given::given;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use sha2::{Digest, Sha256};

/// From this size on, other threads run while the data is hashed: below it, letting go of the
/// interpreter costs more than the hash.
const LONG: usize = 1 << 14;

fn hashed<'py>(py: Python<'py>, data: &[u8], hash: fn(&[u8]) -> [u8; 32]) -> Bound<'py, PyBytes> {
    let digest = if data.len() < LONG {
        hash(data)
    } else {
        py.detach(|| hash(data))
    };
    PyBytes::new(py, &digest)
}

/// Returns the BLAKE3 digest of some bytes: 32 bytes.
///
/// >>> from lawful.platform import blake3
/// >>> blake3(b"").hex()[:16]
/// 'af1349b9f5f9a1a6'
#[pyfunction]
#[pyo3(signature = (data, /))]
pub fn blake3<'py>(
    py: Python<'py>,
    #[pyo3(from_py_with = given)] data: &[u8],
) -> Bound<'py, PyBytes> {
    hashed(py, data, |data| *::blake3::hash(data).as_bytes())
}

/// Returns the SHA-256 digest of some bytes: 32 bytes.
///
/// >>> from lawful.platform import sha256
/// >>> sha256(b"").hex()[:16]
/// 'e3b0c44298fc1c14'
#[pyfunction]
#[pyo3(signature = (data, /))]
pub fn sha256<'py>(
    py: Python<'py>,
    #[pyo3(from_py_with = given)] data: &[u8],
) -> Bound<'py, PyBytes> {
    hashed(py, data, |data| Sha256::digest(data).into())
}

//! The crates that signatures and hashes come from, timed in the same process: the peers of
//! `benches/keys.py`.

use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey, verify_batch};
use pyo3::prelude::*;
use sha2::{Digest, Sha256};
use std::hint::black_box;
use std::time::Instant;

const BATCH: usize = 64;

/// Returns the seconds of one call of a crate itself, without Python.
///
/// The work is `sign`, `verify`, `batch` (of 64), `sha256` or `blake3`, on a message of `bytes`
/// zeros; it is done `calls` times.
///
/// Raises `InvalidInput` if there is no such work, or nothing to do.
#[pyfunction]
#[pyo3(signature = (work, *, bytes, calls))]
pub fn _time_of_crate(
    py: Python<'_>,
    #[pyo3(from_py_with = given)] work: &str,
    #[pyo3(from_py_with = given)] bytes: usize,
    #[pyo3(from_py_with = given)] calls: u32,
) -> PyResult<f64> {
    if calls == 0 || bytes > 1 << 28 {
        return Err(invalid("give 1 call or more, and at most 256 MiB"));
    }
    let message = vec![0; bytes];
    let key = SigningKey::from_bytes(&[1; 32]);
    let public = key.verifying_key();
    let signature = key.sign(&message);
    let messages: Vec<&[u8]> = vec![&message; BATCH];
    let signatures: Vec<Signature> = vec![signature; BATCH];
    let keys: Vec<VerifyingKey> = vec![public; BATCH];
    let mut once: Box<dyn FnMut() + Send> = match work {
        "sign" => Box::new(|| {
            black_box(key.sign(black_box(&message)));
        }),
        "verify" => Box::new(|| {
            let _ = black_box(public.verify_strict(black_box(&message), &signature));
        }),
        "batch" => Box::new(|| {
            let _ = black_box(verify_batch(black_box(&messages), &signatures, &keys));
        }),
        "sha256" => Box::new(|| {
            black_box(Sha256::digest(black_box(&message)));
        }),
        "blake3" => Box::new(|| {
            black_box(::blake3::hash(black_box(&message)));
        }),
        other => return Err(invalid(format!("there is no work `{other}`"))),
    };
    detached(py, || {
        let started = Instant::now();
        (0..calls).for_each(|_| once());
        started.elapsed().as_secs_f64() / f64::from(calls)
    })
}

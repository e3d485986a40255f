//! Errors of the platform as exceptions of Python.

pub use crate::errors::{
    AttestationRefused, BadSignature, CertificateRefused, FutureVersion, KeyExists, KeyStoreError,
    WrongPassword,
};
use crate::errors::{DamagedFile, InvalidInput, NotFound};
use lawful_platform::attestation::AttestationError;
use lawful_platform::certificate::CertificateError;
use lawful_platform::{SignError, StoreError};
use pyo3::PyErr;
use pyo3::exceptions::PyTypeError;
use std::io::ErrorKind;

/// Turns an error of a key store into the exception for it.
pub fn store(error: StoreError) -> PyErr {
    let why = error.to_string();
    match error {
        StoreError::NoSuchKey(_) => NotFound::new_err(why),
        StoreError::Io { source, .. } if source.kind() == ErrorKind::NotFound => {
            NotFound::new_err(why)
        }
        StoreError::KeyExists(_) => KeyExists::new_err(why),
        StoreError::Io { source, .. } if source.kind() == ErrorKind::AlreadyExists => {
            KeyExists::new_err(why)
        }
        StoreError::WrongPassword => WrongPassword::new_err(why),
        StoreError::Damaged { .. } | StoreError::SealBroken => DamagedFile::new_err(why),
        StoreError::FutureVersion { .. } => FutureVersion::new_err(why),
        StoreError::TooLarge { .. } => InvalidInput::new_err(why),
        _ => KeyStoreError::new_err(why),
    }
}

/// Turns an error of signing into the exception for it.
pub fn sign(error: SignError) -> PyErr {
    match error {
        SignError::Store(error) => store(error),
        other => InvalidInput::new_err(other.to_string()),
    }
}

/// Turns an error of an attestation into an `AttestationRefused`.
pub fn attestation(error: AttestationError) -> PyErr {
    AttestationRefused::new_err(error.to_string())
}

/// Turns an error of a certificate into a `CertificateRefused`.
pub fn certificate(error: CertificateError) -> PyErr {
    CertificateRefused::new_err(error.to_string())
}

/// Returns the error of an attempt to pickle or copy a secret.
pub fn secret(class: &str) -> PyErr {
    PyTypeError::new_err(format!(
        "a `{class}` holds a secret and can be neither pickled nor copied; open the store again where it is needed"
    ))
}

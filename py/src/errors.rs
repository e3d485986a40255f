//! The exceptions of the package, which are written in Python.

use pyo3::prelude::*;

macro_rules! exceptions {
    ($($name:ident,)*) => {
        $(pyo3::import_exception!(lawful.errors, $name);)*

        /// Finds all exceptions. Later may be too late: an interpreter that is ending imports nothing.
        pub fn find(py: Python<'_>) {
            $(py.get_type::<$name>();)*
        }
    };
}

exceptions! {
    Abandoned,
    AttestationRefused,
    BadSignature,
    CertificateRefused,
    Conflict,
    CovenantError,
    DamagedFile,
    Denied,
    FutureVersion,
    IdentityRefused,
    InternalError,
    InvalidInput,
    KeyExists,
    KeyStoreError,
    LawRefuted,
    LedgerError,
    MissingPackage,
    ModelRaised,
    NeedsReview,
    NotFound,
    ProofRejected,
    TrustStoreError,
    WrongPassword,
}

/// Turns any error into an [`InvalidInput`].
pub fn invalid(why: impl ToString) -> PyErr {
    InvalidInput::new_err(why.to_string())
}

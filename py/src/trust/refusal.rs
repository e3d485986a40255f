//! Errors of trust as exceptions of Python.

pub use crate::errors::{
    BadSignature, FutureVersion, IdentityRefused, ProofRejected, TrustStoreError,
};
use crate::errors::{DamagedFile, InvalidInput, NotFound, invalid};
use lawful_trust::coherence::CoherenceError;
use lawful_trust::identity::IdentityError;
use lawful_trust::provenance::ProvenanceError;
use lawful_trust::witness::WitnessError;
use lawful_trust::{StoreError, TrustError};
use pyo3::PyErr;

/// Turns an error of trust into the exception for it.
#[cold]
pub fn trust(error: TrustError) -> PyErr {
    let why = error.to_string();
    match error {
        TrustError::Model { .. } | TrustError::Way { .. } => NotFound::new_err(why),
        _ => InvalidInput::new_err(why),
    }
}

/// Turns an error of a store into the exception for it.
#[cold]
pub fn store(error: StoreError) -> PyErr {
    let why = error.to_string();
    match error {
        StoreError::Trust(error) => trust(error),
        StoreError::Damaged { .. } | StoreError::TooLarge { .. } | StoreError::Misplaced { .. } => {
            DamagedFile::new_err(why)
        }
        StoreError::OtherFormat { .. } => FutureVersion::new_err(why),
        StoreError::NamedTwice(_)
        | StoreError::Place(_)
        | StoreError::NotBuilt
        | StoreError::OddId { .. } => invalid(why),
        _ => TrustStoreError::new_err(why),
    }
}

/// Turns an error of a witness event into the exception for it.
pub fn witness(error: WitnessError) -> PyErr {
    let why = error.to_string();
    match error {
        WitnessError::Event(error) => trust(error),
        WitnessError::Sign(error) => crate::platform::refusal::sign(error),
        WitnessError::Signature { .. } => BadSignature::new_err(why),
        _ => InvalidInput::new_err(why),
    }
}

/// Turns an error of an identity into the exception for it.
pub fn identity(error: IdentityError) -> PyErr {
    let why = error.to_string();
    match error {
        IdentityError::BadSignature { .. } => BadSignature::new_err(why),
        IdentityError::Sign(error) => crate::platform::refusal::sign(error),
        IdentityError::NotMinted(_) => NotFound::new_err(why),
        IdentityError::Garbage { .. }
        | IdentityError::LongReason(_)
        | IdentityError::TooDeep(_)
        | IdentityError::ClockWentBack { .. } => InvalidInput::new_err(why),
        _ => IdentityRefused::new_err(why),
    }
}

/// Turns an error of a claim into the exception for it.
pub fn provenance(error: ProvenanceError) -> PyErr {
    let why = error.to_string();
    match error {
        ProvenanceError::BadSignature(_) => BadSignature::new_err(why),
        ProvenanceError::Sign(error) => crate::platform::refusal::sign(error),
        ProvenanceError::NotAnchored => NotFound::new_err(why),
        ProvenanceError::Proof(_) | ProvenanceError::OtherNode(_) => ProofRejected::new_err(why),
        ProvenanceError::Ledger(_) => crate::trace::LedgerError::new_err(why),
        _ => InvalidInput::new_err(why),
    }
}

/// Turns an error of a coherence into an `InvalidInput`.
pub fn coherence(error: CoherenceError) -> PyErr {
    invalid(error)
}

//! Errors of the ledger as exceptions of Python.

use crate::errors::{InvalidInput, NotFound};
use lawful_trace::AppendError;
use lawful_trace::ledger::PruneError;
use lawful_trace::merkle::{CannotProve, ProofRefused};
use pyo3::PyErr;

pyo3::import_exception!(lawful.errors, LedgerError);
pyo3::import_exception!(lawful.errors, Conflict);
pyo3::import_exception!(lawful.errors, ProofRejected);

/// Turns an error of appending into the exception for it.
#[cold]
pub fn append(error: AppendError) -> PyErr {
    let why = error.to_string();
    match error {
        AppendError::Conflict { .. } | AppendError::DuplicateId { .. } => Conflict::new_err(why),
        AppendError::Full(_) | AppendError::Storage(_) | AppendError::ErasurePending(_) => {
            LedgerError::new_err(why)
        }
        _ => InvalidInput::new_err(why),
    }
}

/// Turns an error of proving into the exception for it.
pub fn prove(error: CannotProve) -> PyErr {
    NotFound::new_err(error.to_string())
}

/// Turns an error of pruning into the exception for it.
pub fn prune(error: PruneError) -> PyErr {
    LedgerError::new_err(error.to_string())
}

/// Turns the refusal of a proof into a `ProofRejected`.
pub fn proof(error: ProofRefused) -> PyErr {
    ProofRejected::new_err(error.to_string())
}

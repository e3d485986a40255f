//! Errors of covenants as exceptions of Python.

pub use crate::errors::{CovenantError, Denied, FutureVersion, ProofRejected};
use crate::errors::{DamagedFile, InvalidInput, NotFound};
use crate::platform::refusal as keys;
use crate::trace::refusal as ledgers;
use lawful_covenant::EncodingError;
use lawful_covenant::budget::BudgetError;
use lawful_covenant::delegation::DelegationError;
use lawful_covenant::gate::GateError;
use lawful_covenant::lifecycle::LifecycleError;
use lawful_covenant::run::{GuardError, RunsRefused};
use pyo3::PyErr;

/// Turns an error of a stored form into the exception for it.
pub fn encoding(error: &EncodingError) -> PyErr {
    let why = error.to_string();
    match error {
        EncodingError::OtherVersion(_) => FutureVersion::new_err(why),
        EncodingError::TooLarge { .. } => InvalidInput::new_err(why),
        _ => DamagedFile::new_err(why),
    }
}

/// Turns the refusal of a move into the exception for it.
pub fn lifecycle(error: LifecycleError) -> PyErr {
    match error {
        LifecycleError::Encoding(error) => encoding(&error),
        LifecycleError::Terms(why) => InvalidInput::new_err(why.to_string()),
        LifecycleError::Sign(error) => keys::sign(error),
        other => CovenantError::new_err(other.to_string()),
    }
}

/// Turns an error of passing on into the exception for it.
pub fn delegation(error: DelegationError) -> PyErr {
    match error {
        DelegationError::Encoding(error) => encoding(&error),
        DelegationError::Root(error) => lifecycle(error),
        DelegationError::Terms(why) => InvalidInput::new_err(why.to_string()),
        DelegationError::Permissions(why) => InvalidInput::new_err(why.to_string()),
        DelegationError::Sign(error) => keys::sign(error),
        other => CovenantError::new_err(other.to_string()),
    }
}

/// Turns an error of opening a gate into the exception for it.
pub fn gate(error: GateError) -> PyErr {
    match error {
        GateError::Compile(why) => InvalidInput::new_err(why.to_string()),
        other => CovenantError::new_err(other.to_string()),
    }
}

/// Turns an error of an account into the exception for it.
pub fn budget(error: BudgetError) -> PyErr {
    match error {
        BudgetError::NotAnAmount(_) | BudgetError::BadRate(..) => {
            InvalidInput::new_err(error.to_string())
        }
        other => CovenantError::new_err(other.to_string()),
    }
}

/// Turns an error of opening a guard into the exception for it.
pub fn guard(error: GuardError) -> PyErr {
    match error {
        GuardError::Gate(error) => gate(error),
        GuardError::Chain(error) => delegation(error),
        GuardError::Ledger(error) => ledgers::append(error),
        GuardError::NotSynced(_) => ledgers::LedgerError::new_err(error.to_string()),
        GuardError::History(error) => runs(error),
        GuardError::Checkpoint(why) => InvalidInput::new_err(why.to_string()),
        GuardError::Sign(why) => InvalidInput::new_err(why.to_string()),
        other => CovenantError::new_err(other.to_string()),
    }
}

/// Turns the refusal of records into the exception for it.
pub fn runs(error: RunsRefused) -> PyErr {
    let why = error.to_string();
    match error {
        RunsRefused::NoCall(_) => NotFound::new_err(why),
        _ => ProofRejected::new_err(why),
    }
}

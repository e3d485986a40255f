//! Errors of the ledger as exceptions of Python.

pub use crate::errors::{Conflict, FutureVersion, LedgerError, ProofRejected};
use crate::errors::{DamagedFile, InvalidInput, NotFound};
use lawful_trace::file::FileError;
use lawful_trace::file_ledger::FileLedgerError;
use lawful_trace::ledger::PruneError;
use lawful_trace::merkle::{CannotProve, ProofRefused};
use lawful_trace::node::CannotRead;
use lawful_trace::proof_file::CannotExport;
use lawful_trace::{AppendError, PayloadUnreadable};
use pyo3::PyErr;

/// Turns an error of appending into the exception for it.
#[cold]
pub fn append(error: AppendError) -> PyErr {
    let why = error.to_string();
    match error {
        AppendError::Conflict { .. } | AppendError::DuplicateId { .. } => Conflict::new_err(why),
        AppendError::PayloadUnreadable(failure) if failure.is_damage => DamagedFile::new_err(why),
        AppendError::Full(_)
        | AppendError::Storage(_)
        | AppendError::PayloadUnreadable(_)
        | AppendError::NotSynced(_)
        | AppendError::ErasurePending(_) => LedgerError::new_err(why),
        _ => InvalidInput::new_err(why),
    }
}

/// Turns the failure to read a payload into the exception for it.
#[cold]
pub fn payload(failure: &PayloadUnreadable) -> PyErr {
    let why = failure.to_string();
    match failure.is_damage {
        true => DamagedFile::new_err(why),
        false => LedgerError::new_err(why),
    }
}

/// Turns an error of exporting into memory, where only reading a payload fails, into the exception for it.
pub fn export(error: &std::io::Error) -> PyErr {
    let failure = error.get_ref().and_then(|why| why.downcast_ref());
    failure.map_or_else(|| LedgerError::new_err(error.to_string()), payload)
}

/// Turns an error of proving into the exception for it.
pub fn prove(error: CannotProve) -> PyErr {
    NotFound::new_err(error.to_string())
}

/// Turns an error of pruning into the exception for it.
pub fn prune(error: PruneError) -> PyErr {
    let why = error.to_string();
    match error {
        PruneError::Outside { .. } => NotFound::new_err(why),
        _ => LedgerError::new_err(why),
    }
}

/// Turns the refusal of a proof into a `ProofRejected`.
pub fn proof(error: ProofRefused) -> PyErr {
    ProofRejected::new_err(error.to_string())
}

/// Turns an error of exporting tiles into the exception for it.
pub fn tiles(error: CannotExport) -> PyErr {
    let why = error.to_string();
    match error {
        CannotExport::Io { .. } => LedgerError::new_err(why),
        _ => InvalidInput::new_err(why),
    }
}

/// Turns an error of a file into the exception for it.
pub fn file(error: FileError) -> PyErr {
    let why = error.to_string();
    match error {
        FileError::Doubtful { .. } => {
            DamagedFile::new_err(why.replace("`Unsynced::Cut`", "`unsynced=\"cut\"`"))
        }
        FileError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => {
            NotFound::new_err(why)
        }
        FileError::NewerFormat { .. } => FutureVersion::new_err(why),
        FileError::Damaged { .. }
        | FileError::MissingSegment { .. }
        | FileError::BelowPin { .. } => DamagedFile::new_err(why),
        FileError::TooLarge { .. } => InvalidInput::new_err(why),
        _ => LedgerError::new_err(why),
    }
}

/// Turns an error of a ledger in files into the exception for it.
pub fn files(error: FileLedgerError) -> PyErr {
    let why = error.to_string();
    match error {
        FileLedgerError::File(error) => file(error),
        FileLedgerError::Settings { .. } | FileLedgerError::TreeHash(_) => {
            FutureVersion::new_err(why)
        }
        FileLedgerError::PinnedBelowPruned { .. } | FileLedgerError::PrunedMeanwhile => {
            LedgerError::new_err(why)
        }
        FileLedgerError::Payload { source, .. }
            if source
                .downcast_ref()
                .is_some_and(|failure: &CannotRead| !failure.is_damage) =>
        {
            LedgerError::new_err(why)
        }
        _ => DamagedFile::new_err(why),
    }
}

//! What the file's engine says, in our words.

use super::super::StoreError;
use std::path::Path;

/// Whether the engine must be opened again before it does anything: after a failed write it refuses
/// everything.
pub(super) fn must_reopen(error: &redb::Error) -> bool {
    matches!(
        error,
        redb::Error::Io(_)
            | redb::Error::PreviousIo
            | redb::Error::DatabaseClosed
            | redb::Error::LockPoisoned(_)
    )
}

pub(super) fn told(path: &Path, action: &'static str, error: redb::Error) -> StoreError {
    match error {
        redb::Error::Io(error) => StoreError::io(action, path)(error),
        redb::Error::Corrupted(problem) => {
            StoreError::damaged(format_args!("`{}`", path.display()), problem)
        }
        redb::Error::TableTypeMismatch { .. } | redb::Error::UpgradeRequired(_) => {
            StoreError::OtherFormat {
                place: path.display().to_string(),
                found: error.to_string(),
                expected: "entities of version 1",
            }
        }
        other => StoreError::Database {
            action,
            problem: format!("`{}`: {other}", path.display()),
        },
    }
}

//! What may go wrong with files of records.

use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// What may go wrong with the files of a log.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum FileError {
    /// The system refused an operation.
    #[error("cannot {action} `{}`: {source}", path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The folder or a file in it cannot be written.
    #[error("`{}` is read-only; open it for reading, or change its permissions", path.display())]
    ReadOnly {
        /// What cannot be written.
        path: PathBuf,
    },
    /// There is a log already.
    #[error("`{}` holds a ledger already; open it instead", path.display())]
    Exists {
        /// The folder.
        path: PathBuf,
    },
    /// The files are not ours.
    #[error("`{}` is not a ledger: {problem}", path.display())]
    Foreign {
        /// What was looked at.
        path: PathBuf,
        /// Why it cannot be a ledger.
        problem: &'static str,
    },
    /// A later version of this program made the file.
    #[error(
        "`{}` has format `{found}`, and this version reads up to `{known}`; use a newer version",
        path.display()
    )]
    NewerFormat {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// The newest format that is known.
        known: u32,
    },
    /// Bytes that were whole once are not whole now.
    #[error(
        "`{}` is damaged at byte `{offset}`: {problem}; restore the file from a copy",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Where the first bad frame starts, in bytes from the start of the file.
        offset: u64,
        /// What is wrong there.
        problem: &'static str,
    },
    /// A frame is bad, whole frames follow it, and nothing says that any of them was on the disk.
    #[error(
        "`{}` has a bad frame at byte `{offset}` with `{behind}` whole frames behind it; nothing from \
         there on was acknowledged as synced, so a power failure explains it as well as damage does: \
         restore a copy, or open with `Unsynced::Cut` to give these records up",
        path.display()
    )]
    Doubtful {
        /// The file.
        path: PathBuf,
        /// Where the bad frame starts, in bytes from the start of the file.
        offset: u64,
        /// How many whole frames were found behind it.
        behind: u64,
    },
    /// A file in the middle, or one that was synced, is gone.
    #[error("segment `{number}` of `{}` is missing; restore it from a copy", path.display())]
    MissingSegment {
        /// The folder.
        path: PathBuf,
        /// The number of the segment.
        number: u64,
    },
    /// Records were pruned before a reader came to them.
    #[error(
        "the records of `{}` below `{first}` were pruned, and this reader had come to `{read}`; open \
         the ledger again",
        path.display()
    )]
    PrunedUnread {
        /// The folder.
        path: PathBuf,
        /// The index of the first record that is left.
        first: u64,
        /// The index of the first record that was not read.
        read: u64,
    },
    /// Another writer holds the log.
    #[error("`{}` is held by another writer; open it for reading, or close the other", path.display())]
    Busy {
        /// The lock.
        path: PathBuf,
    },
    /// The lock of the writer is not where it was taken.
    #[error(
        "`{}` is not the file that this writer has locked: the folder of the ledger was moved, or the file \
         removed; close the ledger, and open it where it is now",
        path.display()
    )]
    Moved {
        /// The lock.
        path: PathBuf,
    },
    /// Something is larger than allowed; nothing was allocated for it.
    #[error("{what} of `{size}` is above the limit of `{limit}`; split it")]
    TooLarge {
        /// What.
        what: &'static str,
        /// Its size.
        size: u64,
        /// The largest size.
        limit: u64,
    },
    /// A write or a sync failed before in a way that leaves the state of the disk unknown.
    #[error("the writer stopped after a failure ({cause}); open the ledger again to recover it")]
    Stopped {
        /// The first failure.
        cause: String,
    },
    /// The log was opened for reading.
    #[error("`{}` was opened for reading; open it for writing to change it", path.display())]
    ReadOnlyOpen {
        /// The folder.
        path: PathBuf,
    },
    /// Fewer records are left than someone remembers.
    #[error(
        "`{}` holds `{found}` records, and a head outside was pinned at `{pinned}`; its end was cut off",
        path.display()
    )]
    BelowPin {
        /// The folder.
        path: PathBuf,
        /// How many records there are.
        found: u64,
        /// How many there were.
        pinned: u64,
    },
}

impl FileError {
    /// Makes the error of a failed operation on a path; permission problems of writers are told apart.
    pub(crate) fn io<'a>(
        action: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> FileError + 'a {
        move |source| FileError::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    /// As `io`, for operations that need the right to write.
    pub(crate) fn writing<'a>(
        action: &'static str,
        path: &'a Path,
    ) -> impl FnOnce(io::Error) -> FileError + 'a {
        move |source| match source.kind() {
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                FileError::ReadOnly {
                    path: path.to_owned(),
                }
            }
            _ => FileError::io(action, path)(source),
        }
    }

    /// Returns true if there was no room on the disk (or the quota is used up).
    ///
    /// The records of the failed call were not appended; the writer goes on once there is room.
    pub fn is_disk_full(&self) -> bool {
        matches!(self, FileError::Io { source, .. } if matches!(
            source.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge
        ))
    }
}

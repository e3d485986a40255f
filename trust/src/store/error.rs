//! Why a store refuses.

use crate::TrustError;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Why a store refuses. Whatever was asked for did not happen, not even a part of it.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The change itself is refused.
    #[error(transparent)]
    Trust(#[from] TrustError),
    /// A file cannot be used.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::sync::Arc<io::Error>,
    },
    /// A file or a record is damaged. Others stay readable.
    #[error("{what} is damaged: {problem}; restore it from a backup or move it away")]
    Damaged {
        /// The file or the record.
        what: String,
        /// What is wrong.
        problem: String,
    },
    /// A file is of an entity whose id is none here. Another program wrote it: nothing is wrong with
    /// the file, and all others stay readable.
    #[error(
        "`{}` is left alone: {source}; save it under another id with the program that wrote it, or move it away",
        path.display()
    )]
    OddId {
        /// The file.
        path: PathBuf,
        /// What is wrong with the id.
        source: TrustError,
    },
    /// A file has the name of another entity's file, so nobody finds it who asks for its entity.
    #[error(
        "`{}` is of `{id}`, whose file is `{name}`; rename it, or move it away if that one is there",
        path.display()
    )]
    Misplaced {
        /// The file.
        path: PathBuf,
        /// Whose file it is.
        id: String,
        /// What it should be called.
        name: String,
    },
    /// A file or a record is larger than any that is written here.
    #[error("{what} has {size} bytes, and at most {limit} are read")]
    TooLarge {
        /// The file or the record.
        what: String,
        /// Its size.
        size: u64,
        /// What is allowed.
        limit: u64,
    },
    /// Another process has the store.
    #[error(
        "`{path}` is open elsewhere, here or in another process, and was not closed in {waited:?}; close it there, let all who use it take turns, or use a server or a directory"
    )]
    Busy {
        /// The file.
        path: PathBuf,
        /// How long we waited.
        waited: Duration,
    },
    /// The store was written by another version of this program.
    #[error("`{place}` has the format `{found}`; this program reads `{expected}`")]
    OtherFormat {
        /// The file or the table.
        place: String,
        /// What it says.
        found: String,
        /// What is read here.
        expected: &'static str,
    },
    /// One id was named twice in one transaction.
    #[error("`{0}` is named twice in one transaction; name each entity once")]
    NamedTwice(String),
    /// A change put an entity into the place of another.
    #[error("a change put `{found}` into the place of `{expected}`")]
    OtherEntity {
        /// Whose place it is.
        expected: String,
        /// Who was put there.
        found: String,
    },
    /// The database refused or could not be reached.
    #[error("the database {action} failed: {problem}")]
    Database {
        /// What was tried.
        action: &'static str,
        /// What the database said.
        problem: String,
    },
    /// The change met others again and again.
    #[error("the transaction met others {0} times; try again when there is less to do")]
    Contended(u32),
    /// A call that waits was made from inside of an asynchronous runtime.
    #[error(
        "this store waits for its server, which is not possible inside of an asynchronous task; call it in `spawn_blocking`"
    )]
    InsideRuntime,
    /// A place where no store can be.
    #[error(
        "`{0}` is not a place for a store; use a directory, a file that ends in `.redb`, or `postgresql://...`"
    )]
    Place(String),
    /// This build has no such store.
    #[error("this build has no PostgreSQL store; build `lawful-trust` with the feature `postgres`")]
    NotBuilt,
}

impl StoreError {
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
        let path = path.to_owned();
        move |source| StoreError::Io {
            action,
            path,
            source: source.into(),
        }
    }

    /// Returns the error if a file or a record is damaged, so that others may still be read.
    ///
    /// # Errors
    /// Otherwise itself.
    pub(super) fn damage(self) -> Result<StoreError, StoreError> {
        match self {
            StoreError::Damaged { .. }
            | StoreError::TooLarge { .. }
            | StoreError::OddId { .. }
            | StoreError::Misplaced { .. } => Ok(self),
            other => Err(other),
        }
    }

    pub(crate) fn damaged(what: impl ToString, problem: impl ToString) -> StoreError {
        StoreError::Damaged {
            what: what.to_string(),
            problem: problem.to_string(),
        }
    }
}

//! Where the ledger behind the class is kept.

use super::refusal::LedgerError;
use lawful_trace::{FileLedger, Ledger, MemoryLedger};
use pyo3::prelude::*;
use std::ops::Deref;
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

/// A ledger in memory, or one in files that can be closed.
#[expect(clippy::large_enum_variant, reason = "there is one, behind an `Arc`")]
pub enum Kept {
    /// In memory.
    Memory(MemoryLedger),
    /// In files.
    Files(OpenFiles),
}

/// A ledger in files while it is open, in the process that opened it.
pub struct OpenFiles {
    ledger: RwLock<Option<Arc<FileLedger>>>,
    folder: PathBuf,
    process: u32,
}

/// A ledger that can be used now.
pub enum Usable<'a> {
    /// In memory.
    Memory(&'a MemoryLedger),
    /// In files: stays open while it is used, even if another thread closes it.
    Files(Arc<FileLedger>),
}

impl Deref for Usable<'_> {
    type Target = dyn Ledger;

    fn deref(&self) -> &(dyn Ledger + 'static) {
        match self {
            Usable::Memory(ledger) => *ledger,
            Usable::Files(ledger) => &**ledger,
        }
    }
}

impl Kept {
    /// Keeps a ledger in files.
    pub fn files(ledger: FileLedger) -> Kept {
        Kept::Files(OpenFiles {
            folder: ledger.folder().to_owned(),
            ledger: RwLock::new(Some(Arc::new(ledger))),
            process: std::process::id(),
        })
    }

    /// Returns the ledger.
    ///
    /// # Errors
    /// If it was closed, or opened by another process than this one, which was forked from it.
    #[inline]
    pub fn usable(&self) -> PyResult<Usable<'_>> {
        match self {
            Kept::Memory(ledger) => Ok(Usable::Memory(ledger)),
            Kept::Files(files) => files.open().map(Usable::Files),
        }
    }
}

impl Kept {
    /// Returns whether what is appended is written into files.
    pub fn is_in_files(&self) -> bool {
        matches!(self, Kept::Files(_))
    }
}

impl OpenFiles {
    /// Returns the ledger.
    ///
    /// # Errors
    /// As [`Kept::usable`].
    pub fn open(&self) -> PyResult<Arc<FileLedger>> {
        if std::process::id() != self.process {
            return Err(LedgerError::new_err(format!(
                "the ledger {} was opened before this process was forked; open it again here",
                self.folder.display()
            )));
        }
        let ledger = self.ledger.read().unwrap_or_else(PoisonError::into_inner);
        ledger.clone().ok_or_else(|| {
            LedgerError::new_err(format!(
                "the ledger {} is closed; open it again",
                self.folder.display()
            ))
        })
    }

    /// Takes the ledger out, to close it. A second time there is none, and that is no error.
    pub fn take(&self) -> Option<Arc<FileLedger>> {
        let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        ledger.take()
    }

    /// Returns the folder.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }
}

impl Drop for OpenFiles {
    fn drop(&mut self) {
        // In a forked process the ledger belongs to the parent: nothing may be written here.
        if std::process::id() != self.process
            && let Some(ledger) = self.take()
        {
            std::mem::forget(ledger);
        }
    }
}

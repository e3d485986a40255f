//! Syncs a ledger before its head is signed.

use super::kept::Usable;
use super::refusal::{self, LedgerError};
use crate::guard::detached;
use lawful_trace::FileLedger;
use pyo3::prelude::*;
use std::fs::File;
use std::io;

impl Usable<'_> {
    /// Waits until every node of a ledger in files is on the disk.
    ///
    /// A head that was signed and then lost with the power would be signed once more, for other nodes.
    ///
    /// # Errors
    /// If a write or the sync fails.
    pub fn make_durable(&self, py: Python<'_>) -> PyResult<()> {
        match self {
            Usable::Memory(_) => Ok(()),
            Usable::Files(ledger) => detached(py, || sync(ledger))?,
        }
    }
}

fn sync(ledger: &FileLedger) -> PyResult<()> {
    if !ledger.is_read_only() {
        return ledger.sync().map(|_| ()).map_err(refusal::file);
    }
    sync_last(ledger).map_err(|why| {
        LedgerError::new_err(format!(
            "cannot sync {} before signing: {why}",
            ledger.folder().display()
        ))
    })
}

/// Syncs the last segment: the writer may not have done it yet. All before it are on the disk.
fn sync_last(ledger: &FileLedger) -> io::Result<()> {
    let entries = std::fs::read_dir(ledger.folder())?;
    let paths = entries.map(|entry| Ok(entry?.path()));
    let paths = paths.collect::<io::Result<Vec<_>>>()?;
    let segments = paths
        .iter()
        .filter(|path| path.extension().is_some_and(|last| last == "segment"));
    let Some(last) = segments.max() else {
        return Ok(());
    };
    match File::open(last)?.sync_all() {
        // What cannot be written was not written just now.
        Err(why) if why.kind() == io::ErrorKind::ReadOnlyFilesystem => Ok(()),
        synced => synced,
    }
}

//! Opens a ledger in files, or makes one where there is none.

use super::{FileLedger, FileLedgerError, FileLedgerOptions};
use crate::file::{Disk, FileError, Mode};
use crate::ledger::LedgerOptions;
use std::io;
use std::path::Path;

// What making a ledger leaves in the folder if it is interrupted. The first segment comes next, and
// everything else after it.
const LOCK: &str = "lock";
const NEW_SEGMENT: &str = "0000000000.segment.new";

impl FileLedger {
    /// Opens the ledger in a folder; makes it if the folder is missing or empty, or has only what was
    /// left when making it was interrupted. The settings are for a new one.
    ///
    /// A ledger that somebody has seen is never made anew: with a pinned head this is
    /// [`FileLedger::open`].
    ///
    /// # Errors
    ///
    /// As [`FileLedger::open`] and [`FileLedger::create`]. Of two that make it at the same time, one is
    /// told that another writer holds it.
    pub fn open_or_create(
        folder: &Path,
        settings: LedgerOptions,
        options: FileLedgerOptions,
    ) -> Result<FileLedger, FileLedgerError> {
        if options.pinned.is_some() || !is_vacant(&*options.files.disk, folder) {
            return FileLedger::open(folder, options);
        }
        match FileLedger::create(folder, settings, options.clone()) {
            // Another writer has made it since, and closed it.
            Err(FileLedgerError::File(FileError::Exists { .. })) => {
                FileLedger::open(folder, options)
            }
            made => made,
        }
    }
}

/// Returns whether a folder has no ledger that could be lost.
fn is_vacant(disk: &dyn Disk, folder: &Path) -> bool {
    match disk.names(folder) {
        Ok(names) => names.iter().all(|name| is_unfinished(disk, folder, name)),
        Err(why) => why.kind() == io::ErrorKind::NotFound,
    }
}

fn is_unfinished(disk: &dyn Disk, folder: &Path, name: &str) -> bool {
    let length = || disk.open(&folder.join(name), Mode::Read)?.length();
    match name {
        // A lock that says something is of another program.
        LOCK => length().is_ok_and(|length| length == 0),
        NEW_SEGMENT => true,
        _ => false,
    }
}

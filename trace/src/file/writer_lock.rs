//! One writer at a time, across processes.

use super::disk::{Disk, DiskFile, Mode};
use super::error::FileError;
use super::names;
use std::path::Path;

/// The right to write to a log, held until dropped; the system frees it when the process dies.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: Box<dyn DiskFile>,
}

impl WriterLock {
    /// Takes the lock, or says at once that another writer has it.
    pub(crate) fn take(disk: &dyn Disk, folder: &Path) -> Result<WriterLock, FileError> {
        let path = folder.join(names::LOCK);
        let file = disk
            .open(&path, Mode::Create)
            .map_err(FileError::writing("open", &path))?;
        if file.try_lock().map_err(FileError::io("lock", &path))? {
            Ok(WriterLock { _file: file })
        } else {
            Err(FileError::Busy { path })
        }
    }
}

//! One writer at a time, across processes.

use super::StoreError;
use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::path::Path;

/// The lock of a folder, held until dropped; the system frees it when the process dies, however it
/// dies.
pub(super) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Waits for the lock.
    pub(super) fn take(path: &Path) -> Result<FolderLock, StoreError> {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(StoreError::io("open", path))?;
        loop {
            match file.lock() {
                Ok(()) => return Ok(FolderLock { _file: file }),
                // A signal came, which is for somebody else.
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(StoreError::io("lock", path)(error)),
            }
        }
    }
}

//! One writer at a time, across processes.

use super::StoreError;
use std::fs::{File, OpenOptions};
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
        file.lock().map_err(StoreError::io("lock", path))?;
        Ok(FolderLock { _file: file })
    }
}

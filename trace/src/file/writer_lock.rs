//! One writer at a time, across processes.

use super::disk::{Disk, DiskFile, Mode};
use super::error::FileError;
use super::names;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// The right to write to a log, held until dropped. The system frees it when the process dies, unless
/// another one was forked from it and has not called [`close_inherited_locks`].
#[derive(Debug)]
pub(crate) struct WriterLock {
    file: Arc<LockFile>,
    path: PathBuf,
    process: u32,
}

type LockFile = Mutex<Option<Box<dyn DiskFile>>>;

/// The lock files that are open in this process.
static OPEN: Mutex<Vec<Weak<LockFile>>> = Mutex::new(Vec::new());

impl WriterLock {
    /// Takes the lock, or says at once that another writer has it.
    pub(crate) fn take(disk: &dyn Disk, folder: &Path) -> Result<WriterLock, FileError> {
        let path = folder.join(names::LOCK);
        let file = disk
            .open(&path, Mode::Create)
            .map_err(FileError::writing("open", &path))?;
        if !file.try_lock().map_err(FileError::io("lock", &path))? {
            return Err(FileError::Busy { path });
        }
        let file = Arc::new(Mutex::new(Some(file)));
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|file| file.strong_count() > 0);
        open.push(Arc::downgrade(&file));
        Ok(WriterLock {
            file,
            path,
            process: std::process::id(),
        })
    }

    /// Makes sure that the file of the lock is still where it was taken: files are written, replaced and
    /// removed by their names, and another folder may have this one's name by now. Whoever has removed
    /// the file has let another writer in.
    ///
    /// # Errors
    /// If it is not, or that cannot be found out.
    pub(crate) fn check(&self) -> Result<(), FileError> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        match file.as_ref().map(|file| file.is_at(&self.path)) {
            Some(Ok(true)) => Ok(()),
            Some(Err(failure)) if failure.kind() != io::ErrorKind::NotFound => {
                Err(FileError::io("look at", &self.path)(failure))
            }
            _ => Err(FileError::Moved {
                path: self.path.clone(),
            }),
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        // Closing the file would free the lock only once every forked process has closed it, too. And a
        // forked process frees nothing that is its parent's.
        if let Some(file) = &*file
            && self.process == std::process::id()
        {
            drop(file.unlock());
        }
    }
}

/// Closes the files of the locks that a process was forked with: call it in the new process.
///
/// They are locks of the process that forked, and it alone writes to its logs. But while they are open
/// here, nobody else could write after that process has died.
pub fn close_inherited_locks() {
    // Another thread may have held one of these when the process was forked, and is not here to free it.
    let Ok(mut open) = OPEN.try_lock() else {
        return;
    };
    for file in open.drain(..).filter_map(|file| file.upgrade()) {
        if let Ok(mut file) = file.try_lock() {
            *file = None;
        }
    }
}

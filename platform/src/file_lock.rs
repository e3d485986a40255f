//! One writer at a time, across processes.

use crate::StoreError;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// The lock of a key file, held until dropped; the system frees it when the process dies.
///
/// It is a file of its own, `NAME.lock`, because the key file itself is replaced by every write.
pub(crate) struct FileLock {
    _file: File,
}

impl FileLock {
    /// Waits for the lock, at most 10 seconds.
    pub(crate) fn take(key_file: &Path) -> Result<FileLock, StoreError> {
        Self::take_within(key_file, PATIENCE)
    }

    fn take_within(key_file: &Path, patience: Duration) -> Result<FileLock, StoreError> {
        let path = lock_path(key_file);
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path).map_err(StoreError::io("open", &path))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(FileLock { _file: file }),
                Err(TryLockError::WouldBlock) if start.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy {
                        path,
                        waited: patience,
                    });
                }
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::Io {
                        action: "lock",
                        path,
                        source,
                    });
                }
            }
        }
    }
}

fn lock_path(key_file: &Path) -> PathBuf {
    let mut name = key_file.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_writer_is_told_who_holds_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("keys");
        let held = FileLock::take(&file).unwrap();
        let error = FileLock::take_within(&file, Duration::from_millis(20))
            .err()
            .unwrap();
        assert!(matches!(&error, StoreError::Busy { path, .. } if path.ends_with("keys.lock")));
        drop(held);
        FileLock::take_within(&file, Duration::ZERO).unwrap();
    }
}

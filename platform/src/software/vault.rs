//! Where the contents of a software store are kept: a file, or memory.

use super::Cost;
use super::contents::Contents;
use super::file_format::{FileKey, KeyFile, LARGEST};
use crate::atomic_file::{self, IfExists};
use crate::file_lock::FileLock;
use crate::{Password, StoreError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(super) enum Vault {
    Memory(Mutex<Contents>),
    File { path: PathBuf, key: Mutex<FileKey> },
}

impl Vault {
    pub(super) fn in_memory() -> Result<Vault, StoreError> {
        Ok(Vault::Memory(Mutex::new(Contents::new()?)))
    }

    /// Makes a new file; fails if there is one.
    pub(super) fn create(
        path: &Path,
        password: &Password,
        cost: Cost,
    ) -> Result<Vault, StoreError> {
        let _lock = FileLock::take(path)?;
        let salt = *crate::secret::random()?;
        let key = FileKey::derive(password.expose(), salt, cost)?;
        let file = key.encrypt(&Contents::new()?.encode())?;
        atomic_file::write(path, &file, IfExists::Fail)?;
        Ok(Vault::File {
            path: path.to_owned(),
            key: Mutex::new(key),
        })
    }

    /// Opens a file with a password.
    pub(super) fn open(path: &Path, password: &Password) -> Result<Vault, StoreError> {
        let bytes = atomic_file::read(path, LARGEST)?;
        let name = path.display().to_string();
        let file = KeyFile::parse(&bytes, &name)?;
        let key = file.unlock(password.expose())?;
        Contents::decode(&file.decrypt(&key)?, &name)?;
        Ok(Vault::File {
            path: path.to_owned(),
            key: Mutex::new(key),
        })
    }

    /// Looks at the contents as they are now.
    pub(super) fn read<T>(
        &self,
        look: impl FnOnce(&Contents) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self {
            Vault::Memory(contents) => look(&locked(contents)),
            Vault::File { path, key } => look(&load(path, &locked(key))?),
        }
    }

    /// Changes the contents; if the change fails, nothing is written.
    pub(super) fn update<T>(
        &self,
        change: impl FnOnce(&mut Contents) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match self {
            Vault::Memory(contents) => change(&mut locked(contents)),
            Vault::File { path, key } => {
                let key = locked(key);
                let _lock = FileLock::take(path)?;
                let mut contents = load(path, &key)?;
                let result = change(&mut contents)?;
                atomic_file::write(path, &key.encrypt(&contents.encode())?, IfExists::Replace)?;
                Ok(result)
            }
        }
    }

    /// Encrypts the file anew under another password.
    pub(super) fn change_password(
        &self,
        password: &Password,
        cost: Cost,
    ) -> Result<(), StoreError> {
        let Vault::File { path, key } = self else {
            return Ok(());
        };
        let mut key = locked(key);
        let _lock = FileLock::take(path)?;
        let contents = load(path, &key)?;
        let next = FileKey::derive(password.expose(), *crate::secret::random()?, cost)?;
        atomic_file::write(path, &next.encrypt(&contents.encode())?, IfExists::Replace)?;
        *key = next;
        Ok(())
    }
}

fn load(path: &Path, key: &FileKey) -> Result<Contents, StoreError> {
    let bytes = atomic_file::read(path, LARGEST)?;
    let name = path.display().to_string();
    let file = KeyFile::parse(&bytes, &name)?;
    Contents::decode(&file.decrypt(key)?, &name)
}

/// Takes a lock; a panic of another thread leaves no half-made change behind, since changes are
/// made on a copy or are single insertions.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

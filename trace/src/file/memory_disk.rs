//! A disk in memory, on which nothing ever fails.

use super::disk::{Disk, DiskFile, Mode};
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A disk in memory, for tests and trials of what is built on files; clones are the same disk.
///
/// Syncs do nothing, and nothing survives the process.
///
/// ```
/// use lawful_trace::file::{Durability, Identity, Log, MemoryDisk, Options};
/// use std::path::Path;
/// use std::sync::Arc;
/// let disk = MemoryDisk::default();
/// let options = || Options::default().disk(Arc::new(disk.clone()));
/// let log = Log::create(Path::new("ledger"), Identity::new("")?, options())?;
/// log.append(&[b"one"], &[], Durability::Synced)?;
/// drop(log);
/// assert_eq!(Log::open(Path::new("ledger"), options())?.recovery.records, 1);
/// assert!(Log::open(Path::new("nothing"), options()).is_err());
/// # Ok::<(), lawful_trace::file::FileError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryDisk(Arc<Mutex<BTreeMap<PathBuf, Arc<MemoryFile>>>>);

#[derive(Debug, Default)]
struct MemoryFile {
    bytes: Mutex<Vec<u8>>,
    locked: Mutex<bool>,
}

/// A file that is open; it frees its lock when it is closed.
#[derive(Debug)]
struct Open {
    disk: MemoryDisk,
    file: Arc<MemoryFile>,
    holds_lock: Mutex<bool>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Disk for MemoryDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let mut files = held(&self.0);
        let file = match (files.get(path), mode) {
            (Some(file), _) => Arc::clone(file),
            (None, Mode::Read | Mode::Write) => return Err(io::ErrorKind::NotFound.into()),
            (None, Mode::Create | Mode::Empty) => {
                let file = Arc::<MemoryFile>::default();
                files.insert(path.to_owned(), Arc::clone(&file));
                file
            }
        };
        if mode == Mode::Empty {
            held(&file.bytes).clear();
        }
        Ok(Box::new(Open {
            disk: self.clone(),
            file,
            holds_lock: Mutex::new(false),
        }))
    }

    fn create_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        Ok(held(&self.0)
            .keys()
            .filter(|path| path.parent() == Some(folder))
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut files = held(&self.0);
        let file = files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        files.insert(to.to_owned(), file);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let removed = held(&self.0).remove(path);
        removed.map(drop).ok_or(io::ErrorKind::NotFound.into())
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        Ok(())
    }
}

impl DiskFile for Open {
    fn length(&self) -> io::Result<u64> {
        Ok(held(&self.file.bytes).len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let bytes = held(&self.file.bytes);
        let found = usize::try_from(offset)
            .ok()
            .and_then(|start| bytes.get(start..start.checked_add(buffer.len())?))
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(found);
        Ok(())
    }

    fn write_at(&self, new: &[u8], offset: u64) -> io::Result<()> {
        let mut bytes = held(&self.file.bytes);
        let start = usize::try_from(offset).map_err(|_| io::ErrorKind::FileTooLarge)?;
        let end = start
            .checked_add(new.len())
            .ok_or(io::ErrorKind::FileTooLarge)?;
        if bytes.len() < end {
            bytes.resize(end, 0);
        }
        bytes
            .get_mut(start..end)
            .into_iter()
            .for_each(|place| place.copy_from_slice(new));
        Ok(())
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        let length = usize::try_from(length).map_err(|_| io::ErrorKind::FileTooLarge)?;
        held(&self.file.bytes).resize(length, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    fn try_lock(&self) -> io::Result<bool> {
        let mut locked = held(&self.file.locked);
        let free = !*locked;
        if free {
            *locked = true;
            *held(&self.holds_lock) = true;
        }
        Ok(free)
    }

    fn unlock(&self) -> io::Result<()> {
        if std::mem::take(&mut *held(&self.holds_lock)) {
            *held(&self.file.locked) = false;
        }
        Ok(())
    }

    fn is_at(&self, path: &Path) -> io::Result<bool> {
        let files = held(&self.disk.0);
        let there = files.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(Arc::ptr_eq(there, &self.file))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        drop(self.unlock());
    }
}

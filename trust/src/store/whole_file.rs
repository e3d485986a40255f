//! Files that are read and replaced as a whole.
//!
//! **Atomicity contract.** After [`replace`] or [`remove`] returns, the change is on the disk. If
//! the process or the machine stops at any moment before, the name holds the old bytes or the new
//! ones, whole. A temporary file may be left behind in the folder.

use super::StoreError;
use super::access::Access;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::Path;

/// What temporary files are called at the beginning.
pub(super) const TEMPORARY: &str = ".lawful-trust-";

/// Reads a file of at most `limit` bytes; `None` if there is none.
pub(super) fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let what = || format!("`{}`", path.display());
    let irregular = || StoreError::damaged(what(), "it is not a regular file");
    // To open a pipe would wait for somebody to write into it.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(irregular());
    }
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(StoreError::io("open", path)(error)),
    };
    let metadata = file.metadata().map_err(StoreError::io("read", path))?;
    if !metadata.is_file() {
        return Err(irregular());
    }
    let too_large = |size| StoreError::TooLarge {
        what: what(),
        size,
        limit,
    };
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    // The file may have grown since: never read more than is allowed.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(StoreError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(Some(bytes))
}

/// Puts bytes under a name in a folder, for those who could read what was there. The folder is synced
/// by [`sync_folder`].
pub(super) fn replace(folder: &Path, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
    replace_for(Access::of(&folder.join(name)), folder, name, bytes)
}

/// Puts bytes under a name in a folder, for those who have the access.
pub(super) fn replace_for(
    access: Access,
    folder: &Path,
    name: &str,
    bytes: &[u8],
) -> Result<(), StoreError> {
    let path = folder.join(name);
    let mut file = access
        .begin(TEMPORARY, folder)
        .map_err(StoreError::io("create a file in", folder))?;
    file.write_all(bytes)
        .map_err(StoreError::io("write", &path))?;
    file.as_file()
        .sync_all()
        .map_err(StoreError::io("sync", &path))?;
    file.persist(&path)
        .map_err(|failure| StoreError::io("replace", &path)(failure.error))?;
    Ok(())
}

/// Returns the names of temporary files, whose writers may live still.
pub(super) fn leftovers(folder: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |error| StoreError::io("list", folder)(error);
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        names.extend(name.into_string().ok().filter(|name| is_temporary(name)));
    }
    Ok(names)
}

/// The lock of the folder begins in the same way, and has no other letters.
fn is_temporary(name: &str) -> bool {
    name.strip_prefix(TEMPORARY)
        .is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Removes a file; it is no error if there is none.
pub(super) fn remove(folder: &Path, name: &str) -> Result<(), StoreError> {
    let path = folder.join(name);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(StoreError::io("remove", &path)(error))
        }
        _ => Ok(()),
    }
}

/// Puts the names of a folder on the disk.
pub(super) fn sync_folder(folder: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io("sync the folder", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

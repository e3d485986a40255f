//! Reading and replacing a small file.
//!
//! **Atomicity contract.** After [`write`] returns, the new bytes are on the disk under the name of
//! the file. If the machine stops at any moment before, the name holds the old bytes or the new
//! ones, whole. A temporary file may be left behind in the folder.

use crate::StoreError;
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use zeroize::Zeroizing;

/// What is done if the file exists.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum IfExists {
    Replace,
    Fail,
}

/// Reads a file of at most `limit` bytes that only its owner may read.
pub(crate) fn read(path: &Path, limit: u64) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let file = File::open(path).map_err(StoreError::io("open", path))?;
    let metadata = file.metadata().map_err(StoreError::io("read", path))?;
    if !metadata.is_file() {
        return Err(StoreError::Damaged {
            what: format!("`{}`", path.display()),
            problem: "it is not a regular file",
        });
    }
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o777;
        if mode & 0o077 != 0 {
            return Err(StoreError::TooOpen {
                path: path.to_owned(),
                mode,
            });
        }
    }
    let too_large = |size| StoreError::TooLarge {
        what: format!("`{}`", path.display()),
        size,
        limit,
    };
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(metadata.len() as usize + 1));
    // The file may have grown since: never read more than is allowed.
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(StoreError::io("read", path))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(bytes.len() as u64));
    }
    Ok(bytes)
}

/// Puts bytes under a name, as the contract above says, with mode 0600.
pub(crate) fn write(path: &Path, bytes: &[u8], if_exists: IfExists) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // The temporary file is made with mode 0600.
    let mut file = tempfile::Builder::new()
        .prefix(".lawful-keys-")
        .tempfile_in(folder)
        .map_err(StoreError::io("create a file in", folder))?;
    file.write_all(bytes)
        .map_err(StoreError::io("write", path))?;
    file.as_file()
        .sync_all()
        .map_err(StoreError::io("sync", path))?;
    let done = match if_exists {
        IfExists::Replace => file.persist(path),
        IfExists::Fail => file.persist_noclobber(path),
    };
    done.map_err(|failure| StoreError::io("replace", path)(failure.error))?;
    #[cfg(unix)]
    File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(StoreError::io("sync the folder", folder))?;
    Ok(())
}

//! The file that maps names to handles.

use crate::atomic_file::{self, IfExists};
use crate::file_lock::FileLock;
use crate::{KeyName, PublicKey, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The largest file, in bytes.
const LARGEST: u64 = 1 << 18;
const VERSION: u16 = 1;

/// Where a key is, and which it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) handle: u32,
    pub(super) public_key: PublicKey,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    version: u16,
    keys: BTreeMap<KeyName, Place>,
}

/// The index of one store.
pub(super) struct Index {
    path: PathBuf,
}

impl Index {
    pub(super) fn new(path: &Path) -> Index {
        Index { path: path.to_owned() }
    }

    /// Reads the keys; a file that is not there has none.
    pub(super) fn read(&self) -> Result<BTreeMap<KeyName, Place>, StoreError> {
        let bytes = match atomic_file::read(&self.path, LARGEST) {
            Err(StoreError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                return Ok(BTreeMap::new());
            }
            read => read?,
        };
        let what = || format!("`{}`", self.path.display());
        #[derive(Deserialize)]
        struct Version {
            version: u16,
        }
        let damaged = || StoreError::Damaged { what: what(), problem: "it is not an index of keys" };
        let version: Version = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if version.version > VERSION {
            let found = version.version;
            return Err(StoreError::FutureVersion { what: what(), found, newest: VERSION });
        }
        let wire: Wire = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        Ok(wire.keys)
    }

    /// Changes the keys while no other process does. If the change fails, nothing is written.
    pub(super) fn update<T>(
        &self,
        change: impl FnOnce(&mut BTreeMap<KeyName, Place>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _lock = FileLock::take(&self.path)?;
        let mut keys = self.read()?;
        let result = change(&mut keys)?;
        // Strings and numbers: this cannot fail.
        let json = serde_json::to_vec_pretty(&Wire { version: VERSION, keys }).unwrap_or_default();
        atomic_file::write(&self.path, &json, IfExists::Replace)?;
        Ok(result)
    }
}

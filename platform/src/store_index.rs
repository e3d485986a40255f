//! The file that maps the names of keys to where a device keeps them.

use crate::atomic_file::{self, IfExists};
use crate::file_lock::FileLock;
use crate::{KeyName, StoreError};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

/// The largest file, in bytes.
const LARGEST: u64 = 1 << 18;
const VERSION: u16 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire<P> {
    version: u16,
    keys: BTreeMap<KeyName, P>,
}

/// The index of one store; `P` tells where a key is.
///
/// It holds no secret. Its writers take turns, as those of a key file do.
pub(crate) struct StoreIndex<P> {
    path: PathBuf,
    place: PhantomData<fn() -> P>,
}

impl<P: Serialize + DeserializeOwned> StoreIndex<P> {
    pub(crate) fn new(path: &Path) -> StoreIndex<P> {
        StoreIndex {
            path: path.to_owned(),
            place: PhantomData,
        }
    }

    /// Reads the keys; a file that is not there has none.
    pub(crate) fn read(&self) -> Result<BTreeMap<KeyName, P>, StoreError> {
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
        let damaged = || StoreError::Damaged {
            what: what(),
            problem: "it is not an index of keys",
        };
        let version: Version = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        if version.version > VERSION {
            let found = version.version;
            return Err(StoreError::FutureVersion {
                what: what(),
                found,
                newest: VERSION,
            });
        }
        let wire: Wire<P> = serde_json::from_slice(&bytes).map_err(|_| damaged())?;
        Ok(wire.keys)
    }

    /// Changes the keys while no other process does. If the change fails, nothing is written.
    pub(crate) fn update<T>(
        &self,
        change: impl FnOnce(&mut BTreeMap<KeyName, P>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _lock = FileLock::take(&self.path)?;
        let mut keys = self.read()?;
        let result = change(&mut keys)?;
        // Strings and numbers: this cannot fail.
        let json = serde_json::to_vec_pretty(&Wire {
            version: VERSION,
            keys,
        })
        .unwrap_or_default();
        atomic_file::write(&self.path, &json, IfExists::Replace)?;
        Ok(result)
    }
}

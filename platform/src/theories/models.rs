//! Our own models of the theories, registered.

use super::{Keeps, Seals, SharedKey, SharedVault, Signs, StoreUnderTest};
use crate::{Cost, Ed25519, Password, SoftwareKey, SoftwareStore, StoreError};
use lawful::register;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The keys that cases use come from fixed seeds, so that every run replays.
fn ed25519_keys() -> Vec<SharedKey> {
    (1..=4)
        .map(|n| SharedKey(Arc::new(SoftwareKey::from_ed25519_seed(&[n; 32]))))
        .collect()
}

fn p256_keys() -> Vec<SharedKey> {
    (1..=4)
        .filter_map(|n| SoftwareKey::from_p256_scalar(&[n; 32]))
        .map(|key| SharedKey(Arc::new(key)))
        .collect()
}

register! {
    id: "platform.software.ed25519",
    version: "1",
    about: "Ed25519 keys in software, verified strictly",
    model: Signs { keys: ed25519_keys() },
    theories: [crate::theories::Signing],
}

register! {
    id: "platform.software.p256",
    version: "1",
    about: "P-256 keys in software, with the lower s",
    model: Signs { keys: p256_keys() },
    theories: [crate::theories::Signing],
}

register! {
    id: "platform.software.seal",
    version: "1",
    about: "data sealed by software stores",
    // Without random numbers there are no stores, and an empty sort makes every law `not run`.
    model: Seals { places: SharedVault::software(3).unwrap_or_default() },
    theories: [crate::theories::Sealing],
}

/// Software stores on files in folders of their own.
struct SoftwareFiles;

struct Folder {
    _folder: TempDir,
    path: PathBuf,
}

fn password() -> Result<Password, StoreError> {
    Password::new("a password for tests").map_err(|_| StoreError::WrongPassword)
}

impl StoreUnderTest for SoftwareFiles {
    type Store = SoftwareStore;
    type Algorithm = Ed25519;
    type Ground = Folder;

    fn ground(&self) -> Result<Folder, StoreError> {
        // Where there is a file system in memory, syncing costs nothing, and nothing here is to last.
        let memory = Path::new("/dev/shm");
        let folder = tempfile::tempdir_in(memory)
            .or_else(|_| tempfile::tempdir())
            .map_err(StoreError::io("create a folder in", &std::env::temp_dir()))?;
        let path = folder.path().join("keys");
        Ok(Folder {
            _folder: folder,
            path,
        })
    }

    fn open(&self, ground: &Folder) -> Result<SoftwareStore, StoreError> {
        if ground.path.exists() {
            SoftwareStore::open(&ground.path, &password()?)
        } else {
            SoftwareStore::create(&ground.path, &password()?, Cost::WORTHLESS)
        }
    }
}

register! {
    id: "platform.software.store",
    version: "1",
    about: "keys in an encrypted file, closed and opened again",
    model: Keeps(SoftwareFiles),
    theories: [crate::theories::KeyStoring],
}

//! Our own stores, registered.

use super::{
    EntityStore, Ground, JsonDirectory, Keeps, MemoryStore, RedbFile, RedbOptions, Sharing,
    StoreError,
};
use lawful::register;
use std::path::Path;
use tempfile::TempDir;

/// Where there is a file system in memory, syncing costs nothing, and nothing here is to last.
fn folder() -> Result<TempDir, StoreError> {
    tempfile::tempdir_in(Path::new("/dev/shm"))
        .or_else(|_| tempfile::tempdir())
        .map_err(StoreError::io("make a folder in", &std::env::temp_dir()))
}

struct InMemory;

impl Ground for InMemory {
    type Place = ();
    fn place(&self) -> Result<(), StoreError> {
        Ok(())
    }
    fn open(&self, (): &()) -> Result<Box<dyn EntityStore>, StoreError> {
        Ok(Box::new(MemoryStore::new()))
    }
}

struct InRedb(Sharing);

impl Ground for InRedb {
    type Place = TempDir;
    fn place(&self) -> Result<TempDir, StoreError> {
        folder()
    }
    fn open(&self, place: &TempDir) -> Result<Box<dyn EntityStore>, StoreError> {
        let options = RedbOptions::new().sharing(self.0).cache(1 << 20);
        let file = RedbFile::open_with(place.path().join("trust.redb"), options)?;
        Ok(Box::new(file))
    }
}

struct InJson;

impl Ground for InJson {
    type Place = TempDir;
    fn place(&self) -> Result<TempDir, StoreError> {
        folder()
    }
    fn open(&self, place: &TempDir) -> Result<Box<dyn EntityStore>, StoreError> {
        Ok(Box::new(JsonDirectory::open(place.path())?))
    }
}

register! {
    id: "trust.store.memory",
    version: "1",
    about: "entities in memory",
    model: Keeps(InMemory),
    theories: [crate::store::Storing],
}

register! {
    id: "trust.store.redb",
    version: "1",
    about: "entities in one file, held by one process",
    model: Keeps(InRedb(Sharing::Held)),
    theories: [crate::store::Storing, crate::store::Lasting],
}

register! {
    id: "trust.store.redb_in_turns",
    version: "1",
    about: "entities in one file that is opened for each transaction",
    model: Keeps(InRedb(Sharing::Turns)),
    theories: [crate::store::Storing, crate::store::Lasting],
}

register! {
    id: "trust.store.json",
    version: "1",
    about: "entities as JSON files in a directory",
    model: Keeps(InJson),
    theories: [crate::store::Storing, crate::store::Lasting],
}

//! Our own models of the theories, registered.

use super::{Fresh, Tells};
use crate::ledger::StorageError;
use crate::merkle::Rfc6962Sha256;
use crate::{FileLedger, FileLedgerOptions, LedgerOptions, MemoryLedger, TimeRule};
use lawful::register;
use std::path::Path;

fn memory() -> Result<Fresh, StorageError> {
    Ok(Fresh::new(MemoryLedger::new(), ()))
}

fn causal() -> Result<Fresh, StorageError> {
    let options = LedgerOptions::default()
        .time_rule(TimeRule::Causal)
        .tree_hash(&Rfc6962Sha256);
    Ok(Fresh::new(MemoryLedger::with_options(options), ()))
}

fn files() -> Result<Fresh, StorageError> {
    // Where there is a file system in memory, writing costs little, and nothing here is to last.
    let folder = tempfile::tempdir_in(Path::new("/dev/shm")).or_else(|_| tempfile::tempdir())?;
    let path = folder.path().join("ledger");
    let ledger = FileLedger::create(
        &path,
        LedgerOptions::default(),
        FileLedgerOptions::default(),
    )?;
    Ok(Fresh::new(ledger, folder))
}

register! {
    id: "trace.ledger.files",
    version: "1",
    about: "a ledger in files",
    model: Tells(files),
    theories: [crate::theories::Ledgers, crate::theories::Ledgering],
}

register! {
    id: "trace.ledger.memory",
    version: "1",
    about: "a ledger in memory",
    model: Tells(memory),
    theories: [crate::theories::Ledgers, crate::theories::Ledgering],
}

register! {
    id: "trace.ledger.memory.causal",
    version: "1",
    about: "a ledger in memory whose time may go back, with SHA-256",
    model: Tells(causal),
    theories: [crate::theories::Ledgers],
}

//! One that is synced at every append, with a segment for each batch, so that the laws take all paths
//! through segments.

use crate::file::MemoryDisk;
use crate::file_ledger::{FileLedger, FileLedgerOptions};
use crate::ledger::{Durability, LedgerOptions, StorageError};
use crate::theories::{Fresh, Tells};
use lawful::register;
use std::path::Path;
use std::sync::Arc;

fn rolling() -> Result<Fresh, StorageError> {
    let options = FileLedgerOptions::default()
        .disk(Arc::new(MemoryDisk::default()))
        .durability(Durability::Synced)
        .segment_bytes(0)?;
    let ledger = FileLedger::create(Path::new("ledger"), LedgerOptions::default(), options)?;
    Ok(Fresh::new(ledger, ()))
}

register! {
    id: "trace.ledger.files.rolling",
    version: "1",
    about: "a ledger in files, synced, with a segment for each batch",
    model: Tells(rolling),
    theories: [crate::theories::Ledgers, crate::theories::Ledgering],
}

//! One that is closed and opened again before every change, so that the laws say that this changes
//! nothing.

use super::through::{Faces, Through};
use crate::file::MemoryDisk;
use crate::file_ledger::{FileLedger, FileLedgerOptions};
use crate::ledger::{Ledger, LedgerOptions, StorageError};
use crate::theories::{Fresh, Tells};
use lawful::register;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

const FOLDER: &str = "ledger";

struct Reopened {
    options: FileLedgerOptions,
    /// None once it does not open.
    ledger: RwLock<Option<FileLedger>>,
}

impl Reopened {
    /// Opens the ledger with its head as a pin.
    fn open_again(&self, ledger: FileLedger) -> Option<FileLedger> {
        let options = self.options.clone().pinned(ledger.head());
        ledger.close().ok()?;
        let again = FileLedger::open(Path::new(FOLDER), options).ok()?;
        again.recovery().is_clean().then_some(again)
    }
}

impl Faces for Reopened {
    fn write<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T> {
        let mut ledger = self.ledger.write().unwrap_or_else(PoisonError::into_inner);
        *ledger = self.open_again(ledger.take()?);
        ledger.as_ref().map(act)
    }

    fn read<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T> {
        let ledger = self.ledger.read().unwrap_or_else(PoisonError::into_inner);
        ledger.as_ref().map(act)
    }
}

fn reopened() -> Result<Fresh, StorageError> {
    let options = FileLedgerOptions::default()
        .disk(Arc::new(MemoryDisk::default()))
        .segment_bytes(600)?;
    let ledger = FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), options.clone())?;
    let ledger = RwLock::new(Some(ledger));
    Ok(Fresh::new(Through(Reopened { options, ledger }), ()))
}

register! {
    id: "trace.ledger.files.reopened",
    version: "1",
    about: "a ledger in files that is closed and opened again before every change",
    model: Tells(reopened),
    theories: [crate::theories::Ledgering],
}

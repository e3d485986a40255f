//! One that is read by a reader, which follows the writer before every answer, so that the laws say that
//! it tells what the writer does.

use super::through::{Faces, Through};
use crate::file::{FileError, MemoryDisk};
use crate::file_ledger::{FileLedger, FileLedgerError, FileLedgerOptions};
use crate::ledger::{LedgerOptions, StorageError};
use crate::theories::{Fresh, Tells};
use lawful::register;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};

const FOLDER: &str = "ledger";

struct Followed {
    options: FileLedgerOptions,
    writer: FileLedger,
    reader: RwLock<FileLedger>,
}

impl Followed {
    /// Opens a reader, if the one before is told that it has missed something.
    fn follow(&self) -> Option<()> {
        let refreshed = self
            .reader
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .refresh();
        match refreshed {
            Ok(_) => Some(()),
            Err(FileLedgerError::File(FileError::PrunedUnread { .. })) => {
                let mut reader = self.reader.write().unwrap_or_else(PoisonError::into_inner);
                *reader =
                    FileLedger::open_read_only(Path::new(FOLDER), self.options.clone()).ok()?;
                Some(())
            }
            Err(_) => None,
        }
    }
}

impl Faces for Followed {
    fn write<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T> {
        Some(act(&self.writer))
    }

    fn read<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T> {
        self.follow()?;
        Some(act(&self
            .reader
            .read()
            .unwrap_or_else(PoisonError::into_inner)))
    }
}

fn followed() -> Result<Fresh, StorageError> {
    let options = FileLedgerOptions::default()
        .disk(Arc::new(MemoryDisk::default()))
        .segment_bytes(600)?;
    let writer = FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), options.clone())?;
    let reader = FileLedger::open_read_only(Path::new(FOLDER), options.clone())?;
    let reader = RwLock::new(reader);
    Ok(Fresh::new(
        Through(Followed {
            options,
            writer,
            reader,
        }),
        (),
    ))
}

register! {
    id: "trace.ledger.files.followed",
    version: "1",
    about: "a ledger in files, read by a reader that follows the writer",
    model: Tells(followed),
    theories: [crate::theories::Ledgers, crate::theories::Ledgering],
}

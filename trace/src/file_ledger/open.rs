//! Makes and opens ledgers in files.

use super::FileLedgerError;
use super::file_records::{FileRecords, Files};
use super::ledger::FileLedger;
use super::memo::Memo;
use super::options::FileLedgerOptions;
use super::settings;
use crate::file::{Identity, Log, LogReader, Pruned, Recovery, Segment};
use crate::ledger::{Ledger, LedgerCore, LedgerOptions};
use crate::merkle::{Head, Stump};
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, RwLock};

/// What was read from the files.
struct Found {
    files: Files,
    settings: LedgerOptions,
    segments: Vec<Segment>,
    recovery: Recovery,
    pruned: Option<Pruned>,
}

impl FileLedger {
    /// Makes a ledger without nodes in a folder, which is made if it does not exist. The tree hash and
    /// the rule of time are recorded in it.
    ///
    /// # Errors
    ///
    /// A folder that holds a ledger already or cannot be written.
    pub fn create(
        folder: &Path,
        settings: LedgerOptions,
        options: FileLedgerOptions,
    ) -> Result<FileLedger, FileLedgerError> {
        let identity = Identity::new(&settings::write(&settings))?;
        let folder = &options.files.absolute(folder)?;
        let log = Log::create(folder, identity, options.files.clone())?;
        let found = Found {
            files: Files::Write(Arc::new(log)),
            settings,
            segments: Vec::new(),
            // There was no mark that could have been lost.
            recovery: Recovery {
                mark_read: true,
                ..Recovery::default()
            },
            pruned: None,
        };
        FileLedger::of(folder, options, found)
    }

    /// Opens a ledger for reading and appending, having checked all of it: frames, nodes, rules, the
    /// pinned head. What a crash left behind the last whole batch is cut and reported in
    /// [`FileLedger::recovery`].
    ///
    /// # Errors
    ///
    /// No ledger, a newer format, damage, another writer, a folder that cannot be written, a ledger
    /// that is not as pinned.
    pub fn open(folder: &Path, options: FileLedgerOptions) -> Result<FileLedger, FileLedgerError> {
        let folder = &options.files.absolute(folder)?;
        let opened = Log::open(folder, options.files.clone())?;
        let found = Found {
            settings: settings::read(opened.log.identity().settings())?,
            files: Files::Write(Arc::new(opened.log)),
            segments: opened.segments,
            recovery: opened.recovery,
            pruned: opened.pruned,
        };
        FileLedger::of(folder, options, found)
    }

    /// Opens a ledger for reading, beside a writer or without one; nothing in the folder is changed.
    /// [`FileLedger::refresh`] takes in what is appended later.
    ///
    /// # Errors
    ///
    /// As [`FileLedger::open`], but for what concerns writing.
    pub fn open_read_only(
        folder: &Path,
        options: FileLedgerOptions,
    ) -> Result<FileLedger, FileLedgerError> {
        let folder = &options.files.absolute(folder)?;
        let (reader, segments, recovery, pruned) =
            LogReader::open_pruned(folder, options.files.clone())?;
        let found = Found {
            settings: settings::read(reader.identity().settings())?,
            files: Files::Read(Arc::new(RwLock::new(reader)), folder.to_owned()),
            segments,
            recovery,
            pruned,
        };
        FileLedger::of(folder, options, found)
    }

    fn of(
        folder: &Path,
        options: FileLedgerOptions,
        found: Found,
    ) -> Result<FileLedger, FileLedgerError> {
        let memo = memo(found.pruned.as_ref())?;
        let stump = memo.as_ref().map(|memo| &memo.stump);
        let first = stump.map_or(0, Stump::first);
        let volatile = Arc::new(AtomicBool::new(false));
        let records = FileRecords::new(
            found.files.clone(),
            Arc::clone(&options.files.disk),
            Arc::clone(&volatile),
            first,
            found.segments,
        );
        let records = records.after(memo.as_ref().and_then(|memo| memo.time));
        let core = LedgerCore::open(records, found.settings, stump)?;
        if let Some(head) = options.pinned {
            check_pin(&core, head)?;
        }
        Ok(FileLedger {
            core,
            files: found.files,
            folder: folder.to_owned(),
            options,
            recovery: found.recovery,
            volatile,
            turn: Mutex::new(()),
        })
    }
}

/// Reads what was kept at pruning.
pub(super) fn memo(pruned: Option<&Pruned>) -> Result<Option<Memo>, FileLedgerError> {
    pruned
        .map(Memo::read)
        .transpose()
        .map_err(FileLedgerError::Stump)
}

fn check_pin(core: &LedgerCore<FileRecords>, pinned: Head) -> Result<(), FileLedgerError> {
    match core.head_at(pinned.size) {
        Ok(head) if head == pinned => Ok(()),
        Err(_) if pinned.size < core.first() => Err(FileLedgerError::PinnedBelowPruned {
            size: pinned.size,
            first: core.first(),
        }),
        _ => Err(FileLedgerError::NotAsPinned { size: pinned.size }),
    }
}

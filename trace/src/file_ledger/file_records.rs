//! The storage of a ledger in files.

use super::FileLedgerError;
use super::memo::Memo;
use super::payload_body::body_of;
use super::stored_payloads::StoredPayloads;
use crate::file::{Disk, FileError, Log, LogReader, Place, Segment};
use crate::ledger::{Durability, Records, StorageError};
use crate::merkle::Stump;
use crate::node::{Beside, NodeView, Opening, TraceNode};
use crate::segment::{Piece, Segments};
use bytes::Bytes;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Where nodes are written to or read from.
#[derive(Clone)]
pub(super) enum Files {
    Write(Arc<Log>),
    Read(Arc<RwLock<LogReader>>, PathBuf),
}

/// Nodes in memory or in mapped files, and in files.
pub struct FileRecords {
    files: Files,
    segments: Segments,
    /// Whether the next commit may leave nodes in memory only.
    volatile: Arc<AtomicBool>,
    /// The first node that is staged.
    committed: u64,
    staged: Vec<(u64, Arc<Opening>)>,
    payloads: Arc<StoredPayloads>,
    /// The time of the last record that was pruned, if that was known when the files were opened.
    time: Option<i64>,
}

impl FileRecords {
    /// Makes the storage of segments that were read.
    pub(super) fn new(
        files: Files,
        disk: Arc<dyn Disk>,
        volatile: Arc<AtomicBool>,
        first: u64,
        read: Vec<Segment>,
    ) -> FileRecords {
        let start = read.first().map_or(first, |segment| segment.first);
        let payloads = match &files {
            Files::Write(log) => StoredPayloads::new(disk, log.folder(), log.identity(), first),
            Files::Read(reader, folder) => {
                let reader = reader.read().unwrap_or_else(PoisonError::into_inner);
                StoredPayloads::new(disk, folder, reader.identity(), first)
            }
        };
        let mut records = FileRecords {
            files,
            segments: Segments::starting_at(start),
            volatile,
            committed: start,
            staged: Vec::new(),
            payloads: Arc::new(payloads),
            time: None,
        };
        records.push(read);
        records.segments.prune(first);
        records
    }

    /// Knows the time of the last record that was pruned.
    pub(super) fn after(self, time: Option<i64>) -> FileRecords {
        FileRecords { time, ..self }
    }

    /// Takes in records that were read, which follow those that are here.
    pub(super) fn add(&mut self, read: Vec<Segment>) -> Result<(), FileLedgerError> {
        let index = self.segments.len();
        if read.first().is_some_and(|segment| segment.first != index) {
            return Err(FileLedgerError::Differs { index });
        }
        self.push(read);
        Ok(())
    }

    fn push(&mut self, read: Vec<Segment>) {
        for segment in read {
            if !segment.places.is_empty() {
                self.segments
                    .push_piece(Piece::apart(segment.bytes, segment.places));
            }
        }
        self.committed = self.segments.len();
    }

    fn place(&self, index: u64) -> Option<Place> {
        match &self.files {
            Files::Write(log) => log.place(index),
            Files::Read(reader, _) => reader
                .read()
                .unwrap_or_else(PoisonError::into_inner)
                .place(index),
        }
    }

    fn writer(&self) -> Result<&Log, FileError> {
        match &self.files {
            Files::Write(log) => Ok(log),
            Files::Read(_, path) => Err(FileError::ReadOnlyOpen { path: path.clone() }),
        }
    }
}

impl Records for FileRecords {
    fn first(&self) -> u64 {
        self.segments.first()
    }

    fn time_before(&self) -> Option<i64> {
        self.time
    }

    #[inline]
    fn len(&self) -> u64 {
        self.segments.len()
    }

    fn bytes(&self, index: u64) -> Option<&[u8]> {
        self.segments.record(index)
    }

    fn share(&self, index: u64) -> Option<Bytes> {
        self.segments.share(index)
    }

    fn wants_settling(&self, index: u64) -> bool {
        self.segments.wants_cut(index)
    }

    fn settle(&mut self) {
        self.segments.cut();
    }

    fn beside(&self, index: u64) -> Beside {
        if self.payloads.is_gone(index) {
            return Beside::Nothing;
        }
        if let Some((_, opening)) = self.staged.iter().find(|(staged, _)| *staged == index) {
            return Beside::AtHand(Arc::clone(opening));
        }
        match self.place(index) {
            Some(place) if !place.erased => Beside::Stored(self.payloads.at(index, place)),
            _ => Beside::Nothing,
        }
    }

    #[inline]
    fn stage(&mut self, node: &TraceNode) {
        if let Some(opening) = node.opening() {
            self.staged.push((self.segments.len(), Arc::clone(opening)));
        }
        self.segments.push(node.bytes());
    }

    fn commit(&mut self) -> Result<Durability, StorageError> {
        let start = self.committed;
        let end = self.segments.len();
        let log = match self.writer() {
            Ok(log) => log,
            // Nodes that are there already may be appended again.
            Err(_) if start == end => return Ok(Durability::Written),
            Err(refused) => return Err(refused.into()),
        };
        let wanted = match self.volatile.load(Ordering::Relaxed) {
            true => Durability::Volatile,
            false => Durability::Written,
        };
        let records: Vec<&[u8]> = (start..end)
            .map(|index| self.segments.record(index).unwrap_or_default())
            .collect();
        let bodies: Vec<(usize, Vec<u8>)> = self
            .staged
            .iter()
            .map(|(index, opening)| ((index - start) as usize, body_of(opening)))
            .collect();
        let bodies: Vec<(usize, &[u8])> = bodies
            .iter()
            .map(|(record, body)| (*record, body.as_slice()))
            .collect();
        let done = log.append(&records, &bodies, wanted)?;
        debug_assert_eq!(done.first, start, "the files and the ledger count alike");
        self.committed = end;
        self.staged.clear();
        Ok(done.durability)
    }

    fn discard(&mut self, len: u64) {
        self.staged.retain(|(index, _)| *index < len);
        self.segments.truncate(len);
        self.committed = self.committed.min(len);
    }

    fn erase(&mut self, indices: &[u64]) -> Result<(), StorageError> {
        match &self.files {
            Files::Write(log) => {
                // The records of the erasures must be safe before the payloads are gone.
                log.sync()?;
                log.erase_all(indices)?;
            }
            Files::Read(..) => self.payloads.hide(indices),
        }
        Ok(())
    }

    /// Notes in the files what was pruned; what that makes superfluous in them goes later. A reader
    /// follows what its writer has noted.
    fn prune(&mut self, stump: &Stump) -> Result<(), StorageError> {
        if let Files::Write(log) = &self.files {
            let last = stump.first().checked_sub(1);
            let last = last.and_then(|last| self.segments.record(last));
            let memo = Memo {
                stump: stump.clone(),
                time: last.map(|bytes| NodeView::trusted(bytes).timestamp()),
            };
            log.note_pruned(stump.first(), &memo.bytes())?;
        }
        self.segments.prune(stump.first());
        self.payloads.prune(stump.first());
        Ok(())
    }
}

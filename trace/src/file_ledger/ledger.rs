//! The ledger in files.

use super::FileLedgerError;
use super::file_records::{FileRecords, Files};
use super::open::memo;
use super::options::FileLedgerOptions;
use crate::file::{FileError, Log, Recovery};
use crate::ledger::{
    AppendError, Durability, Expected, Ledger, LedgerCore, LedgerOptions, PruneError, Receipt,
    StorageError,
};
use crate::merkle::{CannotProve, ConsistencyProof, Head, InclusionProof, Tree, TreeHash};
use crate::node::{NodeView, Opening, TraceNode};
use std::ops::{ControlFlow, Range};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// So many nodes are hashed by a thread of their own while others wait for the disk.
const WORTH_A_THREAD: u64 = 1 << 12;

/// A ledger in files: one writer, in any process, and many readers.
///
/// Receipts say how safe nodes are: `volatile`, `written` or `synced`. Dropping the ledger writes what is
/// volatile and does not sync; [`FileLedger::close`] does, and says how it went.
pub struct FileLedger {
    pub(super) core: LedgerCore<FileRecords>,
    pub(super) files: Files,
    pub(super) folder: PathBuf,
    pub(super) options: FileLedgerOptions,
    pub(super) recovery: Recovery,
    /// Whether the append that has the turn may leave its nodes in memory only.
    pub(super) volatile: Arc<AtomicBool>,
    pub(super) turn: Mutex<()>,
}

impl FileLedger {
    /// Appends nodes, if the ledger is as expected, with a durability of its own.
    ///
    /// Threads that wait for a sync at the same time share one.
    ///
    /// # Errors
    ///
    /// As [`Ledger::append_refs`]; [`AppendError::NotSynced`] if the sync fails.
    pub fn append_with(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
        durability: Durability,
    ) -> Result<Receipt, AppendError> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let volatile = durability == Durability::Volatile;
        self.volatile.store(volatile, Ordering::Relaxed);
        let mut receipt = self.core.append_all(expected, nodes)?;
        drop(turn);
        if durability == Durability::Synced {
            // A retry may find its nodes anywhere; all up to now are made safe.
            let many = receipt.appended >= WORTH_A_THREAD;
            let synced = match &self.files {
                Files::Write(_) => self.hash_and(many, |log| log.sync_to(receipt.length)),
                Files::Read(..) => self.make_safe(),
            };
            synced.map_err(|failure| AppendError::NotSynced(failure.into()))?;
            receipt.durability = Durability::Synced;
        }
        Ok(receipt)
    }

    /// Hashes what is new, and syncs: at the same time if there is much to hash, as a sync mostly waits.
    fn hash_and(
        &self,
        many: bool,
        sync: impl FnOnce(&Log) -> Result<u64, FileError>,
    ) -> Result<u64, FileError> {
        let log = self.log()?;
        if !many {
            self.core.head();
            return sync(log);
        }
        std::thread::scope(|scope| {
            let hashing = std::thread::Builder::new().spawn_scoped(scope, || self.core.head());
            if hashing.is_err() {
                self.core.head();
            }
            sync(log)
        })
    }

    fn log(&self) -> Result<&Log, FileError> {
        match &self.files {
            Files::Write(log) => Ok(log),
            Files::Read(_, path) => Err(FileError::ReadOnlyOpen { path: path.clone() }),
        }
    }

    /// Waits until every node that was appended is on the disk; returns how many are. What was not hashed
    /// yet is hashed meanwhile.
    ///
    /// # Errors
    ///
    /// A failed write or sync. After a failed sync the ledger takes no more nodes: open it again. A
    /// ledger that was opened for reading.
    pub fn sync(&self) -> Result<u64, FileError> {
        self.hash_and(true, Log::sync)
    }

    /// Waits until every node that is here is on the disk, whoever has written it; returns how many are.
    pub(crate) fn make_safe(&self) -> Result<u64, FileError> {
        match &self.files {
            Files::Write(_) => self.sync(),
            Files::Read(reader, _) => {
                let reader = reader.read().unwrap_or_else(PoisonError::into_inner);
                reader.sync()?;
                Ok(reader.records())
            }
        }
    }

    /// Returns how many nodes are on the disk, as far as this process knows.
    pub fn synced(&self) -> u64 {
        match &self.files {
            Files::Write(log) => log.synced(),
            Files::Read(..) => 0,
        }
    }

    /// Syncs and closes the ledger; returns its length. One that was opened for reading is just closed.
    ///
    /// # Errors
    ///
    /// As [`FileLedger::sync`].
    pub fn close(self) -> Result<u64, FileError> {
        match &self.files {
            Files::Write(_) => self.sync(),
            Files::Read(..) => Ok(self.core.len()),
        }
    }

    /// Takes in what the writer has appended and pruned since; returns the length. A writer has it all
    /// already.
    ///
    /// # Errors
    ///
    /// Damage, nodes that break the rules of the ledger, or nodes that were pruned before they were read:
    /// then it is as it was, and the next call reads the same again.
    pub fn refresh(&self) -> Result<u64, FileLedgerError> {
        let Files::Read(reader, _) = &self.files else {
            return Ok(self.core.len());
        };
        let mut read = None;
        let length = self.core.take_in(|records| {
            // Held until it goes on: the payloads of new nodes are found from then on.
            let reader = reader.write().unwrap_or_else(PoisonError::into_inner);
            let mut ahead = reader.read_ahead()?;
            records.add(std::mem::take(&mut ahead.segments))?;
            let memo = memo(ahead.pruned.as_ref())?;
            read = Some((reader, ahead));
            Ok::<_, FileLedgerError>(memo.map(|memo| memo.stump))
        })?;
        if let Some((mut reader, ahead)) = read {
            reader.accept(ahead);
        }
        Ok(length)
    }

    /// Gives the tree, with every node in it, to a function. Heads and proofs wait meanwhile.
    pub fn with_tree<T>(&self, act: impl FnOnce(&Tree) -> T) -> T {
        self.core.with_tree(act)
    }

    /// Returns what opening the ledger found and did.
    pub fn recovery(&self) -> &Recovery {
        &self.recovery
    }

    /// Returns the folder of the ledger.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns what was chosen when the ledger was made.
    pub fn settings(&self) -> LedgerOptions {
        self.core.options()
    }

    /// Returns true if the ledger was opened for reading.
    pub fn is_read_only(&self) -> bool {
        matches!(self.files, Files::Read(..))
    }

    /// Returns how safe nodes are that are appended without saying so.
    pub fn durability(&self) -> Durability {
        self.options.durability
    }

    /// Returns what was chosen when the ledger was made.
    pub fn options(&self) -> LedgerOptions {
        self.core.options()
    }
}

impl std::fmt::Debug for FileLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("FileLedger")
            .field("folder", &self.folder)
            .field("len", &self.core.len())
            .field("read_only", &self.is_read_only())
            .finish_non_exhaustive()
    }
}

impl Ledger for FileLedger {
    fn append_refs(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
    ) -> Result<Receipt, AppendError> {
        self.append_with(expected, nodes, self.options.durability)
    }

    fn len(&self) -> u64 {
        self.core.len()
    }

    fn first(&self) -> u64 {
        self.core.first()
    }

    fn get(&self, index: u64) -> Option<TraceNode> {
        self.core.get(index)
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        self.core.index_of(id)
    }

    fn find(&self, id: &str) -> Option<TraceNode> {
        self.core.find(id)
    }

    fn find_many(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        self.core.find_many(ids)
    }

    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError> {
        self.core.opening(index)
    }

    fn visit(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>,
    ) {
        self.core.visit(range, visit);
    }

    fn tree_hash(&self) -> &'static dyn TreeHash {
        self.core.tree_hash()
    }

    fn head(&self) -> Head {
        self.core.head()
    }

    fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.core.head_at(size)
    }

    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        self.core.prove_at(index, size)
    }

    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        self.core.prove_consistency_between(from, to)
    }

    /// Forgets nodes as [`Ledger::prune`] says. In the files, the hashes that stand for them are kept
    /// first, then payloads and whole segments go; nodes that share a segment with later ones stay in it
    /// until that can go.
    ///
    /// If only the last step fails, the error is [`PruneError::Unfinished`]: pruning again, or opening the
    /// ledger again, goes on with it.
    fn prune(&self, first: u64) -> Result<(), PruneError> {
        let log = self
            .log()
            .and_then(|log| log.sync().map(|_| log))
            .map_err(|failure| PruneError::Storage(failure.into()))?;
        self.core.prune(first)?;
        log.remove_pruned()
            .map_err(|failure| PruneError::Unfinished(failure.into()))
    }
}

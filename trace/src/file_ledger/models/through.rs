//! A ledger whose writer and reader are taken anew for every call.

use crate::file_ledger::FileLedger;
use crate::ledger::{AppendError, Expected, Ledger, PruneError, Receipt, StorageError};
use crate::merkle::{Blake3, CannotProve, ConsistencyProof, Head, InclusionProof, TreeHash};
use crate::node::{NodeView, Opening, TraceNode};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

/// Who writes a ledger, and who reads it. Where there is nobody, what is told breaks every law.
pub(super) trait Faces: Send + Sync {
    /// Gives the writer to a function.
    fn write<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T>;

    /// Gives the reader to a function.
    fn read<T>(&self, act: impl FnOnce(&FileLedger) -> T) -> Option<T>;
}

/// A ledger that is written and read through its faces.
pub(super) struct Through<F>(pub(super) F);

fn nobody() -> StorageError {
    "the ledger does not open".into()
}

const CANNOT: CannotProve = CannotProve::SizeOutside { size: 0, of: 0 };

impl<F: Faces> Ledger for Through<F> {
    fn append_refs(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
    ) -> Result<Receipt, AppendError> {
        let done = self.0.write(|ledger| ledger.append_refs(expected, nodes));
        done.unwrap_or_else(|| Err(AppendError::Storage(nobody())))
    }

    fn len(&self) -> u64 {
        self.0.read(Ledger::len).unwrap_or(u64::MAX)
    }

    fn first(&self) -> u64 {
        self.0.read(Ledger::first).unwrap_or(u64::MAX)
    }

    fn get(&self, index: u64) -> Option<TraceNode> {
        self.0.read(|ledger| ledger.get(index))?
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        self.0.read(|ledger| ledger.index_of(id))?
    }

    fn find_many(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        let found = self.0.read(|ledger| ledger.find_many(ids));
        found.unwrap_or_default()
    }

    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError> {
        let found = self.0.read(|ledger| ledger.opening(index));
        found.unwrap_or_else(|| Err(nobody()))
    }

    fn visit(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>,
    ) {
        self.0.read(|ledger| ledger.visit(range, visit));
    }

    fn tree_hash(&self) -> &'static dyn TreeHash {
        &Blake3
    }

    fn head(&self) -> Head {
        let (size, root) = (u64::MAX, [0; 32]);
        self.0.read(Ledger::head).unwrap_or(Head { size, root })
    }

    fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.0
            .read(|ledger| ledger.head_at(size))
            .unwrap_or(Err(CANNOT))
    }

    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        let proof = self.0.read(|ledger| ledger.prove_at(index, size));
        proof.unwrap_or(Err(CANNOT))
    }

    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        let proof = self
            .0
            .read(|ledger| ledger.prove_consistency_between(from, to));
        proof.unwrap_or(Err(CANNOT))
    }

    fn prune(&self, first: u64) -> Result<(), PruneError> {
        let done = self.0.write(|ledger| ledger.prune(first));
        done.unwrap_or_else(|| Err(PruneError::Storage(nobody())))
    }
}

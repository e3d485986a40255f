//! Ledgers of Python as ledgers of others: until they are closed.

use super::kept::{Kept, Usable};
use lawful_trace::ledger::{PruneError, StorageError};
use lawful_trace::merkle::{CannotProve, ConsistencyProof, Head, InclusionProof, TreeHash};
use lawful_trace::{
    AppendError, DurableLedger, Expected, Ledger, MemoryLedger, NodeView, Opening, Receipt,
    TraceNode,
};
use std::ops::{ControlFlow, Deref, Range};
use std::sync::{Arc, LazyLock};

/// What a closed ledger has.
static NOTHING: LazyLock<MemoryLedger> = LazyLock::new(MemoryLedger::new);

const CLOSED: &str = "the ledger is closed, or was opened by another process";

/// A ledger while it is used, or nothing in the place of a closed one.
enum Now<'a> {
    Usable(Usable<'a>),
    Closed,
}

impl Deref for Now<'_> {
    type Target = dyn Ledger;

    fn deref(&self) -> &(dyn Ledger + 'static) {
        match self {
            Now::Usable(ledger) => &**ledger,
            Now::Closed => &*NOTHING,
        }
    }
}

impl Kept {
    #[inline]
    fn now(&self) -> Now<'_> {
        self.usable().map_or(Now::Closed, Now::Usable)
    }
}

/// A ledger that Python has closed has no nodes and takes none: whoever records there learns it, and
/// nothing holds the files open.
impl Ledger for Kept {
    fn append_refs(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
    ) -> Result<Receipt, AppendError> {
        match self.usable() {
            Ok(ledger) => ledger.append_refs(expected, nodes),
            Err(_) => Err(AppendError::Storage(CLOSED.into())),
        }
    }

    fn len(&self) -> u64 {
        self.now().len()
    }

    fn first(&self) -> u64 {
        self.now().first()
    }

    fn get(&self, index: u64) -> Option<TraceNode> {
        self.now().get(index)
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        self.now().index_of(id)
    }

    fn find_many(&self, ids: &[&str]) -> Vec<Option<TraceNode>> {
        self.now().find_many(ids)
    }

    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError> {
        self.now().opening(index)
    }

    fn visit(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>,
    ) {
        self.now().visit(range, visit);
    }

    fn tree_hash(&self) -> &'static dyn TreeHash {
        self.now().tree_hash()
    }

    fn head(&self) -> Head {
        self.now().head()
    }

    fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.now().head_at(size)
    }

    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        self.now().prove_at(index, size)
    }

    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        self.now().prove_consistency_between(from, to)
    }

    fn prune(&self, first: u64) -> Result<(), PruneError> {
        self.now().prune(first)
    }
}

impl DurableLedger for Kept {
    fn make_durable(&self) -> Result<(), StorageError> {
        match self.usable() {
            Ok(Usable::Memory(ledger)) => ledger.make_durable(),
            Ok(Usable::Files(ledger)) => ledger.make_durable(),
            Err(_) => Err(CLOSED.into()),
        }
    }
}

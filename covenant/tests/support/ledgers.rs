//! Ledgers that fail, and ledgers whose heads are signed.

use lawful_covenant::call::Call;
use lawful_covenant::run::{
    Believing, Guard, RunAnswer, RunSetup, RunsRefused, prove_run, verify_run,
};
use lawful_platform::{Signer, TrustedKeys};
use lawful_trace::checkpoint::{KeyKind, NoteKey, NoteName, Policy};
use lawful_trace::ledger::{PruneError, StorageError};
use lawful_trace::merkle::{CannotProve, ConsistencyProof, Head, InclusionProof, TreeHash};
use lawful_trace::proof_file::ProofFile;
use lawful_trace::{
    AppendError, DurableLedger, Expected, Ledger, MemoryLedger, NodeView, Opening, Receipt,
    TraceNode,
};
use std::ops::{ControlFlow, Range};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Returns the kinds of all nodes.
pub fn kinds(ledger: &dyn Ledger) -> Vec<String> {
    let mut kinds = Vec::new();
    ledger.visit(0..ledger.len(), &mut |_, node| {
        kinds.push(node.kind().unwrap_or_default().to_owned());
        ControlFlow::Continue(())
    });
    kinds
}

/// A ledger that takes so many appends, and then fails.
pub struct Faulty {
    inner: Arc<MemoryLedger>,
    left: AtomicU64,
    crashes: AtomicBool,
    is_lost: AtomicBool,
    appends: AtomicU64,
}

impl Faulty {
    pub fn new(left: u64) -> Faulty {
        Faulty {
            left: AtomicU64::new(left),
            ..Faulty::over(Arc::default())
        }
    }

    /// The same ledger as another process would see it: nothing here knows that it is the same.
    pub fn over(inner: Arc<MemoryLedger>) -> Faulty {
        Faulty {
            inner,
            left: AtomicU64::new(u64::MAX),
            crashes: AtomicBool::new(false),
            is_lost: AtomicBool::new(false),
            appends: AtomicU64::new(0),
        }
    }

    pub fn allow(&self, left: u64) {
        self.left.store(left, Ordering::SeqCst);
    }

    pub fn crash(&self) {
        self.crashes.store(true, Ordering::SeqCst);
    }

    /// From now on nothing is safe on the disk any more.
    pub fn lose_the_disk(&self) {
        self.is_lost.store(true, Ordering::SeqCst);
    }

    pub fn appends(&self) -> u64 {
        self.appends.load(Ordering::SeqCst)
    }
}

impl DurableLedger for Faulty {
    fn make_durable(&self) -> Result<(), StorageError> {
        match self.is_lost.load(Ordering::SeqCst) {
            true => Err("the disk is gone".into()),
            false => self.inner.make_durable(),
        }
    }
}

impl Ledger for Faulty {
    fn append_refs(
        &self,
        expected: Expected,
        nodes: &[&TraceNode],
    ) -> Result<Receipt, AppendError> {
        assert!(!self.crashes.load(Ordering::SeqCst), "the ledger crashed");
        let left = self.left.load(Ordering::SeqCst);
        let Some(left) = left.checked_sub(1) else {
            return Err(AppendError::Storage("the disk is full".into()));
        };
        self.left.store(left, Ordering::SeqCst);
        self.appends.fetch_add(1, Ordering::SeqCst);
        self.inner.append_refs(expected, nodes)
    }

    fn len(&self) -> u64 {
        self.inner.len()
    }

    fn first(&self) -> u64 {
        self.inner.first()
    }

    fn get(&self, index: u64) -> Option<TraceNode> {
        self.inner.get(index)
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        self.inner.index_of(id)
    }

    fn opening(&self, index: u64) -> Result<Option<Arc<Opening>>, StorageError> {
        self.inner.opening(index)
    }

    fn visit(
        &self,
        range: Range<u64>,
        visit: &mut dyn FnMut(u64, NodeView<'_>) -> ControlFlow<()>,
    ) {
        self.inner.visit(range, visit);
    }

    fn tree_hash(&self) -> &'static dyn TreeHash {
        self.inner.tree_hash()
    }

    fn head(&self) -> Head {
        self.inner.head()
    }

    fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.inner.head_at(size)
    }

    fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        self.inner.prove_at(index, size)
    }

    fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        self.inner.prove_consistency_between(from, to)
    }

    fn prune(&self, first: u64) -> Result<(), PruneError> {
        self.inner.prune(first)
    }
}

pub fn log_name() -> NoteName {
    "example.com/runs".parse().unwrap()
}

/// The key that signs heads.
pub fn log_key() -> lawful_platform::SoftwareKey {
    super::key(21)
}

pub fn policy() -> Policy {
    let key = log_key().public_key().clone();
    let key = NoteKey::new(log_name(), KeyKind::Note, key).unwrap();
    Policy::of_log(log_name().as_str(), key).unwrap()
}

/// A ledger in memory, whose heads are signed.
pub struct Sealed {
    pub ledger: Arc<MemoryLedger>,
    pub policy: Policy,
    pub grantors: TrustedKeys,
}

impl Sealed {
    pub fn new() -> Sealed {
        Sealed {
            ledger: Arc::new(MemoryLedger::new()),
            policy: policy(),
            grantors: TrustedKeys::from_iter([super::owner().public_key().clone()]),
        }
    }

    pub fn setup(&self) -> RunSetup {
        RunSetup::new(self.ledger.clone()).with_signer(log_name(), Arc::new(log_key()))
    }

    pub fn setup_elsewhere(&self) -> RunSetup {
        let elsewhere = Arc::new(Faulty::over(self.ledger.clone()));
        RunSetup::new(elsewhere).with_signer(log_name(), Arc::new(log_key()))
    }

    pub fn believing(&self) -> Believing<'_> {
        Believing {
            log: &self.policy,
            grantors: &self.grantors,
        }
    }

    pub fn verify(&self, guard: &Guard, name: &str, call: &Call) -> Result<RunAnswer, RunsRefused> {
        let head = guard.seal().unwrap().to_string();
        verify_run(&*self.ledger, head.as_bytes(), name, call, self.believing())
    }

    pub fn prove(&self, guard: &Guard, name: &str) -> Vec<ProofFile> {
        let head = guard.seal().unwrap().to_string();
        prove_run(&*self.ledger, head.as_bytes(), name, &self.policy).unwrap()
    }
}

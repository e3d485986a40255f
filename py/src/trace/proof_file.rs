//! Proofs for a third party as a frozen class.

use super::checkpoint::{Checkpoint, LogKey, policy};
use super::kept::Usable;
use super::ledger::TraceLedger;
use super::node::TraceNode;
use super::refusal::{self, ProofRejected};
use super::which::{Which, same_head};
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_trace::merkle::Tree;
use lawful_trace::{self as trace, proof_file};
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;

/// Everything that a third party needs to see that a node is in a ledger, in one text (C2SP
/// `tlog-proof`): the node, its way to the root, and the signed head.
///
/// `ProofFile(text)` reads one and believes nothing; `verify` does.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trace import TraceLedger, TraceNode, ProofFile
/// >>> key = KeyStore.memory().new_key("log")
/// >>> ledger = TraceLedger()
/// >>> ledger.append(TraceNode("abc", "brain", 1))
/// 0
/// >>> checkpoint = ledger.checkpoint(key, origin="example.com/log")
/// >>> text = str(ledger.prove_file("abc", checkpoint))
/// >>> ProofFile(text).verify(origin="example.com/log", log=key.public_key)
/// TraceNode('abc', 'brain', 1)
#[pyclass(frozen, eq, module = "lawful.trace")]
#[derive(PartialEq)]
pub struct ProofFile(pub proof_file::ProofFile);

#[pymethods]
impl ProofFile {
    #[new]
    #[pyo3(signature = (text, /))]
    fn new(#[pyo3(from_py_with = given)] text: &str) -> PyResult<ProofFile> {
        proof_file::ProofFile::parse(text.as_bytes())
            .map(ProofFile)
            .map_err(invalid)
    }

    /// The index of the node, as the file says.
    #[getter]
    fn index(&self) -> u64 {
        self.0.index()
    }

    /// The signed head that the file carries.
    #[getter]
    fn checkpoint(&self, py: Python<'_>) -> PyResult<Py<Checkpoint>> {
        let class = py.get_type::<Checkpoint>();
        let checkpoint = class.call1((self.0.checkpoint(),))?;
        Ok(checkpoint
            .cast_into::<Checkpoint>()
            .map_err(PyErr::from)?
            .unbind())
    }

    /// Verifies that the node which the file carries is in the ledger, and returns it.
    ///
    /// The arguments are those of `Checkpoint.verify`.
    ///
    /// Raises `ProofRejected` if the file does not show that.
    #[pyo3(signature = (*, origin, log, witnesses=None, quorum=None))]
    fn verify(
        &self,
        #[pyo3(from_py_with = given)] origin: &str,
        #[pyo3(from_py_with = given)] log: LogKey<'_>,
        #[pyo3(from_py_with = given)] witnesses: Option<Vec<String>>,
        #[pyo3(from_py_with = given)] quorum: Option<usize>,
    ) -> PyResult<TraceNode> {
        let policy = policy(origin, log, witnesses, quorum)?;
        let (entry, _) = self
            .0
            .verify_carried(&policy)
            .map_err(|why| ProofRejected::new_err(why.to_string()))?;
        let node = trace::TraceNode::from_bytes(entry.to_vec());
        node.map(TraceNode)
            .map_err(|why| ProofRejected::new_err(format!("the entry is no node: {why}")))
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.0.to_string().into_pyobject(py)?.repr()?.to_string();
        Ok(format!("ProofFile({text})"))
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_string().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (String,)) {
        (py.get_type::<Self>(), (self.0.to_string(),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

#[pymethods]
impl TraceLedger {
    /// Makes the proof, for a third party, that a node is in the ledger that the checkpoint signs.
    ///
    /// Raises `NotFound` if the ledger has no such node, or had it only later, and `Conflict` if the
    /// checkpoint is of another ledger.
    #[pyo3(signature = (node, checkpoint, /))]
    fn prove_file(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        checkpoint: &Checkpoint,
    ) -> PyResult<ProofFile> {
        let ledger = self.ledger()?;
        let index = node.position(&*ledger)?;
        same_head(&*ledger, &checkpoint.head()?)?;
        let size = checkpoint.size();
        let proof = detached(py, || ledger.prove_at(index, size))?.map_err(refusal::prove)?;
        let node = ledger.get(index);
        let entry = node.as_ref().map(trace::TraceNode::bytes);
        proof_file::ProofFile::new(entry, &proof, &checkpoint.note.to_string())
            .map(ProofFile)
            .map_err(invalid)
    }

    /// Writes the ledger as C2SP tiles, a folder that any log client reads: `checkpoint`,
    /// `tile/<level>/<index>`, `tile/entries/<index>`. Exporting again goes on where it ended.
    ///
    /// The ledger must have the tree hash `rfc6962-sha256`, nodes of at most 65 535 bytes, and be the
    /// one that the checkpoint signs; it may have grown since, while witnesses cosigned.
    ///
    /// Raises `InvalidInput` if it cannot be written so, and `LedgerError` if the disk fails.
    #[pyo3(signature = (folder, checkpoint, /))]
    fn export_tiles(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] folder: PathBuf,
        checkpoint: &Checkpoint,
    ) -> PyResult<()> {
        let ledger = self.ledger()?;
        let note = checkpoint.note.to_string();
        detached(py, || {
            let size = checkpoint.size().min(ledger.len());
            // What is beside the nodes is no part of the tiles.
            let entry = |index| ledger.get(index).map(|node| node.shared_bytes());
            let entries: Vec<_> = (0..size).map(entry).collect();
            // A copy: heads, proofs and synced appends do not wait until the tiles are on the disk.
            let tree = match &ledger {
                Usable::Memory(ledger) => ledger.with_tree(Tree::clone),
                Usable::Files(ledger) => ledger.with_tree(Tree::clone),
            };
            let entry = |index: u64| entries.get(usize::try_from(index).ok()?)?.as_deref();
            proof_file::export_tiles(&folder, &tree, entry, &note)
        })?
        .map_err(refusal::tiles)
    }
}

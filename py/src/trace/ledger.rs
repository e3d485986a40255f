//! Ledgers as a class.

use super::given::Given;
use super::head::{Head, named};
use super::ids::Ids;
use super::kept::{Kept, Usable};
use super::node::TraceNode;
use super::nodes::TraceNodes;
use super::opening::durability;
use super::proof::{ConsistencyProof, InclusionProof};
use super::receipt::Receipt;
use super::refusal;
use super::which::{ExpectedHead, Which, pruned};
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_trace::ledger::erasure;
use lawful_trace::query::Index;
use lawful_trace::{Expected, Ledger, LedgerOptions, MemoryLedger, TimeRule, TraceNode as Node};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice};
use std::sync::{Arc, Mutex};

/// An append-only, causal, provable sequence of nodes: `TraceLedger()` in memory, or
/// `TraceLedger.open(path)` in files.
///
/// What is appended stays as it is, and keeps its index. A link points to an earlier node whose
/// time is not later. Time never goes back; with `time_rule="causal"` it may between nodes that no
/// link joins. An id belongs to one node: appending the same node again changes nothing. Threads may
/// share a ledger.
///
/// >>> from lawful.trace import TraceLedger, TraceNode
/// >>> ledger = TraceLedger()
/// >>> ledger.append(TraceNode(id="abc", origin="brain", timestamp=1234567890))
/// 0
/// >>> ledger["abc"].origin
/// 'brain'
/// >>> ledger.append(TraceNode("abc", "other", 1234567890))
/// Traceback (most recent call last):
/// lawful.errors.Conflict: the ledger has another node with the id `abc`, at index `0`; use a new id
#[pyclass(frozen, module = "lawful.trace")]
pub struct TraceLedger {
    pub kept: Arc<Kept>,
    /// Made when it is first asked for.
    pub index: Mutex<Option<Index>>,
}

impl TraceLedger {
    /// Makes a ledger in memory with the usual settings.
    pub fn in_memory() -> TraceLedger {
        TraceLedger::of(Kept::Memory(MemoryLedger::new()))
    }

    pub fn of(kept: Kept) -> TraceLedger {
        TraceLedger {
            kept: Arc::new(kept),
            index: Mutex::new(None),
        }
    }

    /// Returns the ledger for those who keep it: until it is closed.
    ///
    /// # Errors
    /// If it is closed.
    pub fn shared(&self) -> PyResult<Arc<dyn Ledger>> {
        self.kept.usable()?;
        Ok(Arc::clone(&self.kept) as Arc<dyn Ledger>)
    }

    #[inline]
    pub fn ledger(&self) -> PyResult<Usable<'_>> {
        self.kept.usable()
    }
}

#[pymethods]
impl TraceLedger {
    #[new]
    #[pyo3(signature = (*, tree_hash="blake3", time_rule="monotone"))]
    fn new(
        #[pyo3(from_py_with = given)] tree_hash: &str,
        #[pyo3(from_py_with = given)] time_rule: &str,
    ) -> PyResult<TraceLedger> {
        let ledger = MemoryLedger::with_options(settings(tree_hash, time_rule)?);
        Ok(TraceLedger::of(Kept::Memory(ledger)))
    }

    /// Appends a node and returns its index. A node that is there already keeps its index.
    ///
    /// A ledger in files appends with the durability that it was opened with; `extend` returns a
    /// `Receipt`, which tells it, and takes another.
    ///
    /// Raises `InvalidInput` if the node breaks a rule, and `Conflict` if another node has its id.
    /// The ledger is as it was before. Raises `LedgerError` if the storage fails, or the ledger is closed;
    /// where the error says that the nodes are appended, and may not be safe, they are in the ledger.
    #[pyo3(signature = (node, /))]
    pub fn append(&self, py: Python<'_>, node: &TraceNode) -> PyResult<u64> {
        let receipt = match self.ledger()? {
            Usable::Memory(ledger) => ledger.append(&node.0),
            Usable::Files(ledger) => detached(py, || ledger.append(&node.0))?,
        };
        receipt
            .map(|receipt| receipt.first)
            .map_err(refusal::append)
    }

    /// Appends all nodes, or none if one is refused.
    ///
    /// With `expected`, a head or a number of nodes, only if the ledger is just that: otherwise
    /// raises `Conflict`. The same call again is a retry and changes nothing. `durability` is
    /// `volatile`, `written` or `synced`; by default the one that the ledger was opened with.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.extend([TraceNode("a", "brain", 1), TraceNode("b", "brain", 2)], expected=0).length
    /// 2
    #[pyo3(signature = (nodes, /, *, expected=None, durability=None))]
    fn extend(
        &self,
        py: Python<'_>,
        nodes: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = given)] expected: Option<ExpectedHead<'_>>,
        #[pyo3(from_py_with = given)] durability: Option<&str>,
    ) -> PyResult<Receipt> {
        let expected = expected.map_or(Expected::Any, |expected| expected.expected());
        let wanted = durability.map(self::durability).transpose()?;
        let receipt = match self.ledger()? {
            Usable::Memory(ledger) => {
                if wanted.is_some_and(|wanted| wanted != lawful_trace::ledger::Durability::Volatile)
                {
                    return Err(invalid(
                        "a ledger in memory is volatile; use `TraceLedger.open(path)`",
                    ));
                }
                if let (Expected::Any, Ok(list)) = (expected, nodes.cast::<PyList>()) {
                    return Ok(Receipt(ledger.append_each(Given::each(list))?));
                }
                ledger.append_all(expected, &Given::all(nodes)?)
            }
            Usable::Files(ledger) => {
                let nodes: Vec<Node> = Given::all(nodes)?.iter().map(Given::cloned).collect();
                let wanted = wanted.unwrap_or_else(|| ledger.durability());
                detached(py, || {
                    let nodes: Vec<&Node> = nodes.iter().collect();
                    ledger.append_with(expected, &nodes, wanted)
                })?
            }
        };
        receipt.map(Receipt).map_err(refusal::append)
    }

    /// Returns the node of an id, or `default`.
    #[pyo3(signature = (id, /, default=None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] id: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.ledger()?.find(id) {
            Some(node) => Ok(Some(Bound::new(py, TraceNode(node))?.into_any())),
            None => Ok(default),
        }
    }

    /// Returns the nodes of many ids in one list, in the order of the ids, with `None` where there is none.
    ///
    /// In a large ledger it takes a fraction of the time of `get` for each: memory fetches the nodes side
    /// by side.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.append(TraceNode("a", "brain", 1))
    /// 0
    /// >>> [node and node.id for node in ledger.get_many(["a", "b"])]
    /// ['a', None]
    #[pyo3(signature = (ids, /))]
    fn get_many(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] ids: Ids,
    ) -> PyResult<Vec<Option<TraceNode>>> {
        let ledger = self.ledger()?;
        let found = detached(py, || ledger.find_many(&ids.all()))?;
        Ok(found.into_iter().map(|node| node.map(TraceNode)).collect())
    }

    /// Returns the index of a node, or of the node of an id.
    ///
    /// Raises `NotFound` if there is none.
    #[pyo3(signature = (node, /))]
    fn index(&self, #[pyo3(from_py_with = given)] node: Which<'_>) -> PyResult<u64> {
        node.position(&*self.ledger()?)
    }

    /// The index of the first node that is kept: 0, or where the ledger was pruned.
    #[getter]
    fn first(&self) -> PyResult<u64> {
        Ok(self.ledger()?.first())
    }

    /// How entries are hashed into the tree: `blake3` or `rfc6962-sha256`.
    #[getter]
    fn tree_hash(&self) -> PyResult<&'static str> {
        Ok(self.ledger()?.tree_hash().id())
    }

    /// What timestamps must obey: `monotone` or `causal`.
    #[getter]
    fn time_rule(&self) -> PyResult<&'static str> {
        Ok(match self.ledger()? {
            Usable::Memory(ledger) => ledger.options(),
            Usable::Files(ledger) => ledger.options(),
        }
        .rule()
        .name())
    }

    /// Returns the head, or the one that the ledger had at an earlier size. Hashes what is new.
    ///
    /// Raises `NotFound` if the ledger was never of that size, or is pruned above it.
    #[pyo3(signature = (size=None))]
    fn head(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] size: Option<u64>,
    ) -> PyResult<Head> {
        let ledger = self.ledger()?;
        let head = detached(py, || match size {
            None => Ok(ledger.head()),
            Some(size) => ledger.head_at(size),
        })?;
        Ok(Head {
            head: head.map_err(refusal::prove)?,
            hash: ledger.tree_hash(),
        })
    }

    /// Proves that a node, given by itself, its id or its index, is in the ledger.
    ///
    /// With `head`, a head or a size, in the ledger as it was then.
    ///
    /// Raises `NotFound` if it is not, or was pruned, and `Conflict` if the head is of another ledger.
    #[pyo3(signature = (node, /, head=None))]
    fn prove(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] head: Option<ExpectedHead<'_>>,
    ) -> PyResult<InclusionProof> {
        let ledger = self.ledger()?;
        let index = node.position(&*ledger)?;
        let size = head.map_or_else(|| Ok(ledger.len()), |head| head.size_in(&*ledger))?;
        let proof = detached(py, || ledger.prove_at(index, size))?;
        proof.map(InclusionProof).map_err(refusal::prove)
    }

    /// Proves that the ledger begins with all that it had at an earlier head or size.
    ///
    /// Raises `NotFound` if the ledger was never of that size, or is pruned above it, and `Conflict` if
    /// a head is of another ledger.
    #[pyo3(signature = (earlier, /, later=None))]
    fn prove_consistency(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] earlier: ExpectedHead<'_>,
        #[pyo3(from_py_with = given)] later: Option<ExpectedHead<'_>>,
    ) -> PyResult<ConsistencyProof> {
        let ledger = self.ledger()?;
        let from = earlier.size_in(&*ledger)?;
        let to = later.map_or_else(|| Ok(ledger.len()), |head| head.size_in(&*ledger))?;
        let proof = detached(py, || ledger.prove_consistency_between(from, to))?;
        proof.map(ConsistencyProof).map_err(refusal::prove)
    }

    /// Erases the payload of a node, given by itself, its id or its index, for ever, and records that
    /// with a node of the kind `lawful.erasure`, whose id, origin and time are given. Returns the index of that node.
    ///
    /// Proofs stay valid: the node has a salted hash of the payload.
    ///
    /// Raises `InvalidInput` if the node was not made with `erasable=True`.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.append(TraceNode("visit", "desk", 1, payload=b"Ada", erasable=True))
    /// 0
    /// >>> ledger.erase("visit", id="erase-visit", origin="privacy office", timestamp=2)
    /// 1
    /// >>> ledger["visit"].payload is None
    /// True
    #[pyo3(signature = (target, /, *, id, origin, timestamp))]
    fn erase(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] target: Which<'_>,
        #[pyo3(from_py_with = given)] id: &str,
        #[pyo3(from_py_with = given)] origin: &str,
        #[pyo3(from_py_with = given)] timestamp: i64,
    ) -> PyResult<u64> {
        let target = target.id(&*self.ledger()?)?;
        let node = erasure(&target, id, origin, timestamp).map_err(invalid)?;
        self.append(py, &TraceNode(node))
    }

    /// Forgets the nodes below an index. Later proofs stay valid. The ids of what is forgotten are free
    /// again: a later node may have one of them.
    ///
    /// Raises `NotFound` if there are fewer nodes, and `LedgerError` if the files cannot be removed.
    #[pyo3(signature = (first, /))]
    fn prune(&self, py: Python<'_>, #[pyo3(from_py_with = given)] first: u64) -> PyResult<()> {
        let ledger = self.ledger()?;
        detached(py, || ledger.prune(first))?.map_err(refusal::prune)
    }

    fn __len__(&self) -> PyResult<usize> {
        Ok(usize::try_from(self.ledger()?.len()).unwrap_or(usize::MAX))
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __contains__(&self, node: &Bound<'_, PyAny>) -> PyResult<bool> {
        let ledger = self.ledger()?;
        let which = node.extract::<Which<'_>>();
        Ok(which.is_ok_and(|which| {
            !matches!(which, Which::Index(_)) && which.position(&*ledger).is_ok()
        }))
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let ledger = self.ledger()?;
        if let Ok(slice) = key.cast::<PySlice>() {
            let length = isize::try_from(ledger.len()).unwrap_or(isize::MAX);
            let range = slice.indices(length)?;
            let nodes = PyList::empty(py);
            let mut at = range.start;
            for _ in 0..range.slicelength {
                // As with any slice, what is not there is left out: here what was pruned.
                let node = u64::try_from(at).ok().and_then(|at| ledger.get(at));
                if let Some(node) = node {
                    nodes.append(Bound::new(py, TraceNode(node))?)?;
                }
                at += range.step;
            }
            return Ok(nodes.into_any());
        }
        let which = key.extract::<Which<'_>>().map_err(|_| {
            PyTypeError::new_err("a ledger is indexed by integers, slices and ids of nodes")
        })?;
        let index = which.position(&*ledger)?;
        let node = ledger.get(index).ok_or_else(|| pruned(index))?;
        Ok(Bound::new(py, TraceNode(node))?.into_any())
    }

    fn __iter__(&self) -> PyResult<TraceNodes> {
        TraceNodes::new(&self.kept, false)
    }

    fn __reversed__(&self) -> PyResult<TraceNodes> {
        TraceNodes::new(&self.kept, true)
    }

    fn __repr__(&self) -> String {
        let place = match &*self.kept {
            Kept::Memory(_) => "in memory".to_owned(),
            Kept::Files(files) => format!("in {}", files.folder().display()),
        };
        match self.ledger() {
            Ok(ledger) => format!(
                "<TraceLedger {place}, {} nodes, {}>",
                ledger.len(),
                ledger.tree_hash().id()
            ),
            Err(_) => format!("<TraceLedger {place}, closed>"),
        }
    }
}

/// Reads what is chosen when a ledger is made.
pub fn settings(tree_hash: &str, time_rule: &str) -> PyResult<LedgerOptions> {
    let rule = [TimeRule::Monotone, TimeRule::Causal]
        .into_iter()
        .find(|rule| rule.name() == time_rule)
        .ok_or_else(|| {
            invalid(format!(
                "`{time_rule}` is not a rule of time; use `monotone` or `causal`"
            ))
        })?;
    let hash = named(tree_hash)?;
    Ok(LedgerOptions::default().tree_hash(hash).time_rule(rule))
}

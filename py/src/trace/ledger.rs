//! Ledgers as a class.

use super::given::Given;
use super::head::{Head, named};
use super::node::TraceNode;
use super::nodes::TraceNodes;
use super::proof::{ConsistencyProof, InclusionProof};
use super::receipt::Receipt;
use super::refusal;
use crate::errors::{NotFound, invalid};
use crate::guard::detached;
use lawful_trace::ledger::erasure;
use lawful_trace::{Expected, Ledger, LedgerOptions, MemoryLedger, TimeRule};
use pyo3::exceptions::{PyIndexError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PySlice, PyString};
use std::sync::Arc;

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
pub struct TraceLedger(pub Arc<MemoryLedger>);

/// A node, by its index or by its id.
#[derive(FromPyObject)]
pub enum Which<'py> {
    /// The index, from the end if negative.
    Index(i64),
    /// The id.
    Id(Bound<'py, PyString>),
    /// The node itself.
    Node(Bound<'py, TraceNode>),
}

impl TraceLedger {
    fn position(&self, which: Which<'_>) -> PyResult<u64> {
        match which {
            Which::Index(index) => self.at(index),
            Which::Id(id) => {
                let id = id.to_str()?;
                self.0.index_of(id).ok_or_else(|| no_id(id))
            }
            Which::Node(node) => {
                let node = &node.get().0;
                let index = self.0.index_of(node.id());
                let index = index.filter(|index| self.0.get(*index).as_ref() == Some(node));
                index.ok_or_else(|| no_id(node.id()))
            }
        }
    }

    fn at(&self, index: i64) -> PyResult<u64> {
        let length = self.0.len();
        let from_start = if index < 0 {
            length.checked_sub(index.unsigned_abs())
        } else {
            Some(index.unsigned_abs())
        };
        from_start.filter(|at| *at < length).ok_or_else(|| {
            PyIndexError::new_err(format!("there is no index `{index}` in {length} nodes"))
        })
    }
}

fn no_id(id: &str) -> PyErr {
    let shown: String = id.chars().take(80).collect();
    NotFound::new_err(format!("the ledger has no such node `{shown}`"))
}

#[pymethods]
impl TraceLedger {
    #[new]
    #[pyo3(signature = (*, tree_hash="blake3", time_rule="monotone"))]
    fn new(tree_hash: &str, time_rule: &str) -> PyResult<TraceLedger> {
        let options = LedgerOptions::default()
            .tree_hash(named(tree_hash)?)
            .time_rule(rule(time_rule)?);
        Ok(TraceLedger(Arc::new(MemoryLedger::with_options(options))))
    }

    /// Appends a node and returns its index. A node that is there already keeps its index.
    ///
    /// Raises `InvalidInput` if the node breaks a rule, and `Conflict` if another node has its id.
    /// The ledger is as it was before.
    #[pyo3(signature = (node, /))]
    fn append(&self, node: &TraceNode) -> PyResult<u64> {
        let receipt = self.0.append_all(Expected::Any, &[&node.0]);
        receipt
            .map(|receipt| receipt.first)
            .map_err(refusal::append)
    }

    /// Appends all nodes, or none if one is refused.
    ///
    /// With `expected`, a head or a number of nodes, only if the ledger is just that: otherwise
    /// raises `Conflict`. The same call again is a retry and changes nothing.
    #[pyo3(signature = (nodes, /, *, expected=None))]
    fn extend(
        &self,
        nodes: &Bound<'_, PyAny>,
        expected: Option<ExpectedHead<'_>>,
    ) -> PyResult<Receipt> {
        let expected = match expected {
            None => Expected::Any,
            Some(ExpectedHead::Length(length)) => Expected::Length(length),
            Some(ExpectedHead::Head(head)) => Expected::Head(head.get().head),
        };
        let nodes = Given::all(nodes)?;
        let receipt = self.0.append_all(expected, &nodes);
        receipt.map(Receipt).map_err(refusal::append)
    }

    /// Returns the node of an id, or `default`.
    #[pyo3(signature = (id, /, default=None))]
    fn get<'py>(
        &self,
        py: Python<'py>,
        id: &str,
        default: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Option<Bound<'py, PyAny>>> {
        match self.0.find(id) {
            Some(node) => Ok(Some(Bound::new(py, TraceNode(node))?.into_any())),
            None => Ok(default),
        }
    }

    /// Returns the index of a node, or of the node of an id.
    ///
    /// Raises `NotFound` if there is none.
    #[pyo3(signature = (node, /))]
    fn index(&self, node: Which<'_>) -> PyResult<u64> {
        self.position(node)
    }

    /// The index of the first node that is kept: 0, or where the ledger was pruned.
    #[getter]
    fn first(&self) -> u64 {
        self.0.first()
    }

    /// How entries are hashed into the tree.
    #[getter]
    fn tree_hash(&self) -> &'static str {
        self.0.tree_hash().id()
    }

    /// What timestamps must obey: `monotone` or `causal`.
    #[getter]
    fn time_rule(&self) -> &'static str {
        self.0.options().rule().name()
    }

    /// Returns the head, or the one that the ledger had at an earlier size. Hashes what is new.
    ///
    /// Raises `NotFound` if the ledger was never of that size, or is pruned above it.
    #[pyo3(signature = (size=None))]
    fn head(&self, py: Python<'_>, size: Option<u64>) -> PyResult<Head> {
        let head = detached(py, || match size {
            None => Ok(self.0.head()),
            Some(size) => self.0.head_at(size),
        })?;
        Ok(Head {
            head: head.map_err(refusal::prove)?,
            hash: self.0.tree_hash(),
        })
    }

    /// Proves that a node, given by itself, its id or its index, is in the ledger.
    ///
    /// With `head`, a head or a size, in the ledger as it was then.
    ///
    /// Raises `NotFound` if it is not, or was pruned.
    #[pyo3(signature = (node, /, head=None))]
    fn prove(
        &self,
        py: Python<'_>,
        node: Which<'_>,
        head: Option<ExpectedHead<'_>>,
    ) -> PyResult<InclusionProof> {
        let index = self.position(node)?;
        let size = head.map_or(self.0.len(), |head| head.size());
        let proof = detached(py, || self.0.prove_at(index, size))?;
        proof.map(InclusionProof).map_err(refusal::prove)
    }

    /// Proves that the ledger begins with all that it had at an earlier head or size.
    ///
    /// Raises `NotFound` if the ledger was never of that size, or is pruned above it.
    #[pyo3(signature = (earlier, /, later=None))]
    fn prove_consistency(
        &self,
        py: Python<'_>,
        earlier: ExpectedHead<'_>,
        later: Option<ExpectedHead<'_>>,
    ) -> PyResult<ConsistencyProof> {
        let from = earlier.size();
        let to = later.map_or(self.0.len(), |head| head.size());
        let proof = detached(py, || self.0.prove_consistency_between(from, to))?;
        proof.map(ConsistencyProof).map_err(refusal::prove)
    }

    /// Erases the payload of a node for ever, and records that with a node of the kind
    /// `lawful.erasure`, whose id, origin and time are given. Returns the index of that node.
    ///
    /// Proofs stay valid: the node has a salted hash of the payload.
    ///
    /// Raises `InvalidInput` if the node was not made with `erasable=True`.
    #[pyo3(signature = (target, /, *, id, origin, timestamp))]
    fn erase(
        &self,
        target: &str,
        id: &str,
        origin: &str,
        timestamp: super::time::Nanoseconds,
    ) -> PyResult<u64> {
        let node = erasure(target, id, origin, timestamp.0).map_err(invalid)?;
        self.append(&TraceNode(node))
    }

    /// Forgets the nodes below an index. Later proofs stay valid.
    ///
    /// Raises `LedgerError` if there are fewer nodes.
    #[pyo3(signature = (first, /))]
    fn prune(&self, py: Python<'_>, first: u64) -> PyResult<()> {
        detached(py, || self.0.prune(first))?.map_err(refusal::prune)
    }

    fn __len__(&self) -> usize {
        usize::try_from(self.0.len()).unwrap_or(usize::MAX)
    }

    fn __bool__(&self) -> bool {
        true
    }

    fn __contains__(&self, node: &Bound<'_, PyAny>) -> bool {
        let which = node.extract::<Which<'_>>();
        which.is_ok_and(|which| !matches!(which, Which::Index(_)) && self.position(which).is_ok())
    }

    fn __getitem__<'py>(
        &self,
        py: Python<'py>,
        key: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = key.cast::<PySlice>() {
            let range = slice.indices(isize::try_from(self.__len__()).unwrap_or(isize::MAX))?;
            let nodes = PyList::empty(py);
            let mut at = range.start;
            for _ in 0..range.slicelength {
                let node = u64::try_from(at).ok().and_then(|at| self.0.get(at));
                let node = node.ok_or_else(|| pruned(at as i64))?;
                nodes.append(Bound::new(py, TraceNode(node))?)?;
                at += range.step;
            }
            return Ok(nodes.into_any());
        }
        let which = key.extract::<Which<'_>>().map_err(|_| {
            PyTypeError::new_err("a ledger is indexed by integers, slices and ids of nodes")
        })?;
        let index = self.position(which)?;
        let node = self.0.get(index).ok_or_else(|| pruned(index as i64))?;
        Ok(Bound::new(py, TraceNode(node))?.into_any())
    }

    fn __iter__(&self) -> TraceNodes {
        TraceNodes::new(Arc::clone(&self.0))
    }

    fn __repr__(&self) -> String {
        format!(
            "<TraceLedger in memory, {} nodes, {}>",
            self.0.len(),
            self.tree_hash()
        )
    }
}

fn pruned(index: i64) -> PyErr {
    PyIndexError::new_err(format!("the node at index `{index}` was pruned"))
}

/// A head, or how many nodes it has.
#[derive(FromPyObject)]
pub enum ExpectedHead<'py> {
    /// The head.
    Head(Bound<'py, Head>),
    /// The number of nodes.
    Length(u64),
}

impl ExpectedHead<'_> {
    fn size(&self) -> u64 {
        match self {
            ExpectedHead::Head(head) => head.get().head.size,
            ExpectedHead::Length(length) => *length,
        }
    }
}

fn rule(name: &str) -> PyResult<TimeRule> {
    [TimeRule::Monotone, TimeRule::Causal]
        .into_iter()
        .find(|rule| rule.name() == name)
        .ok_or_else(|| {
            invalid(format!(
                "`{name}` is not a rule of time; use `monotone` or `causal`"
            ))
        })
}

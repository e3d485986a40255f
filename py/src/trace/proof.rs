//! Proofs as frozen classes.

use super::head::Head;
use super::node::TraceNode;
use super::refusal;
use crate::errors::invalid;
use crate::given::given;
use lawful_trace::merkle::{self, verify_consistency, verify_inclusion};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyTuple, PyType};

/// That a node is in a ledger, and where.
///
/// `bytes` gives the binary form, and `InclusionProof(data)` reads it.
///
/// >>> from lawful.trace import InclusionProof, TraceLedger, TraceNode
/// >>> ledger = TraceLedger()
/// >>> node = TraceNode("abc", "brain", 1)
/// >>> ledger.append(node)
/// 0
/// >>> ledger.prove("abc").verify(node, ledger.head())
/// >>> InclusionProof(b"noise")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: these `5` bytes are not an inclusion proof: they do not begin with `LTI1`
#[pyclass(frozen, eq, hash, module = "lawful.trace")]
#[derive(PartialEq, Eq, Hash)]
pub struct InclusionProof(pub merkle::InclusionProof);

#[pymethods]
impl InclusionProof {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("index", "size", "path")
    }

    #[new]
    #[pyo3(signature = (data, /))]
    fn new(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<InclusionProof> {
        merkle::InclusionProof::from_bytes(data)
            .map(InclusionProof)
            .map_err(invalid)
    }

    /// The index of the node.
    #[getter]
    fn index(&self) -> u64 {
        self.0.index
    }

    /// The number of nodes of the ledger that the proof is about.
    #[getter]
    fn size(&self) -> u64 {
        self.0.size
    }

    /// The hashes beside the way from the node to the root, 32 bytes each.
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        path(py, &self.0.path)
    }

    /// Verifies that the node is in the ledger that has the head, without the ledger.
    ///
    /// Raises `ProofRejected` if the proof does not show that.
    fn verify(&self, node: &TraceNode, head: &Head) -> PyResult<()> {
        let leaf = head.hash.leaf(node.0.bytes());
        verify_inclusion(head.hash, &leaf, &self.0, &head.head).map_err(refusal::proof)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("InclusionProof({})", self.__bytes__(py).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Bound<'py, PyBytes>,)) {
        (py.get_type::<Self>(), (self.__bytes__(py),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// That a ledger begins with all that it had at an earlier length.
///
/// >>> from lawful.trace import TraceLedger, TraceNode
/// >>> ledger = TraceLedger()
/// >>> before = ledger.head()
/// >>> ledger.append(TraceNode("abc", "brain", 1))
/// 0
/// >>> ledger.prove_consistency(before).verify(before, ledger.head())
#[pyclass(frozen, eq, hash, module = "lawful.trace")]
#[derive(PartialEq, Eq, Hash)]
pub struct ConsistencyProof(pub merkle::ConsistencyProof);

#[pymethods]
impl ConsistencyProof {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("from_size", "to_size", "path")
    }

    #[new]
    #[pyo3(signature = (data, /))]
    fn new(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<ConsistencyProof> {
        merkle::ConsistencyProof::from_bytes(data)
            .map(ConsistencyProof)
            .map_err(invalid)
    }

    /// The earlier number of nodes.
    #[getter]
    #[pyo3(name = "from_size")]
    fn earlier_size(&self) -> u64 {
        self.0.from
    }

    /// The later number of nodes.
    #[getter]
    #[pyo3(name = "to_size")]
    fn later_size(&self) -> u64 {
        self.0.to
    }

    /// The hashes from which both roots follow, 32 bytes each.
    #[getter]
    fn path<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        path(py, &self.0.path)
    }

    /// Verifies that the later ledger begins with the earlier one.
    ///
    /// Raises `ProofRejected` if the proof does not show that, and `InvalidInput` if the heads were
    /// computed with different hashes.
    fn verify(&self, earlier: &Head, later: &Head) -> PyResult<()> {
        if earlier.hash.id() != later.hash.id() {
            return Err(invalid(format!(
                "one head has the tree hash `{}`, the other `{}`; they are of different ledgers",
                earlier.hash.id(),
                later.hash.id()
            )));
        }
        verify_consistency(later.hash, &earlier.head, &self.0, &later.head).map_err(refusal::proof)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("ConsistencyProof({})", self.__bytes__(py).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Bound<'py, PyBytes>,)) {
        (py.get_type::<Self>(), (self.__bytes__(py),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

fn path<'py>(py: Python<'py>, hashes: &[merkle::Hash]) -> PyResult<Bound<'py, PyTuple>> {
    PyTuple::new(
        py,
        hashes
            .iter()
            .map(|hash| PyBytes::new(py, hash))
            .collect::<Vec<_>>(),
    )
}

//! Heads as a frozen class.

use super::node::TraceNode;
use crate::errors::invalid;
use crate::frozen::first_word;
use crate::given::given;
use lawful_trace::merkle::{self, Tree, TreeHash, tree_hash};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};

/// The head of a ledger: how many nodes it has, and the root over all of them.
///
/// `root` has 32 bytes; `tree_hash` is how it was computed, `blake3` or `rfc6962-sha256`.
///
/// >>> from lawful.trace import TraceLedger
/// >>> TraceLedger().head().size
/// 0
/// >>> from lawful.trace import Head
/// >>> Head(1, b"short")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: a root has 32 bytes, not `5`
#[pyclass(frozen, module = "lawful.trace")]
#[derive(Clone, Copy)]
pub struct Head {
    pub head: merkle::Head,
    pub hash: &'static dyn TreeHash,
}

#[pymethods]
impl Head {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("size", "root", "tree_hash")
    }

    #[new]
    #[pyo3(signature = (size, root, tree_hash="blake3"))]
    fn new(
        #[pyo3(from_py_with = given)] size: u64,
        #[pyo3(from_py_with = given)] root: &[u8],
        #[pyo3(from_py_with = given)] tree_hash: &str,
    ) -> PyResult<Head> {
        let root = root
            .try_into()
            .map_err(|_| invalid(format!("a root has 32 bytes, not `{}`", root.len())))?;
        Ok(Head {
            head: merkle::Head { size, root },
            hash: named(tree_hash)?,
        })
    }

    /// Returns the head of a ledger of these nodes, from the first one on.
    ///
    /// >>> from lawful.trace import Head, TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.append(TraceNode("abc", "brain", 1))
    /// 0
    /// >>> Head.of(ledger) == ledger.head()
    /// True
    #[staticmethod]
    #[pyo3(signature = (nodes, tree_hash="blake3"))]
    fn of(
        nodes: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = given)] tree_hash: &str,
    ) -> PyResult<Head> {
        let hash = named(tree_hash)?;
        let mut tree = Tree::new(hash);
        for node in nodes.try_iter()? {
            tree.append(node?.cast::<TraceNode>()?.get().0.bytes());
        }
        let head = tree.head();
        Ok(Head { head, hash })
    }

    /// The number of nodes, pruned ones included.
    #[getter]
    fn size(&self) -> u64 {
        self.head.size
    }

    /// The root over all nodes, 32 bytes.
    #[getter]
    fn root<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.head.root)
    }

    /// How the root was computed.
    #[getter]
    fn tree_hash(&self) -> &'static str {
        self.hash.id()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let root = self.root(py).repr()?;
        Ok(format!(
            "Head({}, {root}, '{}')",
            self.head.size,
            self.hash.id()
        ))
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.head == other.head && self.hash.id() == other.hash.id()
    }

    fn __hash__(&self) -> u64 {
        first_word(&self.head.root) ^ self.head.size
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> (Bound<'py, PyType>, (u64, Bound<'py, PyBytes>, &'static str)) {
        let arguments = (self.size(), self.root(py), self.tree_hash());
        (py.get_type::<Self>(), arguments)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// Returns the tree hash of a name.
pub fn named(name: &str) -> PyResult<&'static dyn TreeHash> {
    tree_hash(name).map_err(invalid)
}

//! Nodes as a frozen class.

use super::given_payload::{GivenPayload, bytes32};
use super::link::Link;
use super::links::Links;
use super::node_repr::{self, read_opening, read_payload};
use super::texts::Texts;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_trace::export::read_json_lines;
use lawful_trace::{self as trace, Opening, Payload, Relation};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::{PyBytes, PyDict, PyString, PyTuple, PyType};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// An immutable entry of a ledger: what happened, where and when, and what led to it.
///
/// `id` and `origin` (who made the node) have 1 to 255 bytes of UTF-8. `timestamp` counts
/// nanoseconds since 1970-01-01T00:00:00Z, and a ledger only compares it. `stimulus` and `response`
/// have up to 256 KiB, the payload up to 16 MiB. `causes`, `continues`, `branches` and `fulfils`
/// are ids of earlier nodes; `links` takes the same as `Link`s or as pairs of a relation and an id. With
/// `erasable=True` the node has only a salted hash of the payload, which is kept beside it and can be
/// erased later; `salt` is 32 bytes to use instead of chance, and `commitment` such a hash of a payload
/// that is not at hand.
///
/// A node is its bytes: two nodes are equal exactly when their bytes are.
///
/// >>> from lawful.trace import TraceNode
/// >>> node = TraceNode(id="abc", origin="brain", timestamp=1234567890)
/// >>> node
/// TraceNode('abc', 'brain', 1234567890)
/// >>> TraceNode("abc\0", "brain", 0)
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: the field `id` has the character NUL at byte `3`; remove it, or use the payload
#[pyclass(frozen, module = "lawful.trace", freelist = 1024)]
pub struct TraceNode(pub trace::TraceNode);

impl TraceNode {
    fn targets(&self, relation: Relation) -> Vec<&str> {
        let links = self.0.links();
        links
            .filter(|link| link.relation == relation)
            .map(|link| link.target)
            .collect()
    }
}

#[pymethods]
impl TraceNode {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("id", "origin", "timestamp", "kind")
    }

    #[new]
    #[pyo3(signature = (id, origin, timestamp, kind=None, *, stimulus=None, response=None,
        walk_id=None, tags=None, causes=None, continues=None, branches=None, fulfils=None,
        links=None, payload=None, erasable=false, commitment=None, salt=None))]
    #[expect(clippy::too_many_arguments, reason = "one for each part of a node")]
    #[inline]
    fn new(
        #[pyo3(from_py_with = given)] id: &str,
        #[pyo3(from_py_with = given)] origin: &str,
        #[pyo3(from_py_with = given)] timestamp: i64,
        #[pyo3(from_py_with = given)] kind: Option<&str>,
        #[pyo3(from_py_with = given)] stimulus: Option<&str>,
        #[pyo3(from_py_with = given)] response: Option<&str>,
        #[pyo3(from_py_with = given)] walk_id: Option<&str>,
        #[pyo3(from_py_with = given)] tags: Option<Texts>,
        #[pyo3(from_py_with = given)] causes: Option<Texts>,
        #[pyo3(from_py_with = given)] continues: Option<Texts>,
        #[pyo3(from_py_with = given)] branches: Option<Texts>,
        #[pyo3(from_py_with = given)] fulfils: Option<Texts>,
        #[pyo3(from_py_with = given)] links: Option<Links>,
        #[pyo3(from_py_with = given)] payload: Option<PyBackedBytes>,
        erasable: bool,
        #[pyo3(from_py_with = given)] commitment: Option<&[u8]>,
        #[pyo3(from_py_with = given)] salt: Option<&[u8]>,
    ) -> PyResult<TraceNode> {
        let mut builder = trace::TraceNode::builder(id, origin, timestamp);
        let mut short = true;
        let texts = [(kind, 0), (stimulus, 1), (response, 2), (walk_id, 3)];
        for (text, which) in texts {
            let Some(text) = text else { continue };
            short = false;
            builder = match which {
                0 => builder.kind(text),
                1 => builder.stimulus(text),
                2 => builder.response(text),
                _ => builder.walk_id(text),
            };
        }
        if let Some(tags) = &tags {
            short = false;
            builder = builder.tags(tags.iter());
        }
        let related = [
            (Relation::Causes, &causes),
            (Relation::Continues, &continues),
            (Relation::Branches, &branches),
            (Relation::Fulfils, &fulfils),
        ];
        for (relation, targets) in related {
            let Some(targets) = targets else { continue };
            short = false;
            builder = builder.links(
                targets
                    .iter()
                    .map(|target| trace::Link { relation, target }),
            );
        }
        if let Some(links) = &links {
            short = false;
            builder = builder.links(links.iter());
        }
        let payload = GivenPayload {
            payload: payload.as_ref(),
            erasable,
            commitment,
            salt,
        };
        if !payload.is_nothing() {
            short = false;
            builder = payload.put(builder)?;
        }
        if short {
            trace::TraceNode::new(id, origin, timestamp)
        } else {
            builder.build()
        }
        .map(TraceNode)
        .map_err(invalid)
    }

    /// Reads a node from its canonical bytes, strictly; `salt` and `payload` open its commitment.
    ///
    /// Raises `InvalidInput` if the bytes are no node, or do not belong together.
    ///
    /// >>> from lawful.trace import TraceNode
    /// >>> node = TraceNode("abc", "brain", 1)
    /// >>> TraceNode.from_bytes(bytes(node)) == node
    /// True
    #[staticmethod]
    #[pyo3(signature = (data, /, *, salt=None, payload=None))]
    fn from_bytes(
        #[pyo3(from_py_with = given)] data: Vec<u8>,
        #[pyo3(from_py_with = given)] salt: Option<[u8; 32]>,
        #[pyo3(from_py_with = given)] payload: Option<Vec<u8>>,
    ) -> PyResult<TraceNode> {
        let node = trace::TraceNode::from_bytes(data).map_err(invalid)?;
        match (salt, payload) {
            (None, None) => Ok(TraceNode(node)),
            (Some(salt), Some(payload)) => {
                let opening = Opening::with_salt(salt, payload).map_err(invalid)?;
                node.with_opening(Arc::new(opening))
                    .map(TraceNode)
                    .map_err(|_| invalid("the salt and the payload do not belong to the node"))
            }
            _ => Err(invalid(
                "`salt` and `payload` open a commitment together; give both",
            )),
        }
    }

    /// Reads the nodes in lines that `TraceLedger.export("jsonl")` wrote, with the payloads that they
    /// have.
    ///
    /// `id`, `origin` and `timestamp` must be there. What follows from the rest (`time`, `content_id`,
    /// `index`) may be left out, and is compared if it is there.
    ///
    /// Raises `InvalidInput` with the number of the line if one is not JSON of that form, is no node, or
    /// says two things that do not fit together.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.append(TraceNode("abc", "brain", 1))
    /// 0
    /// >>> TraceNode.from_json_lines(ledger.export("jsonl")) == list(ledger)
    /// True
    #[staticmethod]
    #[pyo3(signature = (text, /))]
    fn from_json_lines(py: Python<'_>, text: &Bound<'_, PyAny>) -> PyResult<Vec<TraceNode>> {
        let bytes = match text.cast::<PyString>() {
            Ok(text) => given::<&str>(text.as_any())?.as_bytes().to_vec(),
            Err(_) => given::<&[u8]>(text)?.to_vec(),
        };
        let nodes = detached(py, || read_json_lines(&bytes))?;
        let nodes = nodes.map_err(invalid)?;
        Ok(nodes.into_iter().map(TraceNode).collect())
    }

    /// The id, unique in a ledger.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// Who made the node.
    #[getter]
    fn origin(&self) -> &str {
        self.0.origin()
    }

    /// The time, in nanoseconds since 1970-01-01T00:00:00Z.
    #[getter]
    fn timestamp(&self) -> i64 {
        self.0.timestamp()
    }

    /// The kind of event, or `None`.
    #[getter]
    fn kind(&self) -> Option<&str> {
        self.0.kind()
    }

    /// What set the event off, or `None`.
    #[getter]
    fn stimulus(&self) -> Option<&str> {
        self.0.stimulus()
    }

    /// What came of it, or `None`.
    #[getter]
    fn response(&self) -> Option<&str> {
        self.0.response()
    }

    /// The walk that the node belongs to, or `None`.
    #[getter]
    fn walk_id(&self) -> Option<&str> {
        self.0.walk_id()
    }

    /// The tags, in ascending order.
    #[getter]
    fn tags<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.tags().collect::<Vec<_>>())
    }

    /// The causal links, in ascending order of relation and target.
    #[getter]
    fn links<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let links = self.0.links().map(|link| {
            let target = link.target.to_owned();
            Py::new(
                py,
                Link {
                    relation: link.relation,
                    target,
                },
            )
        });
        PyTuple::new(py, links.collect::<PyResult<Vec<_>>>()?)
    }

    /// The ids of the nodes that caused this one.
    #[getter]
    fn causes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.targets(Relation::Causes))
    }

    /// The ids of the nodes that this one continues.
    #[getter]
    fn continues<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.targets(Relation::Continues))
    }

    /// The ids of the nodes that this one branches off.
    #[getter]
    fn branches<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.targets(Relation::Branches))
    }

    /// The ids of the nodes whose intention this one fulfils.
    #[getter]
    fn fulfils<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.targets(Relation::Fulfils))
    }

    /// The bytes of the payload; `None` if there is none, or it was erased or pruned.
    ///
    /// One that can be erased and is in a file is read when somebody asks for it, also after the ledger
    /// was closed; the node keeps what was read.
    ///
    /// Raises `DamagedFile` if it is damaged, and `LedgerError` if the system fails to read it; asking
    /// again may succeed then.
    #[getter]
    fn payload<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let payload = read_payload(py, &self.0)?;
        Ok(payload.map(|bytes| PyBytes::new(py, bytes)))
    }

    /// The salted hash of a payload that can be erased, 32 bytes; `None` for other nodes.
    #[getter]
    fn commitment<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyBytes>> {
        let commitment = self.0.commitment()?;
        Some(PyBytes::new(py, commitment.as_bytes()))
    }

    /// What the payload was hashed with, 32 bytes; `None` if there is no payload that can be erased, or
    /// it was.
    ///
    /// Whoever has it and the payload sees that they belong to the commitment.
    ///
    /// Raises what `payload` raises.
    #[getter]
    fn salt<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyBytes>>> {
        let opening = read_opening(py, &self.0)?;
        Ok(opening.map(|opening| PyBytes::new(py, opening.salt())))
    }

    /// Whether the node has a payload that can be erased, or could before it was.
    #[getter]
    fn is_erasable(&self) -> bool {
        matches!(self.0.payload(), Payload::Committed(_))
    }

    /// The BLAKE3 hash that names the content, 32 bytes.
    #[getter]
    fn content_id<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.content_id().as_bytes())
    }

    /// Returns the parts that are there, as a new dictionary of plain values: `TraceNode(**parts)` makes
    /// the same node.
    ///
    /// >>> from lawful.trace import TraceNode
    /// >>> TraceNode("b", "brain", 2, causes=["a"]).to_dict()
    /// {'id': 'b', 'origin': 'brain', 'timestamp': 2, 'links': [('causes', 'a')]}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        node_repr::to_dict(py, &self.0)
    }

    /// Returns a new node with other parts, named as they are when a node is made; `None` leaves a part
    /// out. `causes`, `continues`, `branches` and `fulfils` replace the links of that relation, `links`
    /// all of them. A new payload of a node whose payload can be erased can be erased, too.
    ///
    /// Raises `InvalidInput` as the making of a node does.
    ///
    /// >>> from lawful.trace import TraceNode
    /// >>> TraceNode("a", "brain", 1, kind="plan").replace(id="b", kind=None)
    /// TraceNode('b', 'brain', 1)
    /// >>> TraceNode("a", "brain", 1).replace(id="")
    /// Traceback (most recent call last):
    /// lawful.errors.InvalidInput: the field `id` is empty; give it at least one character
    #[pyo3(signature = (**changes))]
    fn replace<'py>(
        &self,
        py: Python<'py>,
        changes: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let parts = node_repr::to_dict(py, &self.0)?;
        if let Some(changes) = changes {
            node_repr::change(&parts, changes, self.is_erasable())?;
        }
        py.get_type::<Self>().call((), Some(&parts))
    }

    #[pyo3(signature = (**changes))]
    fn __replace__<'py>(
        &self,
        py: Python<'py>,
        changes: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.replace(py, changes)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.0.bytes())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        node_repr::repr(py, &self.0)
    }

    fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        // A copy must not say that a payload was erased which only could not be read.
        let opening = read_opening(py, &self.0)?;
        let restore = py.get_type::<Self>().getattr("_restore")?;
        let arguments = (
            PyBytes::new(py, self.0.bytes()),
            opening.map(|opening| PyBytes::new(py, opening.salt())),
            opening.map(|opening| PyBytes::new(py, opening.payload())),
        );
        Ok((restore, arguments.into_pyobject(py)?))
    }

    #[classmethod]
    fn _restore(
        _class: &Bound<'_, PyType>,
        #[pyo3(from_py_with = given)] data: Vec<u8>,
        #[pyo3(from_py_with = given)] salt: Option<Vec<u8>>,
        #[pyo3(from_py_with = given)] payload: Option<Vec<u8>>,
    ) -> PyResult<TraceNode> {
        let salt = salt.map(|salt| bytes32("a salt", &salt)).transpose()?;
        TraceNode::from_bytes(data, salt, payload)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

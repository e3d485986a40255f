//! How Python names a node, and a state of the ledger.

use super::head::Head;
use super::node::TraceNode;
use super::refusal;
use crate::errors::{Conflict, NotFound};
use crate::given::given;
use lawful_trace::{Expected, Ledger};
use pyo3::Borrowed;
use pyo3::exceptions::PyIndexError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString};

/// A node, by its index, by its id, or by itself.
#[derive(FromPyObject)]
pub enum Which<'py> {
    /// The index, from the end if negative.
    #[pyo3(annotation = "int")]
    Index(AnyInteger<'py>),
    /// The id.
    #[pyo3(annotation = "str")]
    Id(Bound<'py, PyString>),
    /// The node itself.
    #[pyo3(annotation = "TraceNode")]
    Node(Bound<'py, TraceNode>),
}

/// An integer, or what stands for one, such as an integer of NumPy.
pub struct AnyInteger<'py>(Bound<'py, PyInt>);

impl<'a, 'py> FromPyObject<'a, 'py> for AnyInteger<'py> {
    type Error = PyErr;

    fn extract(given: Borrowed<'a, 'py, PyAny>) -> PyResult<AnyInteger<'py>> {
        if let Ok(integer) = given.cast::<PyInt>() {
            return Ok(AnyInteger(integer.to_owned()));
        }
        let integer = given.call_method0(intern!(given.py(), "__index__"))?;
        Ok(AnyInteger(integer.cast_into()?))
    }
}

impl Which<'_> {
    /// Returns the index of the node.
    ///
    /// # Errors
    /// If the ledger has no such node.
    pub fn position(&self, ledger: &dyn Ledger) -> PyResult<u64> {
        match self {
            Which::Index(index) => at(&index.0, ledger.len()),
            Which::Id(id) => {
                let id: &str = given(id.as_any())?;
                ledger.index_of(id).ok_or_else(|| no_id(id))
            }
            Which::Node(node) => {
                let node = &node.get().0;
                let index = ledger.index_of(node.id());
                let index = index.filter(|index| ledger.get(*index).as_ref() == Some(node));
                index.ok_or_else(|| no_id(node.id()))
            }
        }
    }

    /// Returns the id of the node. One that is given is not looked up.
    ///
    /// # Errors
    /// If the ledger has no such node.
    pub fn id(&self, ledger: &dyn Ledger) -> PyResult<String> {
        if let Which::Id(id) = self {
            let id: &str = given(id.as_any())?;
            return Ok(id.to_owned());
        }
        let index = self.position(ledger)?;
        let node = ledger.get(index).ok_or_else(|| pruned(index))?;
        Ok(node.id().to_owned())
    }
}

fn at(index: &Bound<'_, PyInt>, length: u64) -> PyResult<u64> {
    // What does not fit into 64 bits is an index of no ledger.
    let from_start = index.extract::<i64>().ok().and_then(|index| {
        if index < 0 {
            length.checked_sub(index.unsigned_abs())
        } else {
            Some(index.unsigned_abs())
        }
    });
    from_start.filter(|at| *at < length).ok_or_else(|| {
        PyIndexError::new_err(format!("there is no index `{index}` in {length} nodes"))
    })
}

/// Says that a node was there once.
pub fn pruned(index: u64) -> PyErr {
    NotFound::new_err(format!("the node at index `{index}` was pruned"))
}

fn no_id(id: &str) -> PyErr {
    let shown: String = id.chars().take(80).collect();
    NotFound::new_err(format!("the ledger has no such node `{shown}`"))
}

/// Compares a head with the one that the ledger had at its size.
///
/// # Errors
/// If the ledger was never of that size, or had another head.
pub fn same_head(ledger: &dyn Ledger, head: &Head) -> PyResult<()> {
    let size = head.head.size;
    let (hash, made) = (head.hash.id(), ledger.tree_hash().id());
    if hash != made {
        return Err(Conflict::new_err(format!(
            "the head has the tree hash `{hash}`, and the ledger `{made}`; it is of another ledger"
        )));
    }
    let known = ledger.head_at(size).map_err(refusal::prove)?;
    if known != head.head {
        return Err(Conflict::new_err(format!(
            "the ledger has another root at size `{size}` than the head; it is of another ledger"
        )));
    }
    Ok(())
}

/// A head, or how many nodes it has.
#[derive(FromPyObject)]
pub enum ExpectedHead<'py> {
    /// The head.
    #[pyo3(annotation = "Head")]
    Head(Bound<'py, Head>),
    /// The number of nodes.
    #[pyo3(annotation = "int")]
    Length(u64),
}

impl ExpectedHead<'_> {
    fn size(&self) -> u64 {
        match self {
            ExpectedHead::Head(head) => head.get().head.size,
            ExpectedHead::Length(length) => *length,
        }
    }

    /// Returns the number of nodes, having compared a head with the one that the ledger had then.
    ///
    /// # Errors
    /// If the ledger was never of that size, or had another head.
    pub fn size_in(&self, ledger: &dyn Ledger) -> PyResult<u64> {
        if let ExpectedHead::Head(head) = self {
            same_head(ledger, head.get())?;
        }
        Ok(self.size())
    }

    /// Returns it as what an append expects.
    pub fn expected(&self) -> Expected {
        match self {
            ExpectedHead::Head(head) => Expected::Head(head.get().head),
            ExpectedHead::Length(length) => Expected::Length(*length),
        }
    }
}

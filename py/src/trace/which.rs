//! How Python names a node, and a state of the ledger.

use super::head::Head;
use super::node::TraceNode;
use crate::errors::NotFound;
use lawful_trace::{Expected, Ledger};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::PyString;

/// A node, by its index, by its id, or by itself.
#[derive(FromPyObject)]
pub enum Which<'py> {
    /// The index, from the end if negative.
    Index(i64),
    /// The id.
    Id(Bound<'py, PyString>),
    /// The node itself.
    Node(Bound<'py, TraceNode>),
}

impl Which<'_> {
    /// Returns the index of the node.
    ///
    /// # Errors
    /// If the ledger has no such node.
    pub fn position(&self, ledger: &dyn Ledger) -> PyResult<u64> {
        match self {
            Which::Index(index) => at(*index, ledger.len()),
            Which::Id(id) => {
                let id = id.to_str()?;
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
}

fn at(index: i64, length: u64) -> PyResult<u64> {
    let from_start = if index < 0 {
        length.checked_sub(index.unsigned_abs())
    } else {
        Some(index.unsigned_abs())
    };
    from_start.filter(|at| *at < length).ok_or_else(|| {
        PyIndexError::new_err(format!("there is no index `{index}` in {length} nodes"))
    })
}

fn no_id(id: &str) -> PyErr {
    let shown: String = id.chars().take(80).collect();
    NotFound::new_err(format!("the ledger has no such node `{shown}`"))
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
    /// Returns the number of nodes.
    pub fn size(&self) -> u64 {
        match self {
            ExpectedHead::Head(head) => head.get().head.size,
            ExpectedHead::Length(length) => *length,
        }
    }

    /// Returns it as what an append expects.
    pub fn expected(&self) -> Expected {
        match self {
            ExpectedHead::Head(head) => Expected::Head(head.get().head),
            ExpectedHead::Length(length) => Expected::Length(*length),
        }
    }
}

//! Nodes that Python gives, borrowed where they are.

use super::node::TraceNode;
use super::refusal;
use lawful_trace::{self as trace, AppendError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use std::borrow::Borrow;

/// A node that Python holds.
pub struct Given<'py>(Bound<'py, TraceNode>);

impl Borrow<trace::TraceNode> for Given<'_> {
    #[inline]
    fn borrow(&self) -> &trace::TraceNode {
        &self.0.get().0
    }
}

impl<'py> Given<'py> {
    /// Takes the nodes of any iterable.
    ///
    /// # Errors
    /// If something in it is not a node.
    pub fn all(nodes: &Bound<'py, PyAny>) -> PyResult<Vec<Given<'py>>> {
        if let Ok(list) = nodes.cast::<PyList>() {
            return list.iter().map(Given::one).collect();
        }
        if let Ok(tuple) = nodes.cast::<PyTuple>() {
            return tuple.iter().map(Given::one).collect();
        }
        nodes.try_iter()?.map(|node| Given::one(node?)).collect()
    }

    /// Returns the node itself, which shares its bytes.
    pub fn cloned(&self) -> trace::TraceNode {
        self.0.get().0.clone()
    }

    fn one(node: Bound<'py, PyAny>) -> PyResult<Given<'py>> {
        Ok(Given::try_one(node)?)
    }

    /// Takes a node. No Python code runs.
    #[inline]
    fn try_one(node: Bound<'py, PyAny>) -> Result<Given<'py>, Refused<'py>> {
        let node = node.cast_into::<TraceNode>();
        node.map(Given)
            .map_err(|why| Refused::NoNode(why.into_inner()))
    }

    /// Returns the nodes in a list one by one, so that each is looked at once. No Python code runs
    /// meanwhile, and none can change the list.
    pub fn each(
        nodes: &Bound<'py, PyList>,
    ) -> impl Iterator<Item = Result<Given<'py>, Refused<'py>>> {
        nodes.iter().map(Given::try_one)
    }
}

/// Why nodes were not appended. Python's exception is made when the ledger is not locked any more.
pub enum Refused<'py> {
    /// It is not a node.
    NoNode(Bound<'py, PyAny>),
    /// The ledger refused a node.
    Append(AppendError),
}

impl From<AppendError> for Refused<'_> {
    fn from(error: AppendError) -> Self {
        Refused::Append(error)
    }
}

impl From<Refused<'_>> for PyErr {
    #[cold]
    fn from(refused: Refused<'_>) -> PyErr {
        match refused {
            Refused::Append(error) => refusal::append(error),
            Refused::NoNode(found) => {
                let class = found.get_type().qualname();
                PyTypeError::new_err(format!(
                    "only nodes are taken here, not `{}`; give a `TraceNode`",
                    class.map(|name| name.to_string()).unwrap_or_default()
                ))
            }
        }
    }
}

//! Nodes that Python gives, borrowed where they are.

use super::node::TraceNode;
use lawful_trace as trace;
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

    #[inline]
    fn one(node: Bound<'py, PyAny>) -> PyResult<Given<'py>> {
        node.cast_into::<TraceNode>().map(Given).map_err(|why| {
            let found = why.into_inner();
            let class = found.get_type().qualname();
            PyTypeError::new_err(format!(
                "only nodes can be appended, not `{}`; make a `TraceNode` of it",
                class.map(|name| name.to_string()).unwrap_or_default()
            ))
        })
    }
}

//! Transitive trust.

use super::numpy_arrays::{Numbers, Whole, new_array, require};
use super::refusal;
use crate::given::given;
use crate::guard::detached;
use lawful_trust::TrustError;
use lawful_trust::graph::{Edge, EigenTrust, Roots, TrustGraph, transitive_trust as by_plugin};
use numpy::PyArray1;
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::PyDict;
use std::collections::HashMap;

/// A way to carry trust.
pub enum Way {
    /// EigenTrust with these parameters.
    Eigen(EigenTrust),
    /// A plugin.
    Named(String),
}

impl Way {
    fn trust(&self, graph: &TrustGraph, roots: &Roots) -> Result<Vec<f64>, TrustError> {
        match self {
            Way::Eigen(eigen) => Ok(eigen.converge(graph, roots)?.trust),
            Way::Named(name) => by_plugin(name, graph, roots),
        }
    }
}

/// Reads the name of a way and its parameters.
pub fn method(name: &str, alpha: f64, tolerance: f64) -> PyResult<Way> {
    let eigen = EigenTrust::new(alpha, tolerance).map_err(refusal::trust)?;
    Ok(match name {
        "eigentrust" => Way::Eigen(eigen),
        other => Way::Named(other.to_owned()),
    })
}

/// Computes trust by name.
pub fn named_trust<'py>(
    py: Python<'py>,
    graph: &TrustGraph,
    roots: &HashMap<String, f64>,
    way: &Way,
) -> PyResult<Bound<'py, PyDict>> {
    let weights = roots.iter().map(|(id, weight)| (id.as_str(), *weight));
    let roots = Roots::named(graph, weights).map_err(refusal::trust)?;
    let trust = detached(py, || way.trust(graph, &roots))?.map_err(refusal::trust)?;
    let all = PyDict::new(py);
    for (node, trust) in (0u32..).zip(trust) {
        if let Some(name) = graph.name(node) {
            all.set_item(name, trust)?;
        }
    }
    Ok(all)
}

/// Computes how much everybody is trusted along edges of local trust, from chosen roots.
///
/// An edge is who trusts, who is trusted, and how much. `method` is `eigentrust` (a part `alpha` comes
/// back to the roots in each step; the result sums to 1) or `max-flow` (how much the roots can send to
/// somebody, 0 to 1). Both bound what many false names can gain; the bounds are laws.
///
/// Raises `InvalidInput` if a weight is negative or above 10^298, a root is not in the graph, `alpha` or
/// `tolerance` cannot be, or there is no memory for the graph, and `NotFound` if there is no such
/// method.
///
/// >>> from lawful.trust import transitive_trust
/// >>> edges = [("ek", "sd", 100), ("vm", "sd", 100), ("ek", "vm", 75)]
/// >>> trust = transitive_trust(edges, {"ek": 50, "vm": 100})
/// >>> {name: round(trust[name], 6) for name in ("ek", "sd", "vm")}
/// {'ek': 0.217054, 'sd': 0.302326, 'vm': 0.48062}
#[pyfunction]
#[pyo3(signature = (edges, roots, *, method="eigentrust", alpha=0.5, tolerance=1e-9))]
pub fn transitive_trust<'py>(
    py: Python<'py>,
    #[pyo3(from_py_with = given)] edges: Vec<(PyBackedStr, PyBackedStr, f64)>,
    #[pyo3(from_py_with = given)] roots: HashMap<String, f64>,
    #[pyo3(from_py_with = given)] method: &str,
    #[pyo3(from_py_with = given)] alpha: f64,
    #[pyo3(from_py_with = given)] tolerance: f64,
) -> PyResult<Bound<'py, PyDict>> {
    let way = self::method(method, alpha, tolerance)?;
    let edges = edges
        .iter()
        .map(|(from, to, weight)| (&**from, &**to, *weight));
    let graph = TrustGraph::named(edges).map_err(refusal::trust)?;
    named_trust(py, &graph, &roots, &way)
}

/// Computes transitive trust of nodes that are numbers from 0 to `nodes - 1`; returns a NumPy array.
///
/// `sources`, `targets` and `weights` are arrays with one entry for each edge, `roots` and
/// `root_weights` with one for each root. Otherwise as `transitive_trust`.
///
/// >>> from lawful.trust import transitive_trust_array
/// >>> trust = transitive_trust_array(3, [0, 2, 0], [1, 1, 2], [100.0, 100.0, 75.0], [0, 2], [50.0, 100.0])
/// >>> [round(float(share), 6) for share in trust]
/// [0.217054, 0.302326, 0.48062]
#[pyfunction]
#[pyo3(signature = (nodes, sources, targets, weights, roots, root_weights, *, method="eigentrust",
    alpha=0.5, tolerance=1e-9))]
#[expect(
    clippy::too_many_arguments,
    reason = "a graph of arrays has that many columns"
)]
pub fn transitive_trust_array<'py>(
    py: Python<'py>,
    #[pyo3(from_py_with = given)] nodes: usize,
    sources: &Bound<'py, PyAny>,
    targets: &Bound<'py, PyAny>,
    weights: &Bound<'py, PyAny>,
    roots: &Bound<'py, PyAny>,
    root_weights: &Bound<'py, PyAny>,
    #[pyo3(from_py_with = given)] method: &str,
    #[pyo3(from_py_with = given)] alpha: f64,
    #[pyo3(from_py_with = given)] tolerance: f64,
) -> PyResult<Bound<'py, PyArray1<f64>>> {
    let numpy = require(py)?;
    let way = self::method(method, alpha, tolerance)?;
    let sources = Whole::of(&numpy, "sources", sources)?;
    let targets = Whole::of(&numpy, "targets", targets)?;
    let weights = Numbers::of(&numpy, "weights", weights, None)?;
    let roots = Whole::of(&numpy, "roots", roots)?;
    let root_weights = Numbers::of(&numpy, "root_weights", root_weights, None)?;
    let (sources, targets, weights) = (sources.slice()?, targets.slice()?, weights.slice()?);
    let (roots, root_weights) = (roots.slice()?, root_weights.slice()?);
    for (what, found, expected) in [
        ("targets", targets.len(), sources.len()),
        ("weights", weights.len(), sources.len()),
        ("root_weights", root_weights.len(), roots.len()),
    ] {
        if found != expected {
            return Err(refusal::trust(TrustError::Rows {
                what,
                found,
                expected,
            }));
        }
    }
    let trust = detached(py, || {
        let rows = sources.len();
        let mut edges: Vec<Edge> = Vec::new();
        edges
            .try_reserve_exact(rows)
            .map_err(|_| TrustError::Memory { rows })?;
        let pairs = sources.iter().zip(targets).zip(weights);
        edges.extend(pairs.map(|((from, to), weight)| Edge {
            from: *from,
            to: *to,
            weight: *weight,
        }));
        let graph = TrustGraph::new(nodes, &edges)?;
        let pairs = roots.iter().copied().zip(root_weights.iter().copied());
        way.trust(&graph, &Roots::new(pairs)?)
    })?;
    Ok(new_array(py, trust.map_err(refusal::trust)?))
}

//! What a store knows of who witnessed whom.

use super::graph::{method, named_trust};
use super::store::TrustStore;
use crate::given::given;
use lawful_trust::graph::TrustGraph;
use lawful_trust::witness::{Reach, WitnessChain, witness_chain};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use std::collections::HashMap;

#[pymethods]
impl TrustStore {
    /// Returns the chain of an entity: itself, its witnesses and theirs, and those whom it witnessed.
    ///
    /// Each link is a dictionary with `entity_id`, `t3_average`, `level` (both `None` if nothing is
    /// known), `witnessed_by` and `has_witnessed`. Everybody is shown once each way, as near as they
    /// are. `depth` is at most 32; of each entity the first `breadth` neighbours are followed, and
    /// `more_witnessed_by` and `more_has_witnessed` say how many more there are.
    ///
    /// >>> from lawful.trust import TrustStore
    /// >>> store = TrustStore.memory()
    /// >>> _ = store.witness("role:auditor", "mcp:files", True, 0.5)
    /// >>> [link["entity_id"] for link in store.witness_chain("mcp:files")["witnessed_by"]]
    /// ['role:auditor']
    /// >>> store.witness_chain("mcp:files", breadth=0)["more_witnessed_by"]
    /// 1
    #[pyo3(signature = (entity_id, depth=3, *, breadth=10))]
    fn witness_chain<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] entity_id: &str,
        #[pyo3(from_py_with = given)] depth: usize,
        #[pyo3(from_py_with = given)] breadth: usize,
    ) -> PyResult<Bound<'py, PyDict>> {
        let reach = Reach { depth, breadth };
        let chain = self.run_long(py, |store| {
            witness_chain(entity_id, reach, |id| store.find(id))
        })?;
        link(py, &chain)
    }

    /// Returns how much every entity of the store is trusted by way of witnesses, from chosen roots.
    ///
    /// Whoever spoke for an entity trusts it, as much as all that they said for it, less twice what
    /// they said against it. Of witnesses in files of the published packages only the names are known:
    /// they count as one word of praise. Entities whom no trust reaches have 0. `roots` are weights by
    /// id; see `transitive_trust`.
    ///
    /// >>> from lawful.trust import TrustStore
    /// >>> store = TrustStore.memory()
    /// >>> _ = store.witness("role:boss", "mcp:good", True, 0.5)
    /// >>> _ = store.witness("role:boss", "mcp:evil", False, 0.5)
    /// >>> store.transitive_trust({"role:boss": 1.0}, method="max-flow")
    /// {'mcp:evil': 0.0, 'mcp:good': 1.0, 'role:boss': 1.0}
    ///
    /// Raises `DamagedFile` if an entity is damaged; with `skip_damaged` it is left out.
    #[pyo3(signature = (roots, *, method="eigentrust", alpha=0.5, tolerance=1e-9, skip_damaged=false))]
    fn transitive_trust<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] roots: HashMap<String, f64>,
        #[pyo3(from_py_with = given)] method: &str,
        #[pyo3(from_py_with = given)] alpha: f64,
        #[pyo3(from_py_with = given)] tolerance: f64,
        skip_damaged: bool,
    ) -> PyResult<Bound<'py, PyDict>> {
        let way = self::method(method, alpha, tolerance)?;
        let graph = self.run_long(py, |store| {
            let all = if skip_damaged {
                store.readable(None)?
            } else {
                store.all(None)?
            };
            Ok(TrustGraph::of_witnessing(&all)?)
        })?;
        named_trust(py, &graph, &roots, &way)
    }
}

fn link<'py>(py: Python<'py>, chain: &WitnessChain) -> PyResult<Bound<'py, PyDict>> {
    let links = |all: &[WitnessChain]| -> PyResult<Bound<'py, PyList>> {
        let list = PyList::empty(py);
        for one in all {
            list.append(link(py, one)?)?;
        }
        Ok(list)
    };
    let one = PyDict::new(py);
    one.set_item("entity_id", &chain.entity_id)?;
    one.set_item("t3_average", chain.t3_average)?;
    one.set_item("level", chain.level.map(|level| level.name()))?;
    one.set_item("witnessed_by", links(&chain.witnessed_by)?)?;
    one.set_item("more_witnessed_by", chain.more_witnessed_by)?;
    one.set_item("has_witnessed", links(&chain.has_witnessed)?)?;
    one.set_item("more_has_witnessed", chain.more_has_witnessed)?;
    Ok(one)
}

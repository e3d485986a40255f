//! Trust in those whom one does not know, as a plugin.

use super::{EigenTrust, MaxFlow, Roots, TrustGraph};
use crate::TrustError;

/// A way to carry trust along a graph from roots. Its laws are those of
/// [`TransitiveTrusting`](crate::theories::TransitiveTrusting).
pub trait TransitiveTrust: Send + Sync + 'static {
    /// Returns the name by which it is chosen.
    fn name(&self) -> &'static str;

    /// Returns what it is, in one sentence.
    fn about(&self) -> &'static str;

    /// Returns the trust of every node, 0 to 1.
    ///
    /// # Errors
    /// If a root is not in the graph.
    fn trust(&self, graph: &TrustGraph, roots: &Roots) -> Result<Vec<f64>, TrustError>;

    /// Returns the most that any of some nodes without roots can get, from what comes in from
    /// outside alone: not from how many they are, nor from the edges among them.
    ///
    /// # Errors
    /// If a root is not in the graph.
    fn sybil_bound(
        &self,
        graph: &TrustGraph,
        roots: &Roots,
        outsiders: &[u32],
    ) -> Result<f64, TrustError>;
}

/// A way to carry trust that can be chosen by name. Submitted with
/// [`transitive_plugin!`](crate::transitive_plugin).
pub struct TransitivePlugin(pub &'static dyn TransitiveTrust);

lawful::inventory::collect!(TransitivePlugin);

static EIGEN_TRUST: EigenTrust = EigenTrust::STANDARD;
static MAX_FLOW: MaxFlow = MaxFlow;

/// Lets a way to carry trust be chosen by name: `transitive_plugin!(WAY)`, where `WAY` is a `static`
/// of a type that implements [`TransitiveTrust`](crate::graph::TransitiveTrust).
#[macro_export]
macro_rules! transitive_plugin {
    ($way:path) => {
        $crate::__inventory::submit! { $crate::graph::TransitivePlugin(&$way) }
    };
}

crate::transitive_plugin!(EIGEN_TRUST);
crate::transitive_plugin!(MAX_FLOW);

/// Computes the trust of every node by the plugin with a name: `eigentrust` or `max-flow`, or one
/// of another crate.
///
/// # Errors
/// If there is no such plugin, or a root is not in the graph.
///
/// ```
/// use lawful_trust::graph::{Roots, TrustGraph, transitive_trust};
/// let edges = [("ek", "sd", 100.0), ("vm", "sd", 100.0), ("ek", "vm", 75.0)];
/// let graph = TrustGraph::named(edges).unwrap();
/// let roots = Roots::named(&graph, [("ek", 50.0), ("vm", 100.0)]).unwrap();
/// let trust = transitive_trust("eigentrust", &graph, &roots).unwrap();
/// let sd = trust[graph.node("sd").unwrap() as usize];
/// assert!((sd - 39.0 / 129.0).abs() < 1e-9);
/// assert!(transitive_trust("hearsay", &graph, &roots).is_err());
/// ```
pub fn transitive_trust(
    name: &str,
    graph: &TrustGraph,
    roots: &Roots,
) -> Result<Vec<f64>, TrustError> {
    let plugin = |p: &&TransitivePlugin| p.0.name() == name;
    match lawful::inventory::iter::<TransitivePlugin>().find(plugin) {
        Some(plugin) => plugin.0.trust(graph, roots),
        None => {
            let mut known: Vec<&str> = lawful::inventory::iter::<TransitivePlugin>()
                .map(|p| p.0.name())
                .collect();
            known.sort_unstable();
            Err(TrustError::Way {
                name: name.chars().take(80).collect(),
                known: known.join(", "),
            })
        }
    }
}

//! How much trust can flow from the roots to somebody (Dinic's algorithm, in whole numbers).

use super::network::{Flow, Network, UNIT};
use super::room::{filled, marked};
use super::{Roots, TransitiveTrust, TrustGraph};
use crate::TrustError;
use lawful_trace::workers::on_all_cores;
use rayon::prelude::*;

/// The trust in a node is the largest flow that the roots can send it: the roots have one unit to
/// send, each its share, and an edge carries at most the share of local trust that it stands for.
///
/// Each node's trust is computed by itself, at the cost of one flow through the graph: for whole
/// graphs of more than some ten thousand edges take [`EigenTrust`](super::EigenTrust).
///
/// **Sybil bound:** no node of a group without roots gets more than what the edges into the group
/// carry, however many they are and whatever edges they have among themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct MaxFlow;

impl MaxFlow {
    /// Computes the trust of one node, 0 to 1.
    ///
    /// # Errors
    /// If the node or a root is not in the graph, or there is no memory for a flow through it.
    pub fn trust_of(self, graph: &TrustGraph, roots: &Roots, node: u32) -> Result<f64, TrustError> {
        roots.check(graph)?;
        if node as usize >= graph.nodes() {
            return Err(TrustError::Node {
                what: "node that is asked for",
                node: node as usize,
                nodes: graph.nodes(),
            });
        }
        let network = Network::new(graph, roots)?;
        Ok(Flow::through(&network)?.to(node as usize) as f64 / UNIT)
    }
}

impl TransitiveTrust for MaxFlow {
    fn name(&self) -> &'static str {
        "max-flow"
    }

    fn about(&self) -> &'static str {
        "the largest flow of trust that the roots can send to somebody"
    }

    fn trust(&self, graph: &TrustGraph, roots: &Roots) -> Result<Vec<f64>, TrustError> {
        roots.check(graph)?;
        let mut all = filled(graph.nodes(), 0.0)?;
        let network = Network::new(graph, roots)?;
        on_all_cores(|| {
            all.par_iter_mut().enumerate().try_for_each_init(
                || Flow::through(&network),
                |flow, (node, trust)| {
                    let flow = flow.as_mut().map_err(|why| why.clone())?;
                    *trust = flow.to(node) as f64 / UNIT;
                    Ok(())
                },
            )
        })?;
        Ok(all)
    }

    fn sybil_bound(
        &self,
        graph: &TrustGraph,
        _: &Roots,
        outsiders: &[u32],
    ) -> Result<f64, TrustError> {
        let outside = marked(graph.nodes(), outsiders)?;
        let carried: f64 = outsiders
            .iter()
            .flat_map(|node| graph.incoming(*node))
            .filter(|(source, _)| !outside[*source as usize])
            .map(|(_, share)| (share * UNIT).floor())
            .sum();
        Ok((carried / UNIT).min(1.0))
    }
}

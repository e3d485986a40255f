//! How much trust can flow from the roots to somebody (Dinic's algorithm, in whole numbers).

use super::{Roots, TransitiveTrust, TrustGraph};
use crate::TrustError;
use rayon::prelude::*;
use std::collections::VecDeque;

/// One unit of trust, in the whole numbers in which flows are counted.
const UNIT: f64 = (1u64 << 40) as f64;

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
    /// If the node or a root is not in the graph.
    pub fn trust_of(self, graph: &TrustGraph, roots: &Roots, node: u32) -> Result<f64, TrustError> {
        roots.check(graph)?;
        if node as usize >= graph.nodes() {
            return Err(TrustError::Node {
                what: "node that is asked for",
                node: node as usize,
                nodes: graph.nodes(),
            });
        }
        let mut network = Network::new(graph, roots);
        Ok(network.flow_to(node as usize) as f64 / UNIT)
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
        let network = Network::new(graph, roots);
        let all = (0..graph.nodes()).into_par_iter();
        Ok(all
            .map_init(
                || network.clone(),
                |work, node| {
                    work.refill(&network);
                    work.flow_to(node) as f64 / UNIT
                },
            )
            .collect())
    }

    fn sybil_bound(
        &self,
        graph: &TrustGraph,
        _: &Roots,
        outsiders: &[u32],
    ) -> Result<f64, TrustError> {
        let mut outside = vec![false; graph.nodes()];
        for node in outsiders {
            if let Some(place) = outside.get_mut(*node as usize) {
                *place = true;
            }
        }
        let carried: f64 = outsiders
            .iter()
            .flat_map(|node| graph.incoming(*node))
            .filter(|(source, _)| !outside[*source as usize])
            .map(|(_, share)| (share * UNIT).floor())
            .sum();
        Ok((carried / UNIT).min(1.0))
    }
}

/// A network with residual capacities. Arc `k` and its reverse `k ^ 1` lie side by side.
#[derive(Clone)]
struct Network {
    /// The arcs that leave each node; the source is the last node.
    leaving: Vec<Vec<u32>>,
    ends: Vec<u32>,
    room: Vec<u64>,
    depth: Vec<u32>,
    next: Vec<usize>,
}

impl Network {
    fn new(graph: &TrustGraph, roots: &Roots) -> Network {
        let nodes = graph.nodes();
        let mut network = Network {
            leaving: vec![Vec::new(); nodes + 1],
            ends: Vec::with_capacity(2 * graph.edges()),
            room: Vec::with_capacity(2 * graph.edges()),
            depth: vec![0; nodes + 1],
            next: vec![0; nodes + 1],
        };
        for node in 0..nodes {
            for (source, share) in graph.incoming(node as u32) {
                network.arc(source as usize, node, (share * UNIT) as u64);
            }
        }
        for (root, share) in roots.shares() {
            network.arc(nodes, *root as usize, (share * UNIT) as u64);
        }
        network
    }

    fn arc(&mut self, from: usize, to: usize, room: u64) {
        for (a, b, room) in [(from, to, room), (to, from, 0)] {
            self.leaving[a].push(self.ends.len() as u32);
            self.ends.push(b as u32);
            self.room.push(room);
        }
    }

    fn refill(&mut self, full: &Network) {
        self.room.copy_from_slice(&full.room);
    }

    /// Finds how far each node is from the source along arcs with room.
    fn measure(&mut self, target: usize) -> bool {
        self.depth.fill(u32::MAX);
        let source = self.leaving.len() - 1;
        self.depth[source] = 0;
        let mut queue = VecDeque::from([source]);
        while let Some(node) = queue.pop_front() {
            for arc in &self.leaving[node] {
                let end = self.ends[*arc as usize] as usize;
                if self.room[*arc as usize] > 0 && self.depth[end] == u32::MAX {
                    self.depth[end] = self.depth[node] + 1;
                    queue.push_back(end);
                }
            }
        }
        self.depth[target] != u32::MAX
    }

    fn flow_to(&mut self, target: usize) -> u64 {
        let mut flow = 0;
        while self.measure(target) {
            self.next.fill(0);
            while let Some(pushed) = self.push(target) {
                flow += pushed;
            }
        }
        flow
    }

    /// Sends as much as fits along one shortest path.
    fn push(&mut self, target: usize) -> Option<u64> {
        let source = self.leaving.len() - 1;
        let mut path: Vec<u32> = Vec::new();
        let mut node = source;
        while node != target {
            match self.leaving[node].get(self.next[node]) {
                Some(arc) => {
                    let end = self.ends[*arc as usize] as usize;
                    if self.room[*arc as usize] > 0 && self.depth[end] == self.depth[node] + 1 {
                        path.push(*arc);
                        node = end;
                    } else {
                        self.next[node] += 1;
                    }
                }
                None => {
                    // A dead end: step back, and leave the arc that led here.
                    let arc = path.pop()?;
                    node = self.ends[arc as usize ^ 1] as usize;
                    self.next[node] += 1;
                }
            }
        }
        let least = path.iter().map(|arc| self.room[*arc as usize]).min()?;
        for arc in path {
            self.room[arc as usize] -= least;
            self.room[arc as usize ^ 1] += least;
        }
        Some(least)
    }
}

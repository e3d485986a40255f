//! Who trusts whom, and how much.

use crate::error::within;
use crate::{EntityTrust, TrustError};
use rayon::prelude::*;
use std::collections::HashMap;

/// An edge: from whom, to whom, how much. Weights are relative to the other weights of `from`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edge {
    /// Who trusts.
    pub from: u32,
    /// Who is trusted.
    pub to: u32,
    /// How much, 0 or more.
    pub weight: f64,
}

/// A graph of local trust, stored by incoming edges.
///
/// Edges from somebody to themselves and edges of weight 0 count nothing; several edges between the
/// same two add up. The order in which edges are given does not matter, to the last bit.
#[derive(Debug, Clone, PartialEq)]
pub struct TrustGraph {
    /// Where the incoming edges of each node begin; one more than there are nodes.
    pub(super) starts: Vec<usize>,
    pub(super) sources: Vec<u32>,
    /// The share of the source's trust that the edge carries; the shares of a source sum to 1.
    pub(super) shares: Vec<f64>,
    /// Whether a node trusts anybody.
    pub(super) trusts: Vec<bool>,
    names: Vec<Box<str>>,
    index: HashMap<Box<str>, u32>,
}

/// The most nodes and the most edges that a graph may have.
const MOST: usize = u32::MAX as usize;

impl TrustGraph {
    /// Makes a graph of nodes 0 to `nodes - 1`.
    ///
    /// # Errors
    /// If there are more than 2^32 - 1 nodes or edges, if an edge ends outside, or if a weight is
    /// negative or not finite.
    ///
    /// ```
    /// use lawful_trust::graph::{Edge, TrustGraph};
    /// let edge = |from, to, weight| Edge { from, to, weight };
    /// assert_eq!(TrustGraph::new(3, &[edge(0, 1, 2.0)]).unwrap().edges(), 1);
    /// assert!(TrustGraph::new(3, &[edge(0, 3, 2.0)]).is_err());
    /// assert!(TrustGraph::new(3, &[edge(0, 1, -2.0)]).is_err());
    /// ```
    pub fn new(nodes: usize, edges: &[Edge]) -> Result<TrustGraph, TrustError> {
        for (what, count) in [("nodes", nodes), ("edges", edges.len())] {
            if count > MOST {
                return Err(TrustError::Rows {
                    what,
                    found: count,
                    expected: MOST,
                });
            }
        }
        for edge in edges {
            within(
                "weight of an edge",
                edge.weight,
                (0.0, 1e300),
                "from 0 to 1e300",
            )?;
            let end = edge.from.max(edge.to) as usize;
            if end >= nodes {
                return Err(TrustError::Node {
                    what: "end of an edge",
                    node: end,
                    nodes,
                });
            }
        }
        let counts = |edge: &&Edge| edge.from != edge.to && edge.weight > 0.0;
        let mut starts = vec![0usize; nodes + 1];
        for edge in edges.iter().filter(counts) {
            starts[edge.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        let mut next = starts.clone();
        let mut incoming = vec![(0u32, 0.0f64); starts[nodes]];
        for edge in edges.iter().filter(counts) {
            let place = &mut next[edge.to as usize];
            incoming[*place] = (edge.from, edge.weight);
            *place += 1;
        }
        sort_rows(&mut incoming, &starts);
        // In the order of the rows, so that the sums do not depend on the order of the edges. Far
        // apart weights may sum to infinity if they are not scaled down first.
        let largest = incoming.iter().map(|(_, w)| *w).fold(0.0, f64::max);
        let scale = if largest > 1e150 { 1e-150 } else { 1.0 };
        let mut sums = vec![0.0f64; nodes];
        for (source, weight) in &incoming {
            sums[*source as usize] += weight * scale;
        }
        let shares = incoming
            .iter()
            .map(|(source, weight)| {
                let sum = sums[*source as usize];
                if sum > 0.0 { weight * scale / sum } else { 0.0 }
            })
            .collect();
        Ok(TrustGraph {
            starts,
            sources: incoming.into_iter().map(|(source, _)| source).collect(),
            shares,
            trusts: sums.into_iter().map(|sum| sum > 0.0).collect(),
            names: Vec::new(),
            index: HashMap::new(),
        })
    }

    /// Makes a graph whose nodes have names, numbered as they are first met.
    ///
    /// # Errors
    /// As [`TrustGraph::new`].
    pub fn named<'n>(
        edges: impl IntoIterator<Item = (&'n str, &'n str, f64)>,
    ) -> Result<TrustGraph, TrustError> {
        let (mut names, mut index) = (Vec::new(), HashMap::<Box<str>, u32>::new());
        let mut number = |name: &str| match index.get(name) {
            Some(node) => *node,
            None => {
                // `new` refuses what does not fit.
                let node = names.len() as u32;
                names.push(Box::<str>::from(name));
                index.insert(name.into(), node);
                node
            }
        };
        let edges: Vec<Edge> = edges
            .into_iter()
            .map(|(from, to, weight)| Edge {
                from: number(from),
                to: number(to),
                weight,
            })
            .collect();
        let graph = TrustGraph::new(names.len(), &edges)?;
        Ok(TrustGraph {
            names,
            index,
            ..graph
        })
    }

    /// Makes the graph of who witnessed whom: an edge of weight 1 from each witness of an entity.
    ///
    /// # Errors
    /// As [`TrustGraph::new`].
    pub fn of_witnessing<'e>(
        entities: impl IntoIterator<Item = &'e EntityTrust>,
    ) -> Result<TrustGraph, TrustError> {
        TrustGraph::named(entities.into_iter().flat_map(|entity| {
            entity
                .witnessed_by()
                .map(move |witness| (witness, entity.entity_id(), 1.0))
        }))
    }

    /// Returns how many nodes there are.
    pub fn nodes(&self) -> usize {
        self.trusts.len()
    }

    /// Returns how many edges count.
    pub fn edges(&self) -> usize {
        self.sources.len()
    }

    /// Returns the node with a name.
    pub fn node(&self, name: &str) -> Option<u32> {
        self.index.get(name).copied()
    }

    /// Returns the name of a node, if it has one.
    pub fn name(&self, node: u32) -> Option<&str> {
        self.names.get(node as usize).map(|name| &**name)
    }

    /// Returns the incoming edges of a node: from whom, and which share of their trust.
    pub fn incoming(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let at = node as usize;
        let row = match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => *start..*end,
            _ => 0..0,
        };
        let sources = self.sources.get(row.clone()).unwrap_or_default();
        let shares = self.shares.get(row).unwrap_or_default();
        sources.iter().copied().zip(shares.iter().copied())
    }
}

/// Sorts each row, whole rows in parallel.
fn sort_rows(incoming: &mut [(u32, f64)], starts: &[usize]) {
    let mut rows = Vec::with_capacity(starts.len());
    let mut rest = incoming;
    for pair in starts.windows(2) {
        let (row, after) = rest.split_at_mut(pair[1] - pair[0]);
        rows.push(row);
        rest = after;
    }
    rows.par_iter_mut()
        .with_min_len(1024)
        .for_each(|row| row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))));
}

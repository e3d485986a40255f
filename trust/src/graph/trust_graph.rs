//! Who trusts whom, and how much.

use super::names::Names;
use super::room::{push, room_for};
use crate::TrustError;
use crate::error::within;
use lawful_trace::workers::on_all_cores;

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
    names: Names,
}

/// The most nodes and the most edges that a graph may have.
const MOST: usize = u32::MAX as usize;

/// The largest weight. As many of them as there may be edges have a finite sum.
const HEAVIEST: f64 = 1e298;

impl TrustGraph {
    /// Makes a graph of nodes 0 to `nodes - 1`.
    ///
    /// # Errors
    /// If there are more than 2^32 - 1 nodes or edges or no memory for them, if an edge ends
    /// outside, or if a weight is negative, above 10^298 or not a number.
    ///
    /// ```
    /// use lawful_trust::graph::{Edge, TrustGraph};
    /// let edge = |from, to, weight| Edge { from, to, weight };
    /// assert_eq!(TrustGraph::new(3, &[edge(0, 1, 2.0)]).unwrap().edges(), 1);
    /// assert!(TrustGraph::new(3, &[edge(0, 3, 2.0)]).is_err());
    /// assert!(TrustGraph::new(3, &[edge(0, 1, -2.0)]).is_err());
    /// ```
    pub fn new(nodes: usize, edges: &[Edge]) -> Result<TrustGraph, TrustError> {
        check(nodes, edges)?;
        let counts = |edge: &&Edge| edge.from != edge.to && edge.weight > 0.0;
        let counted = edges.iter().filter(counts).count();
        // Nothing is written before there is room for everything.
        let mut starts = room_for(nodes + 1)?;
        let mut sums = room_for(nodes)?;
        let mut trusts = room_for(nodes)?;
        let mut incoming = room_for(counted)?;
        let mut sources = room_for(counted)?;
        let mut shares = room_for(counted)?;
        starts.resize(nodes + 1, 0usize);
        for edge in edges.iter().filter(counts) {
            starts[edge.to as usize + 1] += 1;
        }
        for node in 0..nodes {
            starts[node + 1] += starts[node];
        }
        incoming.resize(counted, (0u32, 0.0f64));
        for edge in edges.iter().filter(counts) {
            let place = &mut starts[edge.to as usize];
            incoming[*place] = (edge.from, edge.weight);
            *place += 1;
        }
        // Each start has moved to where the next one was.
        starts.copy_within(0..nodes, 1);
        starts[0] = 0;
        on_all_cores(|| sort_rows(&mut incoming, &starts));
        // In the order of the rows, so that the sums do not depend on the order of the edges.
        sums.resize(nodes, 0.0f64);
        for (source, weight) in &incoming {
            sums[*source as usize] += weight;
        }
        sources.extend(incoming.iter().map(|(source, _)| *source));
        let share = |(source, weight): &(u32, f64)| weight / sums[*source as usize];
        shares.extend(incoming.iter().map(share));
        trusts.extend(sums.iter().map(|sum| *sum > 0.0));
        Ok(TrustGraph {
            starts,
            sources,
            shares,
            trusts,
            names: Names::default(),
        })
    }

    /// Makes a graph whose nodes have names, numbered as they are first met.
    ///
    /// # Errors
    /// As [`TrustGraph::new`].
    pub fn named<'n>(
        edges: impl IntoIterator<Item = (&'n str, &'n str, f64)>,
    ) -> Result<TrustGraph, TrustError> {
        TrustGraph::with_nodes([], edges)
    }

    /// Makes a graph whose nodes have names: some that may have no edges, and those of the edges.
    ///
    /// # Errors
    /// As [`TrustGraph::new`].
    ///
    /// ```
    /// use lawful_trust::graph::TrustGraph;
    /// let graph = TrustGraph::with_nodes(["a", "b"], [("b", "c", 1.0)]).unwrap();
    /// assert_eq!((graph.nodes(), graph.edges()), (3, 1));
    /// ```
    pub fn with_nodes<'n>(
        nodes: impl IntoIterator<Item = &'n str>,
        edges: impl IntoIterator<Item = (&'n str, &'n str, f64)>,
    ) -> Result<TrustGraph, TrustError> {
        let mut names = Names::default();
        for name in nodes {
            names.number(name)?;
        }
        let mut numbered = Vec::new();
        for (from, to, weight) in edges {
            let edge = Edge {
                from: names.number(from)?,
                to: names.number(to)?,
                weight,
            };
            push(&mut numbered, edge)?;
        }
        let graph = TrustGraph::new(names.len(), &numbered)?;
        Ok(TrustGraph { names, ..graph })
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
        self.names.node(name)
    }

    /// Returns the name of a node, if it has one.
    pub fn name(&self, node: u32) -> Option<&str> {
        self.names.name(node)
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

fn check(nodes: usize, edges: &[Edge]) -> Result<(), TrustError> {
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
        let range = (0.0, HEAVIEST);
        within("weight of an edge", edge.weight, range, "from 0 to 1e298")?;
        let end = edge.from.max(edge.to) as usize;
        if end >= nodes {
            return Err(TrustError::Node {
                what: "end of an edge",
                node: end,
                nodes,
            });
        }
    }
    Ok(())
}

/// The least number of rows that are worth a thread.
const PIECE: usize = 1024;

/// Sorts each row, whole rows in parallel.
fn sort_rows(incoming: &mut [(u32, f64)], starts: &[usize]) {
    let rows = starts.len() - 1;
    if rows > PIECE {
        let middle = rows / 2;
        let (low, high) = incoming.split_at_mut(starts[middle] - starts[0]);
        rayon::join(
            || sort_rows(low, &starts[..=middle]),
            || sort_rows(high, &starts[middle..]),
        );
        return;
    }
    let mut rest = incoming;
    for pair in starts.windows(2) {
        let (row, after) = rest.split_at_mut(pair[1] - pair[0]);
        row.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        rest = after;
    }
}

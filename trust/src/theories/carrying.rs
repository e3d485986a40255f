//! Graph algorithms as models of the theory of transitive trust.

use super::TransitiveTrusting;
use crate::TrustError;
use crate::graph::{Edge, Roots, TransitiveTrust, TrustGraph};
use lawful::Sort;
use lawful::rng::Rng;

type Told = (u32, u32, u32);

/// A graph as it is told: edges with weights, and roots with weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldGraph {
    /// How many nodes there are, 1 or more.
    pub nodes: u32,
    /// Edges: from, to, weight.
    pub edges: Vec<Told>,
    /// Roots with weights above 0.
    pub roots: Vec<(u32, u32)>,
}

/// Nodes that somebody adds to a graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SybilAttack {
    /// How many nodes are added, 1 or more.
    pub sybils: u32,
    /// Edges from nodes of the graph (any number, taken modulo their count) to added ones.
    pub bridges: Vec<Told>,
    /// Edges among the added nodes.
    pub inner: Vec<Told>,
    /// Edges from added nodes to nodes of the graph.
    pub back: Vec<Told>,
}

/// A graph algorithm as a model of [`TransitiveTrusting`].
pub struct Carrying<T>(pub T);

fn below(rng: &mut Rng, n: u32) -> u32 {
    rng.below(n as usize) as u32
}

fn told(rng: &mut Rng, most: usize, from: u32, to: u32) -> Vec<Told> {
    (0..rng.below(most))
        .map(|_| (below(rng, from), below(rng, to), below(rng, 9)))
        .collect()
}

fn graph(rng: &mut Rng) -> ToldGraph {
    let nodes = 1 + below(rng, 7);
    let edges = told(rng, 20, nodes, nodes);
    let roots = (0..=rng.below(3))
        .map(|_| (below(rng, nodes), 1 + below(rng, 4)))
        .collect();
    ToldGraph {
        nodes,
        edges,
        roots,
    }
}

fn attack(rng: &mut Rng) -> SybilAttack {
    let sybils = 1 + below(rng, 12);
    SybilAttack {
        sybils,
        bridges: told(rng, 4, 100, sybils),
        inner: told(rng, 40, sybils, sybils),
        back: told(rng, 10, sybils, 100),
    }
}

fn shuffle<T>(items: &mut [T], rng: &mut Rng) {
    for k in (1..items.len()).rev() {
        items.swap(k, rng.below(k + 1));
    }
}

impl ToldGraph {
    fn build(&self) -> Result<(TrustGraph, Roots), TrustError> {
        let edges: Vec<Edge> = self
            .edges
            .iter()
            .map(|(from, to, weight)| Edge {
                from: *from,
                to: *to,
                weight: f64::from(*weight),
            })
            .collect();
        let roots = self.roots.iter().map(|(node, w)| (*node, f64::from(*w)));
        Ok((
            TrustGraph::new(self.nodes as usize, &edges)?,
            Roots::new(roots)?,
        ))
    }

    fn attacked(&self, attack: &SybilAttack) -> (ToldGraph, Vec<u32>) {
        let n = self.nodes;
        let mut graph = self.clone();
        graph.nodes += attack.sybils;
        let bridges = attack.bridges.iter().map(|(a, b, w)| (a % n, n + b, *w));
        let inner = attack.inner.iter().map(|(a, b, w)| (n + a, n + b, *w));
        let back = attack.back.iter().map(|(a, b, w)| (n + a, b % n, *w));
        graph.edges.extend(bridges.chain(inner).chain(back));
        (graph, (n..n + attack.sybils).collect())
    }
}

impl<T: TransitiveTrust> Carrying<T> {
    /// What cannot be computed is not a number, and breaks every law that looks at it.
    fn all(&self, graph: &ToldGraph) -> Vec<f64> {
        let computed = graph
            .build()
            .and_then(|(graph, roots)| self.0.trust(&graph, &roots));
        computed.unwrap_or_else(|_| vec![f64::NAN])
    }
}

fn fold(trusts: impl IntoIterator<Item = f64>, choose: fn(f64, f64) -> f64) -> f64 {
    let pick = |a: f64, b: f64| {
        if a.is_nan() || b.is_nan() {
            f64::NAN
        } else {
            choose(a, b)
        }
    };
    trusts.into_iter().reduce(pick).unwrap_or(f64::NAN)
}

impl<T: TransitiveTrust> TransitiveTrusting for Carrying<T> {
    type Graph = ToldGraph;
    type Attack = SybilAttack;
    type Shares = Vec<f64>;
    type Grade = f64;

    fn graph(&self) -> Sort<ToldGraph> {
        let alone = ToldGraph {
            nodes: 1,
            edges: Vec::new(),
            roots: vec![(0, 1)],
        };
        let pair = ToldGraph {
            nodes: 2,
            edges: vec![(0, 1, 1)],
            roots: vec![(0, 1)],
        };
        Sort::drawn(graph).edges_from([alone, pair])
    }

    fn attack(&self) -> Sort<SybilAttack> {
        let one = SybilAttack {
            sybils: 1,
            bridges: vec![(0, 0, 1)],
            inner: Vec::new(),
            back: Vec::new(),
        };
        let ring = SybilAttack {
            sybils: 3,
            bridges: vec![(0, 0, 1)],
            inner: vec![(0, 1, 8), (1, 2, 8), (2, 0, 8)],
            back: vec![(0, 0, 1)],
        };
        Sort::drawn(attack).edges_from([one, ring])
    }

    fn shares(&self) -> Sort<Vec<f64>> {
        Sort::<f64>::any().list(3)
    }

    fn grade(&self) -> Sort<f64> {
        Sort::finite([0.0, 0.5, 1.0]).ordered()
    }

    fn trusts(&self, g: &ToldGraph) -> Vec<f64> {
        self.all(g)
    }

    fn least(&self, g: &ToldGraph) -> f64 {
        fold(self.all(g), f64::min)
    }

    fn most(&self, g: &ToldGraph) -> f64 {
        fold(self.all(g), f64::max)
    }

    fn nothing(&self) -> f64 {
        0.0
    }

    /// One, and what rounding may add.
    fn everything(&self) -> f64 {
        1.0 + 1e-12
    }

    fn reordered(&self, g: &ToldGraph, seed: &u64) -> ToldGraph {
        let (mut graph, mut rng) = (g.clone(), Rng::new(*seed));
        shuffle(&mut graph.edges, &mut rng);
        shuffle(&mut graph.roots, &mut rng);
        graph
    }

    fn newcomer(&self, g: &ToldGraph) -> f64 {
        let mut graph = g.clone();
        graph.nodes += 1;
        graph.edges.extend((0..g.nodes).map(|to| (g.nodes, to, 1)));
        self.all(&graph).last().copied().unwrap_or(f64::NAN)
    }

    fn captured(&self, g: &ToldGraph, a: &SybilAttack) -> f64 {
        let (graph, outsiders) = g.attacked(a);
        let trusts = self.all(&graph);
        let each = |node: &u32| trusts.get(*node as usize).copied().unwrap_or(f64::NAN);
        fold(outsiders.iter().map(each), f64::max)
    }

    fn bound(&self, g: &ToldGraph, a: &SybilAttack) -> f64 {
        let (graph, outsiders) = g.attacked(a);
        let bound = graph
            .build()
            .and_then(|(graph, roots)| self.0.sybil_bound(&graph, &roots, &outsiders));
        bound.unwrap_or(f64::NAN)
    }
}

//! Causal links as numbers, in both directions.

use crate::node::Relation;

const NONE: u32 = u32::MAX;

/// One link: from a later node to an earlier one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Edge {
    relation: Relation,
    /// The position of the later node.
    effect: u32,
    /// The position of the earlier node.
    cause: u32,
    /// The next edge with the same cause.
    next: u32,
}

/// The links of all nodes, in the order of the nodes that have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Edges {
    edges: Vec<Edge>,
    /// For each node, where its edges end.
    ends: Vec<u32>,
    /// For each node, the first and the last edge to it.
    effects: Vec<[u32; 2]>,
}

impl Edges {
    /// Adds the next node, with its links to earlier ones.
    pub(super) fn add(&mut self, causes: impl Iterator<Item = (Relation, u32)>) {
        let effect = self.ends.len() as u32;
        self.effects.push([NONE; 2]);
        for (relation, cause) in causes {
            let number = self.edges.len() as u32;
            if let Some(ends) = self.effects.get_mut(cause as usize) {
                let [first, last] = *ends;
                *ends = [if first == NONE { number } else { first }, number];
                if let Some(last) = self.edges.get_mut(last as usize) {
                    last.next = number;
                }
            }
            self.edges.push(Edge {
                relation,
                effect,
                cause,
                next: NONE,
            });
        }
        self.ends.push(self.edges.len() as u32);
    }

    /// Returns the number of nodes.
    pub(super) fn nodes(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Returns the number of links.
    pub(super) fn count(&self) -> u64 {
        self.edges.len() as u64
    }

    /// Returns the nodes that a node links to.
    pub(super) fn causes(&self, position: u32) -> impl Iterator<Item = (Relation, u32)> + '_ {
        let end = |position: u32| self.ends.get(position as usize).copied();
        let to = end(position).unwrap_or(0) as usize;
        let from = position.checked_sub(1).and_then(end).unwrap_or(0) as usize;
        let edges = self.edges.get(from..to).unwrap_or_default();
        edges.iter().map(|edge| (edge.relation, edge.cause))
    }

    /// Returns the nodes that link to a node, in ascending order.
    pub(super) fn effects(&self, position: u32) -> impl Iterator<Item = (Relation, u32)> + '_ {
        let first = self.effects.get(position as usize).map(|ends| ends[0]);
        let edge = |number: u32| self.edges.get(number as usize);
        std::iter::successors(first.and_then(edge), move |before| edge(before.next))
            .map(|edge| (edge.relation, edge.effect))
    }
}

//! Networks of arcs with room, through which trust flows.

use super::room::{filled, room_for};
use super::{Roots, TrustGraph};
use crate::TrustError;
use std::collections::VecDeque;

/// One unit of trust, in the whole numbers in which flows are counted.
pub(super) const UNIT: f64 = (1u64 << 40) as f64;

/// A network. Arc `k` and its reverse `k ^ 1` lie side by side; the source is the last node.
pub(super) struct Network {
    /// Where the arcs that leave each node begin in `leaving`; one more than there are nodes.
    starts: Vec<usize>,
    leaving: Vec<usize>,
    ends: Vec<u32>,
    room: Vec<u64>,
}

/// What one flow after the other is computed with.
pub(super) struct Flow<'n> {
    network: &'n Network,
    /// What is left of the room of each arc.
    room: Vec<u64>,
    depth: Vec<u32>,
    next: Vec<usize>,
    queue: VecDeque<usize>,
    path: Vec<usize>,
}

impl Network {
    pub(super) fn new(graph: &TrustGraph, roots: &Roots) -> Result<Network, TrustError> {
        let nodes = graph.nodes();
        let arcs = 2 * (graph.edges() + roots.shares().len());
        let mut starts = room_for(nodes + 2)?;
        let mut leaving = room_for(arcs)?;
        let mut ends = room_for(arcs)?;
        let mut room = room_for(arcs)?;
        starts.resize(nodes + 2, 0usize);
        leaving.resize(arcs, 0usize);
        let mut arc = |from: u32, to: u32, share: f64| {
            ends.extend([to, from]);
            room.extend([(share * UNIT) as u64, 0]);
        };
        for node in 0..nodes as u32 {
            for (source, share) in graph.incoming(node) {
                arc(source, node, share);
            }
        }
        for (root, share) in roots.shares() {
            arc(nodes as u32, *root, *share);
        }
        // An arc leaves the node where its reverse ends.
        for arc in 0..arcs {
            starts[ends[arc ^ 1] as usize + 1] += 1;
        }
        for node in 0..=nodes {
            starts[node + 1] += starts[node];
        }
        for arc in 0..arcs {
            let place = &mut starts[ends[arc ^ 1] as usize];
            leaving[*place] = arc;
            *place += 1;
        }
        // Each start has moved to where the next one was.
        starts.copy_within(0..=nodes, 1);
        starts[0] = 0;
        Ok(Network {
            starts,
            leaving,
            ends,
            room,
        })
    }

    fn nodes(&self) -> usize {
        self.starts.len() - 1
    }

    fn leaving(&self, node: usize) -> &[usize] {
        &self.leaving[self.starts[node]..self.starts[node + 1]]
    }
}

impl<'n> Flow<'n> {
    pub(super) fn through(network: &'n Network) -> Result<Flow<'n>, TrustError> {
        let nodes = network.nodes();
        Ok(Flow {
            network,
            room: filled(network.room.len(), 0)?,
            depth: filled(nodes, 0)?,
            next: filled(nodes, 0)?,
            queue: VecDeque::from(room_for(nodes)?),
            path: room_for(nodes)?,
        })
    }

    /// Returns how much can flow to a node.
    pub(super) fn to(&mut self, target: usize) -> u64 {
        self.room.copy_from_slice(&self.network.room);
        let mut flow = 0;
        while self.measure(target) {
            self.next.fill(0);
            while let Some(pushed) = self.push(target) {
                flow += pushed;
            }
        }
        flow
    }

    /// Finds how far each node is from the source along arcs with room.
    fn measure(&mut self, target: usize) -> bool {
        self.depth.fill(u32::MAX);
        let source = self.network.nodes() - 1;
        self.depth[source] = 0;
        self.queue.clear();
        self.queue.push_back(source);
        while let Some(node) = self.queue.pop_front() {
            for arc in self.network.leaving(node) {
                let end = self.network.ends[*arc] as usize;
                if self.room[*arc] > 0 && self.depth[end] == u32::MAX {
                    self.depth[end] = self.depth[node] + 1;
                    self.queue.push_back(end);
                }
            }
        }
        self.depth[target] != u32::MAX
    }

    /// Sends as much as fits along one shortest path.
    fn push(&mut self, target: usize) -> Option<u64> {
        let mut node = self.network.nodes() - 1;
        self.path.clear();
        while node != target {
            match self.network.leaving(node).get(self.next[node]) {
                Some(arc) => {
                    let end = self.network.ends[*arc] as usize;
                    if self.room[*arc] > 0 && self.depth[end] == self.depth[node] + 1 {
                        self.path.push(*arc);
                        node = end;
                    } else {
                        self.next[node] += 1;
                    }
                }
                None => {
                    // A dead end: step back, and leave the arc that led here.
                    let arc = self.path.pop()?;
                    node = self.network.ends[arc ^ 1] as usize;
                    self.next[node] += 1;
                }
            }
        }
        let least = self.path.iter().map(|arc| self.room[*arc]).min()?;
        for arc in &self.path {
            self.room[*arc] -= least;
            self.room[arc ^ 1] += least;
        }
        Some(least)
    }
}

//! Walking along causal links. Nothing here calls itself: a chain of a million links is a loop.

use super::index::Index;
use super::relation_set::RelationSet;
use crate::node::Relation;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

impl Index {
    fn position(&self, index: u64) -> Option<u32> {
        let position = u32::try_from(index.checked_sub(self.first)?).ok()?;
        ((position as usize) < self.times.len()).then_some(position)
    }

    fn index(&self, position: u32) -> u64 {
        self.first + u64::from(position)
    }

    /// Returns the nodes that a node links to, in the order of its links; none if it is not indexed.
    pub fn causes(
        &self,
        index: u64,
        relations: RelationSet,
    ) -> impl Iterator<Item = (Relation, u64)> + '_ {
        let links = self.position(index).map(|at| self.edges.causes(at));
        links
            .into_iter()
            .flatten()
            .filter(move |(relation, _)| relations.contains(*relation))
            .map(|(relation, at)| (relation, self.index(at)))
    }

    /// Returns the nodes that link to a node, oldest first; none if it is not indexed.
    pub fn effects(
        &self,
        index: u64,
        relations: RelationSet,
    ) -> impl Iterator<Item = (Relation, u64)> + '_ {
        let links = self.position(index).map(|at| self.edges.effects(at));
        links
            .into_iter()
            .flatten()
            .filter(move |(relation, _)| relations.contains(*relation))
            .map(|(relation, at)| (relation, self.index(at)))
    }

    /// Returns everything that a node depends on, newest first, each once; the node itself is not
    /// among them.
    ///
    /// Found as it is asked for: taking ten costs ten.
    pub fn ancestors(&self, index: u64, relations: RelationSet) -> Ancestors<'_> {
        let mut heap = BinaryHeap::new();
        let causes = self.causes(index, relations);
        heap.extend(causes.filter_map(|(_, cause)| self.position(cause)));
        Ancestors {
            index: self,
            relations,
            heap,
        }
    }

    /// Returns everything that depends on a node, oldest first, each once; the node itself is not
    /// among them.
    ///
    /// Found as it is asked for: taking ten costs ten, and the number of links to them.
    pub fn descendants(&self, index: u64, relations: RelationSet) -> Descendants<'_> {
        let mut heap = BinaryHeap::new();
        let effects = self.effects(index, relations);
        heap.extend(effects.filter_map(|(_, effect)| self.position(effect).map(Reverse)));
        Descendants {
            index: self,
            relations,
            heap,
        }
    }

    /// Returns a shortest path of links from an earlier node to a later one that depends on it, both
    /// ends included; `None` if it does not depend on it.
    pub fn path(&self, from: u64, to: u64, relations: RelationSet) -> Option<Vec<u64>> {
        let (start, goal) = (self.position(from)?, self.position(to)?);
        // For each node that was reached, the one through which it was.
        let mut through = FxHashMap::from_iter([(goal, goal)]);
        let mut queue = VecDeque::from([goal]);
        while let Some(at) = queue.pop_front() {
            if at == start {
                return Some(self.steps(start, goal, &through));
            }
            for (relation, cause) in self.edges.causes(at) {
                // Causes come earlier: what is before the start does not lead there.
                if relations.contains(relation) && cause >= start && !through.contains_key(&cause) {
                    through.insert(cause, at);
                    queue.push_back(cause);
                }
            }
        }
        None
    }

    fn steps(&self, start: u32, goal: u32, through: &FxHashMap<u32, u32>) -> Vec<u64> {
        let next = |at: &u32| through.get(at).copied().filter(|_| *at != goal);
        std::iter::successors(Some(start), next)
            .map(|at| self.index(at))
            .collect()
    }

    /// Returns the chain of causes that a node had to wait for, oldest first, the node included:
    /// from each node on, the latest of its causes, back to one that has none. Of causes with the
    /// same time it is the one that was appended last. Empty if the node is not indexed.
    pub fn critical_path(&self, index: u64, relations: RelationSet) -> Vec<u64> {
        let time = |at: u32| self.times.get(at as usize).copied().unwrap_or(i64::MIN);
        let latest_cause = |at: &u32| {
            self.edges
                .causes(*at)
                .filter(|(relation, _)| relations.contains(*relation))
                .map(|(_, cause)| (time(cause), cause))
                .max()
                .map(|(_, cause)| cause)
        };
        let mut path: Vec<u64> = std::iter::successors(self.position(index), latest_cause)
            .map(|at| self.index(at))
            .collect();
        path.reverse();
        path
    }
}

/// Everything that a node depends on, newest first.
pub struct Ancestors<'i> {
    index: &'i Index,
    relations: RelationSet,
    heap: BinaryHeap<u32>,
}

impl Iterator for Ancestors<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let at = self.heap.pop()?;
        while self.heap.peek() == Some(&at) {
            self.heap.pop();
        }
        let causes = self.index.edges.causes(at);
        let causes = causes.filter(|(relation, _)| self.relations.contains(*relation));
        self.heap.extend(causes.map(|(_, cause)| cause));
        Some(self.index.index(at))
    }
}

impl std::iter::FusedIterator for Ancestors<'_> {}

/// Everything that depends on a node, oldest first.
pub struct Descendants<'i> {
    index: &'i Index,
    relations: RelationSet,
    heap: BinaryHeap<Reverse<u32>>,
}

impl Iterator for Descendants<'_> {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        let Reverse(at) = self.heap.pop()?;
        while self.heap.peek() == Some(&Reverse(at)) {
            self.heap.pop();
        }
        let effects = self.index.edges.effects(at);
        let effects = effects.filter(|(relation, _)| self.relations.contains(*relation));
        self.heap.extend(effects.map(|(_, effect)| Reverse(effect)));
        Some(self.index.index(at))
    }
}

impl std::iter::FusedIterator for Descendants<'_> {}

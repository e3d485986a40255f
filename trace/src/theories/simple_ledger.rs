//! A ledger as simple as can be: what others are measured by.

use super::Outcome;
use super::draft::{Draft, What};
use crate::merkle::{Blake3, Head, Tree};
use crate::node::TraceNode;

/// A ledger as simple as can be: a list that is searched from the front.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SimpleLedger {
    /// All nodes that were ever appended.
    nodes: Vec<Draft>,
    /// The nodes whose payloads are erased.
    erased: Vec<u8>,
    /// Where it was pruned.
    first: usize,
}

impl SimpleLedger {
    /// Returns the nodes that are kept, with their indices.
    fn kept(&self) -> impl Iterator<Item = (usize, &Draft)> {
        self.nodes.iter().enumerate().skip(self.first)
    }

    /// Returns the index of an id.
    pub fn find(&self, id: u8) -> Option<u64> {
        let found = self.kept().find(|(_, node)| node.id == id);
        found.map(|(index, _)| index as u64)
    }

    /// Returns how many nodes there are.
    pub fn len(&self) -> u64 {
        self.nodes.len() as u64
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Appends all nodes or none.
    pub fn append(&mut self, call: &[Draft]) -> Outcome {
        let before = self.clone();
        let mut first = None;
        for (number, draft) in call.iter().enumerate() {
            let rest = call.get(number..).unwrap_or_default();
            match self.append_one(draft, rest) {
                Ok(index) => first = first.or(Some(index)),
                Err(refused) => {
                    *self = before;
                    return refused;
                }
            }
        }
        Outcome::Appended {
            first: first.unwrap_or(before.len()),
            appended: self.len() - before.len(),
        }
    }

    fn append_one(&mut self, draft: &Draft, rest: &[Draft]) -> Result<u64, Outcome> {
        if let Some((index, node)) = self.kept().find(|(_, node)| node.id == draft.id) {
            let same = node == draft;
            return if same {
                Ok(index as u64)
            } else {
                Err(Outcome::DuplicateId)
            };
        }
        if self.nodes.last().is_some_and(|last| draft.time < last.time) {
            return Err(Outcome::TimeWentBack);
        }
        if let Some(target) = draft.target() {
            let Some((_, cause)) = self.kept().find(|(_, node)| node.id == target) else {
                let later = rest.iter().any(|node| node.id == target);
                return Err(if later {
                    Outcome::LaterTarget
                } else {
                    Outcome::UnknownTarget
                });
            };
            if matches!(draft.what, What::Erases(_)) {
                if cause.what != What::Erasable {
                    return Err(Outcome::NotErasable);
                }
                if !self.erased.contains(&target) {
                    self.erased.push(target);
                    self.erased.sort_unstable();
                }
            }
        }
        self.nodes.push(draft.clone());
        Ok(self.len() - 1)
    }

    /// Appends all nodes or none, if the ledger has a length, or these nodes from there on.
    pub fn append_at(&mut self, length: u64, call: &[Draft]) -> Outcome {
        let there = (length..).zip(call).all(|(index, draft)| {
            let index = usize::try_from(index).unwrap_or(usize::MAX);
            index >= self.first && self.nodes.get(index) == Some(draft)
        });
        let is_retry = length < self.len() && !call.is_empty() && there;
        if length == self.len() || is_retry {
            self.append(call)
        } else {
            Outcome::Conflict
        }
    }

    /// Returns the node at an index.
    pub fn get(&self, index: u64) -> Option<TraceNode> {
        let index = usize::try_from(index).ok()?;
        self.nodes
            .get(index)
            .filter(|_| index >= self.first)?
            .node()
    }

    /// Returns the payload that can be erased, if it was not.
    pub fn payload(&self, index: u64) -> Option<Vec<u8>> {
        let index = usize::try_from(index).ok()?;
        let node = self.nodes.get(index).filter(|_| index >= self.first)?;
        node.payload().filter(|_| !self.erased.contains(&node.id))
    }

    /// Returns all nodes that are kept.
    pub fn read(&self) -> Vec<TraceNode> {
        self.kept().filter_map(|(_, node)| node.node()).collect()
    }

    /// Returns the head.
    pub fn head(&self) -> Head {
        let mut tree = Tree::new(&Blake3);
        for node in self.nodes.iter().filter_map(Draft::node) {
            tree.append(node.bytes());
        }
        tree.head()
    }

    /// Forgets the nodes below an index.
    pub fn prune(&mut self, first: u64) -> bool {
        let Some(first) = usize::try_from(first)
            .ok()
            .filter(|n| *n <= self.nodes.len())
        else {
            return false;
        };
        self.first = self.first.max(first);
        // What an id had erased is forgotten with it.
        let kept: Vec<u8> = self.kept().map(|(_, node)| node.id).collect();
        self.erased.retain(|id| kept.contains(id));
        true
    }
}

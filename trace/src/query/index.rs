//! What is known about the nodes of a ledger beside their bytes.

use super::edges::Edges;
use super::names::{NO_NAME, Names};
use crate::ledger::Ledger;
use crate::node::{NodeView, Relation};
use std::ops::ControlFlow;

/// How many nodes are read at once: appending waits meanwhile.
const BATCH: u64 = 4096;

/// An index over a ledger: by origin, kind, tag, walk and time, and the causal links in both
/// directions.
///
/// It is made of the ledger and knows the nodes that were there when it last caught up. What a query
/// returns is read from the ledger and checked against the query; [`Index::verify`] checks the whole
/// index. It takes about 30 bytes for each node, 16 for each link, and some 100
/// for each origin, kind, tag and walk that is new.
///
/// ```
/// use lawful_trace::query::{Index, Query, RelationSet};
/// use lawful_trace::{Ledger, MemoryLedger, Relation, TraceNode};
/// let ledger = MemoryLedger::new();
/// ledger.append(&TraceNode::new("a", "brain", 1)?)?;
/// ledger.append(&TraceNode::builder("b", "hand", 2).link(Relation::Causes, "a").build()?)?;
/// let index = Index::of(&ledger);
/// assert_eq!(index.count(&Query::new().origin("hand")), 1);
/// assert_eq!(index.causes(1, RelationSet::ALL).collect::<Vec<_>>(), [(Relation::Causes, 0)]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Index {
    /// The index of the first node; positions count from there.
    pub(super) first: u64,
    pub(super) times: Vec<i64>,
    /// Whether no time is smaller than the one before it.
    pub(super) in_order: bool,
    pub(super) origin_of: Vec<u32>,
    pub(super) kind_of: Vec<u32>,
    pub(super) walk_of: Vec<u32>,
    pub(super) origins: Names,
    pub(super) kinds: Names,
    pub(super) walks: Names,
    pub(super) tags: Names,
    pub(super) edges: Edges,
}

/// Where an index differs from its ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the index differs from the ledger at node `{index}`; make it again")]
pub struct IndexDiffers {
    /// The first index at which they differ.
    pub index: u64,
}

impl Index {
    /// Makes the index of all nodes that are in the ledger now.
    pub fn of(ledger: &dyn Ledger) -> Index {
        let mut index = Index::starting_at(ledger.first());
        index.catch_up(ledger);
        index
    }

    pub(super) fn starting_at(first: u64) -> Index {
        Index {
            first,
            in_order: true,
            ..Index::default()
        }
    }

    /// Reads the nodes that were appended since, and forgets those that were pruned.
    pub fn catch_up(&mut self, ledger: &dyn Ledger) {
        self.catch_up_to(ledger, ledger.len());
    }

    fn catch_up_to(&mut self, ledger: &dyn Ledger, end: u64) {
        loop {
            // Also after the last batch: pruning may have taken what a link in it leads to.
            let first = ledger.first();
            self.forget_below(first);
            if self.end() >= end {
                return;
            }
            if self.read_batch(ledger, end) == 0 && ledger.first() == first {
                // Neither read nor pruned: as many nodes as positions can count.
                return;
            }
        }
    }

    /// Reads some nodes and returns how many.
    fn read_batch(&mut self, ledger: &dyn Ledger, end: u64) -> u64 {
        let start = self.end();
        // Links are resolved after the visit: the ledger answers nothing else during it.
        let mut links: Vec<(u64, Relation, String)> = Vec::new();
        ledger.visit(start..end.min(start + BATCH), &mut |at, node| {
            if at != self.end() || !self.add_fields(node) {
                return ControlFlow::Break(());
            }
            let of_node = node
                .links()
                .map(|link| (at, link.relation, link.target.to_owned()));
            links.extend(of_node);
            ControlFlow::Continue(())
        });
        let mut links = links.into_iter().peekable();
        let first = self.first;
        for at in start..self.end() {
            let of_node = std::iter::from_fn(|| links.next_if(|(node, ..)| *node == at));
            self.edges.add(of_node.filter_map(|(_, relation, target)| {
                // A target that was pruned is no node of this index.
                let cause = ledger.linked(at, &target)?.checked_sub(first)?;
                Some((relation, u32::try_from(cause).ok()?))
            }));
        }
        self.end() - start
    }

    fn add_fields(&mut self, node: NodeView<'_>) -> bool {
        let Ok(position) = u32::try_from(self.times.len()) else {
            return false;
        };
        let fields = node.fields();
        let time = fields.timestamp;
        self.in_order &= self.times.last().is_none_or(|last| *last <= time);
        self.times.push(time);
        self.origin_of
            .push(self.origins.add(fields.origin, position));
        let optional = |names: &mut Names, name: Option<&str>| {
            name.map_or(NO_NAME, |name| names.add(name, position))
        };
        self.kind_of.push(optional(&mut self.kinds, fields.kind));
        self.walk_of.push(optional(&mut self.walks, fields.walk_id));
        for tag in fields.tags() {
            self.tags.add(tag, position);
        }
        true
    }

    /// Returns the index of the first node that is indexed.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Returns the index after the last node that is indexed.
    pub fn end(&self) -> u64 {
        self.first + self.times.len() as u64
    }

    /// Returns the number of causal links between the nodes that are indexed.
    pub fn link_count(&self) -> u64 {
        self.edges.count()
    }

    /// Returns all origins with the number of their nodes, the most frequent first.
    pub fn origins(&self) -> Vec<(&str, u64)> {
        self.origins.counts()
    }

    /// Returns all kinds with the number of their nodes, the most frequent first.
    pub fn kinds(&self) -> Vec<(&str, u64)> {
        self.kinds.counts()
    }

    /// Returns all walks with the number of their nodes, the most frequent first.
    pub fn walks(&self) -> Vec<(&str, u64)> {
        self.walks.counts()
    }

    /// Returns all tags with the number of their nodes, the most frequent first.
    pub fn tags(&self) -> Vec<(&str, u64)> {
        self.tags.counts()
    }

    /// Compares the whole index with the ledger. What was appended or pruned since the index caught up
    /// is passed over.
    ///
    /// # Errors
    /// If they differ, with the first node at which they do.
    pub fn verify(&self, ledger: &dyn Ledger) -> Result<(), IndexDiffers> {
        let mut fresh = Index::starting_at(self.first);
        fresh.catch_up_to(ledger, self.end());
        if fresh.first == self.first {
            return self.compare(&fresh);
        }
        let mut kept = self.clone();
        kept.forget_below(fresh.first);
        kept.compare(&fresh)
    }

    fn compare(&self, fresh: &Index) -> Result<(), IndexDiffers> {
        if fresh == self {
            return Ok(());
        }
        let end = self.times.len().max(fresh.times.len());
        let column = (0..end).find(|at| self.facts(*at) != fresh.facts(*at));
        let tags = [&self.tags, &fresh.tags].into_iter().flat_map(|tags| {
            let names = tags.counts().into_iter().map(|(tag, _)| tag);
            names.filter_map(|tag| {
                let (ours, theirs) = (self.tags.positions(tag), fresh.tags.positions(tag));
                let same = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
                let both = ours.get(same).into_iter().chain(theirs.get(same));
                both.min().map(|at| *at as usize)
            })
        });
        let differs = column.into_iter().chain(tags).min();
        let index = self.first + differs.unwrap_or(0) as u64;
        Err(IndexDiffers { index })
    }

    /// What the columns say of one node. Names are numbered as they come, so equal nodes have equal
    /// numbers.
    fn facts(&self, at: usize) -> impl PartialEq + use<> {
        (
            self.times.get(at).copied(),
            self.origin_of.get(at).copied(),
            self.kind_of.get(at).copied(),
            self.walk_of.get(at).copied(),
            self.edges.causes(at as u32).collect::<Vec<_>>(),
        )
    }
}

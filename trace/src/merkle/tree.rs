//! The tree over a growing sequence.

use super::level::{Level, PARALLEL, TASK};
use super::shape::BridgeShape;
use super::{ConsistencyProof, Hash, Head, InclusionProof, Stump, TreeHash};
use crate::workers::on_all_cores;
use rayon::prelude::*;
use std::sync::OnceLock;

/// The lowest level above the leaves that is kept. What is between is made again when it is needed:
/// four hashes more for a proof, 24 bytes less for a leaf.
const KEPT: u32 = 3;

/// Why there is no proof or head.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotProve {
    /// There is no such entry in a tree of this size.
    #[error("index `{index}` is outside a tree of `{size}` entries")]
    IndexOutside {
        /// The index.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The tree is not that large.
    #[error("the tree has `{of}` entries, not yet `{size}`")]
    SizeOutside {
        /// The size that was asked for.
        size: u64,
        /// The size of the tree.
        of: u64,
    },
    /// The tree was pruned, and what the proof needs is gone.
    #[error("`{asked}` is below `{first}`, where the tree was pruned; use an earlier proof")]
    Pruned {
        /// The index or size that was asked for.
        asked: u64,
        /// The first index that can be proved.
        first: u64,
    },
}

/// An append-only sequence of leaves under one root, after RFC 9162 section 2.1, with any tree hash.
///
/// Keeps 40 bytes for each leaf. A proof of inclusion in a million leaves takes about 20 hashes out
/// of memory and makes at most four.
///
/// ```
/// use lawful_trace::merkle::{Blake3, Tree};
/// let mut tree = Tree::new(&Blake3);
/// tree.append(b"entry");
/// assert_eq!(tree.size(), 1);
/// assert!(tree.prove(0).is_ok());
/// assert!(tree.prove(1).is_err());
/// ```
#[derive(Clone)]
pub struct Tree {
    hash: &'static dyn TreeHash,
    /// The first leaf that can be proved.
    first: u64,
    leaves: Level,
    /// The levels from [`KEPT`] on.
    upper: Vec<Level>,
    /// For each level, what is right of its last whole node, at the current size; made when it is
    /// first needed.
    edges: OnceLock<Vec<Option<Hash>>>,
}

impl std::fmt::Debug for Tree {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tree")
            .field("hash", &self.hash.id())
            .field("size", &self.size())
            .field("first", &self.first)
            .finish_non_exhaustive()
    }
}

impl Tree {
    /// Makes a tree without leaves.
    pub fn new(hash: &'static dyn TreeHash) -> Tree {
        Tree {
            hash,
            first: 0,
            leaves: Level::default(),
            upper: Vec::new(),
            edges: OnceLock::new(),
        }
    }

    /// Makes a tree that goes on where a pruned one begins.
    pub fn from_stump(hash: &'static dyn TreeHash, stump: &Stump) -> Tree {
        let base = stump.base();
        let mut tree = Tree::new(hash);
        tree.first = stump.first();
        tree.leaves.first = base;
        let mut peaks = stump.peaks().iter().rev();
        // The base is a multiple of eight: all its peaks are on levels that are kept.
        for level in (KEPT..).take_while(|level| base >> level > 0) {
            let place = base >> level;
            let peak = (place & 1 == 1).then(|| peaks.next()).flatten();
            tree.upper.push(Level {
                first: place & !1,
                hashes: peak.into_iter().copied().collect(),
            });
        }
        tree.extend(stump.leaves());
        tree
    }

    /// Returns the tree hash.
    pub fn hash(&self) -> &'static dyn TreeHash {
        self.hash
    }

    /// Returns the number of leaves, the pruned ones included.
    pub fn size(&self) -> u64 {
        self.leaves.end()
    }

    /// Returns whether there are no leaves.
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// Returns the first index that can be proved: 0, or where the tree was pruned.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Returns the hash of a leaf, if it was appended and not pruned.
    pub fn leaf(&self, index: u64) -> Option<Hash> {
        (index >= self.first).then(|| self.leaves.get(index).copied())?
    }

    /// Hashes an entry and appends it. For many entries [`Tree::extend_with`] is several times
    /// faster.
    pub fn append(&mut self, entry: &[u8]) {
        let leaf = self.hash.leaf(entry);
        self.extend(&[leaf]);
    }

    /// Hashes many entries, side by side and on all cores, and appends them in order.
    ///
    /// The function returns the entry for each number from 0 to `count`.
    ///
    /// ```
    /// use lawful_trace::merkle::{Blake3, Tree};
    /// let entries = ["a", "b", "c"];
    /// let mut tree = Tree::new(&Blake3);
    /// tree.extend_with(entries.len(), |n| entries[n].as_bytes());
    /// assert_eq!(tree.size(), 3);
    /// ```
    pub fn extend_with<'e>(&mut self, count: usize, entry: impl Fn(usize) -> &'e [u8] + Sync) {
        let mut fresh = vec![[0; 32]; count];
        let hash = self.hash;
        let fill = |(task, out): (usize, &mut [Hash])| {
            let entries: Vec<&[u8]> = (task * TASK..).take(out.len()).map(&entry).collect();
            hash.leaves(&entries, out);
        };
        if count < PARALLEL {
            fresh.chunks_mut(TASK).enumerate().for_each(fill);
        } else {
            on_all_cores(|| fresh.par_chunks_mut(TASK).enumerate().for_each(fill));
        }
        if self.leaves.hashes.is_empty() {
            self.leaves.hashes = fresh;
            self.grow();
        } else {
            self.extend(&fresh);
        }
    }

    /// Appends leaves that are hashed already.
    pub fn extend(&mut self, leaves: &[Hash]) {
        self.leaves.hashes.extend_from_slice(leaves);
        self.grow();
    }

    /// Makes the nodes that have become whole.
    fn grow(&mut self) {
        self.edges = OnceLock::new();
        let (mut end, mut step) = (self.leaves.end(), KEPT);
        for level in 0.. {
            if end >> step == 0 {
                break;
            }
            if level == self.upper.len() {
                self.upper.push(Level::default());
            }
            let Some((below, [above, ..])) = self.upper.split_at_mut_checked(level) else {
                break;
            };
            above.grow_over(below.last().unwrap_or(&self.leaves), step, self.hash);
            end = above.end();
            step = 1;
        }
    }

    /// Returns the hash of a whole subtree of `2^level` leaves, the one at a place in its level, if it
    /// is whole and not pruned.
    pub fn subtree(&self, level: u32, place: u64) -> Option<Hash> {
        self.whole(level, place)
    }

    fn whole(&self, level: u32, place: u64) -> Option<Hash> {
        match level {
            0 => self.leaves.get(place).copied(),
            1..KEPT => {
                let below = place.checked_mul(2)?;
                let left = self.whole(level - 1, below)?;
                let right = self.whole(level - 1, below + 1)?;
                Some(self.hash.node(&left, &right))
            }
            _ => self.upper.get((level - KEPT) as usize)?.get(place).copied(),
        }
    }

    /// Returns, for each level, the hash of what is right of the last whole node, at a size; fails
    /// where it was pruned.
    fn edges_of(&self, size: u64) -> Option<Vec<Option<Hash>>> {
        let levels = 64 - size.leading_zeros();
        let mut edges = vec![None];
        let mut edge: Option<Hash> = None;
        for level in 0..levels {
            let place = size >> level;
            if place & 1 == 1 {
                let node = self.whole(level, place - 1)?;
                edge = Some(match edge {
                    Some(right) => self.hash.node(&node, &right),
                    None => node,
                });
            }
            edges.push(edge);
        }
        Some(edges)
    }

    fn with_edges<T>(&self, size: u64, read: impl FnOnce(&[Option<Hash>]) -> T) -> Option<T> {
        if size < self.size() {
            return self.edges_of(size).map(|edges| read(&edges));
        }
        // Of the current size nothing is pruned.
        Some(read(
            self.edges
                .get_or_init(|| self.edges_of(size).unwrap_or_default()),
        ))
    }

    /// Returns the head: the size and the root.
    pub fn head(&self) -> Head {
        let root = self
            .with_edges(self.size(), |edges| edges.last().copied().flatten())
            .flatten();
        Head {
            size: self.size(),
            root: root.unwrap_or_else(|| self.hash.empty()),
        }
    }

    /// Returns the head that the tree had at an earlier size.
    ///
    /// # Errors
    /// If the tree was never of that size, or is pruned above it.
    pub fn head_at(&self, size: u64) -> Result<Head, CannotProve> {
        self.check_size(size)?;
        if size == 0 {
            let root = self.hash.empty();
            return Ok(Head { size, root });
        }
        self.check_pruned(size)?;
        let root = self
            .with_edges(size, |edges| edges.last().copied().flatten())
            .flatten();
        let root = root.ok_or(CannotProve::Pruned {
            asked: size,
            first: self.first,
        })?;
        Ok(Head { size, root })
    }

    fn check_size(&self, size: u64) -> Result<(), CannotProve> {
        let of = self.size();
        if size > of {
            return Err(CannotProve::SizeOutside { size, of });
        }
        Ok(())
    }

    fn check_pruned(&self, asked: u64) -> Result<(), CannotProve> {
        let first = self.first;
        if asked < first {
            return Err(CannotProve::Pruned { asked, first });
        }
        Ok(())
    }

    /// Returns the hashes beside the way from a node to the root of the tree of a size.
    fn path(&self, mut level: u32, mut place: u64, size: u64) -> Option<Vec<Hash>> {
        let mut path = Vec::with_capacity(64 - size.leading_zeros() as usize);
        while size.saturating_sub(1) >> level > 0 {
            let beside = place ^ 1;
            if (beside + 1) << level <= size {
                path.push(self.whole(level, beside)?);
            } else if beside << level < size {
                // Happens once, where the way leaves the inner part.
                let edge = self.with_edges(size, |edges| edges.get(level as usize).copied());
                path.push(edge.flatten().flatten()?);
            }
            level += 1;
            place >>= 1;
        }
        Some(path)
    }

    /// Proves that an entry is in the tree.
    ///
    /// # Errors
    /// If there is no such entry, or it was pruned.
    pub fn prove(&self, index: u64) -> Result<InclusionProof, CannotProve> {
        self.prove_at(index, self.size())
    }

    /// Proves that an entry was in the tree at an earlier size.
    ///
    /// # Errors
    /// If the tree was never of that size, there is no such entry in it, or it was pruned.
    pub fn prove_at(&self, index: u64, size: u64) -> Result<InclusionProof, CannotProve> {
        self.check_size(size)?;
        if index >= size {
            return Err(CannotProve::IndexOutside { index, size });
        }
        self.check_pruned(index)?;
        let path = self.path(0, index, size).ok_or(CannotProve::Pruned {
            asked: index,
            first: self.first,
        })?;
        Ok(InclusionProof { index, size, path })
    }

    /// Proves that the tree begins with all that it had at an earlier size.
    ///
    /// # Errors
    /// If the tree was never of that size, or is pruned above it.
    pub fn prove_consistency(&self, from: u64) -> Result<ConsistencyProof, CannotProve> {
        self.prove_consistency_between(from, self.size())
    }

    /// Proves that the tree at one size begins with all that it had at a smaller one.
    ///
    /// # Errors
    /// If the tree was never of these sizes, is pruned above the smaller one, or the smaller one is
    /// larger.
    pub fn prove_consistency_between(
        &self,
        from: u64,
        to: u64,
    ) -> Result<ConsistencyProof, CannotProve> {
        self.check_size(to)?;
        if from > to {
            return Err(CannotProve::SizeOutside { size: from, of: to });
        }
        let proof = |path| ConsistencyProof { from, to, path };
        if from == 0 || from == to {
            return Ok(proof(Vec::new()));
        }
        self.check_pruned(from)?;
        let shape = BridgeShape::of(from, to);
        let path = || {
            let mut path = Vec::new();
            if !shape.starts_at_root {
                path.push(self.whole(shape.level, shape.place)?);
            }
            path.extend(self.path(shape.level, shape.place, to)?);
            Some(path)
        };
        path().map(proof).ok_or(CannotProve::Pruned {
            asked: from,
            first: self.first,
        })
    }

    /// Drops what only entries below an index need. Proofs of entries from there on, heads and
    /// consistency from that size on stay as they were.
    ///
    /// Nothing happens if the tree is pruned there already.
    ///
    /// # Errors
    /// If the tree is not that large.
    pub fn prune(&mut self, first: u64) -> Result<(), CannotProve> {
        self.check_size(first)?;
        if first <= self.first {
            return Ok(());
        }
        self.first = first;
        let base = Stump::base_of(first);
        self.leaves.drop_before(base);
        for (level, hashes) in (KEPT..).zip(&mut self.upper) {
            // An odd place has its neighbour on the left.
            hashes.drop_before(base >> level & !1);
        }
        Ok(())
    }

    /// Returns what must be kept of everything below the first index that can be proved, so that the
    /// tree can be made again from the entries above.
    pub fn stump(&self) -> Stump {
        self.stump_below(self.first)
    }

    /// Returns the stump that the tree would have if it were pruned below an index.
    ///
    /// # Errors
    /// If the tree has fewer entries, or is pruned above the index.
    pub fn stump_at(&self, first: u64) -> Result<Stump, CannotProve> {
        self.check_size(first)?;
        self.check_pruned(first)?;
        Ok(self.stump_below(first))
    }

    fn stump_below(&self, first: u64) -> Stump {
        let base = Stump::base_of(first);
        let peaks = (KEPT..64)
            .rev()
            .filter(|level| base >> level & 1 == 1)
            .filter_map(|level| self.whole(level, (base >> level) - 1));
        let leaves = (base..first).filter_map(|index| self.leaves.get(index).copied());
        Stump::of(first, peaks.collect(), leaves.collect())
    }
}

//! Pinned heads as a model of the theory of them.

use super::{Continuity, HeadPinning, PinnedHead};
use crate::merkle::{ConsistencyProof, Head, Proves, Proving, Tree, TreeHash};
use lawful::Sort;

/// Pinned heads of trees with a tree hash, as a model of [`HeadPinning`].
pub struct PinsHeads(pub &'static dyn TreeHash);

type Log = Vec<Vec<u8>>;

impl PinsHeads {
    fn tree(&self, log: &Log, size: u64) -> Tree {
        let mut tree = Tree::new(self.0);
        log.iter()
            .take(size as usize)
            .for_each(|entry| tree.append(entry));
        tree
    }
}

impl HeadPinning for PinsHeads {
    type Log = Log;
    type Head = Head;
    type Bridge = ConsistencyProof;

    fn log(&self) -> Sort<Log> {
        Proves(self.0).log()
    }

    fn head(&self) -> Sort<Head> {
        Proves(self.0).head()
    }

    fn bridge(&self) -> Sort<ConsistencyProof> {
        Proves(self.0).bridge()
    }

    fn head_at(&self, l: &Log, n: &u64) -> Head {
        Proves(self.0).head_at(l, n)
    }

    fn older(&self, l: &Log, m: &u64, n: &u64) -> Head {
        Proves(self.0).older(l, m, n)
    }

    fn newer(&self, l: &Log, m: &u64, n: &u64) -> Head {
        Proves(self.0).newer(l, m, n)
    }

    fn grown(&self, l: &Log, m: &u64, n: &u64) -> ConsistencyProof {
        Proves(self.0).grown(l, m, n)
    }

    fn fork(&self, l: &Log, i: &u64) -> Log {
        Proves(self.0).fork(l, i)
    }

    fn follows(&self, h: &Head, b: &ConsistencyProof, g: &Head) -> bool {
        let told = PinnedHead::new(*h).compare_with(self.0, g, b);
        matches!(told, Ok(Continuity::Consistent { .. }))
    }

    fn begins(&self, h: &Head, l: &Log, n: &u64) -> bool {
        let tree = self.tree(l, self.head_at(l, n).size);
        let told = PinnedHead::new(*h).compare(&tree);
        matches!(told, Ok(Continuity::Consistent { .. }))
    }
}

//! Trees as models of the theory of proofs, and the faults that its lawbreakers have.

use super::laws_support::{
    altered_bridge, altered_head, altered_leaf, altered_proof, bridges, digests, heads, logs,
    proofs,
};
use super::shape::{BridgeShape, PathShape};
use super::{
    ConsistencyProof, Hash, Head, InclusionProof, Proving, Tree, TreeHash, verify_consistency,
    verify_inclusion,
};
use lawful::Sort;
use sha2::{Digest, Sha256};

/// Trees with a tree hash as a model of [`Proving`].
pub struct Proves(pub &'static dyn TreeHash);

type Log = Vec<Vec<u8>>;

impl Proves {
    fn tree(&self, log: &Log) -> Tree {
        let mut tree = Tree::new(self.0);
        tree.extend_with(log.len(), |n| log.get(n).map_or(&[], Vec::as_slice));
        tree
    }

    fn sizes(log: &Log, m: u64, n: u64) -> (u64, u64) {
        let (m, n) = (size_of(log, m), size_of(log, n));
        (m.min(n), m.max(n))
    }

    /// What cannot be had never verifies.
    const NO_HEAD: Head = Head {
        size: 0,
        root: [0; 32],
    };
}

/// A size from 1 to that of the log.
fn size_of(log: &Log, n: u64) -> u64 {
    1 + n % (log.len() as u64).max(1)
}

impl Proving for Proves {
    type Log = Log;
    type Leaf = Hash;
    type Head = Head;
    type Proof = InclusionProof;
    type Bridge = ConsistencyProof;

    fn log(&self) -> Sort<Log> {
        logs()
    }

    fn leaf(&self) -> Sort<Hash> {
        digests()
    }

    fn head(&self) -> Sort<Head> {
        heads()
    }

    fn proof(&self) -> Sort<InclusionProof> {
        proofs()
    }

    fn bridge(&self) -> Sort<ConsistencyProof> {
        bridges()
    }

    fn leaf_at(&self, l: &Log, i: &u64, n: &u64) -> Hash {
        let index = i % size_of(l, *n);
        l.get(index as usize)
            .map(|entry| self.0.leaf(entry))
            .unwrap_or_default()
    }

    fn head_at(&self, l: &Log, n: &u64) -> Head {
        self.tree(l)
            .head_at(size_of(l, *n))
            .unwrap_or(Self::NO_HEAD)
    }

    fn include(&self, l: &Log, i: &u64, n: &u64) -> InclusionProof {
        let size = size_of(l, *n);
        self.tree(l)
            .prove_at(i % size, size)
            .unwrap_or(InclusionProof {
                index: 0,
                size: 0,
                path: Vec::new(),
            })
    }

    fn accepts(&self, e: &Hash, p: &InclusionProof, h: &Head) -> bool {
        verify_inclusion(self.0, e, p, h).is_ok()
    }

    fn older(&self, l: &Log, m: &u64, n: &u64) -> Head {
        let (older, _) = Self::sizes(l, *m, *n);
        self.tree(l).head_at(older).unwrap_or(Self::NO_HEAD)
    }

    fn newer(&self, l: &Log, m: &u64, n: &u64) -> Head {
        let (_, newer) = Self::sizes(l, *m, *n);
        self.tree(l).head_at(newer).unwrap_or(Self::NO_HEAD)
    }

    fn grown(&self, l: &Log, m: &u64, n: &u64) -> ConsistencyProof {
        let (from, to) = Self::sizes(l, *m, *n);
        self.tree(l)
            .prove_consistency_between(from, to)
            .unwrap_or(ConsistencyProof {
                from: 1,
                to: 0,
                path: Vec::new(),
            })
    }

    fn links(&self, a: &Head, b: &ConsistencyProof, c: &Head) -> bool {
        verify_consistency(self.0, a, b, c).is_ok()
    }

    fn root(&self, l: &Log) -> Hash {
        self.tree(l).head().root
    }

    fn alter_leaf(&self, e: &Hash, bit: &u64) -> Hash {
        altered_leaf(e, *bit)
    }

    fn alter_proof(&self, p: &InclusionProof, bit: &u64) -> InclusionProof {
        altered_proof(p, *bit)
    }

    fn alter_head(&self, h: &Head, bit: &u64) -> Head {
        altered_head(h, *bit)
    }

    fn alter_bridge(&self, b: &ConsistencyProof, bit: &u64) -> ConsistencyProof {
        altered_bridge(b, *bit)
    }

    fn lengthen(&self, p: &InclusionProof) -> InclusionProof {
        lengthened(p)
    }

    fn fork(&self, l: &Log, i: &u64) -> Log {
        forked(l, *i)
    }

    fn repeat_last(&self, l: &Log) -> Log {
        repeated(l)
    }

    fn collapse(&self, l: &Log) -> Log {
        collapsed(l, |entry| self.0.leaf(entry))
    }
}

pub(super) fn lengthened(proof: &InclusionProof) -> InclusionProof {
    let mut proof = proof.clone();
    proof.path.push([7; 32]);
    proof
}

pub(super) fn forked(log: &Log, index: u64) -> Log {
    let mut log = log.clone();
    let at = (index % (log.len() as u64).max(1)) as usize;
    log.get_mut(at)
        .into_iter()
        .for_each(|entry| entry.push(b'!'));
    log
}

pub(super) fn repeated(log: &Log) -> Log {
    log.iter().chain(log.last()).cloned().collect()
}

pub(super) fn collapsed(log: &Log, leaf: impl Fn(&[u8]) -> Hash) -> Log {
    let (pairs, rest) = log.as_chunks::<2>();
    pairs
        .iter()
        .map(|[left, right]| [leaf(left), leaf(right)].as_flattened().to_vec())
        .chain(rest.iter().cloned())
        .collect()
}

/// A fault: cuts the path to the length that is needed.
pub(super) fn shortened(proof: &InclusionProof) -> InclusionProof {
    let mut proof = proof.clone();
    proof
        .path
        .truncate(PathShape::of(proof.index, proof.size).length());
    proof
}

/// A fault: takes whatever smaller root the hashes of the proof give.
pub(super) fn leads_to_larger(older: &Head, bridge: &ConsistencyProof, newer: &Head) -> bool {
    let hash = &super::Rfc6962Sha256;
    if older.size == 0 || older.size >= newer.size {
        return false;
    }
    let shape = BridgeShape::of(older.size, newer.size);
    let Some((start, path)) = bridge.path.split_first() else {
        return false;
    };
    if shape.starts_at_root {
        return false;
    }
    // The smaller root that an honest log would have had.
    let (inner, border) = path
        .split_at_checked(shape.path.inner as usize)
        .unwrap_or((path, &[]));
    let left_of = inner
        .iter()
        .enumerate()
        .filter(|(level, _)| shape.place >> level & 1 == 1)
        .map(|(_, left)| left);
    let root = left_of
        .chain(border)
        .fold(*start, |at, left| hash.node(left, &at));
    let honest = Head {
        size: older.size,
        root,
    };
    verify_consistency(hash, &honest, bridge, newer).is_ok()
}

/// A fault: the root where an odd node is paired with itself.
pub(super) fn doubling_root(log: &Log) -> Hash {
    let hash = &super::Rfc6962Sha256;
    let mut row: Vec<Hash> = log.iter().map(|entry| hash.leaf(entry)).collect();
    while row.len() > 1 {
        row = row
            .chunks(2)
            .filter_map(|pair| Some(hash.node(pair.first()?, pair.last()?)))
            .collect();
    }
    row.first().copied().unwrap_or_default()
}

pub(super) fn unmarked(parts: &[&[u8]]) -> Hash {
    parts
        .iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part))
        .finalize()
        .into()
}

/// A fault: the root where leaves and nodes are hashed alike.
pub(super) fn unmarked_root(log: &Log) -> Hash {
    let mut row: Vec<Hash> = log.iter().map(|entry| unmarked(&[entry])).collect();
    while row.len() > 1 {
        row = row
            .chunks(2)
            .map(|pair| match pair {
                [left, right] => unmarked(&[left, right]),
                rest => rest.first().copied().unwrap_or_default(),
            })
            .collect();
    }
    row.first().copied().unwrap_or_default()
}

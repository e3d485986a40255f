//! What the laws of trees are tried on.

use super::{ConsistencyProof, Hash, Head, InclusionProof};
use lawful::Sort;
use lawful::rng::Rng;

/// The bytes of two hashes, one after the other.
pub(super) fn flat(left: &Hash, right: &Hash) -> Vec<u8> {
    [*left, *right].as_flattened().to_vec()
}

fn some_bytes(rng: &mut Rng, length: usize) -> Vec<u8> {
    (0..length).map(|_| rng.bits() as u8).collect()
}

fn some_hash(rng: &mut Rng) -> Hash {
    let mut hash = [0; 32];
    hash.iter_mut().for_each(|byte| *byte = rng.bits() as u8);
    hash
}

/// Entries around the lengths at which blocks and chunks end.
pub(super) fn rows() -> Sort<Vec<u8>> {
    const LENGTHS: [usize; 12] = [0, 1, 31, 63, 64, 65, 127, 128, 129, 1023, 1024, 1025];
    Sort::drawn(|rng| {
        let length = rng.pick(&LENGTHS).copied().unwrap_or(0) + rng.below(3);
        some_bytes(rng, length)
    })
    .edges_from(vec![vec![], vec![0], vec![0, 0], vec![1]])
}

/// Hashes, of which some differ in one place.
pub(super) fn digests() -> Sort<Hash> {
    let first = |byte| {
        let mut hash = [0; 32];
        hash[0] = byte;
        hash
    };
    let mut last = [0; 32];
    last[31] = 1;
    Sort::drawn(some_hash).edges_from(vec![first(0), first(1), first(255), last])
}

/// Logs of 1 to 18 entries; no two entries of one log are the same.
pub(super) fn logs() -> Sort<Vec<Vec<u8>>> {
    let log = |size: u8| (0..size).map(|n| vec![n]).collect::<Vec<_>>();
    Sort::drawn(|rng: &mut Rng| {
        let size = 1 + rng.below(18) as u8;
        (0..size).map(|n| vec![n, rng.below(3) as u8]).collect()
    })
    .edges_from(vec![log(1), log(2), log(3), log(7), log(8)])
}

pub(super) fn heads() -> Sort<Head> {
    Sort::drawn(|rng| Head {
        size: rng.below(40) as u64,
        root: some_hash(rng),
    })
}

pub(super) fn proofs() -> Sort<InclusionProof> {
    Sort::drawn(|rng| InclusionProof {
        index: rng.below(40) as u64,
        size: rng.below(40) as u64,
        path: (0..rng.below(7)).map(|_| some_hash(rng)).collect(),
    })
}

pub(super) fn bridges() -> Sort<ConsistencyProof> {
    Sort::drawn(|rng| ConsistencyProof {
        from: rng.below(40) as u64,
        to: rng.below(40) as u64,
        path: (0..rng.below(7)).map(|_| some_hash(rng)).collect(),
    })
}

/// Flips one bit of numbers and hashes that follow each other.
fn flip(numbers: &mut [&mut u64], hashes: &mut [Hash], bit: u64) {
    let bits = 64 * numbers.len() as u64 + 256 * hashes.len() as u64;
    let at = (bit % bits.max(1)) as usize;
    match numbers.get_mut(at / 64) {
        Some(number) => **number ^= 1 << (at % 64),
        None => {
            let at = at - 64 * numbers.len();
            let byte = hashes.as_flattened_mut().get_mut(at / 8);
            byte.into_iter().for_each(|byte| *byte ^= 1 << (at % 8));
        }
    }
}

pub(super) fn altered_leaf(leaf: &Hash, bit: u64) -> Hash {
    let mut leaf = [*leaf];
    flip(&mut [], &mut leaf, bit);
    leaf[0]
}

pub(super) fn altered_head(head: &Head, bit: u64) -> Head {
    let (mut size, mut root) = (head.size, [head.root]);
    flip(&mut [&mut size], &mut root, bit);
    Head {
        size,
        root: root[0],
    }
}

pub(super) fn altered_proof(proof: &InclusionProof, bit: u64) -> InclusionProof {
    let mut proof = proof.clone();
    flip(
        &mut [&mut proof.index, &mut proof.size],
        &mut proof.path,
        bit,
    );
    proof
}

pub(super) fn altered_bridge(bridge: &ConsistencyProof, bit: u64) -> ConsistencyProof {
    let mut bridge = bridge.clone();
    flip(
        &mut [&mut bridge.from, &mut bridge.to],
        &mut bridge.path,
        bit,
    );
    bridge
}

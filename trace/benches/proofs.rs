//! Trees and proofs beside the crate `ct-merkle`, in one run:
//! `cargo bench -p lawful-trace --bench proofs`.
//!
//! Every figure is the median of several runs; read the ratios, the machine is noisy. The limits: a
//! root over a million fresh leaves of 128 bytes in 120 ms (BLAKE3, two cores), a proof in 2 us, its
//! verification in 4 us, both at a million leaves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use ct_merkle::RootHash;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use lawful_trace::merkle::*;
use sha2::Sha256;
use std::hint::black_box;
use std::time::{Duration, Instant};

const LEAVES: usize = 1_000_000;
const PROOFS: usize = 20_000;
const LEAF: usize = 128;

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let started = Instant::now();
    let value = black_box(work());
    (started.elapsed(), value)
}

fn median(runs: usize, mut work: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| work()).collect();
    times.sort();
    times[times.len() / 2]
}

fn row(what: &str, time: Duration, count: usize, theirs: Option<Duration>) {
    let each = time.as_nanos() as f64 / count as f64;
    let ratio = theirs.map_or_else(String::new, |theirs| {
        format!("{:.3}", time.as_secs_f64() / theirs.as_secs_f64())
    });
    println!(
        "{what:<44} {:>9.2} ms {each:>10.1} ns each {ratio:>8}",
        time.as_secs_f64() * 1e3
    );
}

/// Different places, all over the tree.
fn places() -> impl Iterator<Item = usize> {
    (0..PROOFS).map(|n| n * 48_271 % LEAVES)
}

fn ours(hash: &'static dyn TreeHash, data: &[u8]) -> [Duration; 4] {
    let entry = |n: usize| &data[n * LEAF..(n + 1) * LEAF];
    let build = || {
        let mut tree = Tree::new(hash);
        tree.extend_with(LEAVES, entry);
        black_box(tree.head());
        tree
    };
    let root = median(5, || timed(build).0);
    let tree = build();
    let head = tree.head();
    let one_by_one = median(3, || {
        timed(|| {
            let mut tree = Tree::new(hash);
            (0..LEAVES).for_each(|n| tree.append(entry(n)));
            tree.head()
        })
        .0
    });
    let prove = median(9, || {
        timed(|| {
            for place in places() {
                black_box(tree.prove(place as u64).unwrap());
            }
        })
        .0
    });
    let proofs: Vec<(Hash, InclusionProof)> = places()
        .map(|place| {
            let leaf = hash.leaf(entry(place));
            (leaf, tree.prove(place as u64).unwrap())
        })
        .collect();
    let verify = median(9, || {
        timed(|| {
            for (leaf, proof) in &proofs {
                verify_inclusion(hash, leaf, proof, black_box(&head)).unwrap();
            }
        })
        .0
    });
    [root, one_by_one, prove, verify]
}

type Theirs = MemoryBackedTree<Sha256, [u8; LEAF]>;

fn theirs(data: &[u8]) -> [Duration; 3] {
    let leaf = |n: usize| -> [u8; LEAF] { data[n * LEAF..(n + 1) * LEAF].try_into().unwrap() };
    let build = || {
        let mut tree = Theirs::new();
        (0..LEAVES).for_each(|n| tree.push(leaf(n)));
        black_box(tree.root());
        tree
    };
    let root = median(3, || timed(build).0);
    let tree = build();
    let head: RootHash<Sha256> = tree.root();
    let prove = median(9, || {
        timed(|| {
            for place in places() {
                black_box(tree.prove_inclusion(place));
            }
        })
        .0
    });
    let proofs: Vec<_> = places()
        .map(|place| (place, leaf(place), tree.prove_inclusion(place)))
        .collect();
    let verify = median(9, || {
        timed(|| {
            for (place, leaf, proof) in &proofs {
                head.verify_inclusion(leaf, *place as u64, proof).unwrap();
            }
        })
        .0
    });
    [root, prove, verify]
}

fn main() {
    let data: Vec<u8> = (0..LEAVES * LEAF).map(|n| (n / 7 % 251) as u8).collect();
    println!("{LEAVES} leaves of {LEAF} bytes; the last column is the ratio to ct-merkle");
    let [their_root, their_prove, their_verify] = theirs(&data);
    row("ct-merkle: root", their_root, LEAVES, None);
    row("ct-merkle: prove", their_prove, PROOFS, None);
    row(
        "ct-merkle: verify, with the leaf",
        their_verify,
        PROOFS,
        None,
    );
    for hash in [&Rfc6962Sha256 as &'static dyn TreeHash, &Blake3] {
        let [root, one_by_one, prove, verify] = ours(hash, &data);
        let id = hash.id();
        row(
            &format!("{id}: root, all at once"),
            root,
            LEAVES,
            Some(their_root),
        );
        row(
            &format!("{id}: root, one by one"),
            one_by_one,
            LEAVES,
            Some(their_root),
        );
        row(&format!("{id}: prove"), prove, PROOFS, Some(their_prove));
        row(&format!("{id}: verify"), verify, PROOFS, Some(their_verify));
    }
}

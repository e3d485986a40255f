//! The tree against RFC 9162 read literally, against published vectors, and after pruning.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::merkle::*;

/// Section 2.1.1: the root, by recursion.
fn root(hash: &dyn TreeHash, leaves: &[Hash]) -> Hash {
    match leaves {
        [] => hash.empty(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            hash.node(&root(hash, left), &root(hash, right))
        }
    }
}

/// The largest power of two smaller than `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// Section 2.1.3.1: the inclusion path, by recursion.
fn path(hash: &dyn TreeHash, index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut below, beside) = if index < k {
        (path(hash, index, left), root(hash, right))
    } else {
        (path(hash, index - k, right), root(hash, left))
    };
    below.push(beside);
    below
}

/// Section 2.1.4.1: the consistency proof, by recursion.
fn bridge(hash: &dyn TreeHash, from: usize, leaves: &[Hash], known: bool) -> Vec<Hash> {
    if from == leaves.len() {
        return if known {
            Vec::new()
        } else {
            vec![root(hash, leaves)]
        };
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut below, beside) = if from <= k {
        (bridge(hash, from, left, known), root(hash, right))
    } else {
        (bridge(hash, from - k, right, false), root(hash, left))
    };
    below.push(beside);
    below
}

fn entries(count: usize) -> Vec<Vec<u8>> {
    (0..count).map(|n| vec![n as u8; n % 150]).collect()
}

fn tree_of(hash: &'static dyn TreeHash, entries: &[Vec<u8>]) -> Tree {
    let mut tree = Tree::new(hash);
    entries.iter().for_each(|entry| tree.append(entry));
    tree
}

const HASHES: [&dyn TreeHash; 2] = [&Blake3, &Rfc6962Sha256];

#[test]
fn heads_and_proofs_are_those_of_the_recursion_for_every_size() {
    for hash in HASHES {
        let entries = entries(140);
        let leaves: Vec<Hash> = entries.iter().map(|entry| hash.leaf(entry)).collect();
        let whole = tree_of(hash, &entries);
        let mut growing = Tree::new(hash);
        for size in 0..=entries.len() {
            let now = &leaves[..size];
            let head = Head {
                size: size as u64,
                root: root(hash, now),
            };
            assert_eq!(growing.head(), head);
            assert_eq!(whole.head_at(size as u64).unwrap(), head);
            for (index, leaf) in now.iter().enumerate() {
                let proof = growing.prove(index as u64).unwrap();
                assert_eq!(proof.path, path(hash, index, now), "{index} in {size}");
                assert_eq!(whole.prove_at(index as u64, size as u64).unwrap(), proof);
                verify_inclusion(hash, leaf, &proof, &head).unwrap();
                assert_eq!(
                    InclusionProof::from_bytes(&proof.to_bytes()).unwrap(),
                    proof
                );
            }
            for from in 0..=size {
                let proof = growing.prove_consistency(from as u64).unwrap();
                if from > 0 {
                    assert_eq!(
                        proof.path,
                        bridge(hash, from, now, true),
                        "{from} to {size}"
                    );
                }
                let before = whole.head_at(from as u64).unwrap();
                verify_consistency(hash, &before, &proof, &head).unwrap();
                assert_eq!(
                    ConsistencyProof::from_bytes(&proof.to_bytes()).unwrap(),
                    proof
                );
            }
            if let Some(entry) = entries.get(size) {
                growing.append(entry);
            }
        }
    }
}

#[test]
fn many_at_once_are_the_same_as_one_by_one() {
    for hash in HASHES {
        let entries = entries(30_000);
        let one_by_one = tree_of(hash, &entries);
        for cuts in [vec![], vec![1, 9, 5000, 29_999], vec![12_345]] {
            let mut tree = Tree::new(hash);
            let mut from = 0;
            for to in cuts.into_iter().chain([entries.len()]) {
                let part = &entries[from..to];
                tree.extend_with(part.len(), |n| &part[n]);
                from = to;
            }
            assert_eq!(tree.head(), one_by_one.head());
            for (index, size) in [(0, 30_000), (29_999, 30_000), (16_384, 20_001)] {
                assert_eq!(
                    tree.prove_at(index, size).unwrap(),
                    one_by_one.prove_at(index, size).unwrap()
                );
            }
        }
    }
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn hash_of(text: &str) -> Hash {
    unhex(text).try_into().unwrap()
}

/// The vectors of the reference implementation of Certificate Transparency.
#[test]
fn published_vectors_of_certificate_transparency() {
    let entries: Vec<Vec<u8>> = [
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ]
    .map(unhex)
    .to_vec();
    let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let tree = tree_of(&Rfc6962Sha256, &entries);
    for (size, expected) in roots.iter().enumerate() {
        assert_eq!(tree.head_at(size as u64).unwrap().root, hash_of(expected));
    }
    let inclusion: [(u64, u64, &[&str]); 4] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            3,
            &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
        ),
    ];
    for (index, size, expected) in inclusion {
        let path: Vec<Hash> = expected.iter().map(|hash| hash_of(hash)).collect();
        assert_eq!(tree.prove_at(index, size).unwrap().path, path);
    }
    let consistency: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (from, to, expected) in consistency {
        let path: Vec<Hash> = expected.iter().map(|hash| hash_of(hash)).collect();
        assert_eq!(tree.prove_consistency_between(from, to).unwrap().path, path);
    }
}

#[test]
fn after_pruning_proofs_from_there_on_are_the_same() {
    let entries = entries(100);
    let whole = tree_of(&Blake3, &entries);
    for first in 0..=100u64 {
        let mut pruned = tree_of(&Blake3, &entries[..90.max(first as usize)]);
        pruned.prune(first).unwrap();
        let stump = Stump::from_bytes(&pruned.stump().to_bytes()).unwrap();
        let mut again = Tree::from_stump(&Blake3, &stump);
        for entry in &entries[first as usize..] {
            again.append(entry);
        }
        let part = &entries[pruned.size() as usize..];
        pruned.extend_with(part.len(), |n| &part[n]);
        for tree in [&pruned, &again] {
            assert_eq!(tree.head(), whole.head());
            assert_eq!(tree.stump(), stump);
            for size in first..=100 {
                if size > 0 {
                    assert_eq!(tree.head_at(size), whole.head_at(size), "{first} {size}");
                }
                for index in first..size {
                    assert_eq!(tree.leaf(index), whole.leaf(index));
                    assert_eq!(tree.prove_at(index, size), whole.prove_at(index, size));
                }
                for from in first..=size {
                    assert_eq!(
                        tree.prove_consistency_between(from, size),
                        whole.prove_consistency_between(from, size),
                        "{first}: {from} to {size}"
                    );
                }
            }
            if let Some(asked) = first.checked_sub(1) {
                assert_eq!(tree.leaf(asked), None);
                assert_eq!(tree.prove(asked), Err(CannotProve::Pruned { asked, first }));
            }
        }
    }
}

#[test]
fn a_stump_is_small_and_prunes_again() {
    let mut tree = tree_of(&Blake3, &entries(5000));
    let head = tree.head();
    for first in [1, 8, 9, 1000, 4096, 4097, 5000] {
        tree.prune(first).unwrap();
        assert_eq!(tree.head(), head);
        assert!(tree.stump().to_bytes().len() <= 12 + 32 * (8 + first.ilog2() as usize));
    }
    tree.prune(3).unwrap();
    assert_eq!(tree.first(), 5000);
    assert!(tree.prune(5001).is_err());
}

#[test]
fn what_does_not_fit_is_refused() {
    let tree = tree_of(&Blake3, &entries(7));
    let head = tree.head();
    let leaf = tree.leaf(3).unwrap();
    let good = tree.prove(3).unwrap();
    let mut long = good.clone();
    long.path.push([0; 32]);
    let mut short = good.clone();
    short.path.pop();
    for bad in [long, short] {
        assert!(matches!(
            verify_inclusion(&Blake3, &leaf, &bad, &head),
            Err(ProofRefused::WrongLength { expected: 3, .. })
        ));
        assert!(InclusionProof::from_bytes(&bad.to_bytes()).is_err());
    }
    let outside = InclusionProof {
        index: 7,
        ..good.clone()
    };
    assert!(matches!(
        verify_inclusion(&Blake3, &leaf, &outside, &head),
        Err(ProofRefused::IndexOutside { .. })
    ));
    let other = InclusionProof { size: 8, ..good };
    assert!(matches!(
        verify_inclusion(&Blake3, &leaf, &other, &head),
        Err(ProofRefused::OtherSize { .. })
    ));
    let huge = Head {
        size: u64::MAX,
        root: head.root,
    };
    for index in [0, u64::MAX - 1, u64::MAX] {
        let proof = InclusionProof {
            index,
            size: u64::MAX,
            path: vec![[0; 32]; 64],
        };
        assert!(verify_inclusion(&Blake3, &leaf, &proof, &huge).is_err());
        let proof = ConsistencyProof {
            from: index,
            to: u64::MAX,
            path: vec![[0; 32]; 64],
        };
        let from = Head {
            size: index,
            root: head.root,
        };
        assert!(verify_consistency(&Blake3, &from, &proof, &huge).is_err());
    }
    assert!(matches!(
        tree.prove(7),
        Err(CannotProve::IndexOutside { .. })
    ));
    assert!(matches!(
        tree.head_at(8),
        Err(CannotProve::SizeOutside { .. })
    ));
    assert!(tree.prove_consistency_between(5, 4).is_err());
    assert!(matches!(tree_hash("none"), Err(NoTreeHash::Unknown { .. })));
}

//! Fuzz targets for every parser of outside bytes in proofs and checkpoints.
//!
//! Under `cargo test` each runs for a second with random inputs; set `BOLERO_RANDOM_TEST_TIME_MS` to
//! run longer (60000 is a minute), or use `cargo bolero test --engine libfuzzer NAME` for guided
//! fuzzing. Inputs are valid examples with a few edits, as well as plain noise, so that deep code is
//! reached without guidance. What a target demands: no panic, and what is read is written back the
//! same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::{Signer, SoftwareKey};
use lawful_trace::checkpoint::*;
use lawful_trace::merkle::*;
use lawful_trace::proof_file::*;

/// One change of an example: where (as a part of its length), what, and how.
type Edit = (u16, u8, u8);

/// Applies edits to an example; without an example the input is the noise.
fn edited(example: &[u8], edits: &[Edit], noise: &[u8]) -> Vec<u8> {
    let mut bytes = example.to_vec();
    for (place, value, kind) in edits {
        let at = bytes.len() * usize::from(*place) / (usize::from(u16::MAX) + 1);
        match kind % 6 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => drop(bytes.splice(at..at, noise.iter().copied())),
            _ => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << (value % 8)),
        }
    }
    bytes
}

/// Runs a target over noise and over edited examples.
fn fuzz(examples: &[Vec<u8>], target: impl Fn(&[u8])) {
    let target = std::panic::AssertUnwindSafe(target);
    examples.iter().for_each(|example| target(example));
    bolero::check!()
        .with_type::<(u8, Vec<Edit>, Vec<u8>)>()
        .for_each(|(which, edits, noise)| {
            match examples.get(usize::from(*which) % (examples.len() + 1)) {
                Some(example) => target(&edited(example, &edits[..edits.len().min(8)], noise)),
                None => target(noise),
            }
        });
}

const LOG: &str = "example.com/log";

fn tree() -> Tree {
    let mut tree = Tree::new(&Blake3);
    (0..23u8).for_each(|n| tree.append(&[n]));
    tree
}

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[seed; 32])
}

fn note_key(name: &str, kind: KeyKind, seed: u8) -> NoteKey {
    let public = key(seed).public_key().clone();
    NoteKey::new(name.parse().unwrap(), kind, public).unwrap()
}

fn note() -> String {
    let checkpoint = Checkpoint::new(LOG, tree().head(), &Blake3).unwrap();
    let note = sign(&checkpoint, &LOG.parse().unwrap(), &key(1)).unwrap();
    let note = cosign(&note, &"w.example".parse().unwrap(), &key(2), 100).unwrap();
    note.to_string()
}

fn policy() -> Policy {
    let witness = note_key("w.example", KeyKind::Cosignature, 2);
    Policy::of_log(LOG, note_key(LOG, KeyKind::Note, 1))
        .unwrap()
        .with_witnesses(vec![witness], 1)
        .unwrap()
}

#[test]
fn inclusion_proofs() {
    let tree = tree();
    let (head, leaf) = (tree.head(), tree.leaf(5).unwrap());
    let good = tree.prove(5).unwrap().to_bytes();
    fuzz(std::slice::from_ref(&good), |bytes| {
        if let Ok(proof) = InclusionProof::from_bytes(bytes) {
            assert_eq!(proof.to_bytes(), bytes);
            let verified = verify_inclusion(&Blake3, &leaf, &proof, &head).is_ok();
            assert_eq!(verified, bytes == good, "only the proof itself proves");
        }
    });
}

#[test]
fn consistency_proofs() {
    let tree = tree();
    let (from, to) = (tree.head_at(7).unwrap(), tree.head());
    let good = tree.prove_consistency(7).unwrap().to_bytes();
    fuzz(std::slice::from_ref(&good), |bytes| {
        if let Ok(proof) = ConsistencyProof::from_bytes(bytes) {
            assert_eq!(proof.to_bytes(), bytes);
            let verified = verify_consistency(&Blake3, &from, &proof, &to).is_ok();
            assert_eq!(verified, bytes == good, "only the proof itself proves");
        }
    });
}

#[test]
fn stumps() {
    let mut tree = tree();
    tree.prune(20).unwrap();
    fuzz(&[tree.stump().to_bytes()], |bytes| {
        if let Ok(stump) = Stump::from_bytes(bytes) {
            assert_eq!(stump.to_bytes(), bytes);
            let mut tree = Tree::from_stump(&Blake3, &stump);
            assert_eq!(tree.size(), stump.first());
            assert_eq!(tree.stump(), stump);
            tree.append(b"next");
            let proof = tree.prove(stump.first()).unwrap();
            let leaf = Blake3.leaf(b"next");
            verify_inclusion(&Blake3, &leaf, &proof, &tree.head()).unwrap();
        }
    });
}

#[test]
fn notes() {
    let good = note();
    let policy = policy();
    let believed = policy.verify(good.as_bytes()).unwrap();
    fuzz(&[good.into_bytes()], |bytes| {
        if let Ok(note) = Note::parse(bytes) {
            assert_eq!(note.to_string().as_bytes(), bytes);
            if let Ok(checkpoint) = note.text().parse::<Checkpoint>() {
                assert_eq!(checkpoint.to_string(), note.text());
            }
        }
        if let Ok(read) = policy.verify(bytes) {
            assert_eq!(read.checkpoint, believed.checkpoint, "only what was signed");
            assert_eq!(read.witnesses, believed.witnesses);
        }
    });
}

#[test]
fn checkpoints() {
    let text = Note::parse(note().as_bytes()).unwrap().text().to_owned();
    fuzz(&[text.into_bytes()], |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(checkpoint) = text.parse::<Checkpoint>() {
            assert_eq!(checkpoint.to_string(), text);
            let _ = tree_hash(checkpoint.tree_hash_id());
        }
    });
}

#[test]
fn verifier_keys_and_names() {
    let examples = [
        note_key(LOG, KeyKind::Note, 1).to_string().into_bytes(),
        note_key("w", KeyKind::Cosignature, 2)
            .to_string()
            .into_bytes(),
    ];
    fuzz(&examples, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(key) = text.parse::<NoteKey>() {
            assert_eq!(key.to_string(), text);
        }
        if let Ok(name) = text.parse::<NoteName>() {
            assert_eq!(name.as_str(), text);
        }
    });
}

#[test]
fn proof_files() {
    let tree = tree();
    let proof = tree.prove(9).unwrap();
    let with = ProofFile::new(Some(&[9]), &proof, &note()).unwrap();
    let without = ProofFile::new(None, &proof, &note()).unwrap();
    let examples = [with, without].map(|file| file.to_string().into_bytes());
    let policy = policy();
    fuzz(&examples, |bytes| {
        if let Ok(file) = ProofFile::parse(bytes) {
            assert_eq!(file.to_string().as_bytes(), bytes);
            if let Ok((entry, _)) = file.verify_carried(&policy) {
                assert_eq!(
                    (entry, file.index()),
                    (&[9][..], 9),
                    "only what is in the log"
                );
            }
        }
    });
}

#[test]
fn tile_paths() {
    let examples: Vec<Vec<u8>> = [
        "tile/0/x001/x234/067.p/8",
        "tile/entries/000",
        "tile/63/999",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    fuzz(&examples, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        if let Ok(path) = text.parse::<TilePath>() {
            assert_eq!(path.to_string(), text);
            assert_eq!(
                TilePath::new(path.kind(), path.index(), path.width()),
                Ok(path)
            );
        }
    });
}

//! Proof files and tiles, accepted by those who know nothing of us.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::{Signer, SoftwareKey};
use lawful_trace::checkpoint::*;
use lawful_trace::merkle::*;
use lawful_trace::node::*;
use lawful_trace::proof_file::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const LOG: &str = "example.com/log";

struct Log {
    entries: Vec<Vec<u8>>,
    tree: Tree,
    note: String,
    vkey: NoteKey,
}

fn log(hash: &'static dyn TreeHash, size: usize) -> Log {
    let entries: Vec<Vec<u8>> = (0..size)
        .map(|n| format!("entry {n}").repeat(n % 4).into_bytes())
        .collect();
    let mut tree = Tree::new(hash);
    tree.extend_with(entries.len(), |n| &entries[n]);
    let key = SoftwareKey::from_ed25519_seed(&[3; 32]);
    let name: NoteName = LOG.parse().unwrap();
    let checkpoint = Checkpoint::new(LOG, tree.head(), hash).unwrap();
    let note = sign(&checkpoint, &name, &key).unwrap().to_string();
    let vkey = NoteKey::new(name, KeyKind::Note, key.public_key().clone()).unwrap();
    Log {
        entries,
        tree,
        note,
        vkey,
    }
}

impl Log {
    fn policy(&self) -> Policy {
        Policy::of_log(LOG, self.vkey.clone()).unwrap()
    }

    fn export(&self, folder: &Path) -> Result<(), CannotExport> {
        let entry = |index| Some(self.entries.get(index as usize)?.as_slice());
        export_tiles(folder, &self.tree, entry, &self.note)
    }

    /// Signs the head of the tree as it is now.
    fn sign_as(&mut self, origin: &str) {
        let checkpoint = Checkpoint::new(origin, self.tree.head(), self.tree.hash()).unwrap();
        let key = SoftwareKey::from_ed25519_seed(&[3; 32]);
        let note = sign(&checkpoint, &origin.parse().unwrap(), &key).unwrap();
        self.note = note.to_string();
    }

    fn proof_file(&self, index: usize) -> ProofFile {
        let proof = self.tree.prove(index as u64).unwrap();
        ProofFile::new(Some(&self.entries[index]), &proof, &self.note).unwrap()
    }
}

#[test]
fn proof_files_prove_their_entry_alone() {
    for hash in [&Blake3 as &dyn TreeHash, &Rfc6962Sha256] {
        let log = log(hash, 21);
        for index in 0..21 {
            let text = log.proof_file(index).to_string();
            let read = ProofFile::parse(text.as_bytes()).unwrap();
            assert_eq!(read.to_string(), text);
            let (entry, believed) = read.verify_carried(&log.policy()).unwrap();
            assert_eq!(entry, log.entries[index]);
            assert_eq!(believed.checkpoint.head(), &log.tree.head());
            assert!(read.verify(&log.policy(), b"another entry").is_err());
        }
    }
}

#[test]
fn the_longest_node_has_a_proof_file() {
    let name = |letter: char| letter.to_string().repeat(MAX_ID_BYTES);
    let long = "t".repeat(MAX_TEXT_BYTES);
    let (kind, walk) = (name('k'), name('w'));
    let tags: Vec<String> = (0..MAX_TAGS)
        .map(|n| format!("{n:0>MAX_TAG_BYTES$}"))
        .collect();
    let targets: Vec<String> = (0..MAX_LINKS)
        .map(|n| format!("{n:0>MAX_ID_BYTES$}"))
        .collect();
    let payload = vec![7; MAX_PAYLOAD_BYTES];
    let (id, origin) = (name('i'), name('o'));
    let mut node = TraceNode::builder(&id, &origin, i64::MAX)
        .kind(&kind)
        .walk_id(&walk)
        .stimulus(&long)
        .response(&long)
        .payload(&payload);
    for tag in &tags {
        node = node.tag(tag);
    }
    for target in &targets {
        node = node.link(Relation::Causes, target);
    }
    let node = node.build().unwrap();
    assert!(node.bytes().len() + 100 > MAX_NODE_BYTES);
    let mut log = log(&Blake3, 0);
    log.entries.push(node.bytes().to_vec());
    log.tree.append(node.bytes());
    let key = SoftwareKey::from_ed25519_seed(&[3; 32]);
    let checkpoint = Checkpoint::new(LOG, log.tree.head(), &Blake3).unwrap();
    log.note = sign(&checkpoint, &LOG.parse().unwrap(), &key)
        .unwrap()
        .to_string();
    let file = log.proof_file(0).to_string();
    let file = ProofFile::parse(file.as_bytes()).unwrap();
    assert_eq!(file.verify_carried(&log.policy()).unwrap().0, node.bytes());
}

#[test]
fn every_flipped_bit_of_a_proof_file_is_refused() {
    let log = log(&Blake3, 6);
    let text = log.proof_file(3).to_string();
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            let verified = ProofFile::parse(&bytes)
                .ok()
                .and_then(|file| file.verify_carried(&log.policy()).ok().map(|_| ()));
            assert!(verified.is_none(), "byte {at} bit {bit}");
        }
    }
}

#[test]
fn what_is_no_proof_file_is_refused() {
    let log = log(&Blake3, 2);
    let good = log.proof_file(1).to_string();
    let bad = [
        good.replace("@v1", "@v2"),
        good.replace("index 1", "index 01"),
        good.replace("index 1", "index +1"),
        good.replace("index 1\n", ""),
        good.replace("extra ", "extra  "),
        good.replace("\n\n", "\n"),
        good.split("\n\n").next().unwrap().to_owned() + "\n\n",
        good.replace("index 1\n", &format!("index 1\n{}", "A".repeat(44) + "\n")),
        "x".repeat(ProofFile::LONGEST + 1),
    ];
    for text in &bad {
        assert!(ProofFile::parse(text.as_bytes()).is_err(), "{text:.200}");
    }
    let proof = log.tree.prove(1).unwrap();
    assert!(ProofFile::new(None, &proof, "").is_err());
    let without = ProofFile::new(None, &proof, &log.note).unwrap();
    assert_eq!(
        without.verify_carried(&log.policy()),
        Err(ProofFileRefused::NoEntry)
    );
    assert!(without.verify(&log.policy(), &log.entries[1]).is_ok());
}

/// Reads tiles from a folder for the crate `tlog_tiles`.
struct Folder(PathBuf);

impl tlog_tiles::TileReader for Folder {
    fn height(&self) -> u8 {
        8
    }

    fn read_tiles(&self, tiles: &[tlog_tiles::Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        Ok(tiles
            .iter()
            .map(|tile| {
                // Its paths have the height, as those of the Go checksum database do.
                let path = tile.path().replace("tile/8/", "tile/");
                let whole = path.split(".p/").next().unwrap().to_owned();
                let bytes = fs::read(self.0.join(path));
                let mut bytes = bytes.or_else(|_| fs::read(self.0.join(whole))).unwrap();
                bytes.truncate(32 * tile.width() as usize);
                bytes
            })
            .collect())
    }

    fn save_tiles(&self, _tiles: &[tlog_tiles::Tile], _data: &[Vec<u8>]) {}
}

const SIZES: [usize; 7] = [0, 1, 255, 256, 257, 1000, 70_000];

#[test]
fn another_implementation_reads_our_tiles() {
    for size in SIZES {
        let log = log(&Rfc6962Sha256, size);
        let folder = tempfile::tempdir().unwrap();
        log.export(folder.path()).unwrap();
        if size == 0 {
            continue;
        }
        let reader = Folder(folder.path().to_owned());
        let root = tlog_tiles::Hash(log.tree.head().root);
        let hashes = tlog_tiles::TileHashReader::new(size as u64, root, &reader);
        let computed = tlog_tiles::tree_hash(size as u64, &hashes).unwrap();
        assert_eq!(computed.0, root.0);
        for index in [0, size / 2, size - 1] {
            let theirs = tlog_tiles::prove_record(size as u64, index as u64, &hashes).unwrap();
            let ours = log.tree.prove(index as u64).unwrap();
            let path: Vec<Hash> = theirs.iter().map(|hash| hash.0).collect();
            assert_eq!(path, ours.path);
            let leaf = tlog_tiles::record_hash(&log.entries[index]);
            tlog_tiles::check_record(&theirs, size as u64, root, index as u64, leaf).unwrap();
        }
        let from = size as u64 / 2;
        if from > 0 {
            let theirs = tlog_tiles::prove_tree(size as u64, from, &hashes).unwrap();
            let before = log.tree.head_at(from).unwrap();
            let before = tlog_tiles::Hash(before.root);
            tlog_tiles::check_tree(&theirs, size as u64, root, from, before).unwrap();
        }
    }
}

fn python(folder: &Path, vkey: &NoteKey, proofs: &[PathBuf]) -> (bool, String) {
    let script = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/third_party/verify_tiles.py"
    );
    let output = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(vkey.to_string())
        .args(proofs)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.success(), said + &wrong)
}

#[test]
fn a_verifier_written_from_the_specifications_accepts_tiles_and_proof_files() {
    for size in [1, 257, 70_000] {
        let log = log(&Rfc6962Sha256, size);
        let folder = tempfile::tempdir().unwrap();
        let tiles = folder.path().join("log");
        log.export(&tiles).unwrap();
        let proofs: Vec<PathBuf> = [0, size / 2, size - 1]
            .into_iter()
            .map(|index| {
                let path = folder.path().join(format!("{index}.tlog-proof"));
                fs::write(&path, log.proof_file(index).to_string()).unwrap();
                path
            })
            .collect();
        let (good, said) = python(&tiles, &log.vkey, &proofs);
        assert!(good, "{size}: {said}");
        assert_eq!(said.trim(), format!("{size} entries, 3 proofs"));

        // It can refuse, too.
        let tile = TilePath::all(size as u64).next().unwrap();
        let path = tiles.join(tile.to_string());
        let mut bytes = fs::read(&path).unwrap();
        bytes[0] ^= 1;
        fs::write(&path, bytes).unwrap();
        let (good, said) = python(&tiles, &log.vkey, &[]);
        assert!(!good && said.contains("level 0 is wrong"), "{said}");
    }
}

#[test]
fn a_head_that_was_signed_before_the_log_grew_is_exported() {
    let folder = tempfile::tempdir().unwrap();
    let (small, large) = (log(&Rfc6962Sha256, 300), log(&Rfc6962Sha256, 600));
    let entry = |index: u64| large.entries.get(index as usize).map(Vec::as_slice);
    export_tiles(folder.path(), &large.tree, entry, &small.note).unwrap();
    small.export(folder.path()).unwrap();
    let (good, said) = python(folder.path(), &small.vkey, &[]);
    assert!(good && said.contains("300 entries"), "{said}");
    large.export(folder.path()).unwrap();
    // Whoever has seen the later head would take this for a log that forgets.
    assert!(matches!(
        small.export(folder.path()),
        Err(CannotExport::Shorter {
            there: 600,
            given: 300
        })
    ));
    let entry = |index: u64| small.entries.get(index as usize).map(Vec::as_slice);
    assert!(matches!(
        export_tiles(folder.path(), &small.tree, entry, &large.note),
        Err(CannotExport::Beyond {
            size: 300,
            given: 600
        })
    ));
}

#[test]
fn exporting_again_goes_on_and_finds_forks() {
    let folder = tempfile::tempdir().unwrap();
    let small = log(&Rfc6962Sha256, 300);
    small.export(folder.path()).unwrap();
    small.export(folder.path()).unwrap();
    let large = log(&Rfc6962Sha256, 600);
    large.export(folder.path()).unwrap();
    // A log with another past may not come into the same folder.
    let mut forked = log(&Rfc6962Sha256, 600);
    forked.entries[5] = b"forged".to_vec();
    let before = fs::read(folder.path().join("checkpoint")).unwrap();
    assert!(matches!(
        forked.export(folder.path()),
        Err(CannotExport::Entry(5))
    ));
    forked.tree = Tree::new(&Rfc6962Sha256);
    let entries = &forked.entries;
    forked.tree.extend_with(entries.len(), |n| &entries[n]);
    assert!(matches!(
        forked.export(folder.path()),
        Err(CannotExport::OtherHead { .. })
    ));
    forked.sign_as(LOG);
    assert!(matches!(
        forked.export(folder.path()),
        Err(CannotExport::OtherLog { .. })
    ));
    // Tiles that are there do not change, even where no checkpoint tells.
    fs::remove_file(folder.path().join("checkpoint")).unwrap();
    assert!(matches!(
        forked.export(folder.path()),
        Err(CannotExport::Conflict(_))
    ));
    fs::write(folder.path().join("checkpoint"), &before).unwrap();
    large.export(folder.path()).unwrap();
}

#[test]
fn a_fork_in_the_tile_that_grows_is_found_and_so_is_another_log() {
    for (small, large, forged) in [(3, 5, 1), (300, 500, 299), (256, 300, 255)] {
        let folder = tempfile::tempdir().unwrap();
        let honest = log(&Rfc6962Sha256, small);
        honest.export(folder.path()).unwrap();
        let before = fs::read(folder.path().join("checkpoint")).unwrap();
        let mut forked = log(&Rfc6962Sha256, large);
        forked.entries[forged] = b"forged".to_vec();
        forked.tree = Tree::new(&Rfc6962Sha256);
        let entries = &forked.entries;
        forked.tree.extend_with(entries.len(), |n| &entries[n]);
        forked.sign_as(LOG);
        let refused = forked.export(folder.path()).unwrap_err().to_string();
        assert!(refused.contains("another past"), "{refused}");
        let mut other = log(&Rfc6962Sha256, large);
        other.sign_as("example.com/other");
        let refused = other.export(folder.path()).unwrap_err().to_string();
        assert!(refused.contains(&format!("the log `{LOG}`")), "{refused}");
        assert_eq!(fs::read(folder.path().join("checkpoint")).unwrap(), before);
        log(&Rfc6962Sha256, large).export(folder.path()).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn what_is_exported_can_be_served() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    log(&Rfc6962Sha256, 3).export(folder.path()).unwrap();
    let plain = folder.path().join("plain");
    fs::write(&plain, "x").unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(&folder.path().join("checkpoint")), mode(&plain));
    assert_eq!(mode(&folder.path().join("tile/0/000.p/3")), mode(&plain));
}

#[test]
fn what_tiles_cannot_hold_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("log");
    assert!(matches!(
        log(&Blake3, 3).export(&target),
        Err(CannotExport::TreeHash("blake3"))
    ));
    let mut pruned = log(&Rfc6962Sha256, 30);
    pruned.tree.prune(20).unwrap();
    assert!(matches!(
        pruned.export(&target),
        Err(CannotExport::Pruned(20))
    ));
    let mut long = log(&Rfc6962Sha256, 2);
    long.entries.push(vec![0; 65_536]);
    long.tree.append(&long.entries[2]);
    let checkpoint = Checkpoint::new(LOG, long.tree.head(), &Rfc6962Sha256).unwrap();
    let key = SoftwareKey::from_ed25519_seed(&[3; 32]);
    long.note = sign(&checkpoint, &LOG.parse().unwrap(), &key)
        .unwrap()
        .to_string();
    assert!(matches!(
        long.export(&target),
        Err(CannotExport::TooLong {
            index: 2,
            length: 65_536
        })
    ));
    assert!(!target.exists());
    // A file where the folder should be.
    fs::write(&target, b"").unwrap();
    assert!(matches!(
        log(&Rfc6962Sha256, 1).export(&target),
        Err(CannotExport::Io { .. })
    ));
}

#[test]
fn tile_paths_have_one_spelling() {
    for text in [
        "tile/0/000",
        "tile/63/x001/234",
        "tile/entries/x001/x234/067",
        "tile/1/999.p/255",
        "tile/entries/000.p/1",
    ] {
        assert_eq!(text.parse::<TilePath>().unwrap().to_string(), text);
    }
    for text in [
        "",
        "tile/0/",
        "tile/00/000",
        "tile/64/000",
        "tile/0/00",
        "tile/0/x000/001",
        "tile/0/001/000",
        "tile/0/x001",
        "tile/0/000.p/256",
        "tile/0/000.p/0",
        "tile/0/000.p/01",
        "tile/-1/000",
        "tile/data/000",
        "/tile/0/000",
        "tile/0/000/",
        "tile/0/../000",
    ] {
        assert!(text.parse::<TilePath>().is_err(), "{text}");
    }
    // The example of the specification.
    let all: Vec<String> = TilePath::all(70_000).map(|path| path.to_string()).collect();
    assert_eq!(all.len(), 2 * 274 + 2 + 1);
    for path in [
        "tile/0/273.p/112",
        "tile/1/000",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ] {
        assert!(all.iter().any(|one| one == path), "{path}");
    }
    let all: Vec<String> = TilePath::all(256).map(|path| path.to_string()).collect();
    assert_eq!(all, ["tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
}

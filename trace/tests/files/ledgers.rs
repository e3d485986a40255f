//! Ledgers in files.

use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{FileError, Hold};
use lawful_trace::file_ledger::FileLedgerError;
use lawful_trace::ledger::{Durability, Expected, erasure};
use lawful_trace::merkle::{Rfc6962Sha256, verify_consistency, verify_inclusion};
use lawful_trace::{
    AppendError, FileLedger, FileLedgerOptions, Ledger, LedgerOptions, Opening, Relation, TimeRule,
    TraceNode,
};
use std::path::Path;
use std::sync::Arc;

pub const FOLDER: &str = "/ledger";

pub fn on(disk: &SimulatedDisk) -> FileLedgerOptions {
    FileLedgerOptions::default()
        .segment_bytes(2000)
        .unwrap()
        .disk(Arc::new(disk.clone()))
}

pub fn node(number: u64) -> TraceNode {
    let id = format!("n{number}");
    let mut builder = TraceNode::builder(&id, "brain", number as i64);
    let cause = format!("n{}", number.saturating_sub(1));
    if number > 0 {
        builder = builder.link(Relation::Causes, &cause);
    }
    builder.build().unwrap()
}

pub fn secret(id: &str, time: i64) -> TraceNode {
    let opening = Opening::new(format!("secret of {id}").into_bytes()).unwrap();
    TraceNode::builder(id, "desk", time)
        .erasable(opening)
        .build()
        .unwrap()
}

fn create(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), on(disk)).unwrap()
}

fn open(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::open(Path::new(FOLDER), on(disk)).unwrap()
}

fn holds(disk: &SimulatedDisk, needle: &str) -> bool {
    let found = |path| {
        let bytes = disk.bytes(path);
        bytes
            .windows(needle.len())
            .any(|bytes| bytes == needle.as_bytes())
    };
    disk.paths().iter().any(|path| found(path))
}

#[test]
fn nodes_heads_and_proofs_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let settings = LedgerOptions::default()
        .tree_hash(&Rfc6962Sha256)
        .time_rule(TimeRule::Causal);
    let options = || FileLedgerOptions::default().segment_bytes(5000).unwrap();
    let ledger = FileLedger::create(folder.path(), settings, options()).unwrap();
    let nodes: Vec<TraceNode> = (0..300).map(node).collect();
    let mut heads = Vec::new();
    for (number, batch) in nodes.chunks(7).enumerate() {
        let batch: Vec<&TraceNode> = batch.iter().collect();
        let wanted = [
            Durability::Volatile,
            Durability::Written,
            Durability::Synced,
        ][number % 3];
        let receipt = ledger.append_with(Expected::Any, &batch, wanted).unwrap();
        assert_eq!(
            (receipt.first, receipt.durability),
            (7 * number as u64, wanted)
        );
        if wanted == Durability::Synced {
            assert!(ledger.synced() >= receipt.length);
        }
        heads.push(ledger.head());
    }
    let head = ledger.head();
    ledger.close().unwrap();
    for hold in [Hold::Memory, Hold::Mapped] {
        let again = FileLedger::open(folder.path(), options().hold(hold).pinned(head)).unwrap();
        assert!(again.recovery().is_clean());
        assert_eq!(again.tree_hash().id(), "rfc6962-sha256");
        assert_eq!(again.head(), head);
        assert_eq!(again.verify().unwrap().nodes, 300);
        for (number, node) in nodes.iter().enumerate() {
            assert_eq!(again.get(number as u64).as_ref(), Some(node));
            assert_eq!(again.index_of(node.id()), Some(number as u64));
        }
        let proof = again.prove(123).unwrap();
        let leaf = again.tree_hash().leaf(nodes[123].bytes());
        verify_inclusion(&Rfc6962Sha256, &leaf, &proof, &head).unwrap();
        for old in &heads {
            let proof = again.prove_consistency(old.size).unwrap();
            verify_consistency(&Rfc6962Sha256, old, &proof, &head).unwrap();
        }
        // A retry of what is there.
        let receipt = again.append(&nodes[5]).unwrap();
        assert_eq!((receipt.first, receipt.appended), (5, 0));
    }
}

#[test]
fn what_is_refused_leaves_files_and_ledger_as_they_were() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger.extend(&[node(0), node(1)]).unwrap();
    let segment = Path::new(FOLDER).join("0000000000.segment");
    let (bytes, head) = (disk.bytes(&segment), ledger.head());
    let other = TraceNode::new("n1", "someone else", 5).unwrap();
    let refused = [
        ledger.extend(&[node(2), other]),
        ledger.extend(&[node(3)]),
        ledger.extend(&[node(2), TraceNode::new("late", "brain", 1).unwrap()]),
        ledger.append_if(Expected::Length(1), &[node(2)]),
    ];
    assert!(refused.iter().all(Result::is_err), "{refused:?}");
    assert_eq!((disk.bytes(&segment), ledger.head()), (bytes, head));
    assert_eq!(ledger.append(&node(2)).unwrap().first, 2);
    drop(ledger);
    assert_eq!(open(&disk).len(), 3);
}

#[test]
fn a_reader_follows_and_cannot_append() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger.append(&node(0)).unwrap();
    let reader = FileLedger::open_read_only(Path::new(FOLDER), on(&disk)).unwrap();
    assert!(reader.is_read_only() && reader.len() == 1);
    for number in 1..100 {
        ledger.append(&node(number)).unwrap();
        if number % 9 == 0 {
            assert_eq!(reader.refresh().unwrap(), number + 1);
            assert_eq!(reader.head(), ledger.head());
            assert_eq!(reader.find(&format!("n{number}")), Some(node(number)));
        }
    }
    assert_eq!(reader.verify().unwrap().nodes, 100);
    let refused = reader.append(&node(100)).unwrap_err();
    assert!(
        refused.to_string().contains("was opened for reading"),
        "{refused}"
    );
    assert!(matches!(refused, AppendError::Storage(_)));
    assert!(reader.sync().is_err() && reader.prune(5).is_err());
    // What is there already may be appended again: nothing is written.
    assert_eq!(reader.append(&node(7)).unwrap().first, 7);
    assert_eq!((reader.len(), reader.first()), (100, 0));
}

#[test]
fn erased_payloads_are_gone_from_the_files_and_proofs_stay() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger.append(&secret("ada", 1)).unwrap();
    ledger.append(&secret("grace", 2)).unwrap();
    let before = ledger.head();
    assert!(holds(&disk, "secret of ada"));
    ledger
        .append(&erasure("ada", "forget ada", "office", 3).unwrap())
        .unwrap();
    assert_eq!(
        ledger.synced(),
        3,
        "the erasure is on record before the payload goes"
    );
    assert!(!holds(&disk, "secret of ada") && holds(&disk, "secret of grace"));
    let verified = ledger.verify().unwrap();
    assert_eq!((verified.payloads, verified.erased), (1, 1));
    drop(ledger);
    let ledger = open(&disk);
    assert_eq!(ledger.opening(0).unwrap(), None);
    assert!(ledger.get(0).unwrap().commitment().is_some());
    let opening = ledger.opening(1).unwrap().unwrap();
    assert_eq!(opening.payload(), &b"secret of grace"[..]);
    assert_eq!(
        ledger.get(1).unwrap().payload_bytes(),
        Some(&b"secret of grace"[..])
    );
    assert_eq!(ledger.head_at(2).unwrap(), before);
    let reader = FileLedger::open_read_only(Path::new(FOLDER), on(&disk)).unwrap();
    assert_eq!(reader.opening(0).unwrap(), None);
}

#[test]
fn a_pruned_ledger_opens_with_the_same_head_and_proofs() {
    for first in [0, 1, 17, 40, 99, 100] {
        let disk = SimulatedDisk::default();
        let ledger = create(&disk);
        for number in 0..99 {
            ledger.append(&node(number)).unwrap();
        }
        ledger.append(&secret("s", 99)).unwrap();
        let head = ledger.head();
        ledger.prune(first).unwrap();
        drop(ledger);
        let ledger = FileLedger::open(Path::new(FOLDER), on(&disk).pinned(head)).unwrap();
        assert_eq!(
            (ledger.first(), ledger.len(), ledger.head()),
            (first, 100, head)
        );
        assert_eq!(ledger.get(first.wrapping_sub(1)), None);
        for number in first..99 {
            assert_eq!(ledger.get(number), Some(node(number)));
            let proof = ledger.prove(number).unwrap();
            let hash = ledger.tree_hash();
            let leaf = hash.leaf(node(number).bytes());
            verify_inclusion(hash, &leaf, &proof, &head).unwrap();
        }
        assert_eq!(ledger.verify().unwrap().nodes, 100 - first);
        assert_eq!(holds(&disk, "secret of s"), first < 100);
        ledger
            .append(&TraceNode::new("next", "brain", 200).unwrap())
            .unwrap();
        ledger.prune(101).unwrap();
        drop(ledger);
        let ledger = open(&disk);
        assert_eq!(ledger.first(), 101);
        // Time goes on where it was, though no node is left that has it.
        let early = TraceNode::new("early", "brain", 199).unwrap();
        let refused = ledger.append(&early).unwrap_err();
        assert!(matches!(
            refused,
            AppendError::TimeWentBack { last: 200, .. }
        ));
        let reader = FileLedger::open_read_only(Path::new(FOLDER), on(&disk)).unwrap();
        assert_eq!(reader.head(), ledger.head());
    }
}

#[test]
fn another_ledger_or_a_shorter_one_is_not_the_one_that_was_pinned() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger.extend(&[node(0), node(1)]).unwrap();
    let short = disk.copy();
    ledger.append(&node(2)).unwrap();
    let head = ledger.head();
    drop(ledger);
    let cut = FileLedger::open(Path::new(FOLDER), on(&short).pinned(head)).unwrap_err();
    assert!(
        matches!(
            cut,
            FileLedgerError::File(FileError::BelowPin {
                found: 2,
                pinned: 3,
                ..
            })
        ),
        "{cut}"
    );
    let disk = SimulatedDisk::default();
    let forged = create(&disk);
    for id in ["n0", "n1", "x", "y"] {
        forged
            .append(&TraceNode::new(id, "brain", 9).unwrap())
            .unwrap();
    }
    drop(forged);
    let failure = FileLedger::open(Path::new(FOLDER), on(&disk).pinned(head)).unwrap_err();
    assert!(
        matches!(failure, FileLedgerError::NotAsPinned { size: 3 }),
        "{failure}"
    );
    let failure =
        FileLedger::open_read_only(Path::new(FOLDER), on(&disk).pinned(head)).unwrap_err();
    assert!(
        matches!(failure, FileLedgerError::NotAsPinned { size: 3 }),
        "{failure}"
    );
}

#[test]
fn verification_notices_files_that_were_replaced() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger.extend(&[node(0), node(1), node(2)]).unwrap();
    ledger
        .append_with(Expected::Any, &[&secret("s", 3)], Durability::Synced)
        .unwrap();
    assert_eq!(ledger.verify().unwrap().head, ledger.head());
    let bodies = Path::new(FOLDER).join("0000000000.bodies");
    let good = disk.bytes(&bodies);
    let mut bad = good.clone();
    *bad.last_mut().unwrap() ^= 1;
    disk.set_bytes(&bodies, &bad);
    assert!(ledger.verify().is_err());
    disk.set_bytes(&bodies, &good);
    ledger.verify().unwrap();
    // Another ledger with good checksums, put in the place of this one.
    let other = SimulatedDisk::default();
    let forged = create(&other);
    let changed = TraceNode::new("n1", "forger", 1).unwrap();
    forged.extend(&[node(0), changed]).unwrap();
    forged
        .append(&TraceNode::new("n2", "brain", 2).unwrap())
        .unwrap();
    forged.close().unwrap();
    for path in other.paths() {
        if !other.bytes(&path).is_empty() {
            disk.set_bytes(&path, &other.bytes(&path));
        }
    }
    let failure = ledger.verify().unwrap_err();
    assert!(
        matches!(failure, FileLedgerError::Differs { index: 1 }),
        "{failure}"
    );
}

#[test]
fn threads_append_each_node_once() {
    let folder = tempfile::tempdir().unwrap();
    let options = FileLedgerOptions::default().segment_bytes(3000).unwrap();
    let settings = LedgerOptions::default().time_rule(TimeRule::Causal);
    let ledger = FileLedger::create(folder.path(), settings, options).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let ledger = &ledger;
            scope.spawn(move || {
                for number in 0..30 {
                    let node = TraceNode::new(&format!("{thread} {number}"), "t", number).unwrap();
                    let shared = TraceNode::new(&format!("shared {number}"), "t", number).unwrap();
                    let wanted = [Durability::Volatile, Durability::Synced][number as usize % 2];
                    let receipt = ledger
                        .append_with(Expected::Any, &[&node, &shared], wanted)
                        .unwrap();
                    assert!(receipt.durability >= wanted);
                }
            });
        }
    });
    assert_eq!(ledger.len(), 4 * 30 + 30);
    let head = ledger.head();
    drop(ledger);
    let again = FileLedger::open(folder.path(), FileLedgerOptions::default()).unwrap();
    assert_eq!(again.head(), head);
}

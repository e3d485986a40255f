//! A failure at every operation of the disk under a ledger: with erasures and pruning.

use crate::ledgers::{FOLDER, node, on, secret};
use crate::simulated_disk::{Fault, SimulatedDisk};
use lawful_trace::file::Unsynced;
use lawful_trace::ledger::{Durability, Expected, PruneError, erasure};
use lawful_trace::{AppendError, FileLedger, Ledger, LedgerOptions, TraceNode};
use std::io::ErrorKind;
use std::path::Path;

#[derive(Default)]
struct Promised {
    created: bool,
    /// Nodes that may be there, in order.
    nodes: Vec<TraceNode>,
    synced: usize,
    pruned: u64,
    erased: bool,
}

/// Goes on as long as the nodes stay those that are expected.
fn run(disk: &SimulatedDisk) -> Promised {
    let mut promised = Promised::default();
    let Ok(ledger) = FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), on(disk))
    else {
        return promised;
    };
    promised.created = true;
    let batches = [
        (vec![node(0)], Durability::Volatile),
        (vec![node(1), secret("s", 2)], Durability::Written),
        ((2..12).map(node).collect(), Durability::Synced),
        (
            vec![erasure("s", "erase", "office", 20).unwrap()],
            Durability::Written,
        ),
        ((21..40).map(lone).collect(), Durability::Synced),
        ((40..50).map(lone).collect(), Durability::Written),
    ];
    for (number, (nodes, wanted)) in batches.into_iter().enumerate() {
        let before = ledger.len();
        let batch: Vec<&TraceNode> = nodes.iter().collect();
        let done = ledger.append_with(Expected::Length(before), &batch, wanted);
        promised.nodes.extend(nodes);
        match done {
            Ok(receipt) => {
                assert!(receipt.durability >= wanted);
                if receipt.durability == Durability::Synced {
                    promised.synced = promised.nodes.len();
                }
                promised.erased |= number == 3;
            }
            Err(AppendError::NotSynced(_) | AppendError::ErasurePending(_)) => return promised,
            Err(AppendError::Storage(_)) => {
                assert_eq!(
                    ledger.len(),
                    before,
                    "a failed append left something behind"
                );
                return promised;
            }
            Err(failure) => panic!("{failure}"),
        }
        if number == 4 {
            promised.pruned = 15;
            if ledger.prune(15).is_err() {
                return promised;
            }
        }
    }
    promised
}

fn lone(number: u64) -> TraceNode {
    TraceNode::new(&format!("lone {number}"), "brain", number as i64).unwrap()
}

fn verify(disk: &SimulatedDisk, promised: &Promised, what: &str) {
    let options = on(disk).unsynced(Unsynced::Cut);
    // One that was hardly made is made now.
    let settings = LedgerOptions::default();
    let ledger = FileLedger::open_or_create(Path::new(FOLDER), settings, options)
        .unwrap_or_else(|failure| panic!("{what}: {failure}"));
    let length = ledger.len() as usize;
    assert!(
        length >= promised.synced,
        "{what}: {length} of {}",
        promised.synced
    );
    assert!(
        ledger.first() == 0 || ledger.first() == promised.pruned,
        "{what}"
    );
    for index in ledger.first()..ledger.len() {
        let found = ledger.get(index).unwrap();
        assert_eq!(
            found.bytes(),
            promised.nodes[index as usize].bytes(),
            "{what}"
        );
    }
    let mut tree = lawful_trace::merkle::Tree::new(ledger.tree_hash());
    for node in &promised.nodes[..length] {
        tree.append(node.bytes());
    }
    assert_eq!(ledger.head(), tree.head(), "{what}");
    if ledger.first() == 0 && length > 2 {
        let there = ledger.opening(2).unwrap().is_some();
        let recorded = ledger.index_of("erase").is_some();
        assert_eq!(
            there, !recorded,
            "{what}: erased if and only if that is on record"
        );
        assert!(!there || !promised.erased, "{what}");
    }
    ledger.verify().unwrap();
    let later = TraceNode::new("after", "brain", 1000).unwrap();
    ledger
        .append_with(Expected::Any, &[&later], Durability::Synced)
        .unwrap();
}

#[test]
fn every_failure_leaves_a_ledger_with_all_that_was_synced() {
    let disk = SimulatedDisk::default();
    disk.plan(None);
    let whole = run(&disk);
    assert_eq!((whole.nodes.len(), whole.synced), (43, 33));
    let operations = disk.operations();
    verify(&disk, &whole, "no failure");
    for at in 1..=operations {
        for fault in [
            Fault::Once(ErrorKind::StorageFull),
            Fault::From(ErrorKind::Other),
            Fault::PowerFailure,
        ] {
            let disk = SimulatedDisk::default();
            disk.plan(Some((at, fault)));
            let promised = run(&disk);
            disk.plan(None);
            for seed in 0..4 {
                let after = disk.after_power_failure(seed + 10 * at);
                verify(
                    &after,
                    &promised,
                    &format!("{fault:?} at {at}, seed {seed}"),
                );
            }
            if fault != Fault::PowerFailure {
                verify(&disk, &promised, &format!("{fault:?} at {at}"));
            }
        }
    }
}

/// A failed prune changes nothing, in the ledger and in its files; one that is not finished is finished
/// by the next one, and by whoever opens the ledger.
#[test]
fn pruning_happens_or_does_not() {
    for fault in [
        Fault::Once(ErrorKind::StorageFull),
        Fault::From(ErrorKind::StorageFull),
    ] {
        for again in [false, true] {
            for at in 1.. {
                let disk = SimulatedDisk::default();
                let ledger =
                    FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), on(&disk))
                        .unwrap();
                ledger
                    .extend(&[node(0), secret("s", 1), secret("t", 1)])
                    .unwrap();
                ledger
                    .extend(&(2..40).map(lone).collect::<Vec<_>>())
                    .unwrap();
                if again {
                    ledger.prune(1).unwrap();
                }
                ledger.sync().unwrap();
                let (first, head, index) = (ledger.first(), ledger.head(), ledger.index_of("s"));
                let files =
                    || -> Vec<_> { disk.paths().iter().map(|path| disk.bytes(path)).collect() };
                let before = files();
                disk.plan(Some((at, fault)));
                let done = ledger.prune(2);
                let operations = disk.operations();
                disk.plan(None);
                assert_eq!((ledger.len(), ledger.head()), (41, head));
                match &done {
                    Ok(()) | Err(PruneError::Unfinished(_)) => {
                        assert_eq!((ledger.first(), ledger.index_of("s")), (2, None));
                        assert_eq!(ledger.opening(1).unwrap(), None);
                    }
                    Err(PruneError::Storage(_)) => {
                        assert_eq!((ledger.first(), ledger.index_of("s")), (first, index));
                        assert!(ledger.opening(1).unwrap().is_some());
                        assert!(fault != Fault::Once(ErrorKind::StorageFull) || files() == before);
                    }
                    Err(failure) => panic!("{failure}"),
                }
                let finished = done.is_ok();
                if finished || at % 2 == 0 {
                    let _ = ledger.prune(2);
                }
                drop(ledger);
                let ledger = FileLedger::open(Path::new(FOLDER), on(&disk)).unwrap();
                assert_eq!((ledger.len(), ledger.head()), (41, head));
                let holds = |text: &[u8]| {
                    let mut files = disk.paths().into_iter().map(|path| disk.bytes(&path));
                    files.any(|bytes| bytes.windows(text.len()).any(|part| part == text))
                };
                assert_eq!(holds(b"secret of s"), ledger.first() < 2, "{fault:?} {at}");
                assert!(holds(b"secret of t"));
                ledger.verify().unwrap();
                if operations < at {
                    assert!(finished);
                    break;
                }
            }
        }
    }
}

//! Readers of ledgers whose writer prunes, uses ids again and appends.

use crate::ledgers::{FOLDER, on, secret};
use crate::simulated_disk::{Random, SimulatedDisk};
use lawful_trace::file::{Durability, FileError, Log, Options};
use lawful_trace::file_ledger::FileLedgerError;
use lawful_trace::ledger::{OpenError, erasure};
use lawful_trace::merkle::{Blake3, Tree};
use lawful_trace::{FileLedger, Ledger, LedgerOptions, Relation, TraceNode};
use std::path::{Path, PathBuf};
use std::sync::Arc;

fn create(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), on(disk)).unwrap()
}

fn reader(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::open_read_only(Path::new(FOLDER), on(disk)).unwrap()
}

fn plain(id: &str, time: i64) -> TraceNode {
    TraceNode::new(id, "brain", time).unwrap()
}

/// Everything that a ledger tells.
fn told(ledger: &FileLedger) -> impl PartialEq + std::fmt::Debug + use<> {
    let ids = (0..12).map(|n| format!("n{n}"));
    let openings = 0..ledger.len();
    (
        (ledger.first(), ledger.len(), ledger.head()),
        ledger.iter().collect::<Vec<_>>(),
        ids.map(|id| ledger.index_of(&id)).collect::<Vec<_>>(),
        openings
            .map(|at| ledger.opening(at).unwrap().map(|o| o.payload().clone()))
            .collect::<Vec<_>>(),
    )
}

#[test]
fn a_reader_learns_of_pruning() {
    let disk = SimulatedDisk::default();
    let writer = create(&disk);
    writer.extend(&[plain("n1", 1), plain("n2", 2)]).unwrap();
    let reader = reader(&disk);
    writer.prune(1).unwrap();
    writer.append(&plain("n1", 3)).unwrap();
    writer.append(&plain("n3", 4)).unwrap();
    assert_eq!(reader.refresh().unwrap(), 4);
    assert_eq!(told(&reader), told(&writer));
    writer.append(&plain("n4", 5)).unwrap();
    assert_eq!(reader.refresh().unwrap(), 5);
    assert_eq!(told(&reader), told(&writer));
    // Pruning alone is news, too; also of nodes that were never read.
    writer.prune(3).unwrap();
    reader.refresh().unwrap();
    assert_eq!(told(&reader), told(&writer));
    writer.append(&plain("n5", 6)).unwrap();
    writer.prune(6).unwrap();
    writer.append(&plain("n5", 7)).unwrap();
    reader.refresh().unwrap();
    assert_eq!(told(&reader), told(&writer));
    assert_eq!(reader.verify().unwrap(), writer.verify().unwrap());
}

/// What the writer does at random.
fn act(writer: &FileLedger, random: &mut Random, time: i64) {
    let id = format!("n{}", random.below(12));
    let target = format!("n{}", random.below(12));
    match random.below(10) {
        0 | 1 => {
            let left = writer.len() - writer.first();
            writer
                .prune(writer.first() + random.below(left + 1))
                .unwrap();
        }
        2 => drop(writer.append(&secret(&id, time))),
        3 => drop(writer.append(&erasure(&target, &id, "office", time).unwrap())),
        4 => {
            let node = TraceNode::builder(&id, "brain", time);
            let node = node.link(Relation::Causes, &target).build().unwrap();
            let _ = writer.append(&node);
        }
        5 => {
            let many: Vec<TraceNode> = (0..12).map(|n| plain(&format!("n{n}"), time)).collect();
            let free = many
                .into_iter()
                .filter(|node| writer.index_of(node.id()).is_none());
            writer.extend(&free.collect::<Vec<_>>()).unwrap();
        }
        _ => drop(writer.append(&plain(&id, time))),
    }
}

#[test]
fn a_reader_tells_what_its_writer_does() {
    let (mut lagged, mut pruned) = (0, 0);
    for seed in 0..150 {
        let mut random = Random(seed);
        let disk = SimulatedDisk::default();
        let writer = FileLedger::create(
            Path::new(FOLDER),
            LedgerOptions::default(),
            on(&disk)
                .segment_bytes([0, 600, 100_000][seed as usize % 3])
                .unwrap(),
        )
        .unwrap();
        let mut following = reader(&disk);
        for time in 0..60 {
            act(&writer, &mut random, time);
            if random.below(4) > 0 {
                continue;
            }
            match following.refresh() {
                Ok(_) => {}
                Err(FileLedgerError::File(FileError::PrunedUnread { first, read, .. })) => {
                    assert_eq!(first, writer.first());
                    assert!(following.len() == read && read < first);
                    lagged += 1;
                    following = reader(&disk);
                }
                Err(failure) => panic!("{failure}"),
            }
            pruned += u64::from(following.first() > 0);
            assert_eq!(told(&following), told(&writer), "{seed} {time}");
        }
        assert_eq!(reader(&disk).verify().unwrap().head, writer.head());
    }
    assert!(lagged > 10 && pruned > 100, "{lagged} {pruned}");
}

fn file(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

/// Appends records that are no nodes of the ledger, behind its back.
fn forge(disk: &SimulatedDisk, records: &[&[u8]]) {
    let options = Options::default().disk(Arc::new(disk.clone()));
    let log = Log::open(Path::new(FOLDER), options).unwrap().log;
    log.append(records, &[], Durability::Synced).unwrap();
}

#[test]
fn what_is_refused_leaves_the_reader_as_it_was() {
    let good = plain("n3", 9);
    let (duplicate, early, dangling) = (
        plain("n2", 9),
        plain("n4", 0),
        TraceNode::builder("n4", "brain", 9)
            .link(Relation::Causes, "no")
            .build()
            .unwrap(),
    );
    let bad = [duplicate.bytes(), early.bytes(), dangling.bytes(), b"noise"];
    for (number, bad) in bad.into_iter().enumerate() {
        for prune in [0, 1, 3] {
            let disk = SimulatedDisk::default();
            let writer = create(&disk);
            writer.extend(&[plain("n1", 1), plain("n2", 2)]).unwrap();
            let reader = reader(&disk);
            let before = told(&reader);
            writer.append(&good).unwrap();
            if prune > 0 && !(number == 0 && prune == 3) {
                writer.prune(prune).unwrap();
            }
            drop(writer);
            let segment = file("0000000000.segment");
            let whole = disk.bytes(&segment);
            forge(&disk, &[plain("n5", 9).bytes(), bad]);
            let forged = disk.bytes(&segment);
            // Links to what was pruned are not known to be wrong.
            if number == 2 && prune > 0 {
                assert_eq!(reader.refresh().unwrap(), 5);
                continue;
            }
            for _ in 0..2 {
                let failure = reader.refresh().unwrap_err();
                let index = match failure {
                    FileLedgerError::Open(OpenError::BreaksRule { index, .. }) => index,
                    FileLedgerError::Open(OpenError::NotANode { index, .. }) => index,
                    other => panic!("{other}"),
                };
                assert_eq!(index, 4);
                assert_eq!(told(&reader), before, "{number} {prune}");
            }
            // Once the records are as they should be, they are read from the same place.
            disk.set_bytes(&segment, &whole);
            disk.lose(&file("synced"));
            let next = plain("n6", 10);
            forge(&disk, &[next.bytes()]);
            assert_ne!(disk.bytes(&segment), forged);
            assert_eq!(reader.refresh().unwrap(), 4);
            assert_eq!(
                reader.index_of("n3"),
                (prune < 3 || number == 0).then_some(2)
            );
            assert_eq!(
                (reader.get(3), reader.index_of("n6")),
                (Some(next), Some(3))
            );
        }
    }
}

#[test]
fn hashes_of_another_ledger_are_refused() {
    for prune in [1, 2, 3] {
        let disk = SimulatedDisk::default();
        let writer = create(&disk);
        writer.extend(&[plain("n1", 1), plain("n2", 2)]).unwrap();
        let reader = reader(&disk);
        let before = told(&reader);
        writer.append(&plain("n3", 3)).unwrap();
        drop(writer);
        let mut other = Tree::new(&Blake3);
        (0..3).for_each(|n| other.append(&[n]));
        other.prune(prune).unwrap();
        let options = Options::default().disk(Arc::new(disk.clone()));
        let log = Log::open(Path::new(FOLDER), options).unwrap().log;
        log.prune(prune, &other.stump().to_bytes()).unwrap();
        let failure = reader.refresh().unwrap_err();
        assert!(
            matches!(failure, FileLedgerError::Open(OpenError::OtherStump { first }) if first == prune),
            "{failure}"
        );
        assert_eq!(told(&reader), before);
        disk.lose(&file("pruned"));
        assert_eq!(reader.refresh().unwrap(), 3);
    }
}

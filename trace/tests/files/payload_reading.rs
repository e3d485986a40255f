//! Payloads beside nodes are read when somebody asks for them, and not before.

use crate::ledgers::{FOLDER, on, secret};
use crate::simulated_disk::{Fault, SimulatedDisk};
use lawful_trace::export::{write_json_lines, write_mermaid};
use lawful_trace::ledger::erasure;
use lawful_trace::query::{Index, RelationSet};
use lawful_trace::{AppendError, FileLedger, Ledger, LedgerOptions, MemoryLedger, TraceNode};
use std::io;
use std::path::{Path, PathBuf};

const COUNT: u64 = 40;

fn folder() -> &'static Path {
    Path::new(FOLDER)
}

fn bodies(segment: u64) -> PathBuf {
    folder().join(format!("{segment:010}.bodies"))
}

/// Forty nodes with payloads that can be erased, in some segments.
fn filled(disk: &SimulatedDisk) -> FileLedger {
    let ledger = FileLedger::create(folder(), LedgerOptions::default(), on(disk)).unwrap();
    for number in 0..COUNT {
        ledger.append(&secret(&id(number), number as i64)).unwrap();
    }
    ledger.sync().unwrap();
    ledger
}

fn reader(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::open_read_only(folder(), on(disk)).unwrap()
}

fn id(number: u64) -> String {
    format!("s{number}")
}

fn payload(number: u64) -> Vec<u8> {
    format!("secret of s{number}").into_bytes()
}

#[test]
fn whatever_gives_nodes_reads_no_payload() {
    let disk = SimulatedDisk::default();
    let writer = filled(&disk);
    for ledger in [reader(&disk), writer] {
        disk.plan(None);
        let nodes: Vec<TraceNode> = ledger.iter().collect();
        let index = Index::of(&ledger);
        assert_eq!(index.causes(COUNT - 1, RelationSet::ALL).count(), 0);
        assert_eq!(nodes.len() as u64, COUNT);
        assert_eq!(ledger.find("s7").as_ref(), nodes.get(7));
        assert_eq!(ledger.find_many(&["s7", "none"])[0].as_ref(), nodes.get(7));
        assert_eq!(nodes[7].content_id(), ledger.get(7).unwrap().content_id());
        write_mermaid((0..).zip(nodes.clone()), &mut Vec::new()).unwrap();
        assert_eq!(disk.operations(), 0);
        // A node reads its own, once for all its clones.
        assert!(nodes[7].is_payload_unread());
        assert_eq!(nodes[7].payload_bytes(), Some(&payload(7)[..]));
        let once = disk.operations();
        assert!(once > 0 && !nodes[7].is_payload_unread());
        assert_eq!(
            nodes[7].clone().opening().unwrap().payload(),
            &payload(7)[..]
        );
        assert_eq!(disk.operations(), once);
        assert!(nodes[8].is_payload_unread());
    }
}

#[test]
fn a_payload_is_read_after_the_ledger_was_closed() {
    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let mut nodes: Vec<TraceNode> = ledger.iter().collect();
    let follower = reader(&disk);
    nodes.extend(follower.iter());
    follower.close().unwrap();
    ledger.close().unwrap();
    // And the nodes keep nobody from writing.
    let again = FileLedger::open(folder(), on(&disk)).unwrap();
    again.append(&secret("late", COUNT as i64)).unwrap();
    for (number, node) in (0..COUNT).cycle().zip(&nodes) {
        assert_eq!(node.read_payload(), Ok(Some(&payload(number)[..])));
    }
}

#[test]
fn what_was_erased_since_the_node_was_given_is_not_there() {
    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let follower = reader(&disk);
    let given = [ledger.get(0), follower.get(0), follower.find("s0")];
    let read = ledger.get(0).unwrap();
    assert!(read.opening().is_some());
    let good = disk.bytes(&bodies(0));
    let late = follower.get(0).unwrap();
    ledger
        .append(&erasure("s0", "why", "office", COUNT as i64).unwrap())
        .unwrap();
    for node in given.iter().flatten() {
        assert_eq!(node.read_payload(), Ok(None));
        assert_eq!(node.clone().without_opening().read_payload(), Ok(None));
    }
    // What was read before is in memory.
    assert_eq!(read.payload_bytes(), Some(&payload(0)[..]));
    // A reader that knows of the erasure gives nothing away, though it is not carried out yet.
    disk.set_bytes(&bodies(0), &good);
    follower.refresh().unwrap();
    assert_eq!(late.read_payload(), Ok(None));
}

#[test]
fn what_was_pruned_since_is_not_there_and_what_was_lost_is_damage() {
    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let follower = reader(&disk);
    let given: Vec<TraceNode> = follower.iter().chain(ledger.iter()).collect();
    assert!(disk.paths().contains(&bodies(1)));
    ledger.prune(COUNT - 1).unwrap();
    assert!(!disk.paths().contains(&bodies(0)));
    for (number, node) in (0..COUNT).cycle().zip(&given) {
        let last = (number == COUNT - 1).then(|| payload(number));
        assert_eq!(node.read_payload(), Ok(last.as_deref()), "{number}");
    }
    // The follower does not know of the pruning yet.
    let all = (0..COUNT).map(|index| (index, follower.get(index).unwrap()));
    write_json_lines(all, &mut Vec::new()).unwrap();
    assert_eq!(follower.get(0).unwrap().read_payload(), Ok(None));

    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let follower = reader(&disk);
    disk.lose(&bodies(0));
    for ledger in [follower, ledger] {
        let failure = ledger.get(0).map(|node| node.read_payload().err());
        assert!(failure.flatten().is_some_and(|failure| failure.is_damage));
    }
}

#[test]
fn a_failure_of_the_system_is_no_damage_and_does_not_stick() {
    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let given = ledger.get(3).unwrap();
    let fails = |at| disk.plan(Some((at, Fault::Once(io::ErrorKind::PermissionDenied))));
    for at in 1..=4 {
        fails(at);
        let failure = given.read_payload().unwrap_err();
        assert_eq!((failure.id.as_str(), failure.is_damage), ("s3", false));
        fails(at);
        assert!(given.opening().is_none() && given.is_payload_unread());
    }
    fails(1);
    assert!(serde_json::to_string(&given).is_err());
    // Another ledger does not take it for an erased one.
    let copy = MemoryLedger::new();
    fails(1);
    let refused = copy.append(&given);
    assert!(
        matches!(&refused, Err(AppendError::PayloadUnreadable(why)) if !why.is_damage),
        "{refused:?}"
    );
    fails(1);
    assert!(ledger.opening(3).is_err() && ledger.opening(3).is_ok());
    copy.append(&given).unwrap();
    assert_eq!(copy.opening(0).unwrap().unwrap().payload(), &payload(3)[..]);
    let back: TraceNode = serde_json::from_str(&serde_json::to_string(&given).unwrap()).unwrap();
    assert_eq!(back.payload_bytes(), Some(&payload(3)[..]));
    assert_eq!(given.read_payload(), Ok(Some(&payload(3)[..])));
}

#[test]
fn a_payload_of_another_node_is_not_given() {
    let disk = SimulatedDisk::default();
    let ledger = filled(&disk);
    let given = ledger.get(0).unwrap();
    // The same place now has a body with good checksums: that of the next node.
    let mut bytes = disk.bytes(&bodies(0));
    let (first, second) = bytes.split_at_mut(96);
    first.copy_from_slice(&second[..96]);
    disk.set_bytes(&bodies(0), &bytes);
    let failure = given.read_payload().unwrap_err();
    assert!(failure.is_damage, "{failure}");
    assert!(failure.problem.contains("not the one that was committed"));
}

//! Payloads beside nodes: kept, erased, never there, or damaged.

use crate::ledgers::{FOLDER, node, on, secret};
use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file_ledger::FileLedgerError;
use lawful_trace::ledger::erasure;
use lawful_trace::{FileLedger, Ledger, LedgerOptions, TraceNode};
use std::path::{Path, PathBuf};

fn create(disk: &SimulatedDisk) -> FileLedger {
    FileLedger::create(Path::new(FOLDER), LedgerOptions::default(), on(disk)).unwrap()
}

fn bodies() -> PathBuf {
    Path::new(FOLDER).join("0000000000.bodies")
}

/// A writer that is open, one that opens the ledger now, and a reader.
fn faces(disk: &SimulatedDisk, open: FileLedger) -> Vec<FileLedger> {
    let reader = FileLedger::open_read_only(Path::new(FOLDER), on(disk));
    let again = FileLedger::open(Path::new(FOLDER), on(&disk.copy()));
    std::iter::once(open).chain(reader).chain(again).collect()
}

#[test]
fn damage_is_no_erasure() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    let nodes = [secret("damaged", 1), secret("erased", 2), secret("kept", 3)];
    ledger.extend(&nodes).unwrap();
    ledger
        .append(&secret("absent", 4).without_opening())
        .unwrap();
    ledger
        .append(&erasure("erased", "why", "office", 5).unwrap())
        .unwrap();
    let verified = ledger.verify().unwrap();
    assert_eq!(
        (verified.payloads, verified.erased, verified.absent),
        (2, 1, 1)
    );
    let good = disk.bytes(&bodies());
    for at in [32, 40, 64, 70] {
        let mut bad = good.clone();
        bad[at] ^= 1;
        disk.set_bytes(&bodies(), &bad);
        let found = ledger.get(0).unwrap();
        let failure = found.read_payload().unwrap_err();
        assert_eq!(failure.id, "damaged");
        assert!(failure.problem.contains("checksum of a body"), "{failure}");
        assert_eq!(
            ledger.find("damaged").unwrap().read_payload(),
            Err(failure.clone())
        );
        assert_eq!(found.clone().read_payload(), Err(failure));
        assert!(found.payload_bytes().is_none() && found == nodes[0]);
        assert!(ledger.opening(0).is_err() && ledger.verify().is_err());
        assert_eq!(ledger.get(1).unwrap().read_payload(), Ok(None));
        assert_eq!(
            ledger.get(2).unwrap().read_payload(),
            Ok(Some(&b"secret of kept"[..]))
        );
        assert_eq!(ledger.get(3).unwrap().read_payload(), Ok(None));
        assert_eq!(ledger.get(4).unwrap().read_payload(), Ok(None));
    }
    disk.lose(&bodies());
    assert!(ledger.get(0).unwrap().read_payload().is_err());
    assert!(ledger.get(4).unwrap().read_payload().is_ok());
}

/// The bytes of a body with good checksums.
fn body(disk: &SimulatedDisk, record: u64, erased: bool, content: &[u8]) -> Vec<u8> {
    let segment = disk.bytes(&Path::new(FOLDER).join("0000000000.segment"));
    let seed = crc32c::crc32c_append(crc32c::crc32c(&segment[24..40]), &0_u64.to_le_bytes());
    let mut padded = content.to_vec();
    padded.resize(content.len().next_multiple_of(32), 0);
    let crc = if erased {
        0
    } else {
        crc32c::crc32c_append(seed, &padded)
    };
    let mut bytes = (content.len() as u32).to_le_bytes().to_vec();
    bytes.extend((1 + u32::from(erased)).to_le_bytes());
    bytes.extend(record.to_le_bytes());
    bytes.extend(crc.to_le_bytes());
    bytes.extend([0; 8]);
    bytes.extend(crc32c::crc32c_append(seed, &bytes).to_le_bytes());
    bytes.extend(padded);
    bytes
}

#[test]
fn payloads_that_were_changed_with_good_checksums_are_found() {
    let name = |failure: &FileLedgerError| match failure {
        FileLedgerError::UnrecordedErasure { index } => format!("unrecorded {index}"),
        FileLedgerError::StrayPayload { index } => format!("stray {index}"),
        FileLedgerError::WrongPayload { index } => format!("wrong {index}"),
        other => panic!("{other}"),
    };
    let length = 32 + secret("s", 1).payload_bytes().unwrap().len();
    let zeros = vec![0; length];
    let other = vec![7; length];
    for (record, erased, content, expected) in [
        (0, true, &zeros, "unrecorded 0"),
        (0, false, &other, "wrong 0"),
        (1, false, &other, "stray 1"),
        (1, true, &zeros, "stray 1"),
        (2, true, &zeros, "stray 2"),
        (3, true, &zeros, "unrecorded 3"),
        (3, false, &other, "wrong 3"),
    ] {
        let disk = SimulatedDisk::default();
        let ledger = create(&disk);
        let nodes = [
            secret("s", 1),
            TraceNode::new("plain", "brain", 1).unwrap(),
            secret("t", 1),
            secret("absent", 1).without_opening(),
        ];
        ledger.extend(&nodes).unwrap();
        ledger.sync().unwrap();
        let good = disk.bytes(&bodies());
        let forged = body(&disk, record, erased, content);
        assert_eq!(2 * forged.len(), good.len());
        disk.set_bytes(&bodies(), &[&forged, &good[forged.len()..]].concat());
        for (number, ledger) in faces(&disk, ledger).iter().enumerate() {
            let failure = ledger.verify().unwrap_err();
            // Whoever had it open knows where the body of node 0 was.
            if number > 0 || record == 0 || expected.starts_with("stray") {
                assert_eq!(name(&failure), expected, "{number}");
            }
            if erased && record == 0 {
                assert_eq!(ledger.get(0).unwrap().read_payload(), Ok(None));
            } else if record == 0 {
                assert!(ledger.get(0).unwrap().read_payload().is_err());
            }
        }
    }
}

#[test]
fn a_recorded_erasure_is_found_after_pruning_and_reuse_of_its_target() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    ledger
        .extend(&[node(0), secret("s", 1), secret("t", 1)])
        .unwrap();
    ledger
        .append(&erasure("s", "first", "office", 2).unwrap())
        .unwrap();
    ledger
        .append(&erasure("t", "second", "office", 2).unwrap())
        .unwrap();
    ledger.prune(2).unwrap();
    ledger.append(&secret("s", 3)).unwrap();
    for ledger in faces(&disk, ledger) {
        let verified = ledger.verify().unwrap();
        assert_eq!(
            (verified.payloads, verified.erased, verified.absent),
            (1, 1, 0)
        );
        assert!(ledger.get(5).unwrap().read_payload().unwrap().is_some());
    }
    // The record of an erasure of an earlier node is none of a later node with its id.
    let good = disk.bytes(&bodies());
    let length = 32 + secret("s", 1).payload_bytes().unwrap().len();
    let forged = body(&disk, 5, true, &vec![0; length]);
    disk.set_bytes(
        &bodies(),
        &[&good[..good.len() - forged.len()], &forged].concat(),
    );
    let ledger = FileLedger::open(Path::new(FOLDER), on(&disk)).unwrap();
    let failure = ledger.verify().unwrap_err();
    assert!(
        matches!(failure, FileLedgerError::UnrecordedErasure { index: 5 }),
        "{failure}"
    );
}

#[test]
fn many_payloads_are_erased_together() {
    let disk = SimulatedDisk::default();
    let ledger = create(&disk);
    let nodes: Vec<TraceNode> = (0..41).map(|n| secret(&format!("s{n}"), 0)).collect();
    for chunk in nodes.chunks(7) {
        ledger.extend(chunk).unwrap();
    }
    let erasing = |n: u64| erasure(&format!("s{n}"), &format!("e{n}"), "office", 1).unwrap();
    let operations = |act: &dyn Fn()| {
        let before = disk.operations();
        act();
        disk.operations() - before
    };
    let one = operations(&|| assert_eq!(ledger.append(&erasing(0)).unwrap().appended, 1));
    let all: Vec<TraceNode> = (1..41).map(erasing).collect();
    let many = operations(&|| assert_eq!(ledger.extend(&all).unwrap().appended, 40));
    assert!(
        many < 10 * one,
        "{many} operations for 40, and {one} for one"
    );
    assert_eq!(ledger.verify().unwrap().erased, 41);
}

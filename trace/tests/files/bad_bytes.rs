//! Torn, flipped and cut bytes at every place of a small log.

use crate::script::{FOLDER, contents, options, records};
use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{Body, Durability, FileError, Identity, Log, LogReader, Segment};
use std::path::{Path, PathBuf};

const RECORDS: usize = 16;
/// A record in the middle of the second segment, which has a body.
const PRUNED: u64 = 7;

/// The records of a log, after the index of the first one.
type Records = (u64, Vec<Vec<u8>>);

fn numbered(segments: &[Segment]) -> Records {
    let all = segments.iter().flat_map(Segment::records);
    let all = all.map(|record| record.to_vec()).collect();
    (segments[0].first, all)
}

/// Three segments, with bodies in two of them; all synced. The log is pruned below an index.
fn small(first: u64) -> (SimulatedDisk, Records) {
    let disk = SimulatedDisk::default();
    let identity = Identity {
        ledger: [3; 16],
        settings: [0; 96],
    };
    let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
    for round in 0..8 {
        let batch = records(&format!("round {round}"), 2, 110);
        let body: &[(usize, &[u8])] = if round % 3 == 0 {
            &[(1, b"the body")]
        } else {
            &[]
        };
        log.append(&batch, body, Durability::Synced).unwrap();
    }
    if first > 0 {
        log.prune(first, b"a memo for whoever opens the log")
            .unwrap();
    }
    assert_eq!(log.close().unwrap() as usize, RECORDS);
    assert!(
        disk.paths()
            .iter()
            .any(|path| path.ends_with("0000000002.segment"))
    );
    let (_, segments, _) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
    let (start, _) = numbered(&segments);
    assert!(start == 0 && first == 0 || start > 0 && start < first);
    (disk, numbered(&segments))
}

/// Opens a changed log; the records are all there and right, or there is an error.
fn harmless(disk: &SimulatedDisk, expected: &Records, what: &str) -> bool {
    let reading = LogReader::open(Path::new(FOLDER), options(disk));
    let writing = Log::open(Path::new(FOLDER), options(disk));
    match (&reading, &writing) {
        (Ok((_, segments, _)), Ok(opened)) => {
            assert!(
                numbered(segments) == *expected,
                "{what}: other records for a reader"
            );
            assert!(
                numbered(&opened.segments) == *expected,
                "{what}: other records"
            );
            let first = opened.pruned.as_ref().map_or(0, |pruned| pruned.first);
            assert_eq!(first > 0, expected.0 > 0, "{what}");
            for record in first..RECORDS as u64 {
                let body = opened.log.body(record).unwrap();
                let right = body.is_none() != (record % 6 == 1);
                assert!(right && body.is_none_or(|body| body == Body::Kept(b"the body".to_vec())));
            }
            true
        }
        (Err(one), Err(other)) => {
            let foreign = |failure: &FileError| matches!(failure, FileError::Foreign { .. });
            assert!(!foreign(one) && !foreign(other), "{what}: {one}");
            false
        }
        other => panic!("{what}: reader and writer disagree: {other:?}"),
    }
}

fn is_mark(path: &Path) -> bool {
    path.ends_with("synced")
}

fn each_file(mut test: impl FnMut(&SimulatedDisk, &Records, &PathBuf, &[u8])) {
    for first in [0, PRUNED] {
        let (disk, expected) = small(first);
        for path in disk.paths() {
            let bytes = disk.bytes(&path);
            // Nobody reads what is in the spare room.
            if !bytes.is_empty() && !path.ends_with("spare") {
                test(&disk.copy(), &expected, &path, &bytes);
            }
        }
    }
}

#[test]
fn every_flipped_bit_is_detected() {
    each_file(|disk, expected, path, bytes| {
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.to_vec();
                flipped[at] ^= 1 << bit;
                let disk = disk.copy();
                disk.set_bytes(path, &flipped);
                let fine = harmless(&disk, expected, &format!("{path:?} {at} {bit}"));
                // The mark only says more about other files.
                assert_eq!(fine, is_mark(path), "{path:?} {at} {bit}");
            }
        }
    });
}

#[test]
fn every_cut_is_detected() {
    each_file(|disk, expected, path, bytes| {
        for length in 0..bytes.len() {
            let disk = disk.copy();
            disk.set_bytes(path, &bytes[..length]);
            let fine = harmless(&disk, expected, &format!("{path:?} cut at {length}"));
            assert_eq!(fine, is_mark(path), "{path:?} cut at {length}");
        }
    });
}

#[test]
fn every_torn_sector_is_detected() {
    each_file(|disk, expected, path, bytes| {
        for at in 0..bytes.len() {
            let end = (at + 24).min(bytes.len());
            for fill in [0, 0xff] {
                let mut torn = bytes.to_vec();
                torn[at..end].fill(fill);
                if torn == bytes {
                    continue;
                }
                let disk = disk.copy();
                disk.set_bytes(path, &torn);
                let fine = harmless(&disk, expected, &format!("{path:?} torn at {at}"));
                assert_eq!(fine, is_mark(path), "{path:?} torn at {at}");
            }
        }
    });
}

#[test]
fn added_bytes_are_cut_and_reported_or_detected() {
    each_file(|disk, expected, path, bytes| {
        for fill in [0, 0xff, 1] {
            for count in [1, 8, 40, 200] {
                let mut longer = bytes.to_vec();
                longer.resize(bytes.len() + count, fill);
                let disk = disk.copy();
                disk.set_bytes(path, &longer);
                let fine = harmless(&disk.copy(), expected, &format!("{path:?} longer"));
                let sealed =
                    path.ends_with("0000000000.segment") || path.ends_with("0000000001.segment");
                let checked = sealed || path.ends_with("pruned");
                assert_eq!(fine, !checked, "{path:?} {count} {fill}");
                if fine && !is_mark(path) {
                    let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
                    let tail = path.ends_with("0000000002.segment");
                    assert_eq!(
                        opened.recovery.cut_bytes,
                        if tail { count as u64 } else { 0 }
                    );
                }
            }
        }
    });
}

#[test]
fn frames_in_another_place_are_detected() {
    // A frame of one segment put into another, and a segment under the name of another.
    let (disk, expected) = small(0);
    let name = |number: u64| Path::new(FOLDER).join(format!("{number:010}.segment"));
    let (first, second) = (disk.bytes(&name(0)), disk.bytes(&name(1)));
    let swapped = disk.copy();
    swapped.set_bytes(&name(0), &second);
    swapped.set_bytes(&name(1), &first);
    assert!(!harmless(&swapped, &expected, "swapped"));
    let mixed = disk.copy();
    let mut bytes = first[..200].to_vec();
    bytes.extend_from_slice(&second[200..]);
    mixed.set_bytes(&name(0), &bytes);
    assert!(!harmless(&mixed, &expected, "mixed"));
    // Without the mark, a tail that was cut between two batches cannot be told from a shorter log ...
    let short = disk.copy();
    short.lose(&Path::new(FOLDER).join("synced"));
    short.lose(&name(2));
    let opened = Log::open(Path::new(FOLDER), options(&short)).unwrap();
    let left = opened.recovery.records;
    assert!(left < RECORDS as u64 && !opened.recovery.mark_read);
    drop(opened);
    // ... and a head that is kept outside tells.
    let pinned = options(&short).pinned(RECORDS as u64);
    let failure = Log::open(Path::new(FOLDER), pinned).unwrap_err();
    assert!(
        matches!(failure, FileError::BelowPin { found, pinned, .. } if found == left && pinned == 16)
    );
}

#[test]
fn a_torn_end_behind_the_last_sync_is_cut_at_every_place_and_reported() {
    let disk = SimulatedDisk::default();
    let identity = Identity::new("").unwrap();
    let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
    let synced = records("synced", 2, 60);
    log.append(&synced, &[], Durability::Synced).unwrap();
    let path = Path::new(FOLDER).join("0000000000.segment");
    let safe = disk.bytes(&path).len();
    log.append(&records("written", 2, 60), &[], Durability::Written)
        .unwrap();
    drop(log);
    let bytes = disk.bytes(&path);
    for length in safe..bytes.len() {
        let disk = disk.copy();
        disk.set_bytes(&path, &bytes[..length]);
        let (_, seen, reported) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
        let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
        let recovery = opened.recovery;
        assert_eq!(contents(&opened.segments), synced);
        assert_eq!(contents(&seen), synced);
        assert_eq!(recovery.cut_bytes, (length - safe) as u64);
        assert_eq!(reported.cut_bytes, recovery.cut_bytes);
        assert_eq!(recovery.cut_at, safe as u64);
        assert_eq!(
            recovery.cut_records,
            if length >= safe + 40 { 2 } else { 0 }
        );
        assert_eq!(disk.bytes(&path), bytes[..safe]);
    }
    for at in safe..bytes.len() {
        let disk = disk.copy();
        let mut flipped = bytes.clone();
        flipped[at] ^= 1;
        disk.set_bytes(&path, &flipped);
        let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
        assert_eq!(contents(&opened.segments), synced);
        assert_eq!(opened.recovery.cut_bytes, (bytes.len() - safe) as u64);
    }
}

//! Bodies and their erasure.

use crate::script::{FOLDER, options, records};
use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{Body, Durability, Identity, Log, LogReader};
use std::path::{Path, PathBuf};

fn bodies_file() -> PathBuf {
    Path::new(FOLDER).join("0000000000.bodies")
}

fn log(disk: &SimulatedDisk) -> Log {
    let identity = Identity::new("").unwrap();
    let log = Log::create(Path::new(FOLDER), identity, options(disk)).unwrap();
    let bodies: [(usize, &[u8]); 2] = [(0, b"a secret of someone"), (2, b"")];
    log.append(&records("r", 3, 20), &bodies, Durability::Synced)
        .unwrap();
    log
}

fn holds(disk: &SimulatedDisk, needle: &[u8]) -> bool {
    let mut paths = disk.paths().into_iter();
    paths.any(|path| {
        disk.bytes(&path)
            .windows(needle.len())
            .any(|bytes| bytes == needle)
    })
}

#[test]
fn an_erased_body_is_nowhere_and_the_records_are_unchanged() {
    let disk = SimulatedDisk::default();
    let log = log(&disk);
    assert_eq!(
        log.body(0).unwrap(),
        Some(Body::Kept(b"a secret of someone".to_vec()))
    );
    assert_eq!(log.body(1).unwrap(), None);
    assert_eq!(log.body(2).unwrap(), Some(Body::Kept(Vec::new())));
    let segment = Path::new(FOLDER).join("0000000000.segment");
    let before = disk.bytes(&segment);
    assert!(holds(&disk, b"secret"));
    assert!(log.erase(0).unwrap() && log.erase(2).unwrap());
    assert!(!log.erase(1).unwrap() && !log.erase(99).unwrap());
    assert!(log.erase(0).unwrap(), "erasing again does no harm");
    assert!(!holds(&disk, b"secret"));
    assert_eq!(disk.bytes(&segment), before);
    drop(log);
    let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
    assert!(opened.recovery.is_clean());
    assert_eq!(opened.log.body(0).unwrap(), Some(Body::Erased));
    assert_eq!(opened.log.body(2).unwrap(), Some(Body::Erased));
}

#[test]
fn an_erasure_is_finished_after_a_crash_in_the_middle() {
    let disk = SimulatedDisk::default();
    let log = log(&disk);
    let kept = disk.bytes(&bodies_file());
    log.erase(0).unwrap();
    drop(log);
    let erased = disk.bytes(&bodies_file());
    let mut half = kept;
    half[..32].copy_from_slice(&erased[..32]);
    disk.set_bytes(&bodies_file(), &half);
    assert!(holds(&disk, b"secret"));
    // A reader changes nothing, and gives nothing away.
    let (reader, _, _) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
    assert_eq!(reader.body(0).unwrap(), Some(Body::Erased));
    let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
    assert_eq!(opened.recovery.finished_erasures, 1);
    assert!(!opened.recovery.is_clean());
    assert!(!holds(&disk, b"secret"));
    assert_eq!(disk.bytes(&bodies_file()), erased);
}

#[test]
fn a_lost_file_of_bodies_is_damage() {
    let disk = SimulatedDisk::default();
    drop(log(&disk));
    disk.lose(&bodies_file());
    let failure = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
    assert!(
        failure.to_string().contains("0000000000.bodies"),
        "{failure}"
    );
}

#[test]
fn bytes_behind_the_bodies_of_a_sealed_segment_are_told_and_cut() {
    let disk = SimulatedDisk::default();
    let log = log(&disk);
    // Each batch gets a segment.
    drop(log);
    let small = || options(&disk).segment_bytes(1).unwrap();
    let log = Log::open(Path::new(FOLDER), small()).unwrap().log;
    log.append(&records("s", 1, 20), &[(0, b"other")], Durability::Synced)
        .unwrap();
    drop(log);
    let good = disk.bytes(&bodies_file());
    // Also whole bodies, such as a failed write may have left.
    for junk in [&b"junk"[..], &good[..]] {
        disk.set_bytes(&bodies_file(), &[&good, junk].concat());
        let (reader, _, recovery) = LogReader::open(Path::new(FOLDER), small()).unwrap();
        assert_eq!(recovery.cut_body_bytes, junk.len() as u64);
        assert_eq!(reader.body(3).unwrap(), Some(Body::Kept(b"other".to_vec())));
        assert_eq!(disk.bytes(&bodies_file()).len(), good.len() + junk.len());
        let opened = Log::open(Path::new(FOLDER), small()).unwrap();
        assert_eq!(opened.recovery.cut_body_bytes, junk.len() as u64);
        assert_eq!(disk.bytes(&bodies_file()), good);
        assert_eq!(
            opened.log.body(0).unwrap(),
            Some(Body::Kept(b"a secret of someone".to_vec()))
        );
        drop(opened);
        let opened = Log::open(Path::new(FOLDER), small()).unwrap();
        assert!(opened.recovery.is_clean());
    }
}

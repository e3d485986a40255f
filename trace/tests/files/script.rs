//! A scripted run that uses everything a log can do, and a record of what was promised during it.

use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{Body, Durability, FileError, Identity, Log, LogReader, Options, Segment};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

pub const FOLDER: &str = "/ledger";

/// What a run was promised.
#[derive(Debug, Default)]
pub struct Promises {
    /// Whether the log was made.
    pub created: bool,
    /// Batches that were accepted, and perhaps a last one of which it is unknown.
    pub batches: Vec<Vec<Vec<u8>>>,
    /// How many records were acknowledged as written, at least.
    pub written: usize,
    /// How many records were acknowledged as synced, at least.
    pub synced: usize,
    /// Bodies of records.
    pub bodies: BTreeMap<u64, Vec<u8>>,
    /// Bodies that someone tried to erase; true if it was acknowledged.
    pub erased: BTreeMap<u64, bool>,
}

impl Promises {
    pub fn records(&self) -> Vec<Vec<u8>> {
        self.batches.iter().flatten().cloned().collect()
    }

    fn append(
        &mut self,
        log: &Log,
        records: Vec<Vec<u8>>,
        bodies: &[(usize, &[u8])],
        how: Durability,
    ) {
        if log.stopped().is_some() {
            let refused = log.append(&records, bodies, how);
            assert!(matches!(refused, Err(FileError::Stopped { .. })));
            return;
        }
        let before = self.records().len();
        let next = log.records() as usize;
        assert_eq!(next, before, "a failed batch left something behind");
        let outcome = log.append(&records, bodies, how);
        let count = records.len();
        match outcome {
            Ok(done) => {
                assert_eq!(
                    (done.first as usize, done.end as usize),
                    (before, before + count)
                );
                assert!(done.durability >= how);
                self.batches.push(records);
                if done.durability >= Durability::Written {
                    self.written = before + count;
                }
                if done.durability == Durability::Synced {
                    self.synced = before + count;
                }
            }
            // The sync failed, not the append.
            Err(_) if log.records() as usize > before => self.batches.push(records),
            // The power may have gone in the middle of it.
            Err(_) if log.stopped().is_some() => {
                if !matches!(how, Durability::Volatile) {
                    self.batches.push(records);
                    self.maybe_bodies(before, bodies);
                }
                return;
            }
            Err(_) => return,
        }
        self.maybe_bodies(before, bodies);
    }

    fn maybe_bodies(&mut self, first: usize, bodies: &[(usize, &[u8])]) {
        for (record, body) in bodies {
            self.bodies.insert((first + record) as u64, body.to_vec());
        }
    }

    fn sync(&mut self, log: &Log) {
        if let Ok(synced) = log.sync() {
            self.synced = self.synced.max(synced as usize);
            self.written = self.written.max(synced as usize);
        }
    }

    fn erase(&mut self, log: &Log, record: u64) {
        if !self.bodies.contains_key(&record) {
            return;
        }
        let done = log.erase(record).is_ok();
        *self.erased.entry(record).or_default() |= done;
    }
}

pub fn options(disk: &SimulatedDisk) -> Options {
    Options::default()
        .segment_bytes(900)
        .unwrap()
        .disk(Arc::new(disk.clone()))
}

/// Makes some records that tell where they belong.
pub fn records(name: &str, count: usize, length: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|index| {
            let mut record = format!("{name} {index} ").into_bytes();
            record.resize(record.len().max(length), b'.');
            record
        })
        .collect()
}

/// Runs the script, going on after errors as a stubborn caller would.
pub fn run(disk: &SimulatedDisk) -> Promises {
    let mut promises = Promises::default();
    let identity = Identity {
        ledger: [7; 16],
        settings: [0; 96],
    };
    let Ok(log) = Log::create(Path::new(FOLDER), identity, options(disk)) else {
        return promises;
    };
    promises.created = true;
    promises.append(&log, records("volatile", 3, 20), &[], Durability::Volatile);
    promises.append(&log, records("written", 2, 50), &[], Durability::Written);
    promises.sync(&log);
    promises.append(
        &log,
        records("bodies", 2, 30),
        &[(0, b"secret"), (1, &[9; 70])],
        Durability::Synced,
    );
    promises.append(&log, records("empty", 3, 0), &[], Durability::Written);
    promises.erase(&log, 5);
    // Several frames in one batch.
    promises.append(&log, records("large", 3, 150_000), &[], Durability::Synced);
    promises.append(
        &log,
        records("next", 2, 400),
        &[(1, b"body")],
        Durability::Written,
    );
    promises.append(&log, records("more", 4, 100), &[], Durability::Synced);
    promises.append(
        &log,
        records("volatile again", 2, 30),
        &[],
        Durability::Volatile,
    );
    promises.erase(&log, 6);
    promises.append(&log, records("last", 1, 300), &[], Durability::Synced);
    for name in ["first", "second", "third", "fourth"] {
        promises.append(&log, records(name, 1, 100), &[], Durability::Written);
    }
    drop(log);
    promises
}

pub fn contents(segments: &[Segment]) -> Vec<Vec<u8>> {
    let mut next = 0;
    for segment in segments {
        assert_eq!(segment.first, next);
        next += segment.places.len() as u64;
    }
    segments
        .iter()
        .flat_map(Segment::records)
        .map(|record| record.to_vec())
        .collect()
}

/// Checks that a disk holds what was promised, at least so many records; returns how many it holds.
pub fn verify(disk: &SimulatedDisk, options: Options, promises: &Promises, least: usize) -> usize {
    let opened = match Log::open(Path::new(FOLDER), options) {
        Ok(opened) => opened,
        Err(FileError::Foreign { .. } | FileError::Io { .. }) if !promises.created => return 0,
        Err(failure) => panic!("{failure:?}"),
    };
    let found = contents(&opened.segments);
    let expected = promises.records();
    assert_eq!(found.len() as u64, opened.recovery.records);
    assert!(found.len() >= least, "{} of {least} are left", found.len());
    assert!(found.len() <= expected.len(), "records from nowhere");
    assert!(found == expected[..found.len()], "other records");
    let mut at = 0;
    let whole = promises.batches.iter().any(|batch| {
        let is_end = at == found.len();
        at += batch.len();
        is_end
    });
    assert!(whole || at == found.len(), "a part of a batch");
    for (record, body) in promises.bodies.range(..found.len() as u64) {
        let left = opened.log.body(*record).unwrap();
        match promises.erased.get(record) {
            None => assert_eq!(left, Some(Body::Kept(body.clone()))),
            Some(true) => assert_eq!(left, Some(Body::Erased)),
            Some(false) => {
                assert!(left == Some(Body::Erased) || left == Some(Body::Kept(body.clone())))
            }
        }
    }
    // The log goes on.
    let next = opened
        .log
        .append(&[b"after"], &[], Durability::Synced)
        .unwrap();
    assert_eq!(next.first as usize, found.len());
    drop(opened);
    let (_, segments, recovery) =
        LogReader::open(Path::new(FOLDER), crate::script::options(disk)).unwrap();
    assert!(recovery.is_clean(), "{recovery:?}");
    assert_eq!(contents(&segments).len(), found.len() + 1);
    found.len()
}

//! Readers that follow a writer.

use crate::script::{FOLDER, contents, options, records};
use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{Body, Durability, FileError, Identity, Log, LogReader, Options};
use std::path::Path;

#[test]
fn a_reader_follows_the_writer_through_segments() {
    let folder = tempfile::tempdir().unwrap();
    let small = Options::default().segment_bytes(500).unwrap();
    let log = Log::create(folder.path(), Identity::new("").unwrap(), small).unwrap();
    let (mut reader, segments, _) = LogReader::open(folder.path(), Options::default()).unwrap();
    assert!(segments.is_empty() || contents(&segments).is_empty());
    let mut seen = Vec::new();
    let mut all = Vec::new();
    for round in 0..50 {
        let batch = records(&format!("round {round}"), round % 4, 60);
        let body: &[(usize, &[u8])] = if round % 4 == 1 { &[(0, b"body")] } else { &[] };
        log.append(&batch, body, Durability::Written).unwrap();
        all.extend(batch);
        if round % 7 == 0 {
            for segment in reader.refresh().unwrap() {
                assert_eq!(segment.first as usize, seen.len());
                seen.extend(segment.records().map(|record| record.to_vec()));
            }
            assert_eq!(seen, all);
            assert_eq!(reader.records() as usize, all.len());
        }
    }
    let reading = LogReader::open(folder.path(), Options::default()).unwrap();
    assert_eq!(contents(&reading.1), all);
    assert_eq!(reading.0.identity(), log.identity());
    assert_eq!(reader.body(0).unwrap(), Some(Body::Kept(b"body".to_vec())));
    assert_eq!(reader.body(1).unwrap(), None);
    log.erase(0).unwrap();
    assert_eq!(reader.body(0).unwrap(), Some(Body::Erased));
}

#[test]
fn readers_see_whole_batches_while_a_thread_writes() {
    let folder = tempfile::tempdir().unwrap();
    let small = Options::default().segment_bytes(20_000).unwrap();
    let log = Log::create(folder.path(), Identity::new("").unwrap(), small).unwrap();
    let (mut reader, _, _) = LogReader::open(folder.path(), Options::default()).unwrap();
    std::thread::scope(|scope| {
        let log = &log;
        let writer = scope.spawn(move || {
            for round in 0..400 {
                let batch = records(&format!("{round}"), 5, 100);
                log.append(&batch, &[], Durability::Written).unwrap();
            }
        });
        loop {
            let done = writer.is_finished();
            for segment in reader.refresh().unwrap() {
                assert_eq!(segment.places.len() % 5, 0, "a part of a batch");
            }
            if done {
                break;
            }
        }
        writer.join().unwrap();
    });
    assert_eq!(reader.records(), 2000);
}

#[test]
fn a_reader_tells_when_its_file_is_cut() {
    let disk = SimulatedDisk::default();
    let identity = Identity::new("").unwrap();
    let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
    log.append(&records("one", 2, 40), &[], Durability::Synced)
        .unwrap();
    let (mut reader, _, _) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
    let path = Path::new(FOLDER).join("0000000000.segment");
    let bytes = disk.bytes(&path);
    disk.set_bytes(&path, &bytes[..bytes.len() - 1]);
    assert!(reader.refresh().is_err());
}

#[test]
fn a_reader_that_lags_behind_pruning_is_told() {
    let disk = SimulatedDisk::default();
    let identity = Identity::new("").unwrap();
    let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
    log.append(&records("one", 2, 40), &[], Durability::Synced)
        .unwrap();
    let (mut reader, _, _) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
    for round in 0..30 {
        let batch = records(&format!("round {round}"), 1, 300);
        log.append(&batch, &[], Durability::Synced).unwrap();
    }
    log.prune(25, b"").unwrap();
    let failure = reader.refresh().unwrap_err();
    assert!(
        matches!(
            failure,
            FileError::PrunedUnread {
                first: 25,
                read: 2,
                ..
            }
        ),
        "{failure}"
    );
    assert_eq!(reader.records(), 2);
}

#[test]
fn a_reader_reads_each_body_once() {
    let disk = SimulatedDisk::default();
    let identity = Identity::new("").unwrap();
    let large = || options(&disk).segment_bytes(1 << 20).unwrap();
    let log = Log::create(Path::new(FOLDER), identity, large()).unwrap();
    let append = |number: usize| {
        let body = format!("body {number}").into_bytes();
        log.append(&records("r", 1, 20), &[(0, &body)], Durability::Written)
            .unwrap();
    };
    let (mut reader, _, _) = LogReader::open(Path::new(FOLDER), large()).unwrap();
    let mut behind = Vec::new();
    for number in 0..200 {
        append(number);
        disk.plan(None);
        let read = reader.refresh().unwrap();
        assert_eq!(read.len(), 1);
        behind.push(disk.operations());
    }
    assert!(
        behind.iter().all(|operations| *operations == behind[0]),
        "{behind:?}"
    );
    // One that begins in the middle goes on there.
    let (mut late, _, _) = LogReader::open(Path::new(FOLDER), large()).unwrap();
    append(200);
    disk.plan(None);
    late.refresh().unwrap();
    assert_eq!(disk.operations(), behind[0]);
    for number in 0..=200 {
        let body = Some(Body::Kept(format!("body {number}").into_bytes()));
        assert_eq!(late.body(number).unwrap(), body);
    }
    assert_eq!(reader.body(199).unwrap(), late.body(199).unwrap());
}

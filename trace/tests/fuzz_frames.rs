//! Fuzz targets for the files of a log: frames, and whole folders.
//!
//! Under `cargo test` each runs for a second with random inputs; set `BOLERO_RANDOM_TEST_TIME_MS` to
//! run longer. Inputs are valid files with a few edits, as well as plain noise. What a target demands:
//! no panic, no record that was not appended, and a log that goes on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::file::{Durability, Identity, Log, LogReader, Options, fuzzing::read_frame};
use std::ffi::OsString;
use std::path::Path;

/// One change of an example: where (as a part of its length), what, and how.
type Edit = (u16, u8, u8);

fn edited(example: &[u8], edits: &[Edit], noise: &[u8]) -> Vec<u8> {
    let mut bytes = example.to_vec();
    for (place, value, kind) in edits {
        let at = bytes.len() * usize::from(*place) / (usize::from(u16::MAX) + 1);
        match kind % 6 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => drop(bytes.splice(at..at, noise.iter().copied())),
            _ => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << (value % 8)),
        }
    }
    bytes
}

/// An index in the last segment of the example.
const PRUNED: u64 = 7;

fn record(number: usize) -> Vec<u8> {
    format!("record {number} ")
        .repeat(1 + number % 5)
        .into_bytes()
}

/// Two segments with bodies; pruned below an index.
fn example(folder: &Path, first: u64) {
    let identity = Identity {
        ledger: [1; 16],
        settings: [0; 96],
    };
    let options = Options::default().segment_bytes(400).unwrap();
    let log = Log::create(folder, identity, options).unwrap();
    for number in 0..8 {
        let body: &[(usize, &[u8])] = if number % 3 == 0 {
            &[(0, b"body")]
        } else {
            &[]
        };
        log.append(&[record(number)], body, Durability::Written)
            .unwrap();
    }
    if first > 0 {
        log.prune(first, b"memo").unwrap();
    }
    log.close().unwrap();
}

#[test]
fn frames() {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path(), 0);
    let segment = std::fs::read(folder.path().join("0000000000.segment")).unwrap();
    let seed = crc32c::crc32c_append(crc32c::crc32c(&[1; 16]), &0_u64.to_le_bytes());
    let (length, first, last, places) = read_frame(&segment[200..], seed).unwrap();
    assert_eq!((first, last), (0, true));
    let [start, end] = places[0];
    assert_eq!(segment[200 + start as usize..200 + end as usize], record(0));
    let frame = segment[200..200 + length].to_vec();
    bolero::check!()
        .with_type::<(bool, Vec<Edit>, Vec<u8>, u32)>()
        .for_each(|(noise_only, edits, noise, other)| {
            let bytes = match noise_only {
                true => noise.clone(),
                false => edited(&frame, &edits[..edits.len().min(8)], noise),
            };
            for seed in [seed, *other] {
                let Some((length, _, _, places)) = read_frame(&bytes, seed) else {
                    continue;
                };
                assert!(length <= bytes.len());
                for [start, end] in places {
                    assert!(start <= end && end as usize <= length);
                }
                // Thirty-two bits do not keep an enemy out, but noise they do.
                assert!(seed == *other || bytes.starts_with(&frame));
            }
        });
}

/// The files of a ledger by name.
fn files(first: u64) -> Vec<(OsString, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    example(folder.path(), first);
    let mut names: Vec<_> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    names.sort();
    let read = |name: OsString| {
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        (name, bytes)
    };
    names.into_iter().map(read).collect()
}

#[test]
fn folders() {
    check_folders(&files(0));
}

#[test]
fn pruned_folders() {
    let files = files(PRUNED);
    assert!(files.iter().any(|(name, _)| name == "pruned"));
    assert!(!files.iter().any(|(name, _)| name == "0000000000.segment"));
    check_folders(&files);
}

fn check_folders(files: &[(OsString, Vec<u8>)]) {
    bolero::check!()
        .with_type::<(u8, Vec<Edit>, Vec<u8>)>()
        .for_each(|(which, edits, noise)| {
            let folder = tempfile::tempdir().unwrap();
            for (number, (name, bytes)) in files.iter().enumerate() {
                let bytes = match usize::from(*which) % (2 * files.len()) {
                    chosen if chosen == number => {
                        edited(bytes, &edits[..edits.len().min(4)], noise)
                    }
                    chosen if chosen == number + files.len() => noise.clone(),
                    _ => bytes.clone(),
                };
                std::fs::write(folder.path().join(name), bytes).unwrap();
            }
            let reading = LogReader::open(folder.path(), Options::default());
            let writing = Log::open(folder.path(), Options::default());
            assert_eq!(reading.is_ok(), writing.is_ok());
            let Ok(opened) = writing else { return };
            for segment in &opened.segments {
                for (number, found) in (segment.first as usize..).zip(segment.records()) {
                    assert_eq!(found, record(number));
                }
            }
            let count = opened.recovery.records;
            let next = opened
                .log
                .append(&[b"next"], &[], Durability::Written)
                .unwrap();
            assert_eq!(next.first, count);
        });
}

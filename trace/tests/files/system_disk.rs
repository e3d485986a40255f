//! Real folders: rights to write, locks.

use crate::script::contents;
use lawful_trace::file::{Durability, FileError, Identity, Log, LogReader, Options};
use lawful_trace::ledger::erasure;
use lawful_trace::{FileLedger, FileLedgerOptions, Ledger, LedgerOptions, Opening, TraceNode};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;

#[test]
fn the_second_writer_is_refused_and_readers_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::create(
        folder.path(),
        Identity::new("").unwrap(),
        Options::default(),
    )
    .unwrap();
    log.append(&[b"one"], &[], Durability::Written).unwrap();
    for _ in 0..2 {
        let refused = Log::open(folder.path(), Options::default());
        assert!(matches!(refused, Err(FileError::Busy { .. })));
        let (_, segments, _) = LogReader::open(folder.path(), Options::default()).unwrap();
        assert_eq!(contents(&segments), [b"one"]);
    }
    drop(log);
    assert_eq!(
        Log::open(folder.path(), Options::default())
            .unwrap()
            .recovery
            .records,
        1
    );
}

#[cfg(unix)]
#[test]
fn a_folder_without_the_right_to_write_can_be_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let log = Log::create(
        folder.path(),
        Identity::new("").unwrap(),
        Options::default(),
    )
    .unwrap();
    log.append(&[b"one"], &[], Durability::Written).unwrap();
    drop(log);
    let set = |file: u32, directory: u32| {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            let mode = std::fs::Permissions::from_mode(file);
            std::fs::set_permissions(entry.unwrap().path(), mode).unwrap();
        }
        let mode = std::fs::Permissions::from_mode(directory);
        std::fs::set_permissions(folder.path(), mode).unwrap();
    };
    set(0o444, 0o555);
    // The right of the superuser to write everywhere is not taken away by modes.
    let probe = std::fs::OpenOptions::new()
        .write(true)
        .open(folder.path().join("lock"));
    let refused = Log::open(folder.path(), Options::default());
    match probe {
        Ok(_) => assert!(refused.is_ok()),
        Err(_) => assert!(matches!(refused, Err(FileError::ReadOnly { .. }))),
    }
    drop(refused);
    let (_, segments, _) = LogReader::open(folder.path(), Options::default()).unwrap();
    assert_eq!(contents(&segments), [b"one"]);
    set(0o644, 0o755);
}

/// Makes a ledger of small segments with so many nodes on the disk.
fn ledger(folder: &Path, count: i64) -> FileLedger {
    let options = FileLedgerOptions::default()
        .segment_bytes(1000)
        .unwrap()
        .durability(Durability::Synced);
    let ledger = FileLedger::create(folder, LedgerOptions::default(), options).unwrap();
    for time in 0..count {
        ledger.append(&node(time)).unwrap();
    }
    ledger
}

fn node(time: i64) -> TraceNode {
    let opening = Opening::new(vec![7; 300]).unwrap();
    let id = format!("n{time}");
    let node = TraceNode::builder(&id, "brain", time).erasable(opening);
    node.build().unwrap()
}

fn files(folder: &Path) -> BTreeMap<OsString, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries
        .map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

/// Does everything that writes, and expects to be told each time that the ledger is elsewhere.
fn refuses_all(ledger: &FileLedger) {
    let length = ledger.len();
    assert!(ledger.append(&node(length as i64)).is_err());
    assert!(
        ledger
            .extend(&[node(length as i64), node(length as i64 + 1)])
            .is_err()
    );
    let erasing = erasure("n3", "why", "office", 99).unwrap();
    assert!(ledger.append(&erasing).is_err());
    assert!(ledger.prune(length - 1).is_err());
    let refused = ledger.sync().unwrap_err();
    assert!(matches!(refused, FileError::Moved { .. }), "{refused}");
    assert!(ledger.verify().is_err());
}

#[cfg(unix)]
#[test]
fn a_folder_that_was_moved_leaves_another_one_of_its_name_alone() {
    let above = tempfile::tempdir().unwrap();
    let (here, there) = (above.path().join("runs"), above.path().join("runs.1"));
    let moved = ledger(&here, 12);
    std::fs::rename(&here, &there).unwrap();
    let other = ledger(&here, 12);
    let before = files(&here);
    refuses_all(&moved);
    drop(moved);
    assert!(files(&here) == before);
    other.verify().unwrap();
    // Where the ledger is now, it has everything that it acknowledged as synced.
    let found = FileLedger::open(&there, FileLedgerOptions::default()).unwrap();
    assert!(found.len() >= 12);
    found.verify().unwrap();
    // Put back, it goes on.
    std::fs::rename(&here, above.path().join("runs.2")).unwrap();
    assert!(found.append(&node(100)).is_ok());
    std::fs::rename(&there, &here).unwrap();
    assert!(found.append(&node(101)).is_err());
    std::fs::rename(&here, &there).unwrap();
    found.append(&node(101)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_writer_whose_lock_was_removed_writes_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let first = ledger(&path, 3);
    std::fs::remove_file(path.join("lock")).unwrap();
    let second = FileLedger::open(&path, FileLedgerOptions::default()).unwrap();
    second.append(&node(3)).unwrap();
    let before = files(&path);
    refuses_all(&first);
    drop(first);
    assert!(files(&path) == before);
    drop(second);
    let found = FileLedger::open(&path, FileLedgerOptions::default()).unwrap();
    assert_eq!(found.len(), 4);
}

#[test]
fn an_empty_path_is_no_folder() {
    let create = Log::create(
        Path::new(""),
        Identity::new("").unwrap(),
        Options::default(),
    );
    assert!(matches!(create, Err(FileError::Io { .. })));
    assert!(!Path::new("lock").exists());
}

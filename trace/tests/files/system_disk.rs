//! Real folders: rights to write, locks.

use crate::script::contents;
use lawful_trace::file::{Durability, FileError, Identity, Log, LogReader, Options};

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

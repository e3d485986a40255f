//! Folders and files that are not what they should be.

use crate::script::{FOLDER, contents, options, records};
use crate::simulated_disk::SimulatedDisk;
use lawful_trace::file::{Durability, FileError, Identity, Log, LogReader, Options};
use std::path::Path;

fn open(path: &Path) -> FileError {
    let reading = LogReader::open(path, Options::default()).unwrap_err();
    let writing = Log::open(path, Options::default()).unwrap_err();
    assert_eq!(
        std::mem::discriminant(&reading),
        std::mem::discriminant(&writing)
    );
    writing
}

fn segment(number: u64) -> std::path::PathBuf {
    Path::new(FOLDER).join(format!("{number:010}.segment"))
}

#[test]
fn what_is_no_ledger_is_told_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    assert!(matches!(
        open(&folder.path().join("nothing")),
        FileError::Io { action: "open", .. }
    ));
    assert!(matches!(open(folder.path()), FileError::Foreign { .. }));
    assert_eq!(
        std::fs::read_dir(folder.path()).unwrap().count(),
        0,
        "something was made"
    );
    let file = folder.path().join("file");
    std::fs::write(&file, "hello").unwrap();
    let failure = open(&file);
    assert!(
        failure
            .to_string()
            .ends_with("is not a ledger: it is not a folder"),
        "{failure}"
    );
    let name = folder.path().join("0000000000.segment");
    for bytes in [Vec::new(), b"short".to_vec(), vec![b'x'; 1000]] {
        std::fs::write(&name, &bytes).unwrap();
        assert!(matches!(open(folder.path()), FileError::Foreign { .. }));
        assert_eq!(std::fs::read(&name).unwrap(), bytes);
    }
}

#[cfg(unix)]
#[test]
fn what_leads_elsewhere_or_keeps_waiting_is_refused() {
    use std::os::unix::fs::symlink;
    use std::process::Command;
    let elsewhere = tempfile::tempdir().unwrap();
    let victim = elsewhere.path().join("victim");
    std::fs::write(&victim, [b'v'; 200]).unwrap();
    for name in [
        "synced",
        "lock",
        "pruned",
        "0000000000.segment",
        "0000000000.bodies",
    ] {
        for pipe in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let identity = Identity::new("").unwrap();
            let log = Log::create(folder.path(), identity, Options::default()).unwrap();
            log.append(&[b"one"], &[], Durability::Synced).unwrap();
            drop(log);
            let path = folder.path().join(name);
            drop(std::fs::remove_file(&path));
            if pipe {
                assert!(
                    Command::new("mkfifo")
                        .arg(&path)
                        .status()
                        .unwrap()
                        .success()
                );
            } else {
                symlink(&victim, &path).unwrap();
            }
            // Without the mark less is known, and whoever only reads takes no lock.
            let reading = LogReader::open(folder.path(), Options::default());
            assert_eq!(
                reading.is_ok(),
                name == "synced" || name == "lock",
                "{name}"
            );
            let writing = Log::open(folder.path(), Options::default());
            assert_eq!(writing.is_ok(), name == "synced", "{name}");
            if let Err(failure) = writing {
                let why = failure.to_string();
                let what = if pipe {
                    "no regular file"
                } else {
                    "a symbolic link"
                };
                assert!(why.contains(what) && why.contains(name), "{why}");
            }
        }
    }
    assert_eq!(std::fs::read(&victim).unwrap(), [b'v'; 200]);
}

#[test]
fn a_newer_format_is_told_from_damage() {
    let disk = SimulatedDisk::default();
    drop(
        Log::create(
            Path::new(FOLDER),
            Identity::new("").unwrap(),
            options(&disk),
        )
        .unwrap(),
    );
    let mut bytes = disk.bytes(&segment(0));
    bytes[16..20].copy_from_slice(&2_u32.to_le_bytes());
    disk.set_bytes(&segment(0), &bytes);
    let failure = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
    assert!(
        matches!(failure, FileError::Damaged { offset: 0, .. }),
        "{failure}"
    );
    let crc = crc32c::crc32c(&bytes[..20]);
    bytes[20..24].copy_from_slice(&crc.to_le_bytes());
    disk.set_bytes(&segment(0), &bytes);
    let failure = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
    assert!(
        matches!(
            failure,
            FileError::NewerFormat {
                found: 2,
                known: 1,
                ..
            }
        ),
        "{failure}"
    );
}

#[test]
fn missing_segments_are_named() {
    let disk = SimulatedDisk::default();
    let log = Log::create(
        Path::new(FOLDER),
        Identity::new("").unwrap(),
        options(&disk),
    )
    .unwrap();
    for round in 0..12 {
        let batch = records(&format!("round {round}"), 1, 300);
        log.append(&batch, &[], Durability::Synced).unwrap();
    }
    drop(log);
    let last = disk
        .paths()
        .iter()
        .filter(|path| path.to_string_lossy().ends_with(".segment"))
        .count() as u64
        - 1;
    assert!(last >= 3);
    for number in 0..=last {
        let disk = disk.copy();
        disk.lose(&segment(number));
        let failure = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
        assert!(
            matches!(failure, FileError::MissingSegment { number: found, .. } if found == number),
            "{failure}"
        );
        let exists = Log::create(
            Path::new(FOLDER),
            Identity::new("").unwrap(),
            options(&disk),
        );
        assert!(matches!(exists, Err(FileError::Exists { .. })));
    }
}

#[test]
fn a_segment_of_another_ledger_is_told() {
    let disks = [1, 2].map(|ledger| {
        let disk = SimulatedDisk::default();
        let identity = Identity {
            ledger: [ledger; 16],
            settings: [0; 96],
        };
        let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
        for _ in 0..6 {
            log.append(&records("same", 1, 300), &[], Durability::Synced)
                .unwrap();
        }
        disk
    });
    let [disk, other] = disks;
    disk.set_bytes(&segment(1), &other.bytes(&segment(1)));
    let failure = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
    assert!(failure.to_string().contains("another ledger"), "{failure}");
}

#[test]
fn settings_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::new("rfc6962-sha256").unwrap();
    let log = Log::create(folder.path(), identity, Options::default()).unwrap();
    log.append(&[b"one"], &[], Durability::Volatile).unwrap();
    let exists = Log::create(folder.path(), identity, Options::default());
    assert!(matches!(exists, Err(FileError::Busy { .. })));
    drop(log);
    let exists = Log::create(folder.path(), identity, Options::default());
    assert!(matches!(exists, Err(FileError::Exists { .. })));
    std::fs::write(folder.path().join("notes.txt"), "of no concern").unwrap();
    std::fs::write(folder.path().join("0000000001.segment.new"), "torn").unwrap();
    let opened = Log::open(folder.path(), Options::default()).unwrap();
    assert_eq!(opened.log.identity().settings(), Some("rfc6962-sha256"));
    assert_eq!(opened.recovery.removed_files, 1);
    assert_eq!(contents(&opened.segments), [b"one"]);
    assert!(folder.path().join("notes.txt").exists());
}

#[test]
fn a_damaged_start_of_a_segment_is_damage_where_a_ledger_is_known_to_be() {
    let disk = SimulatedDisk::default();
    let identity = Identity::new("").unwrap();
    let log = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap();
    log.append(&records("one", 1, 300), &[], Durability::Synced)
        .unwrap();
    drop(log);
    let whole = disk.bytes(&segment(0));
    let mark = Path::new(FOLDER).join("synced");
    for bytes in [
        Vec::new(),
        whole[..15].to_vec(),
        [b"x", &whole[1..]].concat(),
    ] {
        let disk = disk.copy();
        disk.set_bytes(&segment(0), &bytes);
        let known = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
        assert!(
            matches!(known, FileError::Damaged { offset: 0, .. }),
            "{known}"
        );
        let known = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap_err();
        assert!(
            matches!(known, FileError::Damaged { offset: 0, .. }),
            "{known}"
        );
        disk.lose(&mark);
        let unknown = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
        assert!(matches!(unknown, FileError::Foreign { .. }), "{unknown}");
    }
    // All segments are gone, and what is left says so.
    disk.lose(&segment(0));
    let lost = Log::open(Path::new(FOLDER), options(&disk)).unwrap_err();
    assert!(
        matches!(lost, FileError::MissingSegment { number: 0, .. }),
        "{lost}"
    );
    let exists = Log::create(Path::new(FOLDER), identity, options(&disk)).unwrap_err();
    assert!(matches!(exists, FileError::Exists { .. }), "{exists}");
}

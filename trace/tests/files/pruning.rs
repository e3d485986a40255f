//! Pruning the files of a log.

use crate::script::{FOLDER, options, records};
use crate::simulated_disk::{Fault, SimulatedDisk};
use lawful_trace::file::{
    Body, Disk, DiskFile, Durability, FileError, Identity, Log, LogReader, Mode, Segment,
};
use std::io;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const COUNT: u64 = 20;

/// Twenty records in five segments or so, each second one with a body.
fn log(disk: &SimulatedDisk) -> Log {
    let identity = Identity {
        ledger: [5; 16],
        settings: [0; 96],
    };
    let log = Log::create(Path::new(FOLDER), identity, options(disk)).unwrap();
    for number in 0..COUNT {
        let body = format!("body {number}").into_bytes();
        let bodies: &[(usize, &[u8])] = if number % 2 == 0 { &[(0, &body)] } else { &[] };
        log.append(
            &records(&format!("r{number}"), 1, 100),
            bodies,
            Durability::Synced,
        )
        .unwrap();
    }
    log
}

fn check(log: &Log, segments: &[Segment], first: u64) {
    let mut next = segments[0].first;
    assert!(next <= first);
    for record in segments.iter().flat_map(Segment::records) {
        assert!(record.starts_with(format!("r{next} ").as_bytes()));
        next += 1;
    }
    assert_eq!(next, COUNT);
    for number in first..COUNT {
        let expected = (number % 2 == 0).then(|| Body::Kept(format!("body {number}").into_bytes()));
        assert_eq!(log.body(number).unwrap(), expected);
    }
}

fn holds(disk: &SimulatedDisk, needle: &str) -> bool {
    let found = |path| {
        let bytes = disk.bytes(path);
        bytes
            .windows(needle.len())
            .any(|bytes| bytes == needle.as_bytes())
    };
    disk.paths().iter().any(|path| found(path))
}

#[test]
fn whole_segments_and_all_bodies_go() {
    for first in 0..=COUNT {
        let disk = SimulatedDisk::default();
        let log = log(&disk);
        log.prune(first, b"memo").unwrap();
        assert_eq!(
            log.body(first.saturating_sub(2)).unwrap().is_some(),
            first == 0
        );
        drop(log);
        for number in (0..first).step_by(2) {
            // `body 1` is also the beginning of `body 10`.
            assert!(
                !holds(&disk, &format!("body {number}\0")),
                "{first} {number}"
            );
        }
        let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
        assert!(opened.recovery.is_clean(), "{:?}", opened.recovery);
        let pruned = opened.pruned.unwrap();
        assert_eq!(
            (pruned.first, pruned.memo.as_slice()),
            (first, &b"memo"[..])
        );
        check(&opened.log, &opened.segments, first);
        // No segment is left that holds pruned records only, but for the last.
        let ends = opened.segments.iter().skip(1).map(|segment| segment.first);
        assert!(ends.take(1).all(|end| end > first));
        let next = opened
            .log
            .append(&[b"next"], &[], Durability::Synced)
            .unwrap();
        assert_eq!(next.first, COUNT);
        let (_, segments, _) = LogReader::open(Path::new(FOLDER), options(&disk)).unwrap();
        assert!(segments[0].first >= opened.segments[0].first);
    }
}

#[test]
fn more_than_there_is_cannot_be_pruned() {
    let disk = SimulatedDisk::default();
    let log = log(&disk);
    assert!(log.prune(COUNT + 1, b"").is_err());
    assert!(log.prune(1, &vec![0; (1 << 20) + 1]).is_err());
    drop(log);
    assert_eq!(
        Log::open(Path::new(FOLDER), options(&disk)).unwrap().pruned,
        None
    );
}

#[test]
fn a_failure_at_every_operation_prunes_all_or_can_go_on() {
    for fault in [
        Fault::Once(std::io::ErrorKind::StorageFull),
        Fault::From(std::io::ErrorKind::Other),
        Fault::PowerFailure,
    ] {
        for at in 1.. {
            let disk = SimulatedDisk::default();
            let log = log(&disk);
            disk.plan(Some((at, fault)));
            let done = log.prune(11, b"memo");
            let operations = disk.operations();
            drop(log);
            disk.plan(None);
            for seed in 0..4 {
                let after = match fault {
                    Fault::PowerFailure => disk.after_power_failure(seed),
                    _ => disk.copy(),
                };
                let opened = Log::open(Path::new(FOLDER), options(&after)).unwrap();
                let first = opened.pruned.as_ref().map_or(0, |pruned| pruned.first);
                assert!(first == 11 || first == 0 && done.is_err());
                check(&opened.log, &opened.segments, 11);
                opened.log.prune(11, b"memo").unwrap();
                drop(opened);
                assert!(!holds(&after, "body 8\0") && holds(&after, "body 12\0"));
                let opened = Log::open(Path::new(FOLDER), options(&after)).unwrap();
                check(&opened.log, &opened.segments, 11);
            }
            if operations < at {
                break;
            }
        }
    }
}

#[test]
fn segments_may_be_missing_only_if_they_were_pruned() {
    let disk = SimulatedDisk::default();
    let log = log(&disk);
    log.prune(11, b"memo").unwrap();
    drop(log);
    let name = |name: &str| Path::new(FOLDER).join(name);
    let unknown = disk.copy();
    unknown.lose(&name("pruned"));
    let failure = Log::open(Path::new(FOLDER), options(&unknown)).unwrap_err();
    assert!(
        matches!(failure, FileError::MissingSegment { .. }),
        "{failure}"
    );
    let first = disk
        .paths()
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with(".segment"))
        .unwrap();
    let more = disk.copy();
    more.lose(&first);
    let failure = Log::open(Path::new(FOLDER), options(&more)).unwrap_err();
    assert!(
        matches!(failure, FileError::MissingSegment { .. }),
        "{failure}"
    );
    let bytes = disk.bytes(&name("pruned"));
    for at in 0..bytes.len() {
        let mut flipped = bytes.clone();
        flipped[at] ^= 4;
        let disk = disk.copy();
        disk.set_bytes(&name("pruned"), &flipped);
        assert!(
            Log::open(Path::new(FOLDER), options(&disk)).is_err(),
            "{at}"
        );
        disk.set_bytes(&name("pruned"), &bytes[..at]);
        assert!(
            Log::open(Path::new(FOLDER), options(&disk)).is_err(),
            "{at}"
        );
    }
}

#[test]
fn an_earlier_index_leaves_what_was_pruned_before() {
    for reopened in [false, true] {
        let disk = SimulatedDisk::default();
        let mut log = log(&disk);
        log.prune(11, b"later").unwrap();
        if reopened {
            drop(log);
            log = Log::open(Path::new(FOLDER), options(&disk)).unwrap().log;
        }
        log.prune(3, b"earlier").unwrap();
        drop(log);
        let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
        let pruned = opened.pruned.unwrap();
        assert_eq!((pruned.first, pruned.memo), (11, b"later".to_vec()));
        check(&opened.log, &opened.segments, 11);
    }
}

/// A disk on which the thread that is the first to rename a file lets another one go on, and waits
/// until that is done or is kept from it.
#[derive(Debug)]
struct Meeting {
    disk: SimulatedDisk,
    first: Mutex<Option<(SyncSender<()>, Receiver<()>)>>,
}

impl Disk for Meeting {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        self.disk.open(path, mode)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.create_folder(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        self.disk.names(folder)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let first = self.first.lock().unwrap().take();
        if let Some((go, done)) = first {
            go.send(()).unwrap();
            let _ = done.recv_timeout(Duration::from_millis(300));
        }
        self.disk.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.disk.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.disk.sync_folder(path)
    }
}

#[test]
fn threads_that_prune_at_the_same_time_take_turns() {
    for (early, late) in [(2, 11), (11, 2), (0, 11), (11, 11)] {
        let disk = SimulatedDisk::default();
        drop(log(&disk));
        let ((go, gone), (finish, done)) = (sync_channel(1), sync_channel(1));
        let meeting = Meeting {
            disk: disk.clone(),
            first: Mutex::new(None),
        };
        let meeting = Arc::new(meeting);
        let options_there = options(&disk).disk(Arc::clone(&meeting) as Arc<dyn Disk>);
        let log = Log::open(Path::new(FOLDER), options_there).unwrap().log;
        let shared = &log;
        *meeting.first.lock().unwrap() = Some((go, done));
        std::thread::scope(|scope| {
            let other = scope.spawn(move || {
                gone.recv().unwrap();
                let pruned = shared.prune(late, b"memo");
                let _ = finish.send(());
                pruned
            });
            log.prune(early, b"memo").unwrap();
            other.join().unwrap().unwrap();
        });
        drop(log);
        let opened = Log::open(Path::new(FOLDER), options(&disk)).unwrap();
        assert_eq!(opened.pruned.unwrap().first, 11);
        check(&opened.log, &opened.segments, 11);
    }
}

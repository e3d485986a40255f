//! No room: a limit on the size of files, and a small disk.

use crate::child::{WORD, contents, record};
use lawful_trace::file::{Durability, Identity, Log, LogReader, Options};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

fn holds(folder: &Path, least: u64) {
    let (_, segments, recovery) = LogReader::open(folder, Options::default()).unwrap();
    assert!(recovery.is_clean(), "{recovery:?}");
    let found = contents(&segments);
    assert!(found.len() as u64 >= least);
    for (number, one) in (0..least).zip(&found) {
        assert!(*one == record(0, number));
    }
}

/// The shell sets a limit of 512 KiB and lets writes fail instead of ending the process.
pub fn limit() {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1024; exec \"$0\" \"$@\""])
        .arg(std::env::current_exe().unwrap())
        .args([WORD, "fill"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).unwrap();
    let count = said
        .trim()
        .strip_prefix("synced ")
        .unwrap()
        .parse()
        .unwrap();
    assert!(count > 100, "{count}");
    holds(folder.path(), count);
    // With room again, it goes on.
    let opened = Log::open(folder.path(), Options::default()).unwrap();
    let done = opened
        .log
        .append(&[record(0, 1)], &[], Durability::Synced)
        .unwrap();
    assert!(done.first >= count);
}

fn in_namespace(folder: &Path, then: &str) -> Command {
    let mut command = Command::new("unshare");
    command
        .args(["--map-root-user", "--mount", "sh", "-c"])
        .arg(format!("mount -t tmpfs -o size=300k none \"$0\" && {then}"))
        .arg(folder)
        .stdin(Stdio::null());
    command
}

pub fn can_mount() -> bool {
    tempfile::tempdir().is_ok_and(|folder| {
        in_namespace(folder.path(), "true")
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    })
}

pub fn small_disk() {
    let folder = tempfile::tempdir().unwrap();
    let status = in_namespace(folder.path(), "exec \"$@\"")
        .arg(std::env::current_exe().unwrap())
        .args([WORD, "small-disk"])
        .arg(folder.path())
        .status()
        .unwrap();
    assert!(status.success());
}

/// Runs on the small disk, which is gone with the process.
pub fn on_small_disk(folder: &Path) {
    let ballast = folder.join("ballast");
    std::fs::write(&ballast, vec![1; 100_000]).unwrap();
    let ledger = folder.join("ledger");
    let small = || Options::default().segment_bytes(30_000).unwrap();
    let log = Log::create(&ledger, Identity::new("").unwrap(), small()).unwrap();
    let mut count = 0;
    let failure = loop {
        match log.append(&[record(0, count)], &[], Durability::Synced) {
            Ok(_) => count += 1,
            Err(failure) => break failure,
        }
    };
    assert!(failure.is_disk_full(), "{failure}");
    assert_eq!(log.stopped(), None);
    assert!(count > 50, "{count}");
    holds(&ledger, count);
    assert_eq!(log.records(), count);
    // Opening works without room, too, and so does going on once there is some.
    drop(log);
    let opened = Log::open(&ledger, small()).unwrap();
    // A segment that was being made may be left behind; nothing else is.
    let found = &opened.recovery;
    assert_eq!((found.cut_bytes, found.records), (0, count), "{found:?}");
    let bodies: [(usize, &[u8]); 1] = [(0, &[7; 50_000])];
    let refused = opened
        .log
        .append(&[b"with a body"], &bodies, Durability::Written);
    assert!(refused.is_err_and(|failure| failure.is_disk_full()));
    // Pruning makes room where there is not a single page.
    let mut rest = std::fs::File::create(folder.join("rest")).unwrap();
    while rest.write_all(&[1; 512]).is_ok() {}
    opened.log.prune(count / 2, b"memo").unwrap();
    let (_, _, recovery, pruned) = LogReader::open_pruned(&ledger, small()).unwrap();
    assert!(recovery.is_clean() && pruned.is_some_and(|pruned| pruned.first == count / 2));
    opened.log.prune(count / 2 + 1, b"memo").unwrap();
    std::fs::remove_file(ballast).unwrap();
    let done = opened
        .log
        .append(&[record(0, count)], &[], Durability::Synced)
        .unwrap();
    assert_eq!(done.first, count);
    drop(opened);
    let again = Log::open(&ledger, small()).unwrap();
    assert_eq!(again.recovery.records, count + 1);
}

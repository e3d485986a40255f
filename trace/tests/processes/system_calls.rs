//! Every system call of a scripted run fails once, or ends the process.

use crate::child::{Said, WORD, command, verify_script};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Calls that end the process or let it wait for itself: if they fail, nothing is said about files.
const LEFT_OUT: [&str; 5] = [
    "exit",
    "exit_group",
    "futex",
    "restart_syscall",
    "rt_sigreturn",
];

fn strace(words: &[&str], folder: &Path) -> Command {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "signal=none"])
        .args(words)
        .arg(std::env::current_exe().unwrap())
        .args([WORD, "script"])
        .arg(folder.join("ledger"))
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command
}

pub fn can_trace() -> bool {
    Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// Returns the system calls that the script makes: the name of each, and which one of its kind it is.
fn calls() -> Vec<(String, usize)> {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("calls");
    let output = strace(&["-o", log.to_str().unwrap()], folder.path())
        .output()
        .unwrap();
    let said = Said::read(&output.stdout);
    assert!(said.created && said.erased && said.kept == 9, "{said:?}");
    verify_script(&folder.path().join("ledger"), &said).unwrap();
    let mut counts = BTreeMap::new();
    let mut calls = Vec::new();
    for line in std::fs::read_to_string(log).unwrap().lines() {
        // A line is the number of the process, the name of the call, and its arguments.
        let name = line
            .split_whitespace()
            .nth(1)
            .and_then(|call| call.split_once('('));
        if let Some((name, _)) = name.filter(|(name, _)| !LEFT_OUT.contains(name)) {
            let count: &mut usize = counts.entry(name.to_owned()).or_default();
            *count += 1;
            calls.push((name.to_owned(), *count));
        }
    }
    for (name, least) in [
        ("pwrite64", 15),
        ("fdatasync", 8),
        ("rename", 2),
        ("openat", 20),
    ] {
        assert!(counts.get(name) >= Some(&least), "{name}: {counts:?}");
    }
    calls
}

/// Runs the script once for each of its calls; returns how often something had to be repaired.
fn each(inject: &str) -> usize {
    let calls = calls();
    let repaired = AtomicUsize::new(0);
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while let Some((name, at)) = calls.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let folder = tempfile::tempdir().unwrap();
                    let inject = format!("inject={name}:{inject}:when={at}");
                    let words = ["-o", "/dev/null", "-e", &inject];
                    let output = strace(&words, folder.path()).output().unwrap();
                    let said = Said::read(&output.stdout);
                    let recovery = verify_script(&folder.path().join("ledger"), &said);
                    let unclean = recovery.is_some_and(|recovery| !recovery.is_clean());
                    repaired.fetch_add(usize::from(unclean), Ordering::Relaxed);
                }
            });
        }
    });
    repaired.into_inner()
}

pub fn every_one_fails() {
    each("error=EIO");
    each("error=ENOSPC");
}

pub fn killed_at_every_one() {
    let repaired = each("signal=KILL");
    assert!(repaired > 0, "no kill left anything to repair");
    // The command without `strace` works in the same way.
    let folder = tempfile::tempdir().unwrap();
    let ledger = folder.path().join("ledger");
    let output = command(&["script", ledger.to_str().unwrap()])
        .output()
        .unwrap();
    assert_eq!(Said::read(&output.stdout).kept, 9);
}

//! Processes that are killed at random moments.

use crate::child::{command, contents, node, record};
use lawful_trace::file::{LogReader, Options};
use lawful_trace::{FileLedger, FileLedgerOptions, Ledger as _, LedgerOptions};
use std::io::Read as _;
use std::path::Path;
use std::time::Duration;

const ROUNDS: u64 = 200;

pub fn log() {
    random_moments("threads", verify);
}

pub fn ledger() {
    random_moments("ledger", verify_ledger);
}

/// What is left after a kill: given what was acknowledged and the round.
type Verify = fn(&Path, [u64; 2], u64) -> [u64; 2];

fn random_moments(word: &str, verify: Verify) {
    let mut acknowledged = 0;
    let mut folder = tempfile::tempdir().unwrap();
    let mut kept = [0; 2];
    for round in 0..ROUNDS {
        // A new ledger now and then, so that its making is hit as well.
        if round % 20 == 0 {
            folder = tempfile::tempdir().unwrap();
            kept = [0; 2];
        }
        let before = kept;
        let mut child = command(&[word, folder.path().to_str().unwrap(), &round.to_string()])
            .spawn()
            .unwrap();
        let mut output = child.stdout.take().unwrap();
        // The times spread over starting, opening and appending.
        let microseconds = (round * 7919) % 40_000;
        std::thread::sleep(Duration::from_micros(microseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        let mut said = Vec::new();
        output.read_to_end(&mut said).unwrap();
        let said = String::from_utf8(said).unwrap();
        for line in said
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
        {
            if let Some((thread, count)) = line.split_once(' ') {
                let thread: usize = thread.parse().unwrap();
                kept[thread] = kept[thread].max(count.parse().unwrap());
            }
        }
        acknowledged += (kept[0] - before[0]) + (kept[1] - before[1]);
        kept = verify(folder.path(), kept, round);
    }
    assert!(
        acknowledged > ROUNDS,
        "the processes did too little: {acknowledged}"
    );
}

/// Checks that everything that was acknowledged is there, in order; returns what is.
fn verify(folder: &Path, kept: [u64; 2], round: u64) -> [u64; 2] {
    if kept == [0; 2] {
        return kept;
    }
    let (_, segments, _) = LogReader::open(folder, Options::default()).unwrap();
    let found = contents(&segments);
    [0, 1].map(|thread| {
        let prefix = format!("{thread} ").into_bytes();
        let mine = found.iter().filter(|record| record.starts_with(&prefix));
        let mut count = 0;
        for one in mine {
            assert!(
                *one == record(thread, count),
                "round {round}: another record"
            );
            count += 1;
        }
        let least = kept[thread as usize];
        assert!(count >= least, "round {round}: {count} of {least} are left");
        count
    })
}

/// As `verify`, for the ledger, with everything hashed again; every second time as the next writer.
fn verify_ledger(folder: &Path, kept: [u64; 2], round: u64) -> [u64; 2] {
    let options = FileLedgerOptions::default();
    let ledger = match round % 2 {
        // One that was hardly made is made now.
        0 => FileLedger::open_or_create(folder, LedgerOptions::default(), options),
        _ if kept == [0; 2] => return kept,
        _ => FileLedger::open_read_only(folder, options),
    };
    let ledger = ledger.unwrap();
    let length = ledger.len();
    let least = kept[0];
    assert!(
        length >= least,
        "round {round}: {length} of {least} are left"
    );
    for index in 0..length {
        assert_eq!(ledger.get(index), Some(node(index)), "round {round}");
    }
    assert_eq!(ledger.verify().unwrap().nodes, length);
    [length, 0]
}

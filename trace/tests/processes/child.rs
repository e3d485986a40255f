//! What the other process does. It says on its output what was acknowledged, line by line.

use lawful_trace::file::{
    Body, Durability, FileError, Identity, Log, LogReader, Options, Recovery, Segment,
};
use lawful_trace::ledger::Expected;
use lawful_trace::{
    FileLedger, FileLedgerOptions, Ledger as _, LedgerOptions, Relation, TraceNode,
};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The first argument of the other process.
pub const WORD: &str = "child-of-the-test";

/// Makes the command that starts the other process.
pub fn command(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .arg(WORD)
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    command
}

pub fn run(words: &[String]) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["threads", folder, seed] => threads(Path::new(folder), seed.parse().unwrap()),
        ["ledger", folder, seed] => ledger(Path::new(folder), seed.parse().unwrap()),
        ["script", folder] => script(Path::new(folder)),
        ["hold", folder] => hold(Path::new(folder)),
        ["try", folder] => {
            let code = match Log::open(Path::new(folder), Options::default()) {
                Ok(_) => 0,
                Err(FileError::Busy { .. }) => 17,
                Err(_) => 1,
            };
            std::process::exit(code);
        }
        ["fill", folder] => fill(Path::new(folder)),
        ["small-disk", folder] => super::full_disk::on_small_disk(Path::new(folder)),
        _ => panic!("unknown words {words:?}"),
    }
}

/// Says something to the test; false if that failed, and then it was not said.
fn say(words: &str) -> bool {
    let mut output = std::io::stdout().lock();
    output
        .write_all(format!("{words}\n").as_bytes())
        .and_then(|()| output.flush())
        .is_ok()
}

fn small() -> Options {
    Options::default().segment_bytes(40_000).unwrap()
}

pub fn contents(segments: &[Segment]) -> Vec<Vec<u8>> {
    let records = segments.iter().flat_map(Segment::records);
    records.map(|record| record.to_vec()).collect()
}

/// A record of a thread; its length depends on its number.
pub fn record(thread: u64, number: u64) -> Vec<u8> {
    let mut record = format!("{thread} {number} ").into_bytes();
    let length = (number * 7919 + thread * 31) % 1500;
    record.resize(record.len() + length as usize, b'a' + (number % 26) as u8);
    record
}

/// Two threads append until they are killed, in batches of one to three, and say what was acknowledged.
fn threads(folder: &Path, seed: u64) {
    let log = match Log::open(folder, small()) {
        Ok(opened) => {
            let found = contents(&opened.segments);
            (opened.log, found)
        }
        Err(_) => {
            let log = Log::create(folder, Identity::new("").unwrap(), small()).unwrap();
            (log, Vec::new())
        }
    };
    let (log, found) = &log;
    say("open");
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let prefix = format!("{thread} ").into_bytes();
            let mut next = found
                .iter()
                .filter(|record| record.starts_with(&prefix))
                .count() as u64;
            scope.spawn(move || {
                loop {
                    let count = 1 + (next + seed) % 3;
                    let batch: Vec<_> = (next..next + count)
                        .map(|number| record(thread, number))
                        .collect();
                    let wanted = match (next + seed) % 5 {
                        0 => Durability::Synced,
                        1 => Durability::Volatile,
                        _ => Durability::Written,
                    };
                    let done = log.append(&batch, &[], wanted).unwrap();
                    next += count;
                    if done.durability > Durability::Volatile {
                        say(&format!("{thread} {next}"));
                    }
                }
            });
        }
    });
}

/// The node with a number; each is caused by the one before.
pub fn node(number: u64) -> TraceNode {
    let id = format!("node {number}");
    let cause = format!("node {}", number.saturating_sub(1));
    let payload = record(3, number);
    let mut builder = TraceNode::builder(&id, "child", number as i64).payload(&payload);
    if number > 0 {
        builder = builder.link(Relation::Causes, &cause);
    }
    builder.build().unwrap()
}

/// Appends nodes to a ledger until it is killed, and says what was acknowledged.
fn ledger(folder: &Path, seed: u64) {
    let options = FileLedgerOptions::default().segment_bytes(40_000).unwrap();
    let ledger = FileLedger::open_or_create(folder, LedgerOptions::default(), options).unwrap();
    loop {
        let next = ledger.len();
        let nodes: Vec<TraceNode> = (next..next + 1 + (next + seed) % 3).map(node).collect();
        let nodes: Vec<&TraceNode> = nodes.iter().collect();
        let wanted = match (next + seed) % 4 {
            0 => Durability::Synced,
            1 => Durability::Volatile,
            _ => Durability::Written,
        };
        let receipt = ledger
            .append_with(Expected::Length(next), &nodes, wanted)
            .unwrap();
        if receipt.durability > Durability::Volatile {
            say(&format!("0 {}", receipt.length));
        }
    }
}

/// Keeps the log open until it is killed.
fn hold(folder: &Path) {
    let log = Log::create(folder, Identity::new("").unwrap(), small()).unwrap();
    log.append(&[b"held"], &[], Durability::Written).unwrap();
    say("held");
    loop {
        std::thread::park();
    }
}

/// Appends until there is no room, and then says how much there is.
fn fill(folder: &Path) {
    let log = Log::create(folder, Identity::new("").unwrap(), Options::default()).unwrap();
    let mut count = 0;
    loop {
        match log.append(&[record(0, count)], &[], Durability::Written) {
            Ok(_) => count += 1,
            Err(failure) => {
                assert!(failure.is_disk_full(), "{failure}");
                break;
            }
        }
    }
    // The writer goes on: what is small enough still fits, or is refused again.
    let small = log.append(&[b""], &[], Durability::Written);
    assert!(small.is_ok() || small.is_err_and(|failure| failure.is_disk_full()));
    assert_eq!(log.stopped(), None);
    let synced = log.sync().unwrap();
    assert!(synced >= count);
    say(&format!("synced {count}"));
}

/// The batches of the script.
pub fn batches() -> Vec<Vec<Vec<u8>>> {
    let sizes = [1, 2, 3, 1, 2];
    let mut next = 0;
    sizes
        .iter()
        .map(|size| {
            let batch = (next..next + size)
                .map(|number| record(9, number))
                .collect();
            next += size;
            batch
        })
        .collect()
}

/// A short run with everything in it; goes on after errors as long as it makes sense.
fn script(folder: &Path) {
    let options = || Options::default().segment_bytes(2000).unwrap();
    let Ok(log) = Log::create(folder, Identity::new("").unwrap(), options()) else {
        return;
    };
    say("created");
    let mut batches = batches().into_iter().enumerate();
    let mut append = |log: &Log, bodies: &[(usize, &[u8])], wanted| {
        let (number, batch) = batches.next().unwrap();
        let before = log.records();
        match log.append(&batch, bodies, wanted) {
            Ok(done) => {
                say(&format!("{} {}", done.durability, done.end));
                true
            }
            // The records would no longer be those that the test expects.
            Err(_) => {
                assert!(
                    log.records() == before || wanted == Durability::Synced,
                    "{number}"
                );
                false
            }
        }
    };
    let steps = append(&log, &[], Durability::Volatile)
        && append(&log, &[(1, b"a body")], Durability::Written)
        && append(&log, &[], Durability::Synced);
    if steps && log.erase(2).is_ok_and(|there| there) {
        say("erased 2");
    }
    drop(log);
    if !steps {
        return;
    }
    let Ok(opened) = Log::open(folder, options()) else {
        return;
    };
    let more = append(&opened.log, &[], Durability::Synced)
        && append(&opened.log, &[], Durability::Written);
    if more && let Ok(synced) = opened.log.close() {
        say(&format!("synced {synced}"));
    }
}

/// What the script said.
#[derive(Debug, Default)]
pub struct Said {
    pub created: bool,
    pub kept: usize,
    pub erased: bool,
}

impl Said {
    pub fn read(output: &[u8]) -> Said {
        let mut said = Said::default();
        // The last line may be cut off in the middle of a number.
        let text = String::from_utf8_lossy(output);
        for line in text
            .split_inclusive('\n')
            .filter_map(|line| line.strip_suffix('\n'))
        {
            match line.split_once(' ') {
                None => said.created |= line == "created",
                Some(("erased", _)) => said.erased = true,
                Some(("volatile", _)) => {}
                Some((_, count)) => said.kept = said.kept.max(count.parse().unwrap()),
            }
        }
        said
    }
}

/// Checks that a log holds what the script was promised.
pub fn verify_script(folder: &Path, said: &Said) -> Option<Recovery> {
    let read = LogReader::open(folder, Options::default());
    let opened = match Log::open(folder, Options::default()) {
        Ok(opened) => opened,
        Err(FileError::Foreign { .. } | FileError::Io { .. }) if !said.created => return None,
        Err(failure) => panic!("{said:?}: {failure}"),
    };
    let (_, segments, _) = read.unwrap();
    let found = contents(&opened.segments);
    assert_eq!(contents(&segments), found, "the reader saw something else");
    assert!(
        found.len() >= said.kept,
        "{said:?}: {} are left",
        found.len()
    );
    let mut whole = vec![0];
    let mut all = Vec::new();
    for batch in batches() {
        all.extend(batch);
        whole.push(all.len());
    }
    assert!(whole.contains(&found.len()), "{said:?}: {}", found.len());
    assert_eq!(found, all[..found.len()]);
    if found.len() > 2 {
        let body = opened.log.body(2).unwrap().unwrap();
        assert!(body == Body::Erased || !said.erased && body == Body::Kept(b"a body".to_vec()));
    }
    let next = opened
        .log
        .append(&[b"after"], &[], Durability::Synced)
        .unwrap();
    assert_eq!(next.first as usize, found.len());
    Some(opened.recovery)
}

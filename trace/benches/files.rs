//! A ledger in files against its limits, against a plain file, and against databases, in one run.
//!
//! `cargo bench -p lawful-trace --bench files` prints the medians of interleaved rounds and their ratio to
//! the floor: the same bytes put into a plain file with one sync, or read back from it. With
//! `--features peers` redb and SQLite store the same nodes, each with one durable commit, and read them
//! back; they keep no Merkle tree, and redb keeps no checksum per record. With `LAWFUL_BENCH_GATE=1.0`
//! it fails if a number is above that multiple of its limit. `TMPDIR` chooses the disk.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::file::{Durability as FileDurability, Hold, Identity, Log, Options};
use lawful_trace::ledger::{Durability, Expected};
use lawful_trace::{FileLedger, FileLedgerOptions, Ledger, LedgerOptions, TraceNode};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

const COUNT: usize = 1_000_000;
const ROUNDS: usize = 5;

/// Nodes whose bytes are 128 long.
fn nodes() -> Vec<TraceNode> {
    let make = |n: usize, payload: &[u8]| {
        let id = format!("trace-{n:012x}");
        let node = TraceNode::builder(&id, "brain", n as i64).payload(payload);
        node.build().expect("a good node")
    };
    let empty = make(0, &[0; 64]).bytes().len();
    let payload = vec![7; 64 + 128 - empty];
    (0..COUNT).map(|n| make(n, &payload)).collect()
}

type Act<'a> = Box<dyn FnMut(&Path) -> f64 + 'a>;

/// Runs all acts in turn, each in a new folder, and returns their median times in seconds.
fn compare(acts: &mut [(&str, Option<f64>, Act<'_>)]) -> Vec<f64> {
    let mut times = vec![Vec::new(); acts.len()];
    for _ in 0..ROUNDS {
        for ((_, _, act), times) in acts.iter_mut().zip(&mut times) {
            let folder = tempfile::tempdir().expect("a folder");
            times.push(act(folder.path()));
        }
    }
    times
        .into_iter()
        .map(|mut all| {
            all.sort_by(f64::total_cmp);
            all[ROUNDS / 2]
        })
        .collect()
}

/// Prints a table; returns whether a number is above its limit by more than the gate allows.
fn report(title: &str, acts: &mut [(&str, Option<f64>, Act<'_>)], gate: Option<f64>) -> bool {
    let times = compare(acts);
    println!("{title:<58} {:>8}   ratio   limit", "seconds");
    let mut failed = false;
    for ((name, limit, _), time) in acts.iter().zip(&times) {
        let shown = limit.map_or(String::new(), |limit| format!("{limit:.3}"));
        println!(
            "  {name:<56} {time:>8.3}   {:>5.2}   {shown}",
            time / times[0]
        );
        failed |= matches!((limit, gate), (Some(limit), Some(gate)) if *time > limit * gate);
    }
    println!();
    failed
}

fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let made = act();
    (start.elapsed().as_secs_f64(), made)
}

fn plain_file(folder: &Path, nodes: &[TraceNode]) {
    let file = std::fs::File::create(folder.join("plain")).expect("a file");
    let mut file = std::io::BufWriter::with_capacity(1 << 20, file);
    for node in nodes {
        let bytes = node.bytes();
        file.write_all(&(bytes.len() as u32).to_le_bytes())
            .expect("room");
        file.write_all(bytes).expect("room");
    }
    file.into_inner().expect("room").sync_all().expect("a disk");
}

fn ledger(folder: &Path, options: FileLedgerOptions) -> FileLedger {
    FileLedger::create(&folder.join("ledger"), LedgerOptions::default(), options).expect("a ledger")
}

fn write(nodes: &[TraceNode], gate: Option<f64>) -> bool {
    let borrowed: Vec<&TraceNode> = nodes.iter().collect();
    let bytes: Vec<&[u8]> = nodes.iter().map(TraceNode::bytes).collect();
    let mut acts: Vec<(&str, Option<f64>, Act<'_>)> = vec![
        (
            "plain file, one sync",
            None,
            Box::new(|folder| timed(|| plain_file(folder, nodes)).0),
        ),
        (
            "log: framed, checksummed, one sync",
            None,
            Box::new(|folder| {
                timed(|| {
                    let identity = Identity::new("").expect("random numbers");
                    let log = Log::create(&folder.join("log"), identity, Options::default());
                    let log = log.expect("a log");
                    log.append(&bytes, &[], FileDurability::Synced)
                        .expect("room");
                })
                .0
            }),
        ),
        (
            "ledger: also checked, indexed, hashed; one batch",
            Some(0.5),
            Box::new(|folder| {
                timed(|| {
                    let ledger = ledger(folder, FileLedgerOptions::default());
                    let done = ledger.append_with(Expected::Any, &borrowed, Durability::Synced);
                    done.expect("room");
                    ledger.head()
                })
                .0
            }),
        ),
        (
            "ledger: the same, one by one, one sync",
            None,
            Box::new(|folder| {
                timed(|| {
                    let ledger = ledger(folder, FileLedgerOptions::default());
                    for node in nodes {
                        let done = ledger.append_with(Expected::Any, &[node], Durability::Volatile);
                        done.expect("room");
                    }
                    ledger.sync().expect("a disk");
                    ledger.head()
                })
                .0
            }),
        ),
    ];
    #[cfg(feature = "peers")]
    acts.extend(peers::writers(nodes));
    report("write 1 M nodes of 128 bytes", &mut acts, gate)
}

fn read(nodes: &[TraceNode], gate: Option<f64>) -> bool {
    let home = tempfile::tempdir().expect("a folder");
    plain_file(home.path(), nodes);
    let borrowed: Vec<&TraceNode> = nodes.iter().collect();
    let small = FileLedgerOptions::default()
        .segment_bytes(32 << 20)
        .expect("a length");
    let ledger = ledger(home.path(), small);
    for batch in borrowed.chunks(10_000) {
        ledger
            .append_with(Expected::Any, batch, Durability::Written)
            .expect("room");
    }
    let head = ledger.head();
    ledger.close().expect("a disk");
    #[cfg(feature = "peers")]
    peers::fill(home.path(), nodes);
    let path = home.path().join("ledger");
    let open = |hold: Hold| {
        let (path, head) = (path.clone(), head);
        move |_: &Path| {
            let (time, ledger) = timed(|| {
                let options = FileLedgerOptions::default().hold(hold).pinned(head);
                FileLedger::open(&path, options).expect("a ledger")
            });
            assert_eq!(ledger.len(), COUNT as u64);
            time
        }
    };
    let mut acts: Vec<(&str, Option<f64>, Act<'_>)> = vec![
        (
            "plain file, read into memory",
            None,
            Box::new(|_| timed(|| std::fs::read(home.path().join("plain")).expect("a file")).0),
        ),
        (
            "ledger: checked, indexed, hashed, compared with a head",
            Some(0.5),
            Box::new(open(Hold::Memory)),
        ),
        (
            "ledger: the same, mapped",
            Some(0.5),
            Box::new(open(Hold::Mapped)),
        ),
    ];
    #[cfg(feature = "peers")]
    acts.extend(peers::readers(home.path()));
    report("open and verify 1 M nodes of 128 bytes", &mut acts, gate)
}

/// The time of one durable append, alone and with others that share its sync.
fn group_commit() {
    println!("durable appends, one node each{:>40}", "us per node");
    for threads in [1, 4, 16] {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = ledger(folder.path(), FileLedgerOptions::default());
        let each = 100;
        let (time, ()) = timed(|| {
            std::thread::scope(|scope| {
                for thread in 0..threads {
                    let ledger = &ledger;
                    scope.spawn(move || {
                        for n in 0..each {
                            let node = TraceNode::new(&format!("{thread} {n}"), "t", 0);
                            let node = node.expect("a good node");
                            ledger
                                .append_with(Expected::Any, &[&node], Durability::Synced)
                                .expect("room");
                        }
                    });
                }
            });
        });
        let each = time * 1e6 / f64::from(threads * each);
        println!("  {threads:>2} threads{each:>59.1}");
    }
}

#[cfg(feature = "peers")]
mod peers {
    use super::{Act, TraceNode, timed};
    use redb::ReadableTable as _;
    use std::path::Path;

    const TABLE: redb::TableDefinition<'_, u64, &[u8]> = redb::TableDefinition::new("nodes");

    fn redb(folder: &Path, nodes: &[TraceNode]) {
        let database = redb::Database::create(folder.join("redb")).expect("a database");
        let transaction = database.begin_write().expect("a transaction");
        {
            let mut table = transaction.open_table(TABLE).expect("a table");
            for (index, node) in nodes.iter().enumerate() {
                table.insert(index as u64, node.bytes()).expect("room");
            }
        }
        transaction.commit().expect("a disk");
    }

    fn sqlite(folder: &Path, nodes: &[TraceNode]) {
        let mut database = rusqlite::Connection::open(folder.join("sqlite")).expect("a database");
        database
            .execute_batch(
                "pragma journal_mode=wal; pragma synchronous=full;
                 create table nodes (id integer primary key, bytes blob not null)",
            )
            .expect("a table");
        let transaction = database.transaction().expect("a transaction");
        {
            let mut insert = transaction
                .prepare("insert into nodes values (?, ?)")
                .expect("a statement");
            for (index, node) in nodes.iter().enumerate() {
                insert.execute((index as i64, node.bytes())).expect("room");
            }
        }
        transaction.commit().expect("a disk");
    }

    pub fn fill(folder: &Path, nodes: &[TraceNode]) {
        redb(folder, nodes);
        sqlite(folder, nodes);
    }

    pub fn writers(nodes: &[TraceNode]) -> Vec<(&'static str, Option<f64>, Act<'_>)> {
        vec![
            (
                "redb, one durable commit",
                None,
                Box::new(|folder: &Path| timed(|| redb(folder, nodes)).0),
            ),
            (
                "SQLite, one durable commit",
                None,
                Box::new(|folder: &Path| timed(|| sqlite(folder, nodes)).0),
            ),
        ]
    }

    pub fn readers(folder: &Path) -> Vec<(&'static str, Option<f64>, Act<'_>)> {
        let (redb, sqlite) = (folder.join("redb"), folder.join("sqlite"));
        vec![
            (
                "redb, open and visit all",
                None,
                Box::new(move |_: &Path| {
                    timed(|| {
                        let database = redb::Database::open(&redb).expect("a database");
                        let transaction = redb::ReadableDatabase::begin_read(&database);
                        let table = transaction.expect("a transaction").open_table(TABLE);
                        let table = table.expect("a table");
                        let all = table.iter().expect("nodes");
                        all.map(|entry| entry.expect("a node").1.value().len())
                            .sum::<usize>()
                    })
                    .0
                }),
            ),
            (
                "SQLite, open and visit all",
                None,
                Box::new(move |_: &Path| {
                    timed(|| {
                        let database = rusqlite::Connection::open(&sqlite).expect("a database");
                        let mut all = database
                            .prepare("select bytes from nodes order by id")
                            .expect("a statement");
                        let mut rows = all.query(()).expect("nodes");
                        let mut sum = 0;
                        while let Some(row) = rows.next().expect("a node") {
                            sum += row
                                .get_ref(0)
                                .expect("bytes")
                                .as_blob()
                                .expect("bytes")
                                .len();
                        }
                        sum
                    })
                    .0
                }),
            ),
        ]
    }
}

fn main() -> ExitCode {
    let gate = std::env::var("LAWFUL_BENCH_GATE")
        .ok()
        .and_then(|text| text.parse().ok());
    let nodes = nodes();
    assert!(nodes.iter().all(|node| node.bytes().len() == 128));
    let mut failed = write(&nodes, gate);
    failed |= read(&nodes, gate);
    group_commit();
    if failed {
        eprintln!("a number is above its limit by more than the gate allows");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

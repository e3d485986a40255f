//! The ledger in memory against its limits and against a list of structs behind a lock, in one run.
//!
//! `cargo bench -p lawful-trace --bench limits` prints the best of interleaved rounds, their ratio, and
//! the limit. `LAWFUL_BENCH_NODES=1000000` chooses how many nodes the lookups and the memory are
//! measured with; the default is the ten million that the limits speak of. `LAWFUL_BENCH_ONLY` runs one
//! part: `creation`, `appending`, `extending`, `heads` or `lookups`. With
//! `LAWFUL_BENCH_GATE=1.0` it fails if a number is above that multiple of its limit.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use ct_merkle::mem_backed_tree::MemoryBackedTree;
use lawful_trace::merkle::{Rfc6962Sha256, TreeHash};
use lawful_trace::{Ledger, LedgerOptions, MemoryLedger, TraceNode};
use std::collections::HashMap;
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::Instant;

const MILLION: usize = 1_000_000;
const ROUNDS: usize = 11;

/// What a ledger is without one.
#[derive(Clone)]
struct Plain {
    id: String,
    origin: String,
    timestamp: i64,
}

fn id(n: usize) -> String {
    format!("trace-{n:012x}")
}

/// Ids in no order.
fn mixed_id(n: usize) -> String {
    id(n.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 16)
}

fn nodes(count: usize, id: fn(usize) -> String) -> Vec<TraceNode> {
    (0..count)
        .map(|n| TraceNode::new(&id(n), "brain", n as i64).expect("a good node"))
        .collect()
}

/// Nodes of about 128 bytes.
fn large_nodes(count: usize) -> Vec<TraceNode> {
    let node = |n: usize| {
        let (id, payload) = (id(n), [n as u8; 88]);
        let node = TraceNode::builder(&id, "brain", n as i64).payload(&payload);
        node.build()
    };
    (0..count).map(|n| node(n).expect("a good node")).collect()
}

/// The time of one act, without preparing it and without dropping what it made.
fn seconds<P, T>(prepare: impl Fn() -> P, act: impl Fn(&P) -> T) -> f64 {
    let prepared = prepare();
    let start = Instant::now();
    let made = black_box(act(&prepared));
    let time = start.elapsed().as_secs_f64();
    drop(made);
    time
}

/// The best of interleaved rounds: whatever else the machine does only adds to a time.
fn compare(mut ours: impl FnMut() -> f64, mut theirs: impl FnMut() -> f64) -> [f64; 2] {
    let mut best = [f64::INFINITY; 2];
    for _ in 0..ROUNDS {
        best[0] = best[0].min(ours());
        best[1] = best[1].min(theirs());
    }
    best
}

struct Bench {
    gate: Option<f64>,
    failed: bool,
}

impl Bench {
    fn report(&mut self, what: &str, unit: &str, [ours, theirs]: [f64; 2], limit: f64) {
        let ratio = ours / theirs;
        println!("{what:<44} {ours:>9.2} {theirs:>9.2} {unit:<5} {ratio:>7.3}   {limit:>7.2}");
        self.failed |= self.gate.is_some_and(|gate| ours > gate * limit);
    }
}

fn main() -> ExitCode {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let mut bench = Bench {
        gate: number("LAWFUL_BENCH_GATE"),
        failed: false,
    };
    let count = number("LAWFUL_BENCH_NODES").unwrap_or(1e7) as usize;
    println!(
        "{:<44} {:>9} {:>9} {:<5} {:>7}   {:>7}",
        "", "ours", "peer", "", "ratio", "limit"
    );
    let only = std::env::var("LAWFUL_BENCH_ONLY").unwrap_or_default();
    type Part<'a> = (&'a str, &'a dyn Fn(&mut Bench));
    let parts: [Part<'_>; 5] = [
        ("creation", &creation),
        ("appending", &|bench| appending(bench, false)),
        ("extending", &|bench| appending(bench, true)),
        ("heads", &heads),
        ("lookups", &|bench| lookups(bench, count)),
    ];
    for (_, part) in parts.iter().filter(|(name, _)| name.contains(&only)) {
        part(&mut bench);
    }
    if bench.failed {
        eprintln!("a number is above the gate");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn creation(bench: &mut Bench) {
    let ids: Vec<String> = (0..MILLION).map(id).collect();
    let times = compare(
        || {
            seconds(
                || Vec::with_capacity(MILLION),
                |_: &Vec<()>| {
                    let nodes = ids.iter().map(|id| TraceNode::new(id, "brain", 7));
                    nodes.collect::<Result<Vec<_>, _>>()
                },
            )
        },
        || {
            seconds(
                || (),
                |()| {
                    let plain = ids.iter().map(|id| Plain {
                        id: id.clone(),
                        origin: "brain".to_owned(),
                        timestamp: 7,
                    });
                    plain.collect::<Vec<_>>()
                },
            )
        },
    );
    bench.report(
        "make a node; a struct of strings",
        "ns",
        times.map(|t| t * 1e3),
        200.0,
    );
}

fn appending(bench: &mut Bench, all_at_once: bool) {
    let nodes = nodes(MILLION, id);
    let plain: Vec<Plain> = nodes
        .iter()
        .map(|node| Plain {
            id: node.id().to_owned(),
            origin: node.origin().to_owned(),
            timestamp: node.timestamp(),
        })
        .collect();
    let push = |list: &Mutex<Vec<Plain>>| {
        for node in &plain {
            list.lock().expect("no panic").push(node.clone());
        }
        black_box(list.lock().map_or(0, |list| {
            list.last().map_or(0, |node| {
                node.timestamp + (node.id.len() + node.origin.len()) as i64
            })
        }))
    };
    let append = |ledger: &MemoryLedger, nodes: &[TraceNode]| {
        if all_at_once {
            ledger.extend(nodes).expect("appended");
        } else {
            for node in nodes {
                ledger.append(node).expect("appended");
            }
        }
    };
    let (how, limit) = match all_at_once {
        true => ("a million by extend", 20.0),
        false => ("a million appends", 30.0),
    };
    let mixed = self::nodes(MILLION, mixed_id);
    type Act<'a> = (&'a str, &'a dyn Fn(&MemoryLedger));
    let acts: [Act<'_>; 3] = [
        ("locked pushes", &|ledger| append(ledger, &nodes)),
        ("and a search", &|ledger| {
            append(ledger, &nodes);
            black_box(ledger.index_of(nodes.last().map_or("", TraceNode::id)));
        }),
        ("ids in no order", &|ledger| append(ledger, &mixed)),
    ];
    for (what, act) in acts {
        let times = compare(
            || seconds(MemoryLedger::new, act),
            || seconds(Mutex::default, push),
        );
        let what = format!("{how}; {what}");
        bench.report(&what, "ms", times.map(|t| t * 1e3), limit);
    }
}

fn heads(bench: &mut Bench) {
    let nodes = large_nodes(MILLION);
    let filled = |options| {
        let ledger = MemoryLedger::with_options(options);
        ledger.extend(&nodes).expect("appended");
        ledger
    };
    let sha256 = LedgerOptions::default().tree_hash(&Rfc6962Sha256 as &dyn TreeHash);
    let mut roots = [[0; 32]; 2];
    let times = compare(
        || seconds(|| filled(LedgerOptions::default()), MemoryLedger::head),
        || {
            let ledger = filled(sha256);
            let start = Instant::now();
            roots[0] = ledger.head().root;
            start.elapsed().as_secs_f64()
        },
    );
    bench.report(
        "head over a million, BLAKE3; SHA-256",
        "ms",
        times.map(|t| t * 1e3),
        120.0,
    );
    let start = Instant::now();
    let mut tree = MemoryBackedTree::<sha2::Sha256, Vec<u8>>::new();
    for node in &nodes {
        tree.push(node.bytes().to_vec());
    }
    roots[1].copy_from_slice(tree.root().as_bytes());
    let theirs = start.elapsed().as_secs_f64();
    assert_eq!(roots[0], roots[1], "both trees are those of RFC 6962");
    bench.report(
        "  SHA-256; ct-merkle, pushes and root",
        "ms",
        [times[1] * 1e3, theirs * 1e3],
        1e3,
    );
}

/// The resident memory of this process, in bytes.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    let pages = status.split(' ').nth(1).and_then(|n| n.parse().ok());
    pages.unwrap_or(f64::NAN) * 4096.0
}

fn lookups(bench: &mut Bench, count: usize) {
    let before = memory();
    let ledger = MemoryLedger::new();
    let mut bytes = 0;
    for start in (0..count).step_by(10_000) {
        let payload = [7; 88];
        let batch: Vec<TraceNode> = (start..count.min(start + 10_000))
            .map(|n| {
                let id = id(n);
                let node = TraceNode::builder(&id, "brain", n as i64).payload(&payload);
                node.build().expect("a good node")
            })
            .collect();
        bytes += batch.iter().map(content).sum::<usize>();
        ledger.extend(&batch).expect("appended");
    }
    // The index is made by the first search.
    assert!(ledger.index_of(&id(0)).is_some());
    let per_node = |bytes: f64| bytes / count as f64;
    let content = per_node(bytes as f64);
    let limit = 1.3 * content + 40.0;
    let taken = per_node(memory() - before);
    bench.report("memory; its content", "B", [taken, content], limit);
    black_box(ledger.head());
    let taken = per_node(memory() - before);
    bench.report(
        "memory with the tree; its content",
        "B",
        [taken, content],
        limit,
    );

    let peer: HashMap<String, u32> = (0..count).map(|n| (id(n), n as u32)).collect();
    // A walk without a pattern that a processor could foresee.
    let step = |n: usize| (n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(99)) >> 11;
    let mut place = 1;
    let ids: Vec<String> = (0..MILLION)
        .map(|_| {
            place = step(place);
            id(place % count)
        })
        .collect();
    let times = compare(
        || {
            let start = Instant::now();
            let found = ids.iter().filter_map(|id| ledger.find(id)).count();
            assert_eq!(found, ids.len());
            start.elapsed().as_secs_f64()
        },
        || {
            let start = Instant::now();
            let found = ids.iter().filter_map(|id| peer.get(id)).count();
            assert_eq!(found, ids.len());
            start.elapsed().as_secs_f64()
        },
    );
    let what = format!("find one of {count}; HashMap");
    bench.report(&what, "ns", times.map(|t| t * 1e3), 300.0);

    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let together = compare(
        || {
            let start = Instant::now();
            let found = ids.chunks(1000).flat_map(|ids| ledger.find_many(ids));
            assert_eq!(found.flatten().count(), ids.len());
            start.elapsed().as_secs_f64()
        },
        || times[1],
    );
    let what = format!("find many of {count}; HashMap");
    bench.report(&what, "ns", together.map(|t| t * 1e3), 300.0);
}

/// What a node says: id, origin, time, payload.
fn content(node: &TraceNode) -> usize {
    node.id().len() + node.origin().len() + 8 + node.payload_bytes().map_or(0, <[u8]>::len)
}

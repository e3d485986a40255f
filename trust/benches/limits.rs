//! The limits that trust must reach, each beside its peer, in one run:
//! `cargo bench -p lawful-trust --bench limits`.
//!
//! Every figure is the best of several short runs; read the ratios, the machine is noisy.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use jiff::Timestamp;
use lawful_trust::evidence::{EvidenceColumns, Parameters};
use lawful_trust::graph::{Edge, EigenTrust, Roots, TrustGraph};
use lawful_trust::model::rules;
use lawful_trust::{DecayRate, Dimension, EntityTrust, TrustLevel};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn best(runs: usize, work: impl FnMut() -> Duration) -> Duration {
    std::iter::repeat_with(work).take(runs).min().unwrap()
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn each(what: &str, count: u32, must: &str, mut work: impl FnMut(u32)) -> f64 {
    let time = best(100, || timed(|| (0..count).for_each(&mut work)));
    let nanoseconds = time.as_secs_f64() * 1e9 / f64::from(count);
    println!("  {what:<44} {nanoseconds:9.1} ns   {must}");
    nanoseconds
}

fn one_by_one() {
    println!("one entity at a time");
    for model in ["evidence", "web4-0.1"] {
        let mut entity = EntityTrust::with_model("a:b", rules(model).unwrap(), NOW).unwrap();
        each(&format!("{model}: outcome"), 20_000, "(must: 100)", |k| {
            let success = black_box(k) % 3 > 0;
            entity.update_from_outcome(success, 0.1, NOW).unwrap();
        });
        each(&format!("{model}: decay"), 20_000, "(must: 100)", |_| {
            black_box(entity.apply_decay(black_box(0.01), 0.01).unwrap());
        });
        each(&format!("{model}: average"), 20_000, "", |_| {
            black_box(black_box(&entity).t3_average());
        });
        each(&format!("{model}: to bytes and back"), 20_000, "", |_| {
            let bytes = black_box(&entity).to_bytes();
            black_box(EntityTrust::from_bytes(&bytes).unwrap());
        });
    }
}

fn known_witness() {
    println!("\na known witness");
    let mut times = [0.0; 2];
    for (time, count) in times.iter_mut().zip([10u32, 10_000]) {
        let mut entity = EntityTrust::new("a:b", NOW).unwrap();
        let ids: Vec<String> = (0..count).map(|k| format!("witness:{k}")).collect();
        for id in &ids {
            entity.receive_witness(id, true, 0.1).unwrap();
        }
        // The same ten ids, so that the memory of the ids is as near in both.
        *time = each(&format!("among {count}"), 20_000, "", |k| {
            let id = &ids[k as usize % 10];
            entity.receive_witness(black_box(id), true, 0.1).unwrap();
        });
    }
    println!("  ratio {:.2} (must: about 1)", times[1] / times[0]);
}

fn batch() {
    const ROWS: usize = 4_000_000;
    println!("\nfour million entities at once, on all cores");
    let parameters = Parameters::STANDARD;
    let mut columns = EvidenceColumns::neutral(ROWS);
    let success: Vec<bool> = (0..ROWS).map(|k| k % 3 > 0).collect();
    let magnitude: Vec<f64> = (0..ROWS).map(|k| (k % 101) as f64 / 100.0).collect();
    let days: Vec<f64> = (0..ROWS).map(|k| (k % 40) as f64).collect();
    let rate = DecayRate::new(0.01).unwrap();
    let mut out = vec![0.0; ROWS];
    let mut levels = vec![TrustLevel::Low; ROWS];
    // What must be read and written, in bytes a row.
    let update_bytes = 8 + 1 + 12 + 2 * 4 * 16;
    let decay_bytes = 8 + 2 * 8;
    let score_bytes = 24 + 12 + 8 + 8;
    for (what, bytes) in [
        ("update", update_bytes),
        ("decay", decay_bytes),
        ("score", score_bytes),
        ("level", 3 * 24 + 12 + 8 + 1),
    ] {
        let ours = best(15, || {
            timed(|| match what {
                "update" => columns.update(&success, &magnitude, &parameters).unwrap(),
                "decay" => columns.decay(&days, rate, &parameters).unwrap(),
                "score" => columns
                    .scores(Dimension::Training, &parameters, &mut out)
                    .unwrap(),
                _ => columns.levels(&parameters, &mut levels).unwrap(),
            })
        });
        let copy = copying(bytes * ROWS);
        println!(
            "  {what:<10} {:8.2} ns a row, copying as many bytes {:8.2} ns, ratio {:.2} (must: 2)",
            ours.as_secs_f64() * 1e9 / ROWS as f64,
            copy.as_secs_f64() * 1e9 / ROWS as f64,
            ours.as_secs_f64() / copy.as_secs_f64()
        );
    }
}

/// Reads half of some bytes and writes them to the other half, on all cores.
fn copying(bytes: usize) -> Duration {
    use rayon::prelude::*;
    let from = vec![1u64; bytes / 16];
    let mut to = vec![0u64; bytes / 16];
    best(15, || {
        timed(|| {
            to.par_chunks_mut(1 << 14)
                .zip(from.par_chunks(1 << 14))
                .for_each(|(to, from)| to.copy_from_slice(from));
            black_box(to[0])
        })
    })
}

fn eigen_trust() {
    const NODES: u32 = 1_000_000;
    const EDGES: usize = 10_000_000;
    println!("\nseeded EigenTrust, a million nodes, ten million edges, to 1e-9 (must: 10 s)");
    let mut s = 1u64;
    let mut next = |n: u32| {
        s = s
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((s >> 33) % u64::from(n)) as u32
    };
    let edges: Vec<Edge> = (0..EDGES)
        .map(|_| Edge {
            from: next(NODES),
            to: next(NODES),
            weight: f64::from(1 + next(100)),
        })
        .collect();
    let started = Instant::now();
    let graph = TrustGraph::new(NODES as usize, &edges).unwrap();
    println!(
        "  building the graph {:6.2} s",
        started.elapsed().as_secs_f64()
    );
    let roots = Roots::new((0..100).map(|k| (k * 9973, 1.0))).unwrap();
    for alpha in [0.5, 0.15] {
        let algorithm = EigenTrust::new(alpha, 1e-9).unwrap();
        let started = Instant::now();
        let found = algorithm.converge(&graph, &roots).unwrap();
        println!(
            "  alpha {alpha:<4} {:6.2} s, {} rounds, error at most {:.1e}",
            started.elapsed().as_secs_f64(),
            found.rounds,
            found.error
        );
    }
}

fn main() {
    one_by_one();
    known_witness();
    batch();
    eigen_trust();
}

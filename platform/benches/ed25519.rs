//! Our signatures against the crate that they are made with, in one run.
//!
//! `cargo bench -p lawful-platform --bench ed25519` prints medians of interleaved rounds and their
//! ratio; with `LAWFUL_BENCH_GATE=1.05` it fails if a ratio is above that.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use ed25519_dalek::{
    Signature as DalekSignature, Signer as _, SigningKey, VerifyingKey, verify_batch,
};
use lawful_platform::{Context, Signature, Signed, Signer, SoftwareKey, Verifier};
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

const CONTEXT: Context = Context::fixed("lawful.bench");
const ROUNDS: usize = 61;
const BATCH: usize = 256;

/// Runs two things in turn and returns the median time of each, in nanoseconds per repetition.
///
/// Interleaving keeps a busy machine from favouring one of them.
fn compare(repetitions: u32, mut ours: impl FnMut(), mut theirs: impl FnMut()) -> [f64; 2] {
    let mut times = [Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS)];
    for round in 0..2 * ROUNDS {
        let ours_now = round % 2 == 0;
        let start = Instant::now();
        for _ in 0..repetitions {
            if ours_now { ours() } else { theirs() }
        }
        let nanoseconds = start.elapsed().as_nanos() as f64 / f64::from(repetitions);
        times[usize::from(!ours_now)].push(nanoseconds);
    }
    times.map(|mut all| {
        all.sort_by(f64::total_cmp);
        all.get(ROUNDS / 2).copied().unwrap_or(f64::NAN)
    })
}

struct Bench {
    gate: Option<f64>,
    failed: bool,
}

impl Bench {
    fn report(&mut self, what: &str, [ours, theirs]: [f64; 2]) {
        let ratio = ours / theirs;
        println!(
            "{what:<34} {:>9.2} us {:>9.2} us   {ratio:.3}",
            ours / 1e3,
            theirs / 1e3
        );
        self.failed |= self.gate.is_some_and(|gate| ratio > gate);
    }
}

fn main() -> ExitCode {
    let gate = std::env::var("LAWFUL_BENCH_GATE")
        .ok()
        .and_then(|text| text.parse().ok());
    let mut bench = Bench {
        gate,
        failed: false,
    };
    println!("{:<34} {:>12} {:>12}   ratio", "", "ours", "ed25519-dalek");
    for size in [64, 1 << 10, 1 << 20] {
        one_by_one(&mut bench, size);
    }
    batch(&mut bench);
    if bench.failed {
        eprintln!("a ratio is above the gate");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn one_by_one(bench: &mut Bench, size: usize) {
    let message = vec![7; size];
    let repetitions = if size > 1 << 15 { 2 } else { 100 };
    let ours = SoftwareKey::from_ed25519_seed(&[1; 32]);
    let theirs = SigningKey::from_bytes(&[1; 32]);
    let times = compare(
        repetitions,
        || drop(black_box(ours.sign(&CONTEXT, black_box(&message)))),
        || {
            black_box(theirs.sign(black_box(&message)));
        },
    );
    bench.report(&format!("sign {size} bytes"), times);

    let our_signature = ours.sign(&CONTEXT, &message).expect("a software key signs");
    let their_signature = theirs.sign(&message);
    let their_key = theirs.verifying_key();
    let times = compare(
        repetitions,
        || {
            let good = ours
                .public_key()
                .verify(&CONTEXT, black_box(&message), &our_signature);
            assert!(black_box(good).is_ok());
        },
        || {
            let good = their_key.verify_strict(black_box(&message), &their_signature);
            assert!(black_box(good).is_ok());
        },
    );
    bench.report(&format!("verify {size} bytes, strictly"), times);
}

fn batch(bench: &mut Bench) {
    let messages: Vec<Vec<u8>> = (0..BATCH).map(|n| vec![n as u8; 128]).collect();
    let seeds = (0..BATCH).map(|n| [n as u8; 32]);
    let ours: Vec<SoftwareKey> = seeds
        .clone()
        .map(|seed| SoftwareKey::from_ed25519_seed(&seed))
        .collect();
    let signatures: Vec<Signature> = ours
        .iter()
        .zip(&messages)
        .map(|(key, message)| key.sign(&CONTEXT, message).expect("a software key signs"))
        .collect();
    let signed: Vec<Signed<'_>> = ours
        .iter()
        .zip(&messages)
        .zip(&signatures)
        .map(|((key, message), signature)| Signed {
            key: key.public_key(),
            message,
            signature,
        })
        .collect();

    let theirs: Vec<SigningKey> = seeds.map(|seed| SigningKey::from_bytes(&seed)).collect();
    let their_keys: Vec<VerifyingKey> = theirs.iter().map(SigningKey::verifying_key).collect();
    let their_signatures: Vec<DalekSignature> = theirs
        .iter()
        .zip(&messages)
        .map(|(key, message)| key.sign(message))
        .collect();
    let their_messages: Vec<&[u8]> = messages.iter().map(Vec::as_slice).collect();
    let times = compare(
        2,
        || assert!(lawful_platform::verify_batch(&CONTEXT, black_box(&signed)).is_ok()),
        || {
            let good = verify_batch(black_box(&their_messages), &their_signatures, &their_keys);
            assert!(good.is_ok());
        },
    );
    bench.report(&format!("verify a batch of {BATCH}"), times);
}

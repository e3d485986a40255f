//! The limits that operads must reach, each beside its peer, in one run:
//! `cargo bench -p lawful-operad --bench limits`.
//!
//! Every figure is the median of several runs; read the ratios, the machine is noisy.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use frunk::hlist;
use lawful::Sort;
use lawful::model::Model;
use lawful::theories::*;
use lawful_operad::discover::{Options, discover};
use lawful_operad::term::{Normalizer, Presentation, Signature};
use lawful_operad::theories::Operad;
use lawful_operad::typed::{Op, S0, S1};
use lawful_operad::{FiniteOperad, verify_operad_laws};
use std::hint::black_box;
use std::time::{Duration, Instant};

fn median(runs: usize, mut work: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| work()).collect();
    times.sort();
    times[times.len() / 2]
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let started = Instant::now();
    black_box(work());
    started.elapsed()
}

const CALLS: u64 = 20_000_000;

fn step(s: u64) -> u64 {
    s.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1)
}

/// Runs a function of three numbers many times.
#[inline(never)]
fn calls(run: impl Fn(u64, u64, u64) -> u64) -> Duration {
    timed(|| {
        let (mut s, mut sum) = (black_box(1u64), 0u64);
        for _ in 0..CALLS {
            s = step(s);
            sum = sum.wrapping_add(run(s, s >> 7, s << 9));
        }
        sum
    })
}

fn static_dispatch() {
    println!(
        "a composite of three closures, {} M calls",
        CALLS / 1_000_000
    );
    let (k, m) = (black_box(3u64), black_box(5u64));
    let f = move |a: u64, b: u64| a.rotate_left(5) ^ b.wrapping_mul(k);
    let g = move |a: u64, b: u64| a.wrapping_add(b ^ m);
    let h = move |a: u64| a.wrapping_mul(m) ^ (a >> 3);
    let composite = Op::new(f).at(S1, Op::new(h)).at(S0, Op::new(g));
    // Alternately, so that a change of the machine's speed hits both.
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..15 {
        theirs.push(calls(|a, b, c| f(g(a, b), h(c))));
        ours.push(calls(|a, b, c| composite.call(hlist![a, b, c])));
    }
    // What disturbs a loop of this kind only ever adds time: the fastest runs are compared.
    let fastest = |times: &[Duration]| times.iter().min().copied().unwrap_or_default();
    let (ours, theirs) = (fastest(&ours), fastest(&theirs));
    let each = |time: Duration| time.as_secs_f64() * 1e9 / CALLS as f64;
    println!(
        "  written by hand                    {:8.3} ns",
        each(theirs)
    );
    println!(
        "  typed composite                    {:8.3} ns   ratio {:.3} (must: 1.1)",
        each(ours),
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}

#[derive(Clone)]
struct Shifts;

impl Operad for Shifts {
    type Operation = u8;
    fn operation(&self) -> Sort<u8> {
        Sort::finite((0..16).collect::<Vec<u8>>())
    }
    fn compose(&self, a: &u8, b: &u8) -> u8 {
        (a + b) % 16
    }
    fn identity(&self) -> u8 {
        0
    }
}

fn law_check() {
    println!("\nfull law check of a 16-element operad, per law (must: 20 us), verdict proved");
    let many = 200u32;
    let model = median(9, || {
        timed(|| {
            for _ in 0..many {
                let evidence = verify_operad_laws("shifts", Shifts).unwrap();
                assert!(
                    evidence
                        .laws
                        .iter()
                        .all(|law| law.verdict().name() == "proved")
                );
            }
        })
    });
    let per_law = |time: Duration| time.as_secs_f64() * 1e6 / f64::from(many) / 3.0;
    println!(
        "  a model, tabulated first           {:8.2} us",
        per_law(model)
    );
    let table = FiniteOperad::tabulate(&Shifts).unwrap();
    let tabulated = median(9, || {
        timed(|| {
            for _ in 0..many {
                assert!(black_box(&table).evidence("shifts").is_good());
            }
        })
    });
    println!(
        "  a table                            {:8.2} us",
        per_law(tabulated)
    );
    let checker = median(5, || {
        timed(|| {
            let good =
                lawful::evidence_of::<lawful_operad::theories::operad::Theory, _>("shifts", Shifts);
            assert!(good.unwrap().is_good());
        })
    });
    println!(
        "  the general checker, threads and all {:6.2} us",
        checker.as_secs_f64() * 1e6 / 3.0
    );
}

fn term_nodes() {
    println!("\nterms: nodes built and normalized a second (must: 1 M)");
    let nodes = 1_000_000usize;
    for (what, equations) in [
        (
            "associative, with unit",
            &[
                "a, b, c: mul(mul(a, b), c) = mul(a, mul(b, c))",
                "a: mul(one, a) = a",
                "a: mul(a, one) = a",
            ][..],
        ),
        (
            "and commutative",
            &[
                "a, b, c: mul(mul(a, b), c) = mul(a, mul(b, c))",
                "a: mul(one, a) = a",
                "a, b: mul(a, b) = mul(b, a)",
            ][..],
        ),
    ] {
        for shape in ["balanced", "nested to the left", "mixed operations"] {
            let mut built = 0;
            let time = median(5, || {
                let signature = Signature::single([("mul", 2), ("inv", 1), ("one", 0)]).unwrap();
                let mut theory = Presentation::new(signature);
                for (name, text) in equations.iter().enumerate() {
                    theory.equation(&name.to_string(), text).unwrap();
                }
                let mul = theory.terms.signature().find("mul").unwrap();
                let inv = theory.terms.signature().find("inv").unwrap();
                let one = theory.terms.signature().find("one").unwrap();
                let normalizer = Normalizer::new(&theory);
                let mut leaves: Vec<_> = (0..1000)
                    .map(|k| theory.terms.variable(&format!("x{k}")).unwrap())
                    .collect();
                leaves.push(theory.terms.apply(one, &[]).unwrap());
                timed(|| {
                    let terms = &mut theory.terms;
                    let before = terms.len();
                    let mut s = 7u64;
                    let mut leaf = || {
                        s = step(s);
                        leaves[(s >> 33) as usize % leaves.len()]
                    };
                    let term = match shape {
                        "nested to the left" => {
                            let mut whole = leaf();
                            while terms.len() - before < nodes {
                                let next = leaf();
                                whole = terms.apply(mul, &[whole, next]).unwrap();
                            }
                            whole
                        }
                        _ => {
                            // Pairs of pairs: every node is new because its parts are.
                            let mut row = Vec::new();
                            while row.len() < nodes / 2 {
                                let (a, b) = (leaf(), leaf());
                                let pair = terms.apply(mul, &[a, b]).unwrap();
                                row.push(if shape == "balanced" {
                                    pair
                                } else {
                                    terms.apply(inv, &[pair]).unwrap()
                                });
                            }
                            while row.len() > 1 {
                                row = row
                                    .chunks(2)
                                    .map(|pair| match pair {
                                        [a, b] => terms.apply(mul, &[*a, *b]).unwrap(),
                                        _ => pair[0],
                                    })
                                    .collect();
                            }
                            row[0]
                        }
                    };
                    built = terms.len() - before;
                    normalizer.normalize(terms, term).unwrap()
                })
            });
            println!(
                "  {what:<24} {shape:<20} {:8.2} M nodes/s   ({built} nodes built)",
                built as f64 / time.as_secs_f64() / 1e6
            );
        }
    }
}

struct Max;

impl Carrier for Max {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::finite([0, 1, 2, 3, 4])
    }
}
impl Semigroup for Max {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        *a.max(b)
    }
}
impl Monoid for Max {
    fn empty(&self) -> u8 {
        0
    }
}

fn discovery() {
    println!("\ndiscovery on a bounded semilattice of which nothing is claimed (must: 5 s)");
    let claimed = lawful::model::of::<monoid::Theory, _>("max", "1", Max).unwrap();
    let mut builder = Model::builder("max", "1").unwrap();
    for name in &claimed.signature().sorts {
        builder.any_sort(name.clone(), claimed.sort(name).unwrap().clone());
    }
    for op in &claimed.signature().ops {
        builder.op(op.clone(), claimed.op(&op.key).unwrap().clone());
    }
    let model = builder.build().unwrap();
    for size in [5, 7] {
        let options = Options {
            size,
            ..Options::default()
        };
        let mut names = Vec::new();
        let time = median(3, || {
            timed(|| {
                let found = discover(&model, &options).unwrap();
                names = found.new.into_iter().map(|law| law.name).collect();
            })
        });
        println!(
            "  terms of at most {size} nodes          {time:9.3?}   {}",
            names.join("; ")
        );
    }
}

fn main() {
    static_dispatch();
    law_check();
    term_nodes();
    discovery();
}

//! The limits that the checker must reach, each beside its peers, in one run:
//! `cargo bench -p lawful --bench limits`.
//!
//! Every figure is the median of several runs; read the ratios, the machine is noisy.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use lawful::check::{Budget, Config, Regressions, Silent, check};
use lawful::evidence::Verdict;
use lawful::model::Model;
use lawful::prelude::*;
use proptest::test_runner::{Config as PropConfig, RngAlgorithm, TestRng, TestRunner};
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

struct Closure<T>(Sort<T>, fn(&T, &T) -> T);

impl<T: lawful::Element> Carrier for Closure<T> {
    type Elem = T;
    fn elem(&self) -> Sort<T> {
        self.0.clone()
    }
}
impl<T: lawful::Element> Semigroup for Closure<T> {
    fn combine(&self, a: &T, b: &T) -> T {
        (self.1)(a, b)
    }
}

struct WrappingAdd;

impl Carrier for WrappingAdd {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Semigroup for WrappingAdd {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        a.wrapping_add(*b)
    }
}

struct ByteAdd;

impl Carrier for ByteAdd {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::any()
    }
}
impl Semigroup for ByteAdd {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a.wrapping_add(*b)
    }
}

fn median(runs: usize, mut work: impl FnMut() -> Duration) -> Duration {
    let mut times: Vec<Duration> = (0..runs).map(|_| work()).collect();
    times.sort();
    times[times.len() / 2]
}

fn timed(work: impl FnOnce()) -> Duration {
    let started = Instant::now();
    work();
    started.elapsed()
}

fn model<M>(model: M) -> Arc<Model>
where
    semigroup::Theory: lawful::model::ModeledBy<M>,
    M: Send + Sync + 'static,
{
    Arc::new(lawful::model::of::<semigroup::Theory, _>("bench", "1", model).unwrap())
}

fn verdict(model: &Arc<Model>, config: &Config) -> Verdict {
    let report = check(
        std::slice::from_ref(model),
        config,
        &Regressions::default(),
        &mut Silent,
    )
    .unwrap();
    report.evidence[0].laws[0].verdict()
}

fn row(what: &str, cases: u64, time: Duration, peer: Option<f64>) -> f64 {
    let rate = cases as f64 / time.as_secs_f64() / 1e6;
    let ratio = peer
        .map(|p| format!("{:8.2} x", rate / p))
        .unwrap_or_default();
    println!("  {what:<44} {rate:10.2} M cases/s {ratio}");
    rate
}

fn throughput() {
    println!("associativity of i64 wrapping addition, one thread");
    let n = 20_000_000u64;
    let step = |s: u64| s.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    let bare = median(5, || {
        timed(|| {
            let (mut s, mut bad) = (1u64, 0u64);
            for _ in 0..n {
                s = step(s);
                let (a, b, c) = (s as i64, (s >> 7) as i64, (s << 9) as i64);
                let left = a.wrapping_add(b).wrapping_add(c);
                bad += u64::from(black_box(left) != a.wrapping_add(b.wrapping_add(c)));
            }
            black_box(bad);
        })
    });
    let bare = row("a bare loop", n, bare, None);
    let pointer = median(5, || {
        let add: fn(&i64, &i64) -> i64 = black_box(|a, b| a.wrapping_add(*b));
        timed(|| {
            let (mut s, mut bad) = (1u64, 0u64);
            for _ in 0..n {
                s = step(s);
                let (a, b, c) = (s as i64, (s >> 7) as i64, (s << 9) as i64);
                bad += u64::from(add(&add(&a, &b), &c) != add(&a, &add(&b, &c)));
            }
            black_box(bad);
        })
    });
    row("a loop through a function pointer", n, pointer, Some(bare));
    let registered = model(WrappingAdd);
    let config = Config {
        budget: Budget::Cases(n),
        threads: 1,
        ..Config::default()
    };
    let ours = median(5, || {
        timed(|| assert_eq!(verdict(&registered, &config).name(), "tested"))
    });
    let ours = row(
        "lawful, a registered model (must: 50 M)",
        n,
        ours,
        Some(bare),
    );
    let interpreted = Arc::new(registered.interpreted());
    let few = 300_000u64;
    let config = Config {
        budget: Budget::Cases(few),
        threads: 1,
        ..Config::default()
    };
    let slow = median(3, || {
        timed(|| assert_eq!(verdict(&interpreted, &config).name(), "tested"))
    });
    row("lawful, the same law interpreted", few, slow, Some(bare));
    for (name, algorithm) in [
        ("ChaCha", RngAlgorithm::ChaCha),
        ("XorShift", RngAlgorithm::XorShift),
    ] {
        let cases = 300_000u32;
        let time = median(3, || {
            let config = PropConfig {
                cases,
                failure_persistence: None,
                ..PropConfig::default()
            };
            let rng = TestRng::deterministic_rng(algorithm);
            let mut runner = TestRunner::new_with_rng(config, rng);
            timed(|| {
                let any = proptest::num::i64::ANY;
                runner
                    .run(&(any, any, any), |(a, b, c)| {
                        let left = a.wrapping_add(b).wrapping_add(c);
                        proptest::prop_assert_eq!(left, a.wrapping_add(b.wrapping_add(c)));
                        Ok(())
                    })
                    .unwrap();
            })
        });
        let theirs = row(
            &format!("proptest, {name}"),
            u64::from(cases),
            time,
            Some(bare),
        );
        println!("  {:<44} {:10.1} x", "  lawful / proptest", ours / theirs);
    }
}

fn whole_domain() {
    println!("\nassociativity of u8 wrapping addition");
    let bytes = model(ByteAdd);
    let whole = Config {
        threads: 1,
        domain: 1 << 24,
        ..Config::default()
    };
    let mut shown = String::new();
    let time = median(5, || {
        timed(|| shown = format!("{:?}", verdict(&bytes, &whole)))
    });
    println!("  whole domain, 2^24 cases (must: 0.2 s)       {time:12.3?}   {shown}");
    let light = Config {
        threads: 1,
        domain: 0,
        ..Config::default()
    };
    let time = median(5, || {
        timed(|| shown = format!("{:?}", verdict(&bytes, &light)))
    });
    println!("  Light's test                                 {time:12.3?}   {shown}");
}

fn faults() {
    println!("\nplanted faults: found, shrunk and told (must: 100 ms each)");
    type Fault = (&'static str, fn(&i64, &i64) -> i64);
    let faults: [Fault; 6] = [
        ("saturating addition", |a, b| a.saturating_add(*b)),
        ("midpoint", |a, b| a.midpoint(*b)),
        ("wrong only at MIN", |a, b| {
            if *a == i64::MIN {
                7
            } else {
                a.wrapping_add(*b)
            }
        }),
        ("wrong when a = b", |a, b| {
            a.wrapping_add(*b).wrapping_add(i64::from(a == b))
        }),
        ("wrong at (0, 0)", |a, b| {
            if (*a, *b) == (0, 0) {
                1
            } else {
                a.wrapping_add(*b)
            }
        }),
        ("wrong where a * b = 6", |a, b| {
            if a.wrapping_mul(*b) == 6 {
                0
            } else {
                a.wrapping_add(*b)
            }
        }),
    ];
    for (name, fault) in faults {
        let faulty = model(Closure(Sort::<i64>::any(), fault));
        let mut witness = String::new();
        let time = median(5, || {
            timed(|| {
                match verdict(
                    &faulty,
                    &Config {
                        threads: 1,
                        ..Config::default()
                    },
                ) {
                    Verdict::Refuted { counterexample } => {
                        let values: Vec<&str> = counterexample
                            .substitution
                            .iter()
                            .map(|b| b.value.as_str())
                            .collect();
                        witness = format!("({})", values.join(", "));
                    }
                    other => panic!("{name} is {other:?}"),
                }
            })
        });
        println!("  {name:<44} {time:12.3?}   {witness}");
    }
}

fn main() {
    throughput();
    whole_domain();
    faults();
}

//! The rare fault, by population search and at random, in one run:
//! `cargo bench -p lawful-operad --bench provers`.
//!
//! An `or` of 16-bit numbers is wrong at one pair of 2^32. The population sees what the model compares
//! values with; the random searches get the same time, and then a hundred times as much.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "a benchmark fails by panicking"
)]

use lawful::Sort;
use lawful::check::{Budget, Config, Regressions, Silent, Tried, check};
use lawful::model::of;
use lawful::theories::*;
use lawful_operad::prover::*;
use std::ops::BitOr;
use std::sync::Arc;
use std::time::{Duration, Instant};

fn faulty<T>(a: T, b: T) -> T
where
    T: Copy + BitOr<Output = T> + PartialEq<u16>,
{
    if a == 0x1234 && b == 0xBEEF { a } else { a | b }
}

#[derive(Clone)]
struct Faulty;

impl Carrier for Faulty {
    type Elem = u16;
    fn elem(&self) -> Sort<u16> {
        Sort::any()
    }
}
impl Semigroup for Faulty {
    fn combine(&self, a: &u16, b: &u16) -> u16 {
        faulty(*a, *b)
    }
}
impl CommutativeSemigroup for Faulty {}

const LAW: &str = "commutative_semigroup.commutative";

fn watching() -> Population {
    Population::default().watching(|values| {
        let [a, b] = values else { return Vec::new() };
        let (Some(a), Some(b)) = (a.get::<u16>(), b.get::<u16>()) else {
            return Vec::new();
        };
        notice(|| {
            faulty(Noticing(*a), Noticing(*b));
            faulty(Noticing(*b), Noticing(*a));
        })
    })
}

fn at_random(task: &Task) -> Result<Answer, lawful::Exception> {
    for index in 0.. {
        if task.is_over() {
            break;
        }
        let values = task.cases()?.draw(index)?;
        if task.judge(&values)?.0 == Tried::Refuted {
            return Ok(Answer::Counterexample(values));
        }
    }
    Ok(Answer::Unknown("nothing".to_owned()))
}

fn main() {
    let model = Arc::new(of::<commutative_semigroup::Theory, _>("b.rare", "1", Faulty).unwrap());
    let problem = Problem::new(Arc::clone(&model), LAW).unwrap();
    println!("the rare fault: `or` of 16-bit numbers, wrong at 1 pair of 2^32; 20 seeds each");
    let mut times = Vec::new();
    for seed in 0..20 {
        let allowance = Allowance {
            cases: u64::MAX,
            time: Duration::from_secs(60),
            seed,
            ..Allowance::default()
        };
        let started = Instant::now();
        let settled = settle(&problem, Arc::new(watching()), &allowance);
        times.push(started.elapsed());
        assert_eq!(settled.name(), "refuted", "{settled:?}");
    }
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    println!("  population, watching          20 of 20 found   median {median:?}, worst {worst:?}");
    for factor in [1, 100] {
        let time = worst * factor;
        let (mut prover, mut blind, mut checker, mut ran) = (0, 0, 0, 0);
        for seed in 0..20 {
            let allowance = Allowance {
                cases: u64::MAX,
                time,
                seed,
                ..Allowance::default()
            };
            let found = |prover: Arc<dyn Prove>| {
                i32::from(settle(&problem, prover, &allowance).name() == "refuted")
            };
            prover += found(Arc::new(at_random));
            blind += found(Arc::new(Population::default()));
            let config = Config {
                seed,
                budget: Budget::Time(time),
                threads: 1,
                ..Config::default()
            };
            let only = [Arc::new(model.only(|law| law == LAW))];
            let report = check(&only, &config, &Regressions::default(), &mut Silent).unwrap();
            let law = &report.evidence[0].laws[0];
            checker += i32::from(law.verdict().name() == "refuted");
            ran += law.coverage.tally().cases;
        }
        println!("  in {time:?} each:");
        println!("    cases at random, interpreted  {prover} of 20 found");
        println!("    population, seeing nothing    {blind} of 20 found");
        println!(
            "    the checker, compiled         {checker} of 20 found, {} k cases each",
            ran / 20 / 1000
        );
    }
}

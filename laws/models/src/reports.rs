//! Reports of shards, merged: a law of our own that we check on ourselves.

use lawful::check::{Budget, Config, Regressions, Silent, check};
use lawful::evidence::{Report, Shard};
use lawful::prelude::*;
use lawful::register;
use std::sync::{Arc, OnceLock};

const SHARDS: u32 = 3;

/// A model with one law that holds and one that does not, so that reports have both to merge.
struct Subject;

impl Carrier for Subject {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}
impl Semigroup for Subject {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        a.wrapping_add(*b)
    }
}
impl Band for Subject {}

fn run(shard: Shard) -> Report {
    let config = Config {
        budget: Budget::Cases(300),
        shard,
        threads: 1,
        ..Config::default()
    };
    let model = lawful::model::of::<band::Theory, _>("subject", "1", Subject);
    let models: Vec<_> = model.into_iter().map(Arc::new).collect();
    check(&models, &config, &Regressions::default(), &mut Silent)
        .map(|report| report.canonical())
        .unwrap_or_else(|_| Report::new(config.settings()))
}

/// Returns the reports of every set of shards, the empty set first.
fn reports() -> &'static [Report] {
    static ALL: OnceLock<Vec<Report>> = OnceLock::new();
    ALL.get_or_init(|| {
        let parts: Vec<Report> = (1..=SHARDS)
            .filter_map(|k| Shard::new(k, SHARDS).ok())
            .map(run)
            .collect();
        let empty = Report::new(run(Shard::WHOLE).settings);
        let of_set = |set: u32| {
            let chosen = parts.iter().zip(0..).filter(|(_, k)| set & (1 << k) != 0);
            chosen.fold(empty.clone(), |sum, (part, _)| merged(&sum, part))
        };
        (0..1 << SHARDS).map(of_set).collect()
    })
}

/// Merges; what cannot be merged is the failure of its case.
#[expect(
    clippy::expect_used,
    reason = "the checker catches it as the outcome of the case"
)]
fn merged(a: &Report, b: &Report) -> Report {
    a.clone()
        .merge(b.clone())
        .expect("the reports are of one run")
}

struct Merging;

impl Carrier for Merging {
    type Elem = Report;
    fn elem(&self) -> Sort<Report> {
        Sort::finite(reports()).shown(|report| {
            let laws = report.evidence.iter().flat_map(|e| &e.laws);
            let missing: Vec<_> = laws.map(|law| law.coverage.missing()).collect();
            format!("a report without the shards {missing:?}")
        })
    }
}
impl Semigroup for Merging {
    fn combine(&self, a: &Report, b: &Report) -> Report {
        merged(a, b)
    }
}
impl Monoid for Merging {
    fn empty(&self) -> Report {
        reports()
            .first()
            .cloned()
            .unwrap_or_else(|| run(Shard::WHOLE))
    }
}
impl CommutativeSemigroup for Merging {}
impl CommutativeMonoid for Merging {}
impl Band for Merging {}
impl Semilattice for Merging {}
impl BoundedSemilattice for Merging {}
register! {
    id: "lawful.report.merge",
    version: "1",
    about: "reports of the shards of one run, merged in any order, any number of times",
    model: Merging,
    theories: [BoundedSemilattice],
}

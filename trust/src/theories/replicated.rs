//! Evidence by source as a model of the theory of merges.

use crate::Dimension;
use crate::evidence::{Evidence, Parameters, Replicas, Report};
use lawful::Sort;
use lawful::rng::Rng;
use lawful::theories::{
    Band, BoundedSemilattice, Carrier, CommutativeMonoid, CommutativeSemigroup, Merge, Monoid,
    Semigroup, Semilattice,
};

const SOURCES: [&str; 3] = ["a", "b", "c"];

/// A report as it comes: from whom, and what.
pub(super) type Arriving = (&'static str, Report);

fn arriving(rng: &mut Rng) -> Arriving {
    let mut evidence = Evidence::default();
    for _ in 0..rng.below(4) {
        let magnitude = rng.below(101) as f64 / 100.0;
        evidence.learn(rng.below(3) > 0, magnitude, &Parameters::STANDARD);
    }
    if rng.below(4) == 0 {
        evidence.set_score(Dimension::Talent, 0.9, &Parameters::STANDARD);
    }
    let report = Report {
        // Few versions, so that reports of one version that differ are met too.
        version: rng.below(4) as u64,
        evidence,
    };
    (rng.pick(&SOURCES).copied().unwrap_or("a"), report)
}

/// The latest report of each source.
pub(super) struct BySource;

impl Carrier for BySource {
    type Elem = Replicas;
    fn elem(&self) -> Sort<Replicas> {
        Sort::drawn(|rng| {
            let mut replicas = Replicas::default();
            for _ in 0..rng.below(6) {
                let (source, report) = arriving(rng);
                replicas.receive(source, report);
            }
            replicas
        })
        .edges_from([Replicas::default()])
        .stored()
    }
}

impl Semigroup for BySource {
    fn combine(&self, a: &Replicas, b: &Replicas) -> Replicas {
        let mut merged = a.clone();
        merged.merge(b);
        merged
    }
}

impl Monoid for BySource {
    fn empty(&self) -> Replicas {
        Replicas::default()
    }
}

impl CommutativeSemigroup for BySource {}
impl CommutativeMonoid for BySource {}
impl Band for BySource {}
impl Semilattice for BySource {}
impl BoundedSemilattice for BySource {}

impl Merge for BySource {
    type Change = Arriving;
    fn change(&self) -> Sort<Arriving> {
        Sort::drawn(arriving)
    }
    fn update(&self, s: &Replicas, (source, report): &Arriving) -> Replicas {
        let mut next = s.clone();
        next.receive(source, *report);
        next
    }
}

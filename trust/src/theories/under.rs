//! Turns rules into a model of the theories.

use super::{MergingTrust, TrustModel};
use crate::evidence::{Evidence, Parameters};
use crate::model::{Rules, Standing, Testimony, WitnessStanding};
use crate::{Decay, DecayRate, Dimension, TrustError};
use lawful::Sort;
use lawful::rng::Rng;
use lawful::theories::{Carrier, CommutativeMonoid, CommutativeSemigroup, Monoid, Semigroup};
use std::ops::RangeInclusive;

const DAY: u64 = 86_400_000;
const YEAR: u64 = 365 * DAY;

/// The standard rate. The fallback cannot happen: the number is in range.
fn rate() -> Result<DecayRate, TrustError> {
    DecayRate::new(DecayRate::STANDARD)
}

/// Rules as a model of [`TrustModel`], for plugins too:
/// `register! { .., model: Under::new(MyRules), theories: [TrustModel] }`.
///
/// Times are whole milliseconds at 1 % a day; states are those that up to eight random outcomes,
/// testimonies, decays and settings lead to.
pub struct Under<R> {
    rules: R,
    bound: f64,
}

impl<R: Rules + Clone> Under<R> {
    /// Takes rules that state the bound of the default model for crowds: 0.75.
    pub fn new(rules: R) -> Under<R> {
        Under { rules, bound: 0.75 }
    }

    /// States another bound for crowds.
    pub fn with_crowd_bound(rules: R, bound: f64) -> Under<R> {
        Under { rules, bound }
    }
}

/// Returns a changed copy; what the rules refuse stays as it was.
fn changed(
    standing: &Standing,
    change: impl FnOnce(&mut Standing) -> Result<(), TrustError>,
) -> Standing {
    let mut copy = *standing;
    match change(&mut copy) {
        Ok(()) => copy,
        Err(_) => *standing,
    }
}

fn unit(rng: &mut Rng) -> f64 {
    match rng.below(8) {
        0 => 0.0,
        1 => 1.0,
        // Small numbers are where rounding shows.
        2 => (-(rng.below(40) as f64)).exp2(),
        _ => (rng.bits() >> 11) as f64 / (1u64 << 53) as f64,
    }
}

fn unit_range() -> RangeInclusive<f64> {
    0.0..=1.0
}

fn time(rng: &mut Rng) -> u64 {
    match rng.below(4) {
        0 => rng.bits() % 10,
        1 => rng.bits() % DAY,
        2 => rng.bits() % (3 * YEAR),
        _ => rng.bits() % (60 * YEAR),
    }
}

fn witness(rng: &mut Rng) -> WitnessStanding {
    WitnessStanding::new(unit(rng), unit(rng)).unwrap_or(WitnessStanding::UNKNOWN)
}

fn wander<R: Rules>(rules: &R, rng: &mut Rng) -> Standing {
    let mut standing = rules.neutral();
    for _ in 0..rng.below(9) {
        let success = rng.below(2) == 0;
        let m = unit(rng);
        standing = changed(&standing, |s| match rng.below(6) {
            0 | 1 => rules.outcome(s, success, m),
            2 => rules.receive(s, &Testimony::new(success, m, witness(rng))?),
            3 => rules.give(s, success, m),
            4 => rules.decay(s, Decay::milliseconds(time(rng), rate()?)),
            _ => {
                let dimension = rng.pick(&Dimension::ALL).copied();
                rules.set_score(s, dimension.unwrap_or(Dimension::Talent), m)
            }
        });
    }
    standing
}

fn known<R: Rules>(rules: &R) -> Vec<Standing> {
    let neutral = rules.neutral();
    let good = changed(&neutral, |s| rules.outcome(s, true, 1.0));
    let bad = changed(&neutral, |s| rules.outcome(s, false, 1.0));
    let low = changed(&bad, |s| rules.set_score(s, Dimension::Training, 0.1));
    let old = changed(&good, |s| {
        rules.decay(s, Decay::milliseconds(3 * YEAR, rate()?))
    });
    vec![neutral, good, bad, low, old]
}

impl<R: Rules + Clone> Carrier for Under<R> {
    type Elem = Standing;

    fn elem(&self) -> Sort<Standing> {
        let rules = self.rules.clone();
        Sort::drawn(move |rng| wander(&rules, rng))
            .edges_from(known(&self.rules))
            .stored()
    }
}

impl<R: Rules + Clone> TrustModel for Under<R> {
    type Magnitude = f64;
    type Part = Dimension;
    type Time = u64;
    type Grade = f64;
    type Witness = WitnessStanding;

    fn magnitude(&self) -> Sort<f64> {
        Sort::drawn(unit)
            .edges_from([0.0, 0.1, 0.5, 1.0, 1e-12])
            .ordered()
            .stored()
    }

    fn part(&self) -> Sort<Dimension> {
        Sort::finite(Dimension::ALL).stored()
    }

    fn time(&self) -> Sort<u64> {
        Sort::drawn(time)
            .edges_from([0, 1, 15 * DAY, DAY, YEAR, 40 * YEAR])
            .ordered()
            .stored()
    }

    fn grade(&self) -> Sort<f64> {
        Sort::strategy(unit_range())
            .edges_from([0.0, 0.5, 1.0])
            .ordered()
    }

    fn witness(&self) -> Sort<WitnessStanding> {
        Sort::drawn(witness).edges_from([WitnessStanding::UNKNOWN, WitnessStanding::FULL])
    }

    fn neutral(&self) -> Standing {
        self.rules.neutral()
    }

    fn success(&self, s: &Standing, m: &f64) -> Standing {
        changed(s, |s| self.rules.outcome(s, true, *m))
    }

    fn failure(&self, s: &Standing, m: &f64) -> Standing {
        changed(s, |s| self.rules.outcome(s, false, *m))
    }

    fn score(&self, s: &Standing, d: &Dimension) -> f64 {
        self.rules.score(s, *d)
    }

    fn lowest(&self) -> f64 {
        0.0
    }

    fn half(&self) -> f64 {
        0.5
    }

    fn highest(&self) -> f64 {
        1.0
    }

    fn uncertainty(&self, s: &Standing, d: &Dimension) -> f64 {
        self.rules.uncertainty(s, *d)
    }

    fn later(&self, t: &u64, u: &u64) -> u64 {
        t.saturating_add(*u)
    }

    fn no_time(&self) -> u64 {
        0
    }

    fn decay(&self, s: &Standing, t: &u64) -> Standing {
        changed(s, |s| self.rules.decay(s, Decay::milliseconds(*t, rate()?)))
    }

    fn praised(&self, s: &Standing, w: &WitnessStanding, m: &f64) -> Standing {
        changed(s, |s| self.rules.receive(s, &Testimony::new(true, *m, *w)?))
    }

    fn blamed(&self, s: &Standing, w: &WitnessStanding, m: &f64) -> Standing {
        changed(s, |s| {
            self.rules.receive(s, &Testimony::new(false, *m, *w)?)
        })
    }

    fn trust(&self, w: &WitnessStanding) -> f64 {
        w.trust()
    }

    fn fully_trusted(&self) -> WitnessStanding {
        WitnessStanding::FULL
    }

    /// A hundred strangers stand for any larger number: each of them adds the same.
    fn crowd(&self, s: &Standing, n: &u64) -> Standing {
        let stranger = Testimony::new(true, 1.0, WitnessStanding::UNKNOWN);
        (0..*n.min(&100)).fold(*s, |s, _| {
            changed(&s, |s| self.rules.receive(s, &stranger.clone()?))
        })
    }

    fn crowd_bound(&self) -> f64 {
        self.bound
    }

    fn for_ever(&self) -> u64 {
        10_000 * YEAR
    }

    fn set(&self, s: &Standing, d: &Dimension, g: &f64) -> Standing {
        changed(s, |s| self.rules.set_score(s, *d, *g))
    }

    /// Certainty would need unlimited evidence.
    fn just_below(&self, g: &f64) -> f64 {
        g.min(1.0 - 4e-6)
    }

    fn just_above(&self, g: &f64) -> f64 {
        (g + 1e-9).max(4e-6)
    }
}

impl<R: Rules + Clone + AsRef<Parameters>> Semigroup for Under<R> {
    fn combine(&self, a: &Standing, b: &Standing) -> Standing {
        match (a, b) {
            (Standing::Evidence(a), Standing::Evidence(b)) => {
                let mut merged = *a;
                merged.merge(b, self.rules.as_ref());
                Standing::Evidence(merged)
            }
            _ => *a,
        }
    }
}

impl<R: Rules + Clone + AsRef<Parameters>> Monoid for Under<R> {
    fn empty(&self) -> Standing {
        Standing::Evidence(Evidence::default())
    }
}

impl<R: Rules + Clone + AsRef<Parameters>> CommutativeSemigroup for Under<R> {}
impl<R: Rules + Clone + AsRef<Parameters>> CommutativeMonoid for Under<R> {}
impl<R: Rules + Clone + AsRef<Parameters>> MergingTrust for Under<R> {}

//! Trust as evidence: how much spoke for somebody, and how much against.
//!
//! Evidence is kept in whole numbers on a time line, and every score is a view of it. So updates
//! commute, merging is addition, and decay is movement along the line: all of that exactly, to the
//! last bit. What is rounded is each single piece of evidence when it comes (to 2^-30 of a unit),
//! and each view when it is read.
//!
//! | | |
//! | --- | --- |
//! | score | `(r + 1) / (r + s + 2)` for positive evidence `r` and negative evidence `s` |
//! | uncertainty | `2 / (r + s + 2)` |
//! | success that moves a score by `x` | `r` grows by `2x / (1 - x)` |
//! | decay | `r` is multiplied by `(1 - rate)^days`; `s` stays |

mod amount;
mod columns;

mod decay;
mod fading;
mod opinion;
mod parameters;
mod pool;
mod position;
mod replicas;

pub use amount::PRIOR_WEIGHT;
pub(crate) use amount::{UNIT, amount_up, evidence_of};

pub use columns::EvidenceColumns;
pub use decay::{Decay, DecayRate};
pub use fading::DecayShare;
pub(crate) use fading::Fading;
pub use opinion::Opinion;
pub(crate) use opinion::Reading;
pub use parameters::Parameters;
pub use pool::Pool;
pub use position::Position;
pub use replicas::{Replicas, Report};

use crate::Dimension;
use serde::{Deserialize, Serialize};

/// The evidence about somebody, in all six dimensions.
///
/// Two states are equal if all their numbers are; equal states have equal views for ever.
///
/// ```
/// use lawful_trust::evidence::{Evidence, Parameters};
/// use lawful_trust::{Decay, Dimension};
/// let parameters = Parameters::default();
/// let mut evidence = Evidence::default();
/// assert_eq!(evidence.score(Dimension::Talent, &parameters), 0.5);
/// evidence.learn(true, 0.1, &parameters);
/// let twice = [15.0, 15.0].iter().fold(evidence, |mut e, days| {
///     e.decay(Decay::new(*days, 0.01).unwrap(), &parameters);
///     e
/// });
/// evidence.decay(Decay::new(30.0, 0.01).unwrap(), &parameters);
/// assert_eq!(twice, evidence);
/// ```
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    pub(crate) opinions: [Opinion; 6],
    pub(crate) position: Position,
    #[serde(default, skip_serializing_if = "Pool::is_empty")]
    pub(crate) pool: Pool,
}

impl Evidence {
    /// Returns evidence of nothing at a position of the time line.
    pub fn at(position: Position) -> Evidence {
        Evidence {
            position,
            ..Evidence::default()
        }
    }

    /// Returns where on the time line the evidence is read.
    pub fn position(&self) -> Position {
        self.position
    }

    /// Returns the stored numbers of a dimension: positive evidence of this epoch and of the last
    /// one, negative evidence.
    pub fn opinion(&self, dimension: Dimension) -> Opinion {
        let [talent, training, temperament, valuation, veracity, validity] = self.opinions;
        match dimension {
            Dimension::Talent => talent,
            Dimension::Training => training,
            Dimension::Temperament => temperament,
            Dimension::Valuation => valuation,
            Dimension::Veracity => veracity,
            Dimension::Validity => validity,
        }
    }

    /// Returns what witnesses without a standing of their own have said.
    pub fn pool(&self) -> Pool {
        self.pool
    }

    /// Adds the outcome of an action with a magnitude from 0 to 1; other magnitudes are taken to
    /// the nearer end, and NaN to 0.
    #[inline]
    pub fn learn(&mut self, success: bool, magnitude: f64, parameters: &Parameters) {
        let magnitude = clamped(magnitude);
        learn(
            &mut self.opinions,
            self.position,
            success,
            magnitude,
            &parameters.outcome,
            &parameters.decay,
            parameters.failure_weight,
        );
    }

    /// Adds what a witness says, with a magnitude from 0 to 1.
    ///
    /// The witness counts for its own `trust` (0 to 1) at the most. The part of it that rests on
    /// evidence, `confidence` (0 to 1), goes into the dimensions; the rest goes into the pool of
    /// unproven witnesses, who together count no more than [`Parameters::POOL`] units.
    #[inline]
    pub fn hear(
        &mut self,
        success: bool,
        magnitude: f64,
        trust: f64,
        confidence: f64,
        parameters: &Parameters,
    ) {
        let weight = clamped(magnitude) * clamped(trust);
        let confidence = clamped(confidence);
        learn(
            &mut self.opinions,
            self.position,
            success,
            weight * confidence,
            &parameters.witness,
            &parameters.decay,
            parameters.failure_weight,
        );
        let unproven = weight * (1.0 - confidence);
        self.pool.hear(success, unproven, self.position, parameters);
    }

    /// Lets time go by: positive evidence fades, negative evidence stays unless
    /// [`Parameters::forgiveness`] says otherwise.
    #[inline]
    pub fn decay(&mut self, decay: Decay, parameters: &Parameters) {
        let from = self.position;
        self.position = move_on(&mut self.opinions, from, decay, &parameters.decay);
        parameters.forgive(&mut self.opinions, decay);
        self.pool.decay(from, decay, parameters);
    }

    /// Adds the evidence of another record of the same entity, and reads both at the later of the
    /// two positions.
    #[inline]
    pub fn merge(&mut self, other: &Evidence, parameters: &Parameters) {
        let to = self.position.max(other.position);
        move_to(&mut self.opinions, self.position, to, &parameters.decay);
        let mut moved = other.opinions;
        move_to(&mut moved, other.position, to, &parameters.decay);
        for (mine, theirs) in self.opinions.iter_mut().zip(&moved) {
            mine.add(theirs);
        }
        let mut pool = other.pool;
        move_to(&mut pool.opinions, other.position, to, &parameters.decay);
        move_to(
            &mut self.pool.opinions,
            self.position,
            to,
            &parameters.decay,
        );
        self.pool.add(&pool);
        self.position = to;
    }

    #[inline(always)]
    pub(crate) fn read(&self, dimension: Dimension, parameters: &Parameters) -> Reading {
        let at = dimension.index();
        let fading = Fading::at(self.position, parameters.decay[at]);
        let mut reading = self.opinions[at].read(fading);
        let (share, weight) = (parameters.witness[at], parameters.failure_weight);
        self.pool.count(&mut reading, at, fading, share, weight);
        reading
    }

    /// Returns the score of a dimension, above 0 and below 1.
    #[inline]
    pub fn score(&self, dimension: Dimension, parameters: &Parameters) -> f64 {
        self.read(dimension, parameters).score()
    }

    /// Returns how little the score of a dimension rests on evidence: 1 where there is none.
    #[inline]
    pub fn uncertainty(&self, dimension: Dimension, parameters: &Parameters) -> f64 {
        self.read(dimension, parameters).uncertainty()
    }

    /// Returns positive and negative evidence of a dimension, in units.
    pub fn amounts(&self, dimension: Dimension, parameters: &Parameters) -> (f64, f64) {
        let reading = self.read(dimension, parameters);
        (reading.positive / UNIT, reading.negative / UNIT)
    }

    /// Replaces the evidence of a dimension, the pool's too, by the least that has a score; the score
    /// is taken to the nearer of 0 and 1 if it is outside, and NaN is one half.
    pub fn set_score(&mut self, dimension: Dimension, score: f64, parameters: &Parameters) {
        let at = dimension.index();
        let fading = Fading::at(self.position, parameters.decay[at]);
        let score = if score.is_nan() { 0.5 } else { clamped(score) };
        self.opinions[at] = Opinion::with_score(score, fading);
        self.pool.opinions[at] = Opinion::default();
    }
}

/// Takes a number to the nearer of 0 and 1, and NaN to 0.
#[inline(always)]
#[expect(clippy::manual_clamp, reason = "`clamp` would keep NaN")]
pub(crate) fn clamped(x: f64) -> f64 {
    // `max` gives the other number for NaN.
    x.max(0.0).min(1.0)
}

/// Adds evidence that moves neutral scores by `shares * magnitude` of the remaining way.
#[inline(always)]
pub(crate) fn learn<const N: usize>(
    opinions: &mut [Opinion; N],
    position: Position,
    success: bool,
    magnitude: f64,
    shares: &[f64; N],
    decay: &[DecayShare; N],
    failure_weight: f64,
) {
    for ((opinion, share), decay) in opinions.iter_mut().zip(shares).zip(decay) {
        if *share == 0.0 {
            continue;
        }
        let evidence = evidence_of(share * magnitude);
        if success {
            opinion.praise(evidence, Fading::at(position, *decay));
        } else {
            opinion.blame(failure_weight * evidence);
        }
    }
}

/// Lets time go by for opinions, and returns where they are then.
#[inline(always)]
pub(crate) fn move_on<const N: usize>(
    opinions: &mut [Opinion; N],
    from: Position,
    decay: Decay,
    shares: &[DecayShare; N],
) -> Position {
    let to = from.after(decay);
    move_to(opinions, from, to, shares);
    if from.passes_end(decay) {
        forget(opinions, shares);
    }
    to
}

/// At the end of the time line nobody can tell any more how much of it has gone by. Then nothing is
/// left of what decays: no evidence may stay for ever because time has stopped.
#[cold]
fn forget<const N: usize>(opinions: &mut [Opinion; N], shares: &[DecayShare; N]) {
    for (opinion, share) in opinions.iter_mut().zip(shares) {
        if *share != DecayShare::NONE {
            opinion.turn(2);
        }
    }
}

/// Moves opinions along the time line.
#[inline(always)]
pub(crate) fn move_to<const N: usize>(
    opinions: &mut [Opinion; N],
    from: Position,
    to: Position,
    decay: &[DecayShare; N],
) {
    // Most decays stay within an epoch, and then nothing moves: no share's epoch is shorter.
    if from.epoch == to.epoch {
        return;
    }
    for (opinion, share) in opinions.iter_mut().zip(decay) {
        opinion.turn(Fading::epoch_at(to, *share) - Fading::epoch_at(from, *share));
    }
}

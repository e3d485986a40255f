//! The published rules, score for score.

use super::{Rules, Scores, Standing, Testimony};
use crate::{Decay, Dimension, TrustError};
use jiff::SignedDuration;

/// The model **web4-0.1**: the three-dimensional rules of `web4-trust` 0.1.1, score for score.
///
/// It keeps six scores and nothing else. Stores let it fade when nothing has happened for more than a
/// day, and then for all of that time. Which laws it breaks is part of its registration, each
/// with a witness: see [`model`](mod@crate::model).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Web4;

/// Where decay stops.
const FLOOR: f64 = 0.3;

impl Web4 {
    fn kept<'s>(&self, standing: &'s mut Standing) -> Result<&'s mut Scores, TrustError> {
        match standing {
            Standing::Scores(scores) => Ok(scores),
            Standing::Evidence(_) => Err(TrustError::Standing {
                model: self.name(),
                expected: "scores",
            }),
        }
    }

    fn change(
        &self,
        standing: &mut Standing,
        change: impl FnOnce([f64; 6]) -> [f64; 6],
    ) -> Result<(), TrustError> {
        let scores = self.kept(standing)?;
        *scores = Scores::clamped(change(scores.get()));
        Ok(())
    }
}

impl Rules for Web4 {
    fn name(&self) -> &'static str {
        "web4-0.1"
    }

    fn about(&self) -> &'static str {
        "the published three-dimensional rules of web4-trust 0.1.1, score for score"
    }

    fn neutral(&self) -> Standing {
        Standing::Scores(Scores::NEUTRAL)
    }

    fn outcome(
        &self,
        standing: &mut Standing,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        let m = magnitude.clamp(0.0, 1.0);
        self.change(
            standing,
            |[talent, training, temperament, valuation, veracity, validity]| {
                let d = if success {
                    m * 0.05 * (1.0 - training)
                } else {
                    -m * 0.10 * training
                };
                [
                    talent + d * 0.3,
                    training + d,
                    temperament + d * 0.5,
                    valuation + 0.01,
                    veracity,
                    validity,
                ]
            },
        )
    }

    fn receive(&self, standing: &mut Standing, testimony: &Testimony) -> Result<(), TrustError> {
        let m = testimony.magnitude();
        self.change(
            standing,
            |[talent, training, temperament, valuation, veracity, validity]| {
                let (steadier, truer) = if testimony.success() {
                    (m * 0.03 * (1.0 - temperament), m * 0.8 * (1.0 - veracity))
                } else {
                    (-m * 0.05 * temperament, -m * 0.5 * veracity)
                };
                [
                    talent,
                    training,
                    temperament + steadier,
                    valuation,
                    veracity + truer,
                    validity + 0.01,
                ]
            },
        )
    }

    fn give(
        &self,
        standing: &mut Standing,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        let factor = if success { 0.02 } else { 0.01 };
        self.change(
            standing,
            |[talent, training, temperament, valuation, veracity, validity]| {
                [
                    talent,
                    training,
                    temperament + magnitude * factor * (1.0 - temperament),
                    valuation + 0.005,
                    veracity,
                    validity,
                ]
            },
        )
    }

    fn decay(&self, standing: &mut Standing, decay: Decay) -> Result<(), TrustError> {
        let scores = self.kept(standing)?;
        if decay.in_days() <= 0.0 {
            return Ok(());
        }
        let factor = (1.0 - decay.rate().a_day()).powf(decay.in_days());
        let faded = |old: f64, k: f64| (FLOOR + (old - FLOOR) * factor * k).max(FLOOR);
        let [talent, training, temperament, valuation, veracity, validity] = scores.get();
        *scores = Scores::clamped([
            faded(talent, 0.995),
            faded(training, 1.0),
            faded(temperament, 0.98),
            faded(valuation, 0.99),
            veracity,
            faded(validity, 1.0),
        ]);
        Ok(())
    }

    /// A day, as in the published packages.
    fn patience(&self) -> SignedDuration {
        SignedDuration::from_hours(24)
    }

    fn score(&self, standing: &Standing, dimension: Dimension) -> f64 {
        match standing {
            Standing::Scores(scores) => scores.get()[dimension.index()],
            Standing::Evidence(_) => 0.5,
        }
    }

    fn uncertainty(&self, _: &Standing, _: Dimension) -> f64 {
        1.0
    }

    fn set_score(
        &self,
        standing: &mut Standing,
        dimension: Dimension,
        score: f64,
    ) -> Result<(), TrustError> {
        self.change(standing, |mut scores| {
            scores[dimension.index()] = score;
            scores
        })
    }

    fn counts_self_witness(&self) -> bool {
        true
    }

    fn counts_repeated_events(&self) -> bool {
        true
    }
}

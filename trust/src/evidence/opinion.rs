//! The evidence of one dimension.

use super::amount::{MOST, PRIOR_WEIGHT, UNIT, amount_at, amount_up, whole};
use super::fading::{EPOCH_FADE, Fading};
use serde::{Deserialize, Serialize};

/// Positive and negative evidence of one dimension, as whole numbers.
///
/// Positive evidence is kept as it would be at the beginning of its epoch, this epoch's and the
/// last one's apart; older evidence has been halved more than 16 times and is gone. So decay
/// changes no number until an epoch ends, and then only moves them.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "[u64; 3]", into = "[u64; 3]")]
pub struct Opinion {
    pub(crate) recent: u64,
    pub(crate) earlier: u64,
    pub(crate) against: u64,
}

impl From<[u64; 3]> for Opinion {
    fn from([recent, earlier, against]: [u64; 3]) -> Opinion {
        Opinion {
            recent,
            earlier,
            against,
        }
    }
}

impl From<Opinion> for [u64; 3] {
    fn from(opinion: Opinion) -> [u64; 3] {
        [opinion.recent, opinion.earlier, opinion.against]
    }
}

/// What is read of a dimension: whole numbers of the unit, below 2^51.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reading {
    pub positive: f64,
    pub negative: f64,
}

impl Reading {
    /// `(r + W/2) / (r + s + W)`. Both sums are exact, so the quotient is rounded once: it never
    /// falls when `r` grows and never rises when `s` grows.
    #[inline(always)]
    pub(crate) fn score(self) -> f64 {
        (self.positive + PRIOR_WEIGHT / 2.0 * UNIT) / self.weight()
    }

    /// `W / (r + s + W)`.
    #[inline(always)]
    pub(crate) fn uncertainty(self) -> f64 {
        PRIOR_WEIGHT * UNIT / self.weight()
    }

    #[inline(always)]
    fn weight(self) -> f64 {
        self.positive + self.negative + PRIOR_WEIGHT * UNIT
    }
}

impl Opinion {
    /// Returns what is left of positive evidence, and the negative evidence.
    #[inline(always)]
    pub(crate) fn read(&self, fading: Fading) -> Reading {
        let recent = whole((self.recent as f64 * fading.left).min(MOST));
        let earlier = whole((self.earlier as f64 * fading.left * EPOCH_FADE).min(MOST));
        Reading {
            positive: (recent + earlier).min(MOST),
            negative: (self.against as f64).min(MOST),
        }
    }

    /// Moves the numbers where they belong after some epochs.
    #[inline(always)]
    pub(crate) fn turn(&mut self, epochs: u64) {
        match epochs {
            0 => {}
            1 => (self.earlier, self.recent) = (self.recent, 0),
            _ => (self.earlier, self.recent) = (0, 0),
        }
    }

    /// Adds positive evidence.
    #[inline(always)]
    pub(crate) fn praise(&mut self, evidence: f64, fading: Fading) {
        let parts = amount_at(evidence, fading.growth());
        self.recent = self.recent.saturating_add(parts);
    }

    /// Adds negative evidence.
    #[inline(always)]
    pub(crate) fn blame(&mut self, evidence: f64) {
        self.against = self.against.saturating_add(amount_up(evidence));
    }

    /// Adds another opinion of the same epoch.
    #[inline(always)]
    pub(crate) fn add(&mut self, other: &Opinion) {
        self.recent = self.recent.saturating_add(other.recent);
        self.earlier = self.earlier.saturating_add(other.earlier);
        self.against = self.against.saturating_add(other.against);
    }

    /// Returns the least evidence that has this score, a number from 0 to 1.
    ///
    /// Read back, it is never less and at most 5 in 10^10 more: nobody falls below a level because of
    /// rounding.
    ///
    /// The scores 0 and 1 would need unlimited evidence; they get the most that a view counts and
    /// read back as within 4 in 10^6 of themselves.
    pub(crate) fn with_score(score: f64, fading: Fading) -> Opinion {
        let most = MOST / UNIT;
        let mut opinion = Opinion::default();
        // p = (r + 1) / (r + 2)  <=>  r = (2p - 1) / (1 - p), and the mirror image below one half.
        if score >= 0.5 {
            let evidence = ((2.0 * score - 1.0) / (1.0 - score)).min(most);
            // More than one piece of evidence may be: a cast, which stops at the largest number.
            opinion.recent = (evidence * UNIT * fading.growth() + 0.5) as u64;
            if opinion.read(fading).score() < score && evidence < most {
                opinion.recent = opinion.recent.saturating_add(fading.growth().ceil() as u64);
            }
        } else {
            let evidence = ((1.0 - 2.0 * score) / score).min(most);
            opinion.against = (evidence * UNIT + 0.5) as u64;
            if opinion.read(fading).score() < score {
                opinion.against = opinion.against.saturating_sub(1);
            }
        }
        opinion
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::{DecayShare, Position};

    #[test]
    fn scores_read_back() {
        let fading = Fading::at(Position::START, DecayShare::FULL);
        for k in 1..1000 {
            let score = f64::from(k) / 1000.0;
            let read = Opinion::with_score(score, fading).read(fading).score();
            assert!(read >= score && read - score < 5e-10, "{score} {read}");
        }
        assert!(Opinion::with_score(1.0, fading).read(fading).score() > 1.0 - 4e-6);
        assert!(Opinion::with_score(0.0, fading).read(fading).score() < 4e-6);
    }
}

//! What witnesses without a standing of their own may say together.

use super::amount::{MOST, PRIOR_WEIGHT, UNIT, whole_below};
use super::fading::EPOCH_FADE;
use super::{Decay, Fading, Opinion, Parameters, Position, Reading, move_on};
use crate::Dimension;
use serde::{Deserialize, Serialize};

/// The largest pool, in units of magnitude.
pub(super) const LARGEST: f64 = 2.0;

const PARTS: f64 = (1u64 << 27) as f64;

/// The most parts that are read.
const FULL: f64 = LARGEST * PARTS;

/// The word of unproven witnesses: sums of magnitudes that count up to a bound, however many there
/// are.
///
/// Praise fades as all positive evidence of a dimension does. The sums have no bound, what is read of
/// them has: so merging adds, and it does not matter whether time goes by before or after. What a
/// crowd has said above the bound makes its praise last longer, until nothing is left of it.
///
/// A dimension has positive words of this epoch and of the last one, and negative words, in parts of
/// 2^-27.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Pool {
    pub(crate) opinions: [Opinion; 6],
}

impl Pool {
    /// Returns the stored numbers of a dimension: positive words of this epoch and of the last one,
    /// negative words.
    pub fn opinion(&self, dimension: Dimension) -> Opinion {
        self.opinions[dimension.index()]
    }

    /// Returns whether nobody without a standing has said anything.
    pub fn is_empty(&self) -> bool {
        *self == Pool::default()
    }

    /// Adds a word with a weight from 0 to 1 to the dimensions in which witnesses have a share.
    #[inline(always)]
    pub(super) fn hear(
        &mut self,
        success: bool,
        weight: f64,
        position: Position,
        parameters: &Parameters,
    ) {
        // Three parts less than there are: no rounding may make a stranger count more than a witness
        // who is proven.
        let parts = ((weight * PARTS) as u64).saturating_sub(3);
        let shares = parameters.witness.iter().zip(&parameters.decay);
        for (opinion, (share, decay)) in self.opinions.iter_mut().zip(shares) {
            if *share == 0.0 {
                continue;
            }
            if success {
                let growth = Fading::at(position, *decay).growth();
                let grown = (parts as f64 * growth) as u64;
                opinion.recent = opinion.recent.saturating_add(grown);
            } else {
                opinion.against = opinion.against.saturating_add(parts);
            }
        }
    }

    #[inline(always)]
    pub(super) fn add(&mut self, other: &Pool) {
        for (mine, theirs) in self.opinions.iter_mut().zip(&other.opinions) {
            mine.add(theirs);
        }
    }

    /// Lets time go by, as for other evidence.
    #[inline(always)]
    pub(super) fn decay(&mut self, from: Position, decay: Decay, parameters: &Parameters) {
        move_on(&mut self.opinions, from, decay, &parameters.decay);
        parameters.forgive(&mut self.opinions, decay);
    }

    /// Adds what the pool says of a dimension to what is read of it, where witnesses have this share.
    #[inline(always)]
    pub(super) fn count(
        &self,
        reading: &mut Reading,
        at: usize,
        fading: Fading,
        share: f64,
        failure_weight: f64,
    ) {
        let opinion = &self.opinions[at];
        if share == 0.0 || *opinion == Opinion::default() {
            return;
        }
        let recent = whole_below((opinion.recent as f64 * fading.left).min(FULL));
        let earlier = whole_below((opinion.earlier as f64 * fading.left * EPOCH_FADE).min(FULL));
        let against = (opinion.against as f64).min(FULL);
        // The evidence of a small `x` is about `W x`; a pool counts just that, and less than proven
        // witnesses would.
        let scale = PRIOR_WEIGHT * share * (UNIT / PARTS);
        let praise = whole_below(scale * (recent + earlier).min(FULL));
        let blame = whole_below(failure_weight * scale * against);
        reading.positive = (reading.positive + praise).min(MOST);
        reading.negative = (reading.negative + blame).min(MOST);
    }
}

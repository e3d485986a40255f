//! What witnesses without a standing of their own may say together.

use super::Reading;
use super::amount::{MOST, PRIOR_WEIGHT, UNIT, whole_below};
use serde::{Deserialize, Serialize};

/// The largest pool, in units of magnitude.
pub(super) const LARGEST: f64 = 2.0;

const PARTS: f64 = (1u64 << 27) as f64;
const FULL: u32 = (LARGEST * PARTS) as u32;

/// The word of unproven witnesses: a sum that stops at a bound, however many there are.
///
/// The pool does not decay. It is counted in parts of 2^-27, rounded down, and the bound holds for
/// merged records too, because merging adds and stops at the bound again.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(from = "[u32; 2]", into = "[u32; 2]")]
pub struct Pool {
    praise: u32,
    blame: u32,
}

impl From<[u32; 2]> for Pool {
    /// What is above the bound is taken to the bound.
    fn from([praise, blame]: [u32; 2]) -> Pool {
        Pool {
            praise: praise.min(FULL),
            blame: blame.min(FULL),
        }
    }
}

impl From<Pool> for [u32; 2] {
    fn from(pool: Pool) -> [u32; 2] {
        [pool.praise, pool.blame]
    }
}

impl Pool {
    /// Returns the sum of the magnitudes that speak for somebody, 0 to 2.
    pub fn praise(self) -> f64 {
        f64::from(self.praise) / PARTS
    }

    /// Returns the sum of the magnitudes that speak against somebody, 0 to 2.
    pub fn blame(self) -> f64 {
        f64::from(self.blame) / PARTS
    }

    #[inline(always)]
    pub(super) fn hear(&mut self, success: bool, weight: f64) {
        // One part less than there is: no rounding may make a stranger count more than a witness who
        // is proven.
        let parts = ((weight * PARTS) as u32).saturating_sub(1);
        let sum = if success {
            &mut self.praise
        } else {
            &mut self.blame
        };
        *sum = sum.saturating_add(parts).min(FULL);
    }

    #[inline(always)]
    pub(super) fn add(&mut self, other: Pool) {
        *self = Pool::from([
            self.praise.saturating_add(other.praise),
            self.blame.saturating_add(other.blame),
        ]);
    }

    /// Adds the pool to what is read of a dimension in which witnesses have this share.
    #[inline(always)]
    pub(super) fn count(self, reading: &mut Reading, share: f64, failure_weight: f64) {
        if share == 0.0 {
            return;
        }
        // The evidence of a small `x` is about `W x`; a pool counts just that, and less than proven
        // witnesses would.
        let scale = PRIOR_WEIGHT * share * (UNIT / PARTS);
        let praise = whole_below(scale * f64::from(self.praise));
        let blame = whole_below(failure_weight * scale * f64::from(self.blame));
        reading.positive = (reading.positive + praise).min(MOST);
        reading.negative = (reading.negative + blame).min(MOST);
    }
}

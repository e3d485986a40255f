//! What a witness has said of an entity, in all.

use crate::evidence::{Parameters, UNIT, amount_up};
use serde::{Deserialize, Serialize};

/// How much one witness has said for an entity and against it: sums of magnitudes, in whole numbers,
/// so that their order does not matter.
///
/// They do not fade, and the trust in the witness is not in them: they are what the witness thinks
/// of the entity, not what others make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "[u64; 2]", into = "[u64; 2]")]
pub struct Words {
    praise: u64,
    blame: u64,
}

impl Words {
    /// Of a witness who has said nothing.
    pub const NONE: Words = Words {
        praise: 0,
        blame: 0,
    };

    /// Of a witness of whom nothing but the name is known, as in files of the published packages:
    /// one word of praise of magnitude 1.
    pub const NAMED: Words = Words {
        praise: UNIT as u64,
        blame: 0,
    };

    /// Returns the sum of the magnitudes that speak for the entity.
    pub fn praise(self) -> f64 {
        self.praise as f64 / UNIT
    }

    /// Returns the sum of the magnitudes that speak against it.
    pub fn blame(self) -> f64 {
        self.blame as f64 / UNIT
    }

    /// Returns how much the witness trusts the entity, 0 or more: the praise without the blame,
    /// which weighs as much more as failures do by default, twice.
    pub fn weight(self) -> f64 {
        let against = self.blame as f64 * Parameters::STANDARD.failure_weight();
        (self.praise as f64 - against).max(0.0) / UNIT
    }

    /// Returns whether they are [`Words::NAMED`].
    pub fn is_named(&self) -> bool {
        *self == Words::NAMED
    }

    /// Adds a word with a magnitude, which is taken to the nearer of 0 and 1 if it is outside.
    pub(crate) fn add(&mut self, success: bool, magnitude: f64) {
        // Rounded up: a word of any size is one.
        let amount = amount_up(crate::evidence::clamped(magnitude));
        let sum = if success {
            &mut self.praise
        } else {
            &mut self.blame
        };
        *sum = sum.saturating_add(amount);
    }
}

impl Default for Words {
    /// Words that are not told are those of [`Words::NAMED`].
    fn default() -> Words {
        Words::NAMED
    }
}

impl From<[u64; 2]> for Words {
    fn from([praise, blame]: [u64; 2]) -> Words {
        Words { praise, blame }
    }
}

impl From<Words> for [u64; 2] {
    fn from(words: Words) -> [u64; 2] {
        [words.praise, words.blame]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blame_weighs_twice_and_nothing_is_below_zero() {
        let mut words = Words::NONE;
        words.add(true, 1.0);
        words.add(true, 7.0);
        assert_eq!((words.praise(), words.weight()), (2.0, 2.0));
        words.add(false, 0.5);
        assert_eq!((words.blame(), words.weight()), (0.5, 1.0));
        words.add(false, 1.0);
        assert_eq!(words.weight(), 0.0);
        assert_eq!(Words::NAMED.weight(), 1.0);
    }
}

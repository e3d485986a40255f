//! What a trust model keeps about somebody.

use crate::TrustError;
use crate::evidence::Evidence;
use serde::{Deserialize, Serialize};

/// What a trust model keeps about somebody: evidence, or plain scores. A model says which.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "entities keep it in a box; a second one would be searched with each update"
)]
pub enum Standing {
    /// Evidence, of which scores are views.
    Evidence(Evidence),
    /// Six scores.
    Scores(Scores),
}

/// Six scores from 0 to 1, in the order of [`Dimension::ALL`](crate::Dimension::ALL).
///
/// Compared bit by bit.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(try_from = "[f64; 6]", into = "[f64; 6]")]
pub struct Scores([f64; 6]);

impl Scores {
    /// One half everywhere.
    pub const NEUTRAL: Scores = Scores([0.5; 6]);

    /// Makes scores; those outside 0 to 1 are taken to the nearer end, and NaN to one half.
    pub fn clamped(scores: [f64; 6]) -> Scores {
        Scores(scores.map(|score| {
            if score.is_nan() {
                0.5
            } else {
                // `+ 0.0` makes the negative zero a zero.
                score.clamp(0.0, 1.0) + 0.0
            }
        }))
    }

    /// Returns the six numbers.
    pub fn get(self) -> [f64; 6] {
        self.0
    }
}

impl PartialEq for Scores {
    fn eq(&self, other: &Scores) -> bool {
        self.0.map(f64::to_bits) == other.0.map(f64::to_bits)
    }
}

impl Eq for Scores {}

impl TryFrom<[f64; 6]> for Scores {
    type Error = TrustError;

    fn try_from(scores: [f64; 6]) -> Result<Scores, TrustError> {
        for score in scores {
            crate::error::within("score", score, (0.0, 1.0), "from 0 to 1")?;
        }
        Ok(Scores::clamped(scores))
    }
}

impl From<Scores> for [f64; 6] {
    fn from(scores: Scores) -> [f64; 6] {
        scores.0
    }
}

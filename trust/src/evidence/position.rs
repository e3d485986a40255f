//! Where evidence stands on the time line of decay.

use super::Decay;
use serde::{Deserialize, Serialize};

/// How much decay has gone by, as a whole number of the smallest steps: an epoch of 16 halvings has
/// 2^64 of them.
///
/// Decay moves a position onwards by addition of whole numbers, which is why 15 days and 15 days
/// are exactly 30 days.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct Position {
    pub(crate) epoch: u32,
    pub(crate) offset: u64,
}

impl Position {
    /// The beginning of the time line.
    pub const START: Position = Position {
        epoch: 0,
        offset: 0,
    };

    const LAST: u128 = (1 << 96) - 1;

    /// Returns the position with this number of steps; beyond the end of the time line, the end.
    pub fn from_steps(steps: u128) -> Position {
        let steps = steps.min(Position::LAST);
        Position {
            epoch: (steps >> 64) as u32,
            offset: steps as u64,
        }
    }

    /// Returns the number of steps from the start.
    #[inline(always)]
    pub fn as_u128(self) -> u128 {
        (u128::from(self.epoch) << 64) | u128::from(self.offset)
    }

    /// Returns the position after some decay.
    #[inline]
    pub fn after(self, decay: Decay) -> Position {
        Position::from_steps(self.as_u128().saturating_add(decay.steps()))
    }

    /// Returns whether some decay goes on beyond the end of the time line.
    #[inline]
    pub(crate) fn passes_end(self, decay: Decay) -> bool {
        self.as_u128().saturating_add(decay.steps()) > Position::LAST
    }

    /// Returns how many times positive evidence has been halved at the full rate.
    pub fn halvings(self) -> f64 {
        self.as_u128() as f64 / (1u128 << 60) as f64
    }
}

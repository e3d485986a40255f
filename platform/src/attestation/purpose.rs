//! What an attestation is made for, and how long it stays fresh.

use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

/// What an attestation is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The entity becomes known for the first time. Such an attestation does not age.
    Enrollment,
    /// A session begins; fresh for 8 hours.
    SessionStart,
    /// A session goes on; fresh for 24 hours.
    ReAttestation,
    /// The entity witnesses another one; fresh for 1 hour.
    Witness,
    /// The entity moves to another key; fresh for 1 hour.
    Migration,
}

impl Purpose {
    /// Returns how long an attestation for this purpose counts; `None` for ever.
    pub fn longest_age(self) -> Option<SignedDuration> {
        match self {
            Purpose::Enrollment => None,
            Purpose::SessionStart => Some(SignedDuration::from_hours(8)),
            Purpose::ReAttestation => Some(SignedDuration::from_hours(24)),
            Purpose::Witness | Purpose::Migration => Some(SignedDuration::from_hours(1)),
        }
    }

    /// Returns how fresh an attestation of this age is: 1 when new, 0 at the longest age and after.
    pub fn freshness(self, age: SignedDuration) -> f64 {
        self.longest_age().map_or(1.0, |longest| {
            (1.0 - age.as_secs_f64() / longest.as_secs_f64()).clamp(0.0, 1.0)
        })
    }

    /// Returns the byte that stands for the purpose in what is signed.
    pub(super) fn code(self) -> u8 {
        match self {
            Purpose::Enrollment => 1,
            Purpose::SessionStart => 2,
            Purpose::ReAttestation => 3,
            Purpose::Witness => 4,
            Purpose::Migration => 5,
        }
    }
}

//! Trust in one word.

use crate::TrustError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// How far an average of trust goes, in one word.
///
/// ```
/// use lawful_trust::TrustLevel;
/// assert_eq!(TrustLevel::of(0.5167), TrustLevel::Medium);
/// assert_eq!(TrustLevel::of(f64::NAN), TrustLevel::Minimal);
/// assert_eq!(TrustLevel::of(0.8).to_string(), "High");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum TrustLevel {
    /// Below 0.2.
    Minimal,
    /// 0.2 and above.
    Low,
    /// 0.4 and above.
    Medium,
    /// 0.6 and above.
    MediumHigh,
    /// 0.8 and above.
    High,
}

impl TrustLevel {
    /// All levels, the lowest first.
    pub const ALL: [TrustLevel; 5] = [
        TrustLevel::Minimal,
        TrustLevel::Low,
        TrustLevel::Medium,
        TrustLevel::MediumHigh,
        TrustLevel::High,
    ];

    /// Returns the level of an average; what is not a number is the lowest.
    pub fn of(average: f64) -> TrustLevel {
        match average {
            a if a >= 0.8 => TrustLevel::High,
            a if a >= 0.6 => TrustLevel::MediumHigh,
            a if a >= 0.4 => TrustLevel::Medium,
            a if a >= 0.2 => TrustLevel::Low,
            _ => TrustLevel::Minimal,
        }
    }

    /// Returns the least average of the level.
    pub const fn threshold(self) -> f64 {
        match self {
            TrustLevel::High => 0.8,
            TrustLevel::MediumHigh => 0.6,
            TrustLevel::Medium => 0.4,
            TrustLevel::Low => 0.2,
            TrustLevel::Minimal => 0.0,
        }
    }

    /// Returns the name as it is printed, `Medium` for example.
    pub const fn name(self) -> &'static str {
        match self {
            TrustLevel::High => "High",
            TrustLevel::MediumHigh => "MediumHigh",
            TrustLevel::Medium => "Medium",
            TrustLevel::Low => "Low",
            TrustLevel::Minimal => "Minimal",
        }
    }

    /// Returns the name in the lowercase form that the published packages use, `medium-high` for
    /// example.
    pub const fn legacy_name(self) -> &'static str {
        match self {
            TrustLevel::High => "high",
            TrustLevel::MediumHigh => "medium-high",
            TrustLevel::Medium => "medium",
            TrustLevel::Low => "low",
            TrustLevel::Minimal => "minimal",
        }
    }
}

impl fmt::Display for TrustLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for TrustLevel {
    type Err = TrustError;

    /// Reads either form of the name.
    fn from_str(text: &str) -> Result<TrustLevel, TrustError> {
        TrustLevel::ALL
            .into_iter()
            .find(|level| level.name() == text || level.legacy_name() == text)
            .ok_or_else(|| TrustError::Level(text.chars().take(40).collect()))
    }
}

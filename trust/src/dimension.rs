//! The six dimensions, three of trust and three of value.

use crate::TrustError;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A dimension of trust (the first three) or of value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dimension {
    /// What somebody can do.
    Talent,
    /// What somebody has learnt; forgotten the fastest.
    Training,
    /// How steadily somebody behaves.
    Temperament,
    /// What others got out of it.
    Valuation,
    /// How true claims turned out.
    Veracity,
    /// Whether it arrived and held.
    Validity,
}

impl Dimension {
    /// All six, trust first.
    pub const ALL: [Dimension; 6] = [
        Dimension::Talent,
        Dimension::Training,
        Dimension::Temperament,
        Dimension::Valuation,
        Dimension::Veracity,
        Dimension::Validity,
    ];

    /// The dimensions of trust.
    pub const TRUST: [Dimension; 3] = [
        Dimension::Talent,
        Dimension::Training,
        Dimension::Temperament,
    ];

    /// The dimensions of value.
    pub const VALUE: [Dimension; 3] = [
        Dimension::Valuation,
        Dimension::Veracity,
        Dimension::Validity,
    ];

    /// Returns the place in [`Dimension::ALL`], 0 to 5.
    pub const fn index(self) -> usize {
        self as usize
    }

    /// Returns the lowercase name.
    pub const fn name(self) -> &'static str {
        match self {
            Dimension::Talent => "talent",
            Dimension::Training => "training",
            Dimension::Temperament => "temperament",
            Dimension::Valuation => "valuation",
            Dimension::Veracity => "veracity",
            Dimension::Validity => "validity",
        }
    }

    /// Returns whether this is a dimension of trust, not of value.
    pub const fn is_trust(self) -> bool {
        self.index() < 3
    }
}

impl fmt::Display for Dimension {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Dimension {
    type Err = TrustError;

    fn from_str(text: &str) -> Result<Dimension, TrustError> {
        Dimension::ALL
            .into_iter()
            .find(|d| d.name() == text)
            .ok_or_else(|| TrustError::Dimension(text.chars().take(40).collect()))
    }
}

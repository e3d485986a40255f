//! The names of the six-dimension generation, as views.
//!
//! | six | three |
//! | --- | --- |
//! | competence | talent |
//! | reliability, consistency, lineage | training, their mean |
//! | witnesses, alignment | temperament, their mean |
//! | energy, contribution | valuation, their mean |
//! | reputation | veracity |
//! | stewardship, network, temporal | validity, their mean |
//!
//! Shown the other way, each of the six is the one of the three that it went into. Three to six to
//! three changes nothing but the last bit; six to three to six loses what the means lose.

use serde::{Deserialize, Serialize};

/// Six trust scores of the older generation.
///
/// ```
/// use lawful_trust::tensor::LegacyT3;
/// let six = LegacyT3 {
///     competence: 0.8, reliability: 0.7, consistency: 0.6,
///     witnesses: 0.5, lineage: 0.9, alignment: 0.4,
/// };
/// assert_eq!(six.to_three(), [0.8, 0.7333333333333333, 0.45]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LegacyT3 {
    /// Talent.
    pub competence: f64,
    /// A third of training.
    pub reliability: f64,
    /// A third of training.
    pub consistency: f64,
    /// Half of temperament.
    pub witnesses: f64,
    /// A third of training.
    pub lineage: f64,
    /// Half of temperament.
    pub alignment: f64,
}

impl LegacyT3 {
    /// The names, in the order of the older generation.
    pub const NAMES: [&'static str; 6] = [
        "competence",
        "reliability",
        "consistency",
        "witnesses",
        "lineage",
        "alignment",
    ];

    /// Returns talent, training and temperament.
    pub fn to_three(self) -> [f64; 3] {
        [
            self.competence,
            (self.reliability + self.consistency + self.lineage) / 3.0,
            (self.witnesses + self.alignment) / 2.0,
        ]
    }

    /// Shows talent, training and temperament under the older names.
    pub fn of_three([talent, training, temperament]: [f64; 3]) -> LegacyT3 {
        LegacyT3 {
            competence: talent,
            reliability: training,
            consistency: training,
            witnesses: temperament,
            lineage: training,
            alignment: temperament,
        }
    }
}

/// Six value scores of the older generation.
///
/// ```
/// use lawful_trust::tensor::LegacyV3;
/// let six = LegacyV3 {
///     energy: 0.8, contribution: 0.6, stewardship: 0.5,
///     network: 0.7, reputation: 0.9, temporal: 0.3,
/// };
/// assert_eq!(six.to_three(), [0.7, 0.9, 0.5]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LegacyV3 {
    /// Half of valuation.
    pub energy: f64,
    /// Half of valuation.
    pub contribution: f64,
    /// A third of validity.
    pub stewardship: f64,
    /// A third of validity.
    pub network: f64,
    /// Veracity.
    pub reputation: f64,
    /// A third of validity.
    pub temporal: f64,
}

impl LegacyV3 {
    /// The names, in the order of the older generation.
    pub const NAMES: [&'static str; 6] = [
        "energy",
        "contribution",
        "stewardship",
        "network",
        "reputation",
        "temporal",
    ];

    /// Returns valuation, veracity and validity.
    pub fn to_three(self) -> [f64; 3] {
        [
            (self.energy + self.contribution) / 2.0,
            self.reputation,
            (self.stewardship + self.network + self.temporal) / 3.0,
        ]
    }

    /// Shows valuation, veracity and validity under the older names.
    pub fn of_three([valuation, veracity, validity]: [f64; 3]) -> LegacyV3 {
        LegacyV3 {
            energy: valuation,
            contribution: valuation,
            stewardship: validity,
            network: validity,
            reputation: veracity,
            temporal: validity,
        }
    }
}

//! The numbers that a model of evidence leaves open.

use super::{Decay, DecayRate, DecayShare, Opinion};
use crate::TrustError;
use crate::error::within;

/// What the evidence model leaves open, with checked defaults.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameters {
    pub(crate) outcome: [f64; 6],
    pub(crate) witness: [f64; 6],
    pub(crate) failure_weight: f64,
    pub(crate) decay: [DecayShare; 6],
    pub(crate) forgiveness: f64,
}

impl Parameters {
    /// The most that all unproven witnesses together count, in units of magnitude.
    pub const POOL: f64 = super::pool::LARGEST;

    /// The defaults, for a `const`.
    pub const STANDARD: Parameters = Parameters {
        outcome: [0.2, 0.5, 0.3, 0.1, 0.0, 0.0],
        witness: [0.0, 0.0, 0.125, 0.0, 0.5, 0.125],
        failure_weight: 2.0,
        decay: [
            DecayShare::NONE,
            DecayShare::FULL,
            DecayShare::HALF,
            DecayShare::HALF,
            DecayShare::NONE,
            DecayShare::FULL,
        ],
        forgiveness: 0.0,
    };

    /// Sets how far an outcome of magnitude 1 moves a neutral score of each dimension, in the order
    /// of [`Dimension::ALL`](crate::Dimension::ALL). Defaults: 0.2, 0.5, 0.3, 0.1, 0, 0.
    ///
    /// # Errors
    /// If a share is not a number from 0 to 0.8.
    pub fn with_outcome_shares(mut self, shares: [f64; 6]) -> Result<Parameters, TrustError> {
        self.outcome = checked("share of an outcome", shares)?;
        Ok(self)
    }

    /// Sets how far the word of a fully trusted witness moves a neutral score of each dimension.
    /// Defaults: 0, 0, 1/8, 0, 1/2, 1/8.
    ///
    /// # Errors
    /// If a share is not a number from 0 to 0.8.
    pub fn with_witness_shares(mut self, shares: [f64; 6]) -> Result<Parameters, TrustError> {
        self.witness = checked("share of a witness", shares)?;
        Ok(self)
    }

    /// Sets how much more a failure weighs than a success. Default: 2.
    ///
    /// # Errors
    /// If it is not a number from 1 to 1000: below 1, trust would grow by failing and succeeding in
    /// turn.
    pub fn with_failure_weight(mut self, weight: f64) -> Result<Parameters, TrustError> {
        self.failure_weight = within("failure weight", weight, (1.0, 1000.0), "from 1 to 1000")?;
        Ok(self)
    }

    /// Sets which share of the decay each dimension takes part in. Defaults: none for talent and
    /// veracity, all for training and validity, half for temperament and valuation.
    #[must_use]
    pub fn with_decay_shares(mut self, shares: [DecayShare; 6]) -> Parameters {
        self.decay = shares;
        self
    }

    /// Sets the part of negative evidence that a day of decay forgives. Default: 0.
    ///
    /// With forgiveness, waiting raises scores, and decay is an action only up to the rounding of
    /// each step: the laws `decay_never_raises` and `decay_composes` no longer hold.
    ///
    /// # Errors
    /// If it is not a number from 0 to 1.
    pub fn with_forgiveness(mut self, a_day: f64) -> Result<Parameters, TrustError> {
        self.forgiveness = DecayRate::new(a_day)?.a_day();
        Ok(self)
    }

    /// Returns the share of an outcome of each dimension.
    pub fn outcome_shares(&self) -> [f64; 6] {
        self.outcome
    }

    /// Returns the share of a witness of each dimension.
    pub fn witness_shares(&self) -> [f64; 6] {
        self.witness
    }

    /// Returns how much more a failure weighs than a success.
    pub fn failure_weight(&self) -> f64 {
        self.failure_weight
    }

    /// Returns the share of the decay of each dimension.
    pub fn decay_shares(&self) -> [DecayShare; 6] {
        self.decay
    }

    /// Returns the part of negative evidence that a day forgives.
    pub fn forgiveness(&self) -> f64 {
        self.forgiveness
    }

    #[inline(always)]
    pub(crate) fn forgive(&self, opinions: &mut [Opinion], decay: Decay) {
        if self.forgiveness == 0.0 {
            return;
        }
        let kept = (1.0 - self.forgiveness).powf(decay.in_days());
        for opinion in opinions {
            opinion.against = (opinion.against as f64 * kept).round() as u64;
        }
    }
}

impl Default for Parameters {
    fn default() -> Parameters {
        Parameters::STANDARD
    }
}

fn checked(what: &'static str, shares: [f64; 6]) -> Result<[f64; 6], TrustError> {
    for share in shares {
        within(what, share, (0.0, 0.8), "from 0 to 0.8")?;
    }
    Ok(shares)
}

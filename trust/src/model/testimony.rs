//! What a witness says, and who the witness is.

use crate::TrustError;
use crate::error::finite;

/// How much is known of a witness.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WitnessStanding {
    trust: f64,
    confidence: f64,
}

impl WitnessStanding {
    /// A witness of whom nothing is known: neutral trust, no confidence.
    pub const UNKNOWN: WitnessStanding = WitnessStanding {
        trust: 0.5,
        confidence: 0.0,
    };

    /// A witness who is trusted in everything.
    pub const FULL: WitnessStanding = WitnessStanding {
        trust: 1.0,
        confidence: 1.0,
    };

    /// Makes a standing of trust and of the confidence in it, both from 0 to 1.
    ///
    /// # Errors
    /// If one is not a number from 0 to 1.
    pub fn new(trust: f64, confidence: f64) -> Result<WitnessStanding, TrustError> {
        let range = (0.0, 1.0);
        Ok(WitnessStanding {
            trust: crate::error::within("trust in the witness", trust, range, "from 0 to 1")?,
            confidence: crate::error::within("confidence", confidence, range, "from 0 to 1")?,
        })
    }

    /// Returns the trust, 0 to 1: the most that the witness counts.
    pub fn trust(self) -> f64 {
        self.trust
    }

    /// Returns the confidence, 0 to 1: which part of the trust rests on evidence.
    pub fn confidence(self) -> f64 {
        self.confidence
    }
}

/// What a witness says about an action of somebody else.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Testimony {
    success: bool,
    magnitude: f64,
    witness: WitnessStanding,
}

impl Testimony {
    /// Makes a testimony.
    ///
    /// # Errors
    /// If the magnitude is not finite.
    #[inline]
    pub fn new(
        success: bool,
        magnitude: f64,
        witness: WitnessStanding,
    ) -> Result<Testimony, TrustError> {
        Ok(Testimony {
            success,
            magnitude: finite("magnitude", magnitude)?,
            witness,
        })
    }

    /// Returns whether it speaks for somebody.
    pub fn success(&self) -> bool {
        self.success
    }

    /// Returns the magnitude as it was given: a finite number.
    pub fn magnitude(&self) -> f64 {
        self.magnitude
    }

    /// Returns how much is known of the witness.
    pub fn witness(&self) -> WitnessStanding {
        self.witness
    }
}

//! How strongly a token is bound to hardware.

use super::{IdentityError, Lct, LctId};
use lawful_platform::Anchor;
use lawful_platform::attestation::{Attested, Ceiling};
use std::fmt;

/// How strongly a key is bound to hardware.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BindingLevel {
    /// The key is in software: whoever reads the file or the memory has it.
    Software,
    /// The key is inside of a device.
    Hardware,
    /// The key is inside of a device whose software was measured, and the measurement was compared
    /// with reference values.
    MeasuredHardware,
}

impl BindingLevel {
    /// Names the level: `software`, `hardware`, `measured_hardware`.
    pub fn name(self) -> &'static str {
        match self {
            BindingLevel::Software => "software",
            BindingLevel::Hardware => "hardware",
            BindingLevel::MeasuredHardware => "measured_hardware",
        }
    }
}

impl fmt::Display for BindingLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What a verified attestation says of a token: where its key lives, and the most trust that
/// follows. It can be made of nothing else, so a token cannot claim it by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Binding {
    lct: LctId,
    anchor: Anchor,
    ceiling: Ceiling,
    freshness: f64,
}

impl Binding {
    /// Takes the binding of a token from a verified attestation.
    ///
    /// # Errors
    /// [`IdentityError::OtherAttestation`] if the attestation is of another key, or of another
    /// entity than the token's id.
    pub fn of(lct: &Lct, attested: &Attested) -> Result<Binding, IdentityError> {
        let expected = lct.id();
        if attested.public_key != *lct.public_key() {
            return Err(IdentityError::OtherAttestation {
                expected,
                found: LctId::of_key(&attested.public_key).to_string(),
            });
        }
        if attested.entity_id != expected.to_string() {
            return Err(IdentityError::OtherAttestation {
                expected,
                found: attested.entity_id.clone(),
            });
        }
        Ok(Binding {
            lct: expected,
            anchor: attested.anchor,
            ceiling: attested.ceiling,
            freshness: attested.freshness,
        })
    }

    /// Returns whose binding this is.
    pub fn lct(&self) -> LctId {
        self.lct
    }

    /// Returns what the key is anchored in.
    pub fn anchor(&self) -> Anchor {
        self.anchor
    }

    /// Returns the level.
    pub fn level(&self) -> BindingLevel {
        if !self.anchor.is_hardware() {
            BindingLevel::Software
        } else if self.anchor == Anchor::Tpm2 && self.ceiling == Ceiling::TPM2_WITH_PCRS {
            BindingLevel::MeasuredHardware
        } else {
            BindingLevel::Hardware
        }
    }

    /// Returns the most trust that follows, from 0 to 1, as verified.
    pub fn trust_ceiling(&self) -> Ceiling {
        self.ceiling
    }

    /// Returns the ceiling times the freshness of the attestation, from 0 to 1.
    pub fn effective_ceiling(&self) -> f64 {
        self.ceiling.value() * self.freshness
    }

    /// Returns a score, cut at the ceiling: trust that was earned with a weak key counts only so
    /// far. What is not a number becomes 0.
    pub fn cut(&self, score: f64) -> f64 {
        if score.is_nan() {
            return 0.0;
        }
        score.clamp(0.0, self.effective_ceiling())
    }
}

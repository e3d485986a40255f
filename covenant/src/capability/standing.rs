//! What is known of holders and models: the seam to trust, attestation and certificates.

use crate::clock::Moment;
use lawful_platform::{Anchor, PublicKey};
use std::fmt;

/// How much a holder is trusted, in thousandths from 0 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TrustLevel(u16);

/// A number that is no trust level.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a trust level; use thousandths from 0 to 1000")]
pub struct BadTrustLevel(i128);

impl TrustLevel {
    /// Makes a level of thousandths.
    ///
    /// # Errors
    /// If the number is not in 0 to 1000.
    pub fn thousandths(number: i128) -> Result<TrustLevel, BadTrustLevel> {
        u16::try_from(number)
            .ok()
            .filter(|n| *n <= 1000)
            .map(TrustLevel)
            .ok_or(BadTrustLevel(number))
    }

    /// Returns the thousandths.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for TrustLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Answers what is known of holders and models. Every answer may be "nothing", and then a condition
/// that asks denies.
pub trait Standing: Send + Sync {
    /// Returns how much a holder is trusted now.
    fn trust_of(&self, holder: &PublicKey, now: Moment) -> Option<TrustLevel>;

    /// Returns where the holder's key is proved to live, by an attestation that is fresh now.
    fn key_kind(&self, holder: &PublicKey, now: Moment) -> Option<Anchor>;

    /// Returns whether a model has a law certificate that is valid now.
    fn is_certified(&self, model: &str, now: Moment) -> Option<bool>;
}

/// Knows nothing, so that conditions on trust, keys and models deny.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unknown;

impl Standing for Unknown {
    fn trust_of(&self, _holder: &PublicKey, _now: Moment) -> Option<TrustLevel> {
        None
    }

    fn key_kind(&self, _holder: &PublicKey, _now: Moment) -> Option<Anchor> {
        None
    }

    fn is_certified(&self, _model: &str, _now: Moment) -> Option<bool> {
        None
    }
}

//! Challenges: issued by the verifier, each good for one attestation.

use super::AttestationError;
use crate::{StoreError, hex};
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// 32 random bytes that make an attestation new.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Nonce(pub [u8; 32]);

impl fmt::Display for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0))
    }
}

impl fmt::Debug for Nonce {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Nonce({self})")
    }
}

/// Text that is not a nonce.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a nonce is 64 lowercase hexadecimal digits")]
pub struct BadNonce;

impl FromStr for Nonce {
    type Err = BadNonce;

    fn from_str(text: &str) -> Result<Nonce, BadNonce> {
        if text.len() != 64 {
            return Err(BadNonce);
        }
        hex::decode(text)
            .and_then(|bytes| bytes.try_into().ok())
            .map(Nonce)
            .ok_or(BadNonce)
    }
}

impl serde::Serialize for Nonce {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Nonce {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Nonce, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// A challenge, as the verifier sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Challenge {
    /// What the prover must repeat.
    pub nonce: Nonce,
    /// When the verifier issued it.
    pub issued_at: Timestamp,
}

/// The challenges of one verifier: which are open, and which were used.
///
/// ```
/// use jiff::{SignedDuration, Timestamp};
/// use lawful_platform::attestation::Challenges;
/// let challenges = Challenges::new(SignedDuration::from_mins(5));
/// let now = Timestamp::UNIX_EPOCH;
/// let challenge = challenges.issue(now).unwrap();
/// assert!(challenges.redeem(&challenge.nonce, now).is_ok());
/// assert!(challenges.redeem(&challenge.nonce, now).is_err(), "each counts once");
/// ```
#[derive(Debug)]
pub struct Challenges {
    lifetime: SignedDuration,
    known: Mutex<BTreeMap<Nonce, Known>>,
}

#[derive(Debug, Clone, Copy)]
struct Known {
    issued_at: Timestamp,
    used: bool,
}

impl Challenges {
    /// The most challenges that can be open or remembered at a time.
    pub const MOST: usize = 1 << 16;

    /// Begins with no challenges; each lives for `lifetime`.
    pub fn new(lifetime: SignedDuration) -> Challenges {
        Challenges {
            lifetime,
            known: Mutex::new(BTreeMap::new()),
        }
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Nonce, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Issues a new challenge.
    ///
    /// # Errors
    /// If 65536 challenges are still alive, or the system gives no random numbers.
    pub fn issue(&self, now: Timestamp) -> Result<Challenge, StoreError> {
        let nonce = Nonce(*crate::secret::random()?);
        let mut known = self.known();
        if known.len() >= Self::MOST {
            known.retain(|_, k| now.duration_since(k.issued_at) <= self.lifetime);
        }
        if known.len() >= Self::MOST {
            return Err(StoreError::Full(Self::MOST));
        }
        known.insert(
            nonce,
            Known {
                issued_at: now,
                used: false,
            },
        );
        Ok(Challenge {
            nonce,
            issued_at: now,
        })
    }

    /// Returns when a challenge was issued, if it is alive and was not used.
    ///
    /// # Errors
    /// [`AttestationError::UnknownChallenge`], [`AttestationError::Replayed`] or
    /// [`AttestationError::StaleChallenge`].
    pub fn check(&self, nonce: &Nonce, now: Timestamp) -> Result<Timestamp, AttestationError> {
        Self::find(&mut self.known(), self.lifetime, nonce, now).map(|known| known.issued_at)
    }

    /// Uses a challenge up.
    ///
    /// # Errors
    /// As [`check`](Self::check).
    pub fn redeem(&self, nonce: &Nonce, now: Timestamp) -> Result<(), AttestationError> {
        Self::find(&mut self.known(), self.lifetime, nonce, now).map(|known| known.used = true)
    }

    fn find<'k>(
        known: &'k mut BTreeMap<Nonce, Known>,
        lifetime: SignedDuration,
        nonce: &Nonce,
        now: Timestamp,
    ) -> Result<&'k mut Known, AttestationError> {
        let found = known
            .get_mut(nonce)
            .ok_or(AttestationError::UnknownChallenge)?;
        if found.used {
            return Err(AttestationError::Replayed);
        }
        let age = now.duration_since(found.issued_at);
        // A clock that went backwards must not revive a challenge.
        if age > lifetime || age.is_negative() {
            return Err(AttestationError::StaleChallenge { age });
        }
        Ok(found)
    }
}

//! Events of witnessing, signed by the witness.

use crate::entity::Arrival;
use crate::error::within;
use crate::model::{Testimony, WitnessStanding};
use crate::{EntityId, EntityTrust, TrustError};
use jiff::Timestamp;
use lawful_platform::{Context, SignError, Signature, Signer, Verifier, VerifyError};
use serde::{Deserialize, Serialize};

/// What signatures of witness events are for.
pub const WITNESS_CONTEXT: Context = Context::fixed("lawful.trust.witness");

/// What a witness says about one action of a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WitnessEvent {
    /// Who says it.
    pub witness: EntityId,
    /// Of whom it is said.
    pub target: EntityId,
    /// The number of the event: every event of a witness about a target has its own.
    pub number: u64,
    /// Whether the action succeeded.
    pub success: bool,
    /// How much it mattered, 0 to 1.
    pub magnitude: f64,
    /// When it was.
    pub at: Timestamp,
}

/// Why a witness event is refused.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WitnessError {
    /// It is not an event that can be.
    #[error(transparent)]
    Event(#[from] TrustError),
    /// It could not be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// The signature is not good.
    #[error("the event of `{witness}` is refused: {why}")]
    Signature {
        /// Who is said to have signed.
        witness: String,
        /// What is wrong with the signature.
        why: VerifyError,
    },
    /// Somebody else has signed the event.
    #[error(
        "the event is of `{witness}`, not of `{entity}`; give the entity of the one who signed"
    )]
    OtherWitness {
        /// Who signed the event.
        witness: String,
        /// Who was said to be the witness.
        entity: String,
    },
    /// The event is about somebody else.
    #[error("the event is about `{target}`, not about `{entity}`")]
    OtherTarget {
        /// Whom the event is about.
        target: String,
        /// Who was to hear it.
        entity: String,
    },
}

impl WitnessEvent {
    /// Returns the bytes that are signed.
    ///
    /// Version 1: the byte 1, then for witness and target the length (4 bytes, big-endian) and the
    /// text, then the number (8 bytes), the success (1 byte), the bits of the magnitude (8 bytes),
    /// the second (8 bytes) and the nanosecond (4 bytes) of the time, all big-endian.
    pub fn to_signed_bytes(&self) -> Vec<u8> {
        let mut out = vec![1];
        for id in [&self.witness, &self.target] {
            // An id has at most 1024 bytes.
            out.extend((id.as_str().len() as u32).to_be_bytes());
            out.extend(id.as_str().as_bytes());
        }
        out.extend(self.number.to_be_bytes());
        out.push(self.success.into());
        out.extend(self.magnitude.to_bits().to_be_bytes());
        out.extend(self.at.as_second().to_be_bytes());
        out.extend(self.at.subsec_nanosecond().to_be_bytes());
        out
    }

    /// Signs the event with the key of the witness.
    ///
    /// # Errors
    /// If the magnitude is not a number from 0 to 1, or the key cannot sign.
    pub fn sign(self, signer: &dyn Signer) -> Result<SignedWitnessEvent, WitnessError> {
        self.check()?;
        let signature = signer.sign(&WITNESS_CONTEXT, &self.to_signed_bytes())?;
        Ok(SignedWitnessEvent {
            event: self,
            signature,
        })
    }

    fn check(&self) -> Result<(), TrustError> {
        within("magnitude", self.magnitude, (0.0, 1.0), "from 0 to 1").map(|_| ())
    }
}

/// A witness event with its signature, which nobody has verified yet.
///
/// ```
/// use lawful_platform::{Signer, SoftwareKey};
/// use lawful_trust::EntityTrust;
/// use lawful_trust::entity::Arrival;
/// use lawful_trust::witness::WitnessEvent;
/// let now = "2026-01-24T12:00:00Z".parse().unwrap();
/// let key = SoftwareKey::from_ed25519_seed(&[1; 32]);
/// let event = WitnessEvent {
///     witness: "role:auditor".parse().unwrap(),
///     target: "mcp:files".parse().unwrap(),
///     number: 1,
///     success: true,
///     magnitude: 0.5,
///     at: now,
/// };
/// let signed = event.sign(&key).unwrap();
/// let verified = signed.verify(key.public_key()).unwrap();
/// let mut files = EntityTrust::new("mcp:files", now).unwrap();
/// let arrival = files.hear(&verified, None).unwrap();
/// assert_eq!(arrival, Arrival::New);
/// let again = files.hear(&verified, None).unwrap();
/// assert_eq!(again, Arrival::Repeated);
///
/// let stranger = SoftwareKey::from_ed25519_seed(&[2; 32]);
/// assert!(signed.verify(stranger.public_key()).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedWitnessEvent {
    /// What is said.
    pub event: WitnessEvent,
    /// The signature, in the context [`WITNESS_CONTEXT`].
    pub signature: Signature,
}

impl SignedWitnessEvent {
    /// Verifies the event with the key of the witness, which the caller knows from elsewhere.
    ///
    /// # Errors
    /// If the signature is not good, or the magnitude is not a number from 0 to 1.
    pub fn verify(&self, witness_key: &dyn Verifier) -> Result<VerifiedEvent, WitnessError> {
        self.event.check()?;
        witness_key
            .verify(
                &WITNESS_CONTEXT,
                &self.event.to_signed_bytes(),
                &self.signature,
            )
            .map_err(|why| WitnessError::Signature {
                witness: self.event.witness.to_string(),
                why,
            })?;
        Ok(VerifiedEvent(self.event.clone()))
    }
}

/// A witness event whose signature was verified. There is no other way to make one.
#[derive(Debug, Clone, PartialEq)]
pub struct VerifiedEvent(WitnessEvent);

impl VerifiedEvent {
    /// Returns the event.
    pub fn event(&self) -> &WitnessEvent {
        &self.0
    }
}

impl EntityTrust {
    /// Hears a verified event: each counts once, and no more than the witness is trusted. Without a
    /// witness, nothing is known of it.
    ///
    /// # Errors
    /// If the event is about another entity, or somebody else has signed it than the witness.
    pub fn hear(
        &mut self,
        event: &VerifiedEvent,
        witness: Option<&EntityTrust>,
    ) -> Result<Arrival, WitnessError> {
        let event = event.event();
        if let Some(witness) = witness
            && witness.entity_id() != event.witness.as_str()
        {
            return Err(WitnessError::OtherWitness {
                witness: event.witness.to_string(),
                entity: witness.entity_id().to_owned(),
            });
        }
        let standing = witness.map_or(WitnessStanding::UNKNOWN, EntityTrust::as_witness);
        if event.target.as_str() != self.entity_id() {
            return Err(WitnessError::OtherTarget {
                target: event.target.to_string(),
                entity: self.entity_id().to_owned(),
            });
        }
        let testimony = Testimony::new(event.success, event.magnitude, standing)?;
        Ok(self.receive_event(event.witness.as_str(), event.number, &testimony)?)
    }
}

//! What is proved: who, which key, in answer to what, for how long.

use super::{AttestationError, Nonce, Purpose};
use crate::tpm2::PcrValues;
use crate::{Anchor, Context, PublicKey, SignError, Signature, Signer};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// The context of the signature over a statement.
pub(crate) const CONTEXT: Context = Context::fixed("lawful.attestation.v1");

/// A statement about a key, in answer to a challenge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who owns the key: 1 to 256 bytes.
    pub entity_id: String,
    /// The key.
    pub public_key: PublicKey,
    /// Where the key is said to live.
    pub anchor: Anchor,
    /// What the attestation is for.
    pub purpose: Purpose,
    /// The challenge of the verifier.
    pub challenge: Nonce,
    /// When the statement was made.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// The platform state that the proof is said to show; empty if none.
    pub platform_state: PcrValues,
}

impl Statement {
    /// The longest id of an entity, in bytes.
    pub const LONGEST_ID: usize = 256;

    /// Checks what does not depend on a verifier.
    pub(crate) fn check(&self) -> Result<(), AttestationError> {
        if self.entity_id.is_empty() || self.entity_id.len() > Self::LONGEST_ID {
            return Err(AttestationError::BadEntityId(self.entity_id.len()));
        }
        if self.expires_at <= self.issued_at {
            return Err(AttestationError::BadValidity {
                issued_at: self.issued_at,
                expires_at: self.expires_at,
            });
        }
        Ok(())
    }

    /// Returns the bytes that the proof covers: all fields in order, those of variable length with
    /// their length before them.
    pub fn to_bytes(&self) -> Vec<u8> {
        let key = self.public_key.to_bytes();
        let mut bytes = vec![self.anchor.code(), self.purpose.code()];
        for part in [self.entity_id.as_bytes(), &key] {
            bytes.extend((part.len() as u32).to_be_bytes());
            bytes.extend(part);
        }
        bytes.extend(self.challenge.0);
        bytes.extend(self.issued_at.as_nanosecond().to_be_bytes());
        bytes.extend(self.expires_at.as_nanosecond().to_be_bytes());
        for (index, value) in self.platform_state.iter() {
            bytes.push(index);
            bytes.extend(value);
        }
        bytes
    }

    /// Returns the SHA-256 of the bytes in the attestation's context: what a device puts into its
    /// own proof.
    pub fn digest(&self) -> [u8; 32] {
        Sha256::new()
            .chain_update(CONTEXT.name())
            .chain_update([0])
            .chain_update(self.to_bytes())
            .finalize()
            .into()
    }

    /// Signs the statement with the key it is about.
    pub(crate) fn sign_with(&self, key: &(impl Signer + ?Sized)) -> Result<Signature, SignError> {
        key.sign(&CONTEXT, &self.to_bytes())
    }
}

//! The envelope: statement and proof as one JSON object.

use super::{AttestationError, Nonce, Proof, Purpose, Statement};
use crate::tpm2::PcrValues;
use crate::{Anchor, PublicKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A statement with its proof, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The statement.
    pub statement: Statement,
    /// The proof.
    pub proof: Proof,
}

const VERSION: u32 = 1;

/// The JSON form. `trust_ceiling` and `public_key_fingerprint` are read and not believed: they are
/// there for people who look at the file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    envelope_version: u32,
    entity_id: String,
    public_key: PublicKey,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    public_key_fingerprint: Option<String>,
    anchor: Anchor,
    purpose: Purpose,
    challenge: Nonce,
    timestamp: Timestamp,
    expires_at: Timestamp,
    #[serde(default, skip_serializing_if = "PcrValues::is_empty")]
    platform_state: PcrValues,
    proof: Proof,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    trust_ceiling: Option<serde_json::Value>,
}

impl Envelope {
    /// The largest envelope, in bytes of JSON.
    pub const LARGEST: usize = 1 << 17;

    /// Reads the JSON form. Nothing is verified yet.
    ///
    /// # Errors
    /// [`AttestationError::TooLarge`], [`AttestationError::Garbage`],
    /// [`AttestationError::OtherVersion`], or the statement contradicts itself.
    pub fn from_json(json: &[u8]) -> Result<Envelope, AttestationError> {
        if json.len() > Self::LARGEST {
            return Err(AttestationError::TooLarge(json.len()));
        }
        #[derive(Deserialize)]
        struct Version {
            envelope_version: u32,
        }
        let garbage = |error: serde_json::Error| AttestationError::Garbage(error.to_string());
        let version: Version = serde_json::from_slice(json).map_err(garbage)?;
        if version.envelope_version != VERSION {
            return Err(AttestationError::OtherVersion(version.envelope_version));
        }
        let wire: Wire = serde_json::from_slice(json).map_err(garbage)?;
        let statement = Statement {
            entity_id: wire.entity_id,
            public_key: wire.public_key,
            anchor: wire.anchor,
            purpose: wire.purpose,
            challenge: wire.challenge,
            issued_at: wire.timestamp,
            expires_at: wire.expires_at,
            platform_state: wire.platform_state,
        };
        statement.check()?;
        Ok(Envelope {
            statement,
            proof: wire.proof,
        })
    }

    /// Returns the JSON form.
    pub fn to_json(&self) -> String {
        let statement = self.statement.clone();
        let wire = Wire {
            envelope_version: VERSION,
            entity_id: statement.entity_id,
            public_key_fingerprint: Some(statement.public_key.short_fingerprint()),
            public_key: statement.public_key,
            anchor: statement.anchor,
            purpose: statement.purpose,
            challenge: statement.challenge,
            timestamp: statement.issued_at,
            expires_at: statement.expires_at,
            platform_state: statement.platform_state,
            proof: self.proof.clone(),
            trust_ceiling: None,
        };
        // The type has only strings, numbers and objects with string keys: this cannot fail.
        serde_json::to_string_pretty(&wire).unwrap_or_default()
    }
}

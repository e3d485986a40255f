//! DSSE envelopes: a payload with signatures, as supply-chain tools read it.
//!
//! The signature covers the type and the bytes of the payload (the pre-authentication encoding of
//! DSSE v1). The `keyid` of a signature is a hint that nobody is asked to believe.

use crate::{Context, PublicKey, SignError, Signature, Signer, TrustedKeys, Verifier, hex};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use serde::{Deserialize, Serialize};

/// A signed payload.
///
/// ```
/// use lawful_platform::{Signer, SoftwareKey, TrustedKeys, dsse::Dsse};
/// let key = SoftwareKey::generate_ed25519().unwrap();
/// let envelope = Dsse::sign("text/plain", b"hello", &[&key]).unwrap();
/// let read = Dsse::from_json(envelope.to_json().as_bytes()).unwrap();
/// let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
/// assert_eq!(read.verify("text/plain", &trusted).unwrap().payload, b"hello");
/// assert!(read.verify("text/html", &trusted).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dsse {
    payload_type: String,
    payload: Vec<u8>,
    signatures: Vec<EnvelopeSignature>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct EnvelopeSignature {
    key_id: Option<String>,
    body: Vec<u8>,
}

/// A payload whose signatures were verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VerifiedPayload<'a> {
    /// The payload.
    pub payload: &'a [u8],
    /// A trusted key that signed it.
    pub signer: &'a PublicKey,
}

/// Why an envelope is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DsseError {
    /// The bytes are not an envelope.
    #[error("the bytes are not a DSSE envelope: {0}")]
    Malformed(String),
    /// It is too large.
    #[error("the DSSE envelope has {0} bytes, and {max} are allowed", max = Dsse::LARGEST)]
    TooLarge(usize),
    /// The payload is of another type.
    #[error("the payload is `{found}`, and `{expected}` is expected")]
    OtherType {
        /// The type of the payload.
        found: String,
        /// The type that was asked for.
        expected: String,
    },
    /// No trusted key signed.
    #[error("none of the {signatures} signatures is by one of the {trusted} trusted keys")]
    NotTrusted {
        /// How many signatures there are.
        signatures: usize,
        /// How many keys are trusted.
        trusted: usize,
    },
}

#[derive(Serialize, Deserialize)]
struct Wire {
    payload: String,
    #[serde(rename = "payloadType")]
    payload_type: String,
    signatures: Vec<WireSignature>,
}

#[derive(Serialize, Deserialize)]
struct WireSignature {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    keyid: Option<String>,
    sig: String,
}

/// Returns the bytes that are signed.
fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let mut bytes = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    )
    .into_bytes();
    bytes.extend_from_slice(payload);
    bytes
}

/// Decodes base64 in either alphabet, as the DSSE specification demands.
fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD
        .decode(text)
        .or_else(|_| URL_SAFE.decode(text))
        .ok()
}

impl Dsse {
    /// The largest envelope, in bytes of JSON.
    pub const LARGEST: usize = 1 << 24;
    /// The most signatures.
    pub const MOST_SIGNATURES: usize = 16;

    /// Signs a payload with each of the keys.
    ///
    /// # Errors
    /// If a key cannot sign.
    pub fn sign(
        payload_type: &str,
        payload: &[u8],
        keys: &[&dyn Signer],
    ) -> Result<Dsse, SignError> {
        let encoding = pre_authentication_encoding(payload_type, payload);
        let signatures = keys
            .iter()
            .map(|key| {
                let signature = key.sign(&Context::DSSE, &encoding)?;
                let key_id = Some(hex::encode(&key.public_key().fingerprint()));
                Ok(EnvelopeSignature {
                    key_id,
                    body: signature.body(),
                })
            })
            .collect::<Result<_, SignError>>()?;
        Ok(Dsse {
            payload_type: payload_type.to_owned(),
            payload: payload.to_vec(),
            signatures,
        })
    }

    /// Reads the JSON form. Nothing is verified yet.
    ///
    /// # Errors
    /// [`DsseError::TooLarge`] or [`DsseError::Malformed`].
    pub fn from_json(json: &[u8]) -> Result<Dsse, DsseError> {
        if json.len() > Self::LARGEST {
            return Err(DsseError::TooLarge(json.len()));
        }
        let malformed = |problem: &str| DsseError::Malformed(problem.to_owned());
        let wire: Wire = serde_json::from_slice(json).map_err(|e| malformed(&e.to_string()))?;
        if wire.signatures.is_empty() || wire.signatures.len() > Self::MOST_SIGNATURES {
            return Err(malformed("it has not 1 to 16 signatures"));
        }
        let payload =
            decode(&wire.payload).ok_or_else(|| malformed("the payload is not base64"))?;
        let signatures = wire
            .signatures
            .into_iter()
            .map(|signature| {
                let body =
                    decode(&signature.sig).ok_or_else(|| malformed("a signature is not base64"))?;
                Ok(EnvelopeSignature {
                    key_id: signature.keyid,
                    body,
                })
            })
            .collect::<Result<_, DsseError>>()?;
        Ok(Dsse {
            payload_type: wire.payload_type,
            payload,
            signatures,
        })
    }

    /// Returns the JSON form.
    pub fn to_json(&self) -> String {
        let wire = Wire {
            payload: STANDARD.encode(&self.payload),
            payload_type: self.payload_type.clone(),
            signatures: self
                .signatures
                .iter()
                .map(|s| WireSignature {
                    keyid: s.key_id.clone(),
                    sig: STANDARD.encode(&s.body),
                })
                .collect(),
        };
        // Strings only: this cannot fail.
        serde_json::to_string(&wire).unwrap_or_default()
    }

    /// Returns the payload if one of the trusted keys signed it and it is of the type asked for.
    ///
    /// # Errors
    /// [`DsseError::OtherType`] or [`DsseError::NotTrusted`].
    pub fn verify<'a>(
        &'a self,
        payload_type: &str,
        trusted: &'a TrustedKeys,
    ) -> Result<VerifiedPayload<'a>, DsseError> {
        if self.payload_type != payload_type {
            return Err(DsseError::OtherType {
                found: self.payload_type.chars().take(100).collect(),
                expected: payload_type.to_owned(),
            });
        }
        let encoding = pre_authentication_encoding(&self.payload_type, &self.payload);
        let made = |key: &PublicKey| {
            self.signatures.iter().any(|signature| {
                Signature::from_body(key.algorithm(), &signature.body)
                    .is_some_and(|s| key.verify(&Context::DSSE, &encoding, &s).is_ok())
            })
        };
        trusted
            .iter()
            .find(|key| made(key))
            .map(|signer| VerifiedPayload {
                payload: &self.payload,
                signer,
            })
            .ok_or(DsseError::NotTrusted {
                signatures: self.signatures.len(),
                trusted: trusted.len(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the DSSE protocol document.
    #[test]
    fn the_encoding_is_the_one_of_the_specification() {
        assert_eq!(
            pre_authentication_encoding("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
    }
}

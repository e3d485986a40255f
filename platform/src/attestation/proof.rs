//! What a store gives as proof of a statement.

use super::base64_bytes;
use crate::{Anchor, Signature};
use serde::{Deserialize, Serialize};

/// A proof. Every proof has a signature of the statement by the key itself; hardware adds what
/// shows where the key lives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "anchor", rename_all = "snake_case", deny_unknown_fields)]
pub enum Proof {
    /// The key signed.
    Software {
        /// The signature of the statement.
        signature: Signature,
    },
    /// A TPM signed, and certified that the key is in it.
    Tpm2(Tpm2Proof),
    /// A FIDO2 authenticator signed.
    Fido2 {
        /// The signature of the statement.
        signature: Signature,
        /// The registration of the key, which shows the make of the authenticator; absent if the
        /// verifier has enrolled the key before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        registration: Option<Registration>,
    },
    /// A Secure Enclave signed.
    SecureEnclave {
        /// The signature of the statement.
        signature: Signature,
    },
}

impl Proof {
    /// Returns the anchor that the proof is of.
    pub fn anchor(&self) -> Anchor {
        match self {
            Proof::Software { .. } => Anchor::Software,
            Proof::Tpm2(_) => Anchor::Tpm2,
            Proof::Fido2 { .. } => Anchor::Fido2,
            Proof::SecureEnclave { .. } => Anchor::SecureEnclave,
        }
    }

    /// Returns the signature of the statement by the key that it is about.
    pub fn signature(&self) -> &Signature {
        match self {
            Proof::Software { signature }
            | Proof::Fido2 { signature, .. }
            | Proof::SecureEnclave { signature } => signature,
            Proof::Tpm2(proof) => &proof.signature,
        }
    }
}

/// The structures of a TPM, as the TPM encodes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tpm2Proof {
    /// The signature of the statement by the key.
    pub signature: Signature,
    /// The public area of the key (`TPMT_PUBLIC`).
    #[serde(with = "base64_bytes")]
    pub key_public: Vec<u8>,
    /// The certification of the key by the attestation key (`TPMS_ATTEST`).
    #[serde(with = "base64_bytes")]
    pub certify: Vec<u8>,
    /// Its signature (`TPMT_SIGNATURE`).
    #[serde(with = "base64_bytes")]
    pub certify_signature: Vec<u8>,
    /// The quote of the platform state by the attestation key (`TPMS_ATTEST`).
    #[serde(with = "base64_bytes")]
    pub quote: Vec<u8>,
    /// Its signature (`TPMT_SIGNATURE`).
    #[serde(with = "base64_bytes")]
    pub quote_signature: Vec<u8>,
}

/// The registration of a FIDO2 key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registration {
    /// The attestation object, CBOR.
    #[serde(with = "base64_bytes")]
    pub attestation_object: Vec<u8>,
    /// The SHA-256 of the client data of the registration.
    #[serde(with = "base64_bytes")]
    pub client_data_hash: Vec<u8>,
}

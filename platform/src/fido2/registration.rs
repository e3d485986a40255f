//! Registrations: a new credential, and what vouches for it.

use super::attestation_statement::Subject;
use super::cbor::Item;
use super::{AttestationRoots, AuthenticatorData, Fido2Error, cbor};
use crate::{DeviceStatement, PublicKey};

/// What vouches for a new credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustPath {
    /// Nothing.
    None,
    /// The credential itself: the authenticator has the key, whatever the authenticator is.
    SelfSigned,
    /// Certificates that lead to nothing that is trusted.
    UnknownRoot,
    /// Certificates that lead to a trusted one.
    Chain {
        /// How many certificates the authenticator sent.
        certificates: usize,
    },
}

/// A verified registration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    /// The key, bound to its relying party.
    pub public_key: PublicKey,
    /// The handle of the credential.
    pub credential_id: Vec<u8>,
    /// The make of the authenticator; zeros if it does not tell.
    pub aaguid: [u8; 16],
    /// Flags and counter.
    pub device: DeviceStatement,
    /// The format of the attestation statement.
    pub format: String,
    /// What vouches for the credential.
    pub trust_path: TrustPath,
}

/// Verifies an attestation object. The relying party is in the key that comes back; use
/// [`RelyingParty`](super::RelyingParty) to check it.
///
/// # Errors
/// If the bytes are not an attestation object, or its statement does not hold; see [`Fido2Error`].
pub fn verify_registration(
    attestation_object: &[u8],
    client_data_hash: &[u8],
    roots: &AttestationRoots,
) -> Result<Registered, Fido2Error> {
    let malformed = |problem| Fido2Error::Malformed {
        structure: "an attestation object",
        problem,
    };
    let client_data_hash: &[u8; 32] = client_data_hash
        .try_into()
        .map_err(|_| malformed("the hash of the client data is not 32 bytes"))?;
    let object = cbor::parse(attestation_object)?;
    let format = object
        .get("fmt")
        .and_then(Item::text)
        .ok_or(malformed("`fmt` is missing"))?;
    let statement = object
        .get("attStmt")
        .ok_or(malformed("`attStmt` is missing"))?;
    let authenticator_data = object
        .get("authData")
        .and_then(Item::bytes)
        .ok_or(malformed("`authData` is missing"))?;
    let data = AuthenticatorData::parse(authenticator_data)?;
    let credential = data
        .credential
        .as_ref()
        .ok_or(malformed("there is no credential in it"))?;
    let subject = Subject {
        authenticator_data,
        client_data_hash,
        rp_id_hash: &data.rp_id_hash,
        device: data.device,
        credential,
    };
    let trust_path = subject.verify(format, statement, roots)?;
    Ok(Registered {
        public_key: credential.public_key.clone(),
        credential_id: credential.id.to_vec(),
        aaguid: credential.aaguid,
        device: data.device,
        format: format.to_owned(),
        trust_path,
    })
}

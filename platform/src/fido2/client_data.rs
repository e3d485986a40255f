//! The client data of a browser.

use super::Fido2Error;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use sha2::{Digest, Sha256};

/// What a browser asked the authenticator for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ceremony {
    /// A new credential.
    Create,
    /// An assertion.
    Get,
}

/// The largest client data, in bytes.
const LARGEST: usize = 1 << 14;

/// Checks the client data of a browser and returns its SHA-256.
///
/// # Errors
/// If it is not client data, or is of another ceremony, challenge or origin, or comes from a frame
/// of another origin.
pub fn check_client_data(
    json: &[u8],
    ceremony: Ceremony,
    challenge: &[u8],
    origin: &str,
) -> Result<[u8; 32], Fido2Error> {
    // Unknown members are allowed: browsers add some to keep verifiers from comparing templates.
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct ClientData {
        r#type: String,
        challenge: String,
        origin: String,
        #[serde(default)]
        cross_origin: bool,
    }
    if json.len() > LARGEST {
        return Err(Fido2Error::TooLarge {
            what: "client data",
            size: json.len(),
            limit: LARGEST,
        });
    }
    let data: ClientData = serde_json::from_slice(json)
        .map_err(|_| Fido2Error::ClientData("it is not client data"))?;
    let expected = match ceremony {
        Ceremony::Create => "webauthn.create",
        Ceremony::Get => "webauthn.get",
    };
    if data.r#type != expected {
        return Err(Fido2Error::ClientData("it is of another ceremony"));
    }
    if URL_SAFE_NO_PAD.decode(&data.challenge).ok().as_deref() != Some(challenge) {
        return Err(Fido2Error::ClientData("it answers another challenge"));
    }
    if data.origin != origin {
        return Err(Fido2Error::ClientData("it comes from another origin"));
    }
    if data.cross_origin {
        return Err(Fido2Error::ClientData(
            "it comes from a frame of another origin",
        ));
    }
    Ok(Sha256::digest(json).into())
}

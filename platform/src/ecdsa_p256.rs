//! ECDSA over P-256 with SHA-256.
//!
//! **The policy on `s`.** For every signature `(r, s)` the pair `(r, n - s)` verifies too, so a
//! signature could be changed by anybody without becoming invalid. Our own signatures are made with
//! the lower of the two, and a higher one is refused. Signatures inside foreign structures (a TPM
//! quote, a WebAuthn assertion, a certificate) follow standards that allow both: there, both count.

use p256::ecdsa::signature::{Signer, Verifier};
use p256::ecdsa::{DerSignature, Signature, SigningKey, VerifyingKey};

/// Reads a SEC1 point, compressed or not; `None` if it is not a point of the curve.
pub(crate) fn parse_key(sec1: &[u8]) -> Option<VerifyingKey> {
    // Only the two forms of SEC1 that all programs read, so that a key has one compressed spelling.
    // The crate also knows the point at infinity (one byte, no key) and the compact form (tag 5, the
    // sign left out: a second spelling of the same key).
    let is_known = matches!(
        (sec1.first(), sec1.len()),
        (Some(2 | 3), 33) | (Some(4), 65)
    );
    is_known.then(|| VerifyingKey::from_sec1_bytes(sec1).ok())?
}

/// Makes a key of its two coordinates.
pub(crate) fn key_of_coordinates(x: &[u8; 32], y: &[u8; 32]) -> Option<VerifyingKey> {
    let mut sec1 = [4; 65];
    sec1[1..33].copy_from_slice(x);
    sec1[33..].copy_from_slice(y);
    parse_key(&sec1)
}

/// Returns the compressed encoding.
pub(crate) fn compress(key: &VerifyingKey) -> [u8; 33] {
    let mut bytes = [0; 33];
    let point = key.to_sec1_point(true);
    if let Some(compressed) = point.as_bytes().first_chunk() {
        bytes = *compressed;
    }
    bytes
}

/// Signs with the nonce of RFC 6979 and the lower `s`.
pub(crate) fn sign(key: &SigningKey, message: &[u8]) -> [u8; 64] {
    let signature: Signature = key.sign(message);
    signature.normalize_s().to_bytes().into()
}

/// Why a signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It verifies, but has the higher `s`.
    HighS,
    /// It does not verify.
    Wrong,
}

/// Verifies `r ‖ s` and refuses the higher `s`.
pub(crate) fn verify(
    key: &VerifyingKey,
    message: &[u8],
    signature: &[u8; 64],
) -> Result<(), Refusal> {
    let parsed = Signature::from_slice(signature).map_err(|_| Refusal::Wrong)?;
    key.verify(message, &parsed).map_err(|_| Refusal::Wrong)?;
    if parsed.normalize_s() == parsed {
        Ok(())
    } else {
        Err(Refusal::HighS)
    }
}

/// Verifies a DER signature inside a foreign structure: both `s` count.
pub(crate) fn verify_foreign_der(key: &VerifyingKey, message: &[u8], der: &[u8]) -> bool {
    // The crate reads DER strictly: minimal integers, no trailing bytes.
    DerSignature::from_bytes(der).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

/// Verifies `r ‖ s` inside a foreign structure: both `s` count.
pub(crate) fn verify_foreign(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(message, &signature).is_ok())
}

#[cfg(any(feature = "tpm2", test))]
/// Turns `r ‖ s` into the same with the lower `s`; `None` if it is no signature at all.
pub(crate) fn lower_s(signature: &[u8; 64]) -> Option<[u8; 64]> {
    Signature::from_slice(signature)
        .ok()
        .map(|s| s.normalize_s().to_bytes().into())
}

#[cfg(any(
    feature = "fido2",
    all(target_os = "macos", feature = "secure-enclave")
))]
/// Turns a DER signature into `r ‖ s` with the lower `s`; `None` if it is none.
pub(crate) fn lower_s_of_der(der: &[u8]) -> Option<[u8; 64]> {
    Signature::from_der(der)
        .ok()
        .map(|s| s.normalize_s().to_bytes().into())
}

#[cfg(test)]
mod vectors;

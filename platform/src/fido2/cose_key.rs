//! COSE keys: ES256 and EdDSA.

use super::Fido2Error;
use super::cbor::Item;
use crate::public_key::CurveKey;
use crate::{ecdsa_p256, ed25519};

/// The COSE number of ECDSA with SHA-256.
pub(super) const ES256: i64 = -7;
/// The COSE number of EdDSA.
pub(super) const EDDSA: i64 = -8;

/// Reads a COSE key (RFC 9053, sections 7.1 and 7.2).
pub(super) fn parse(item: &Item<'_>) -> Result<CurveKey, Fido2Error> {
    let malformed = |problem| Fido2Error::Malformed {
        structure: "a COSE key",
        problem,
    };
    let number = |key| {
        item.at(key)
            .and_then(Item::integer)
            .ok_or(malformed("a number is missing"))
    };
    let coordinate = |key| -> Result<&[u8; 32], Fido2Error> {
        item.at(key)
            .and_then(Item::bytes)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(malformed("a coordinate is not 32 bytes"))
    };
    // 1: kind of key, 3: algorithm, -1: curve, -2 and -3: coordinates.
    let algorithm = number(3)?;
    match (number(1)?, algorithm) {
        (2, ES256) if number(-1)? == 1 => {
            ecdsa_p256::key_of_coordinates(coordinate(-2)?, coordinate(-3)?)
                .map(CurveKey::P256)
                .ok_or(malformed("its point is not on the curve"))
        }
        (1, EDDSA) if number(-1)? == 6 => ed25519::parse_key(coordinate(-2)?)
            .map(CurveKey::Ed25519)
            .map_err(malformed),
        (_, ES256 | EDDSA) => Err(malformed("its kind and curve do not fit its algorithm")),
        _ => Err(Fido2Error::Algorithm(algorithm)),
    }
}

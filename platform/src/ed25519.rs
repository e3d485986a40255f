//! Ed25519 with one answer to every question that RFC 8032 leaves open.
//!
//! A signature is accepted only if `s` is reduced, `R` and the key are canonical encodings of
//! points that are not of small order, and the equation without the cofactor holds. That is what
//! `ed25519-dalek` calls strict; here the small-order test of `R` compares encodings instead of
//! decompressing the point, which gives the same answers in less time.

use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign_byupdate};
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha512};

/// The canonical encodings of the eight points of small order, without the sign bit: `y` of the
/// points of order 1, 2, 4 and 8.
const SMALL_ORDER: [[u8; 32]; 5] = [
    small(1, 0),
    // p - 1
    [
        0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
        0xff, 0x7f,
    ],
    small(0, 0),
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67,
        0x0f, 0x2a, 0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac,
        0x03, 0x7a,
    ],
];

const fn small(first: u8, last: u8) -> [u8; 32] {
    let mut bytes = [0; 32];
    bytes[0] = first;
    bytes[31] = last;
    bytes
}

/// Returns whether a point encoding, its sign bit aside, is one of a point of small order.
fn is_small_order(encoding: &[u8; 32]) -> bool {
    let mut y = *encoding;
    y[31] &= 0x7f;
    SMALL_ORDER.contains(&y)
}

/// Returns whether the `y` of an encoding is below `p = 2^255 - 19`.
fn is_canonical(encoding: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = encoding;
    *first < 0xed || last & 0x7f != 0x7f || middle.iter().any(|byte| *byte != 0xff)
}

/// Why bytes are not an Ed25519 public key.
pub(crate) fn parse_key(bytes: &[u8; 32]) -> Result<VerifyingKey, &'static str> {
    if !is_canonical(bytes) {
        return Err("the encoding is not canonical");
    }
    let key =
        VerifyingKey::from_bytes(bytes).map_err(|_| "the bytes are not a point of the curve")?;
    if key.is_weak() {
        return Err("the point is of small order: such a key accepts forged signatures");
    }
    Ok(key)
}

/// Signs a message that comes in parts. Both keys are of one seed.
pub(crate) fn sign(
    secret: &ExpandedSecretKey,
    public: &VerifyingKey,
    parts: [&[u8]; 2],
) -> [u8; 64] {
    let feed = |hash: &mut Sha512| {
        parts.iter().for_each(|part| hash.update(part));
        Ok(())
    };
    // Only `feed` could fail, and it does not.
    raw_sign_byupdate::<Sha512, _>(secret, feed, public)
        .map_or([0; 64], |signature| signature.to_bytes())
}

/// Verifies strictly. The key comes from [`parse_key`], so it is canonical and not weak.
pub(crate) fn verify(key: &VerifyingKey, message: &[u8], signature: &[u8; 64]) -> bool {
    verify_parts(key, [message, &[]], signature)
}

/// Verifies a message that comes in parts.
pub(crate) fn verify_parts(key: &VerifyingKey, parts: [&[u8]; 2], signature: &[u8; 64]) -> bool {
    let signature = Signature::from_bytes(signature);
    if is_small_order(signature.r_bytes()) {
        return false;
    }
    // The recomputed `R` is a canonical encoding and is compared byte by byte: a signature with
    // another encoding of the same point is refused.
    key.verify_stream(&signature).is_ok_and(|mut stream| {
        parts.iter().for_each(|part| stream.update(part));
        stream.finalize_and_verify().is_ok()
    })
}

/// Verifies many signatures at once; the three slices have the same length.
///
/// Returns whether all are good. See [`verify_batch`](crate::verify_batch) for what that means.
pub(crate) fn verify_all(
    messages: &[&[u8]],
    signatures: &[Signature],
    keys: &[VerifyingKey],
) -> bool {
    let fine = |r: &[u8; 32]| is_canonical(r) && !is_small_order(r);
    signatures.iter().all(|s| fine(s.r_bytes()))
        && ed25519_dalek::verify_batch(messages, signatures, keys).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks the table against the curve's own arithmetic.
    #[test]
    fn the_table_holds_exactly_the_points_of_small_order() {
        let mut found = 0;
        for y in SMALL_ORDER {
            for sign in [0, 0x80] {
                let mut bytes = y;
                bytes[31] |= sign;
                if let Ok(point) = VerifyingKey::from_bytes(&bytes) {
                    assert!(point.is_weak(), "{bytes:02x?}");
                    found += 1;
                }
                assert!(is_small_order(&bytes));
            }
        }
        // Eight points; y = 1 and y = -1 have x = 0, and their second encoding may or may not
        // decompress: both are refused either way.
        assert!(found >= 8);
    }

    #[test]
    fn encodings_at_and_above_p_are_not_canonical() {
        let mut p = [0xff; 32];
        p[31] = 0x7f;
        for first in 0xed..=0xff {
            p[0] = first;
            assert!(!is_canonical(&p));
        }
        p[0] = 0xec;
        assert!(is_canonical(&p));
        p[31] = 0xff;
        p[0] = 0xee;
        assert!(!is_canonical(&p));
        p[7] = 0;
        assert!(is_canonical(&p));
    }
}

#[cfg(test)]
mod vectors;

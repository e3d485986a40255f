//! Signatures hold for exactly what was signed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::{
    Algorithm, Context, PublicKey, Signature, Signed, Signer, SoftwareKey, TrustedKeys, Verifier,
    VerifyError, verify_batch,
};

const A: Context = Context::fixed("test.a");
const B: Context = Context::fixed("test.b");

fn keys() -> [SoftwareKey; 2] {
    [
        SoftwareKey::from_ed25519_seed(&[3; 32]),
        SoftwareKey::from_p256_scalar(&[3; 32]).unwrap(),
    ]
}

#[test]
fn what_was_signed_verifies() {
    for key in keys() {
        for message in [&b""[..], b"x", &[0; 10_000]] {
            let signature = key.sign(&A, message).unwrap();
            key.public_key().verify(&A, message, &signature).unwrap();
        }
    }
}

#[test]
fn every_flipped_bit_of_message_signature_and_key_refuses() {
    let message = *b"a message of some length";
    for key in keys() {
        let public = key.public_key();
        let signature = key.sign(&A, &message).unwrap();
        for bit in 0..8 * message.len() {
            let mut other = message;
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                public.verify(&A, &other, &signature),
                Err(VerifyError::Refused),
                "bit {bit}"
            );
        }
        let bytes = signature.to_bytes();
        for bit in 0..8 * bytes.len() {
            let mut other = bytes.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let verified = Signature::from_bytes(&other)
                .is_ok_and(|other| public.verify(&A, &message, &other).is_ok());
            assert!(!verified, "bit {bit} of the signature");
        }
        let bytes = public.to_bytes();
        for bit in 0..8 * bytes.len() {
            let mut other = bytes.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            let verified = PublicKey::from_bytes(&other)
                .is_ok_and(|other| other.verify(&A, &message, &signature).is_ok());
            assert!(!verified, "bit {bit} of the key");
        }
    }
}

#[test]
fn another_context_refuses() {
    for key in keys() {
        let signature = key.sign(&A, b"m").unwrap();
        assert_eq!(
            key.public_key().verify(&B, b"m", &signature),
            Err(VerifyError::Refused)
        );
        // What a context adds in front cannot be moved into the message of a foreign form.
        let note = b"example.com/log\n1\nAAAA\n";
        let signature = key.sign(&Context::SIGNED_NOTE, note).unwrap();
        assert!(
            key.public_key()
                .verify(&Context::SIGNED_NOTE, note, &signature)
                .is_ok()
        );
        assert!(key.public_key().verify(&A, note, &signature).is_err());
        assert!(
            key.public_key()
                .verify(&Context::DSSE, note, &signature)
                .is_err()
        );
    }
}

#[test]
fn a_p256_key_has_one_spelling() {
    let [_, key] = keys();
    let key = key.public_key();
    for tag in 0..=255u8 {
        let mut bytes = key.to_bytes();
        bytes[1] = tag;
        // The other sign is another key; the compact form (tag 5) would be this one again.
        match PublicKey::from_bytes(&bytes) {
            Ok(read) => {
                assert!(matches!(tag, 2 | 3), "tag {tag}");
                assert_eq!(read.to_bytes(), bytes);
            }
            Err(_) => assert!(!matches!(tag, 2 | 3), "tag {tag}"),
        }
        assert_eq!(PublicKey::p256(&bytes[1..]).is_ok(), matches!(tag, 2 | 3));
    }
}

#[test]
fn the_algorithms_do_not_mix() {
    let [ed, p256] = keys();
    let signature = ed.sign(&A, b"m").unwrap();
    assert!(matches!(
        p256.public_key().verify(&A, b"m", &signature),
        Err(VerifyError::OtherAlgorithm {
            key: Algorithm::EcdsaP256,
            signature: Algorithm::Ed25519
        })
    ));
}

#[test]
fn a_high_s_is_told_apart_from_a_wrong_signature() {
    let [_, key] = keys();
    let signature = key.sign(&A, b"m").unwrap();
    let mut raw = *signature.raw();
    // n - s, big-endian.
    let n = [
        0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xbc,
        0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25,
        0x51_u8,
    ];
    let mut borrow = 0;
    for (s, n) in raw[32..].iter_mut().zip(n).rev() {
        let difference = i16::from(n) - i16::from(*s) - borrow;
        *s = difference.rem_euclid(256) as u8;
        borrow = i16::from(difference < 0);
    }
    let altered = Signature::p256(raw);
    assert_eq!(
        key.public_key().verify(&A, b"m", &altered),
        Err(VerifyError::HighS)
    );
}

#[test]
fn text_and_bytes_are_read_back() {
    for key in keys() {
        let public = key.public_key();
        assert_eq!(&public.to_string().parse::<PublicKey>().unwrap(), public);
        assert_eq!(&PublicKey::from_bytes(&public.to_bytes()).unwrap(), public);
        let json = serde_json::to_string(public).unwrap();
        assert_eq!(&serde_json::from_str::<PublicKey>(&json).unwrap(), public);
        let signature = key.sign(&A, b"m").unwrap();
        assert_eq!(
            signature.to_string().parse::<Signature>().unwrap(),
            signature
        );
        assert_eq!(
            Signature::from_bytes(&signature.to_bytes()).unwrap(),
            signature
        );
    }
}

#[test]
fn bad_text_is_refused_with_the_text_in_the_message() {
    for bad in [
        "",
        "ed25519",
        "ed25519:",
        "ed25519:zz",
        "rsa:00",
        "ed25519:00",
        &"x".repeat(100_000),
    ] {
        let error = bad.parse::<PublicKey>().unwrap_err().to_string();
        let head: String = bad.chars().take(10).collect();
        assert!(error.contains(&head) && error.len() < 400, "{error}");
        assert!(bad.parse::<Signature>().is_err());
    }
    // Uppercase digits would be a second spelling.
    let [key, _] = keys();
    assert!(
        key.public_key()
            .to_string()
            .to_uppercase()
            .parse::<PublicKey>()
            .is_err()
    );
    for length in 0..40 {
        assert!(PublicKey::from_bytes(&vec![1; length]).is_err() || length == 33);
        assert!(Signature::from_bytes(&vec![1; length]).is_err());
    }
}

#[test]
fn a_batch_is_good_if_all_are_good_and_names_the_first_bad_one() {
    let keys: Vec<_> = (1..=64)
        .map(|n| SoftwareKey::from_ed25519_seed(&[n; 32]))
        .collect();
    let messages: Vec<_> = (0..64u8).map(|n| vec![n; usize::from(n)]).collect();
    let signatures: Vec<_> = keys
        .iter()
        .zip(&messages)
        .map(|(k, m)| k.sign(&A, m).unwrap())
        .collect();
    let batch = |signatures: &[Signature]| {
        let batch: Vec<_> = keys
            .iter()
            .zip(&messages)
            .zip(signatures)
            .map(|((key, message), signature)| Signed {
                key: key.public_key(),
                message,
                signature,
            })
            .collect();
        verify_batch(&A, &batch)
    };
    assert_eq!(batch(&signatures), Ok(()));
    assert_eq!(verify_batch(&A, &[]), Ok(()));
    for bad in [0, 31, 63] {
        let mut signatures = signatures.clone();
        signatures[bad] = keys[bad].sign(&A, b"something else").unwrap();
        let error = batch(&signatures).unwrap_err();
        assert_eq!((error.index, error.why), (bad, VerifyError::Refused));
    }
    let mut swapped = signatures.clone();
    swapped.swap(5, 6);
    assert_eq!(batch(&swapped).unwrap_err().index, 5);
}

#[test]
fn a_batch_may_mix_algorithms() {
    let [ed, p256] = keys();
    let signatures = [ed.sign(&A, b"1").unwrap(), p256.sign(&A, b"2").unwrap()];
    let batch = |second: &'static [u8]| {
        verify_batch(
            &A,
            &[
                Signed {
                    key: ed.public_key(),
                    message: b"1",
                    signature: &signatures[0],
                },
                Signed {
                    key: p256.public_key(),
                    message: second,
                    signature: &signatures[1],
                },
            ],
        )
    };
    assert!(batch(b"2").is_ok());
    assert_eq!(batch(b"3").unwrap_err().index, 1);
}

#[test]
fn trusted_keys_tell_who_signed() {
    let [ed, p256] = keys();
    let trusted = TrustedKeys::from_iter([ed.public_key().clone(), p256.public_key().clone()]);
    let signature = p256.sign(&A, b"m").unwrap();
    assert_eq!(
        trusted.signer_of(&A, b"m", &signature).unwrap(),
        p256.public_key()
    );
    let stranger = SoftwareKey::generate_ed25519()
        .unwrap()
        .sign(&A, b"m")
        .unwrap();
    assert_eq!(
        trusted.verify(&A, b"m", &stranger),
        Err(VerifyError::NoTrustedKey(2))
    );
}

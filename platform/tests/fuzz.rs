//! Fuzz targets for every parser of outside bytes.
//!
//! Under `cargo test` each runs for a second with random inputs; set `BOLERO_RANDOM_TEST_TIME_MS` to
//! run longer (60000 is a minute), or use `cargo bolero test --engine libfuzzer NAME` for guided
//! fuzzing. Inputs are valid examples with a few edits, as well as plain noise, so that deep code is
//! reached without guidance. What a target demands: no panic, and what is read is written back the
//! same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::attestation::Envelope;
use lawful_platform::certificate::{Demand, Description, verify};
use lawful_platform::dsse::Dsse;
use lawful_platform::fido2::{
    AttestationRoots, AuthenticatorData, Ceremony, check_client_data, fuzzing as fido2,
    verify_registration,
};
use lawful_platform::software::fuzzing as software;
use lawful_platform::tpm2::{Attest, EcdsaSignature, PcrValues, PublicArea};
use lawful_platform::{
    Context, Cost, Create, Ed25519, KeyName, Password, PublicKey, Seal, Sealed, Signature, Signer,
    SoftwareKey, SoftwareStore, TrustedKeys,
};

/// One change of an example: where (as a part of its length), what, and how.
type Edit = (u16, u8, u8);

/// Applies edits to an example; without an example the input is the noise.
fn edited(example: &[u8], edits: &[Edit], noise: &[u8]) -> Vec<u8> {
    let mut bytes = example.to_vec();
    for (place, value, kind) in edits {
        let at = bytes.len() * usize::from(*place) / (usize::from(u16::MAX) + 1);
        match kind % 6 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => drop(bytes.splice(at..at, noise.iter().copied())),
            _ => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << (value % 8)),
        }
    }
    bytes
}

/// Runs a target over noise and over edited examples.
fn fuzz(examples: &[Vec<u8>], target: impl Fn(&[u8])) {
    let target = std::panic::AssertUnwindSafe(target);
    examples.iter().for_each(|example| target(example));
    bolero::check!()
        .with_type::<(u8, Vec<Edit>, Vec<u8>)>()
        .for_each(|(which, edits, noise)| {
            match examples.get(usize::from(*which) % (examples.len() + 1)) {
                Some(example) => target(&edited(example, &edits[..edits.len().min(8)], noise)),
                None => target(noise),
            }
        });
}

fn keys() -> [SoftwareKey; 2] {
    [
        SoftwareKey::from_ed25519_seed(&[1; 32]),
        SoftwareKey::from_p256_scalar(&[1; 32]).unwrap(),
    ]
}

const CONTEXT: Context = Context::fixed("fuzz");

#[test]
fn public_keys() {
    let examples: Vec<_> = keys().iter().map(|k| k.public_key().to_bytes()).collect();
    fuzz(&examples, |bytes| {
        if let Ok(key) = PublicKey::from_bytes(bytes) {
            assert_eq!(key.to_bytes(), bytes);
            assert_eq!(key.to_string().parse::<PublicKey>().unwrap(), key);
        }
        if let Ok(key) = String::from_utf8_lossy(bytes).parse::<PublicKey>() {
            assert_eq!(key.to_string().as_bytes(), bytes);
        }
        let _ = PublicKey::p256(bytes);
    });
}

#[test]
fn public_keys_as_text() {
    let examples: Vec<_> = keys()
        .iter()
        .map(|k| k.public_key().to_string().into_bytes())
        .collect();
    fuzz(&examples, |bytes| {
        if let Ok(key) = String::from_utf8_lossy(bytes).parse::<PublicKey>() {
            assert_eq!(key.to_string().as_bytes(), bytes, "a key has one spelling");
        }
    });
}

#[test]
fn signatures() {
    let examples: Vec<_> = keys()
        .iter()
        .map(|k| k.sign(&CONTEXT, b"m").unwrap().to_bytes())
        .collect();
    fuzz(&examples, |bytes| {
        if let Ok(signature) = Signature::from_bytes(bytes) {
            assert_eq!(signature.to_bytes(), bytes);
            assert_eq!(
                signature.to_string().parse::<Signature>().unwrap(),
                signature
            );
        }
        let _ = String::from_utf8_lossy(bytes).parse::<Signature>();
        let _ = String::from_utf8_lossy(bytes).parse::<KeyName>();
        let _ = Context::new(&String::from_utf8_lossy(bytes));
        let _ = Context::SIGNED_NOTE.preimage(bytes);
    });
}

#[test]
fn key_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let password = Password::new("p").unwrap();
    let store = SoftwareStore::create(&path, &password, Cost::WORTHLESS).unwrap();
    Create::<Ed25519>::create(&store, &"k".parse().unwrap()).unwrap();
    let file = std::fs::read(&path).unwrap();
    assert!(software::key_file(&file));
    fuzz(&[file], |bytes| {
        software::key_file(bytes);
    });
}

#[test]
fn key_file_contents() {
    let one = [&[7; 32][..], &[0, 1, 1], &[0; 8], &[1, b'k'], &[3; 32]].concat();
    assert!(software::contents(&one));
    fuzz(&[one], |bytes| {
        software::contents(bytes);
    });
}

#[test]
fn sealed_data() {
    let store = SoftwareStore::in_memory().unwrap();
    let good = store.seal(&CONTEXT, b"data").unwrap().to_bytes();
    fuzz(std::slice::from_ref(&good), |bytes| {
        if let Ok(sealed) = Sealed::from_bytes(bytes) {
            assert_eq!(sealed.to_bytes(), bytes);
            assert!(bytes == good || store.unseal(&CONTEXT, &sealed).is_err());
        }
    });
}

#[test]
fn dsse_envelopes_and_certificates() {
    let [key, _] = keys();
    let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
    let description: Description = serde_json::from_str(
        r#"{"model":"m","version":"1","language":"rust","theories":[],"laws":[]}"#,
    )
    .unwrap();
    let kind = "application/vnd.in-toto+json";
    let envelope = Dsse::sign(kind, b"{}", &[&key])
        .unwrap()
        .to_json()
        .into_bytes();
    fuzz(&[envelope], |bytes| {
        let now = jiff::Timestamp::UNIX_EPOCH;
        if let Ok(read) = Dsse::from_json(bytes) {
            assert!(verify(&read, &trusted, &description, &[], Demand::ANY, now).is_err());
            assert_eq!(Dsse::from_json(read.to_json().as_bytes()).unwrap(), read);
        }
        // The payload too, as if a trusted key had signed it.
        let signed = Dsse::sign(kind, bytes, &[&key]).unwrap();
        assert!(verify(&signed, &trusted, &description, &[], Demand::ANY, now).is_err());
    });
}

#[test]
fn attestation_envelopes() {
    let json = include_bytes!("fixtures/attestation.json").to_vec();
    assert!(Envelope::from_json(&json).is_ok());
    fuzz(&[json], |bytes| {
        if let Ok(envelope) = Envelope::from_json(bytes) {
            assert_eq!(
                Envelope::from_json(envelope.to_json().as_bytes()).unwrap(),
                envelope
            );
        }
        if let Ok(values) = serde_json::from_slice::<PcrValues>(bytes) {
            let again = serde_json::to_string(&values).unwrap();
            assert_eq!(serde_json::from_str::<PcrValues>(&again).unwrap(), values);
        }
    });
}

/// A quote of registers 0 and 7 with an empty name, nonce and clock.
fn quote() -> Vec<u8> {
    let head = [
        &[0xff, 0x54, 0x43, 0x47, 0x80, 0x18, 0, 0, 0, 2, 9, 9][..],
        &[0; 25],
    ]
    .concat();
    let selection = [0, 0, 0, 1, 0, 0x0b, 3, 0x81, 0, 0];
    [&head[..], &selection, &[0, 32], &[5; 32]].concat()
}

#[test]
fn tpm_statements() {
    let quote = quote();
    Attest::parse(&quote).unwrap();
    let certify = [
        &quote[..5],
        &[0x17],
        &quote[6..37],
        &[0, 2, 1, 1, 0, 2, 2, 2],
    ]
    .concat();
    Attest::parse(&certify).unwrap();
    fuzz(&[quote, certify], |bytes| {
        let _ = Attest::parse(bytes);
    });
}

/// The public area of a signing key whose point is the generator of P-256.
fn public_area() -> Vec<u8> {
    let point = concat!(
        "00206b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296",
        "00204fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5"
    );
    unhex(&["0023000b0004007200000010", "0018000b00030010", point].concat())
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

#[test]
fn tpm_signatures_and_public_areas() {
    let [_, key] = keys();
    let raw = *key.sign(&CONTEXT, b"m").unwrap().raw();
    let signature = EcdsaSignature::new(raw).to_bytes();
    assert_eq!(EcdsaSignature::parse(&signature).unwrap().raw(), &raw);
    let area = public_area();
    assert!(PublicArea::parse(&area).unwrap().check_bound().is_ok());
    let sized = [&[0, area.len() as u8][..], &area].concat();
    assert_eq!(PublicArea::parse_sized(&sized), PublicArea::parse(&area));
    fuzz(&[signature, area, sized], |bytes| {
        if let Ok(signature) = EcdsaSignature::parse(bytes) {
            let again = signature.to_bytes();
            assert_eq!(EcdsaSignature::parse(&again).unwrap(), signature);
        }
        let _ = PublicArea::parse(bytes);
        let _ = PublicArea::parse_sized(bytes);
    });
}

/// The attestation objects and client data of a browser.
fn browser() -> Vec<[Vec<u8>; 3]> {
    let captures: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("fixtures/webauthn.json")).unwrap();
    let hex = |value: &serde_json::Value| unhex(value.as_str().unwrap());
    captures
        .iter()
        .map(|c| {
            let assertion = &c["assertions"][0];
            [
                &c["attestation_object"],
                &assertion["authenticator_data"],
                &c["client_data"],
            ]
            .map(hex)
        })
        .collect()
}

#[test]
fn attestation_objects() {
    let objects: Vec<_> = browser().into_iter().map(|[object, ..]| object).collect();
    fuzz(&objects, |bytes| {
        let _ = verify_registration(bytes, &[0; 32], &AttestationRoots::new());
        fido2::cbor(bytes);
        fido2::cose_key(bytes);
    });
}

#[test]
fn authenticator_data() {
    let data: Vec<_> = browser().into_iter().map(|[_, data, _]| data).collect();
    fuzz(&data, |bytes| {
        let _ = AuthenticatorData::parse(bytes);
    });
}

#[test]
fn client_data() {
    let data: Vec<_> = browser().into_iter().map(|[.., data]| data).collect();
    fuzz(&data, |bytes| {
        let _ = check_client_data(bytes, Ceremony::Create, &[0; 32], "http://localhost");
    });
}

#[test]
fn certificates() {
    let objects = browser();
    let certificates: Vec<Vec<u8>> = objects
        .iter()
        .filter_map(|[object, ..]| {
            let start = object
                .windows(5)
                .position(|w| w[0] == 0x59 && w[3] == 0x30 && w[4] == 0x82)?;
            let length = usize::from(u16::from_be_bytes([object[start + 1], object[start + 2]]));
            Some(object[start + 3..start + 3 + length].to_vec())
        })
        .collect();
    assert!(
        certificates
            .iter()
            .all(|certificate| fido2::certificate(certificate))
    );
    fuzz(&certificates, |bytes| {
        fido2::certificate(bytes);
        let _ = AttestationRoots::new().trust(bytes);
    });
}

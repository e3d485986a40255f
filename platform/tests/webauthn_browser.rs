//! Attestations and assertions of Chromium's virtual authenticator: kept as fixtures, and captured
//! anew where a browser is installed. `tests/browser/capture.py` writes them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod support;

use lawful_platform::fido2::{
    Assertion, AttestationRoots, Ceremony, CounterGuard, Fido2Error, Registered, RelyingParty,
    TrustPath, check_client_data, verify_registration,
};
use lawful_platform::{Algorithm, PublicKey};
use serde::Deserialize;
use std::process::Command;
use support::skip;

#[derive(Deserialize)]
struct Capture {
    name: String,
    user_verified: bool,
    challenge: String,
    origin: String,
    client_data: String,
    attestation_object: String,
    assertions: Vec<CapturedAssertion>,
}

#[derive(Deserialize)]
struct CapturedAssertion {
    challenge: String,
    client_data: String,
    authenticator_data: String,
    signature: String,
}

fn hex(text: &str) -> Vec<u8> {
    assert!(text.len().is_multiple_of(2));
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap())
        .collect()
}

fn party() -> RelyingParty {
    RelyingParty::new("localhost").unwrap()
}

impl Capture {
    fn hash(&self) -> [u8; 32] {
        let (data, challenge) = (hex(&self.client_data), hex(&self.challenge));
        check_client_data(&data, Ceremony::Create, &challenge, &self.origin).unwrap()
    }

    fn object(&self) -> Vec<u8> {
        hex(&self.attestation_object)
    }

    fn register(&self, roots: &AttestationRoots) -> Result<Registered, Fido2Error> {
        party().verify_registration(&self.object(), &self.hash(), roots)
    }
}

/// Finds the first certificate in an attestation object: a CBOR byte string of 256 to 65535 bytes
/// that begins like one.
fn certificate(object: &[u8]) -> Vec<u8> {
    let start = object
        .windows(5)
        .position(|w| w[0] == 0x59 && w[3] == 0x30 && w[4] == 0x82)
        .expect("there is a certificate");
    let length = usize::from(u16::from_be_bytes([object[start + 1], object[start + 2]]));
    object[start + 3..start + 3 + length].to_vec()
}

fn fixtures() -> Vec<Capture> {
    serde_json::from_str(include_str!("fixtures/webauthn.json")).unwrap()
}

fn find(name: &str) -> Capture {
    fixtures()
        .into_iter()
        .find(|capture| capture.name == name)
        .unwrap()
}

/// Checks everything that must hold for any capture.
fn check(captures: &[Capture]) {
    assert_eq!(captures.len(), 8);
    for capture in captures {
        let name = capture.name.as_str();
        if name == "packed-rs256" {
            let refused = capture.register(&AttestationRoots::new());
            assert_eq!(refused, Err(Fido2Error::Algorithm(-257)), "{name}");
            continue;
        }
        let object = capture.object();
        let unknown = capture.register(&AttestationRoots::new()).unwrap();
        if name.starts_with("none") {
            assert_eq!(unknown.trust_path, TrustPath::None, "{name}");
            assert_eq!(unknown.aaguid, [0; 16]);
        } else {
            assert_eq!(unknown.trust_path, TrustPath::UnknownRoot, "{name}");
            let roots = AttestationRoots::new()
                .trust(&certificate(&object))
                .unwrap();
            let trusted = capture.register(&roots).unwrap();
            assert_eq!(
                trusted.trust_path,
                TrustPath::Chain { certificates: 1 },
                "{name}"
            );
        }
        let expected = if name.contains("eddsa") {
            Algorithm::SkEd25519
        } else {
            Algorithm::SkEcdsaP256
        };
        assert_eq!(unknown.public_key.algorithm(), expected, "{name}");
        assert!(unknown.device.user_present());
        check_assertions(capture, &unknown.public_key, unknown.device.counter);
    }
}

fn check_assertions(capture: &Capture, key: &PublicKey, counter: u32) {
    let mut guard = CounterGuard::new(counter);
    for captured in &capture.assertions {
        let data = hex(&captured.authenticator_data);
        let signature = hex(&captured.signature);
        let client_data = hex(&captured.client_data);
        let challenge = hex(&captured.challenge);
        let hash =
            check_client_data(&client_data, Ceremony::Get, &challenge, &capture.origin).unwrap();
        let assertion = Assertion {
            authenticator_data: &data,
            client_data_hash: &hash,
            signature: &signature,
        };
        let device = party()
            .verify_assertion(key, &assertion, &mut guard)
            .unwrap();
        assert_eq!(guard.last(), device.counter);
        // Again: the counter did not go up.
        let again = party().verify_assertion(key, &assertion, &mut guard);
        assert!(
            matches!(again, Err(Fido2Error::CounterWentBack { .. })),
            "{}",
            capture.name
        );
        for at in 0..data.len() {
            let mut bad = data.clone();
            bad[at] ^= 1;
            assert!(
                Assertion {
                    authenticator_data: &bad,
                    ..assertion
                }
                .verify(key)
                .is_err()
            );
        }
        for at in 0..signature.len() {
            let mut bad = signature.clone();
            bad[at] ^= 1;
            assert!(
                Assertion {
                    signature: &bad,
                    ..assertion
                }
                .verify(key)
                .is_err(),
                "byte {at}"
            );
        }
        let other = [0; 32];
        let moved = Assertion {
            client_data_hash: &other,
            ..assertion
        }
        .verify(key);
        assert_eq!(moved, Err(Fido2Error::BadAssertion));
    }
    assert_eq!(capture.assertions.len(), 2);
}

#[test]
fn the_kept_captures_verify() {
    check(&fixtures());
}

#[test]
fn fresh_captures_verify() {
    if !support::is_installed("chromedriver") || !support::is_installed("python3") {
        return skip(
            "fresh_captures_verify",
            "chromedriver",
            "chromium chromium-driver python3",
        );
    }
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("webauthn.json");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/capture.py");
    let output = Command::new("python3")
        .arg(script)
        .arg(&target)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    check(&serde_json::from_slice::<Vec<Capture>>(&std::fs::read(target).unwrap()).unwrap());
}

#[test]
fn a_verified_person_can_be_demanded() {
    let capture = find("unverified-es256");
    assert!(!capture.user_verified);
    let strict = party().with_verified_user();
    let roots = AttestationRoots::new();
    let refused = strict.verify_registration(&capture.object(), &capture.hash(), &roots);
    assert!(matches!(refused, Err(Fido2Error::NoUserVerified(_))));
    let other = RelyingParty::new("example.com").unwrap();
    let refused = other.verify_registration(&capture.object(), &capture.hash(), &roots);
    assert_eq!(
        refused,
        Err(Fido2Error::OtherRelyingParty("example.com".to_owned()))
    );
}

#[test]
fn client_data_of_another_ceremony_challenge_or_origin_is_refused() {
    let capture = find("packed-es256");
    let (data, challenge) = (hex(&capture.client_data), hex(&capture.challenge));
    let check =
        |ceremony, challenge: &[u8], origin| check_client_data(&data, ceremony, challenge, origin);
    assert!(check(Ceremony::Create, &challenge, &capture.origin).is_ok());
    assert!(check(Ceremony::Get, &challenge, &capture.origin).is_err());
    assert!(check(Ceremony::Create, &[0; 32], &capture.origin).is_err());
    assert!(check(Ceremony::Create, &challenge, "http://localhost").is_err());
    let long = vec![b' '; 1 << 20];
    assert!(matches!(
        check_client_data(&long, Ceremony::Create, &challenge, ""),
        Err(Fido2Error::TooLarge { .. })
    ));
}

/// An altered object never leads to trust; nor does a statement moved to another registration.
#[test]
fn tampering_with_an_attestation_never_leads_to_trust() {
    for name in ["packed-es256", "packed-eddsa", "fido-u2f"] {
        let capture = find(name);
        let (object, hash) = (capture.object(), capture.hash());
        let roots = AttestationRoots::new()
            .trust(&certificate(&object))
            .unwrap();
        let trusted = |object: &[u8], hash: &[u8]| {
            verify_registration(object, hash, &roots)
                .is_ok_and(|r| matches!(r.trust_path, TrustPath::Chain { .. }))
        };
        assert!(trusted(&object, &hash));
        assert!(!trusted(&object, &[0; 32]));
        for at in 0..object.len() {
            let mut bad = object.clone();
            bad[at] ^= 0x01;
            assert!(!trusted(&bad, &hash), "{name}: byte {at}");
            assert!(!trusted(&object[..at], &hash), "{name}: {at} bytes");
        }
        assert!(!trusted(&[&object[..], &[0]].concat(), &hash));
    }
}

#[test]
fn roots_must_be_certificates() {
    for bad in [&b""[..], b"garbage", &[0x30; 20], &[0; 10_000]] {
        let refused = AttestationRoots::new().trust(bad);
        assert!(matches!(refused, Err(Fido2Error::Certificate { .. })));
    }
}

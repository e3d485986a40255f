//! Envelopes: what is believed is what was verified.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_platform::attestation::{
    AttestationError, Ceiling, Challenges, Envelope, Nonce, Policy, Proof, Purpose, Statement,
};
use lawful_platform::tpm2::PcrValues;
use lawful_platform::{
    Anchor, Attest, Create, EcdsaP256, Ed25519, KeyStore, Signer, SoftwareStore,
};

struct Scene {
    challenges: Challenges,
    now: Timestamp,
    store: SoftwareStore,
    statement: Statement,
}

fn scene() -> Scene {
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let challenges = Challenges::new(SignedDuration::from_mins(5));
    let challenge = challenges.issue(now).unwrap();
    let store = SoftwareStore::in_memory().unwrap();
    let key = Create::<Ed25519>::create(&store, &"me".parse().unwrap()).unwrap();
    let statement = Statement {
        entity_id: "agent:me".to_owned(),
        public_key: key.public_key().clone(),
        anchor: Anchor::Software,
        purpose: Purpose::SessionStart,
        challenge: challenge.nonce,
        issued_at: now,
        expires_at: now + SignedDuration::from_hours(1),
        platform_state: PcrValues::default(),
    };
    Scene {
        challenges,
        now,
        store,
        statement,
    }
}

impl Scene {
    fn envelope(&self) -> Envelope {
        let key = self.store.open(&"me".parse().unwrap()).unwrap();
        let proof = self.store.attest(&key, &self.statement).unwrap();
        Envelope {
            statement: self.statement.clone(),
            proof,
        }
    }

    fn verify(&self, envelope: &Envelope) -> Result<Ceiling, AttestationError> {
        envelope
            .verify(&Policy::new(), &self.challenges, self.now)
            .map(|a| a.ceiling)
    }
}

#[test]
fn a_software_key_reaches_the_ceiling_of_software() {
    let scene = scene();
    let json = scene.envelope().to_json();
    let envelope = Envelope::from_json(json.as_bytes()).unwrap();
    assert_eq!(envelope, scene.envelope());
    let later = scene.now + SignedDuration::from_mins(4);
    let attested = envelope
        .verify(&Policy::new(), &scene.challenges, later)
        .unwrap();
    assert_eq!(attested.ceiling, Ceiling::SOFTWARE);
    assert_eq!(attested.ceiling.value(), 0.4);
    assert_eq!(attested.entity_id, "agent:me");
    // 4 minutes of 8 hours.
    assert!((attested.freshness - (1.0 - 4.0 / 480.0)).abs() < 1e-12);
    assert!((attested.effective() - 0.4 * attested.freshness).abs() < 1e-12);
}

#[test]
fn a_claimed_ceiling_is_ignored() {
    let scene = scene();
    let mut json: serde_json::Value = serde_json::from_str(&scene.envelope().to_json()).unwrap();
    json["trust_ceiling"] = serde_json::json!(1.0);
    let envelope = Envelope::from_json(json.to_string().as_bytes()).unwrap();
    assert_eq!(scene.verify(&envelope).unwrap(), Ceiling::SOFTWARE);
}

#[test]
fn an_anchor_that_is_not_proved_is_refused_not_lowered() {
    let scene = scene();
    let mut envelope = scene.envelope();
    let Proof::Software { signature } = envelope.proof.clone() else {
        unreachable!()
    };
    envelope.proof = Proof::SecureEnclave { signature };
    assert!(matches!(
        scene.verify(&envelope),
        Err(AttestationError::OtherAnchor {
            stated: Anchor::Software,
            proved: Anchor::SecureEnclave
        })
    ));
    // Stated and signed as such, by a software key that nobody enrolled.
    for anchor in [Anchor::SecureEnclave, Anchor::Fido2] {
        let mut scene = crate::scene();
        scene.statement.anchor = anchor;
        let mut envelope = scene.envelope();
        let signature = envelope.proof.signature().clone();
        envelope.proof = match anchor {
            Anchor::Fido2 => Proof::Fido2 {
                signature,
                registration: None,
            },
            _ => Proof::SecureEnclave { signature },
        };
        assert_eq!(
            scene.verify(&envelope),
            Err(AttestationError::UntrustedDevice(anchor))
        );
    }
}

#[test]
fn an_enrolled_secure_enclave_key_reaches_its_ceiling() {
    let mut scene = scene();
    let name = "se".parse().unwrap();
    let key = Create::<EcdsaP256>::create(&scene.store, &name).unwrap();
    scene.statement.anchor = Anchor::SecureEnclave;
    scene.statement.public_key = key.public_key().clone();
    let Proof::Software { signature } = scene.store.attest(&key, &scene.statement).unwrap() else {
        unreachable!()
    };
    let envelope = Envelope {
        statement: scene.statement.clone(),
        proof: Proof::SecureEnclave { signature },
    };
    let verify = |policy: Policy| envelope.verify(&policy, &scene.challenges, scene.now);
    assert!(verify(Policy::new()).is_err());
    assert!(verify(Policy::new().enrol(key.public_key().clone(), Anchor::Fido2)).is_err());
    let policy = Policy::new().enrol(key.public_key().clone(), Anchor::SecureEnclave);
    assert_eq!(verify(policy).unwrap().ceiling, Ceiling::SECURE_ENCLAVE);
}

#[test]
fn a_challenge_counts_once_and_not_for_ever() {
    let scene = scene();
    let envelope = scene.envelope();
    scene.verify(&envelope).unwrap();
    assert_eq!(scene.verify(&envelope), Err(AttestationError::Replayed));

    let scene = crate::scene();
    let envelope = scene.envelope();
    let late = scene.now + SignedDuration::from_secs(301);
    let verify = |now| envelope.verify(&Policy::new(), &scene.challenges, now);
    assert!(matches!(
        verify(late),
        Err(AttestationError::StaleChallenge { .. })
    ));

    let mut scene = crate::scene();
    scene.statement.challenge = Nonce([9; 32]);
    let unknown = scene.envelope();
    assert_eq!(
        scene.verify(&unknown),
        Err(AttestationError::UnknownChallenge)
    );
}

#[test]
fn garbage_does_not_use_the_challenge_up() {
    let scene = scene();
    let good = scene.envelope();
    let mut bad = good.clone();
    bad.statement.entity_id = "agent:other".to_owned();
    assert!(matches!(
        scene.verify(&bad),
        Err(AttestationError::BadSignature(_))
    ));
    assert!(scene.verify(&good).is_ok());
}

#[test]
fn every_field_of_the_statement_is_signed() {
    let scene = scene();
    let good = scene.envelope();
    let second = SignedDuration::from_secs(1);
    let other = scene.challenges.issue(scene.now).unwrap().nonce;
    let changes: [fn(&mut Statement, SignedDuration, Nonce); 6] = [
        |s, _, _| s.entity_id.push('x'),
        |s, _, _| s.purpose = Purpose::Enrollment,
        |s, _, n| s.challenge = n,
        |s, second, _| s.issued_at -= second,
        |s, second, _| s.expires_at += second,
        |s, _, _| s.platform_state = PcrValues::new([(7, [0; 32])]).unwrap(),
    ];
    let policy = Policy::new().allow_clock_skew(SignedDuration::from_secs(10));
    for change in changes {
        let mut bad = good.clone();
        change(&mut bad.statement, second, other);
        let result = bad.verify(&policy, &scene.challenges, scene.now);
        assert!(
            matches!(result, Err(AttestationError::BadSignature(_))),
            "{result:?}"
        );
    }
}

#[test]
fn statements_from_the_future_or_the_past_are_refused() {
    let mut scene = scene();
    scene.statement.issued_at = scene.now + SignedDuration::from_secs(30);
    let envelope = scene.envelope();
    assert!(matches!(
        scene.verify(&envelope),
        Err(AttestationError::FromTheFuture { .. })
    ));
    let skewed = Policy::new().allow_clock_skew(SignedDuration::from_mins(1));
    let attested = envelope
        .verify(&skewed, &scene.challenges, scene.now)
        .unwrap();
    assert_eq!(
        attested.freshness, 1.0,
        "the future is not fresher than now"
    );

    let mut scene = crate::scene();
    scene.statement.issued_at = scene.now - SignedDuration::from_mins(10);
    let early = scene.envelope();
    assert!(matches!(
        scene.verify(&early),
        Err(AttestationError::BeforeChallenge { .. })
    ));

    let mut scene = crate::scene();
    scene.statement.expires_at = scene.now + SignedDuration::from_secs(60);
    let envelope = scene.envelope();
    let late = scene.now + SignedDuration::from_secs(60);
    let result = envelope.verify(&Policy::new(), &scene.challenges, late);
    assert!(matches!(result, Err(AttestationError::Expired { .. })));

    let mut scene = crate::scene();
    scene.statement.expires_at = scene.statement.issued_at;
    assert!(matches!(
        scene.verify(&scene.envelope()),
        Err(AttestationError::BadValidity { .. })
    ));
}

#[test]
fn the_purpose_limits_the_age_whatever_the_statement_says() {
    let mut scene = scene();
    scene.challenges = Challenges::new(SignedDuration::from_hours(1000));
    scene.statement.challenge = scene.challenges.issue(scene.now).unwrap().nonce;
    scene.statement.expires_at = scene.now + SignedDuration::from_hours(999);
    scene.statement.purpose = Purpose::Witness;
    let envelope = scene.envelope();
    let verify = |hours| {
        let now = scene.now + SignedDuration::from_hours(hours);
        envelope.verify(&Policy::new(), &scene.challenges, now)
    };
    assert!(matches!(verify(1), Err(AttestationError::Expired { .. })));
    scene.statement.purpose = Purpose::Enrollment;
    let envelope = scene.envelope();
    let now = scene.now + SignedDuration::from_hours(998);
    let attested = envelope
        .verify(&Policy::new(), &scene.challenges, now)
        .unwrap();
    assert_eq!(attested.freshness, 1.0);
}

#[test]
fn software_cannot_state_a_platform_state() {
    let mut scene = scene();
    scene.statement.platform_state = PcrValues::new([(7, [0; 32])]).unwrap();
    assert!(matches!(
        scene.verify(&scene.envelope()),
        Err(AttestationError::Tpm2(_))
    ));
}

#[test]
fn garbage_is_refused() {
    let good = scene().envelope().to_json();
    for bad in [
        "",
        "{}",
        "[]",
        "null",
        "\u{0}",
        &good[..good.len() / 2],
        &good.replace("ed25519:", "rsa:"),
    ] {
        let error = Envelope::from_json(bad.as_bytes()).unwrap_err();
        assert!(matches!(error, AttestationError::Garbage(_)), "{error}");
    }
    let version = good.replace("\"envelope_version\": 1", "\"envelope_version\": 2");
    assert_eq!(
        Envelope::from_json(version.as_bytes()),
        Err(AttestationError::OtherVersion(2))
    );
    let unknown = good.replacen('{', "{\"extra\": 1,", 1);
    assert!(matches!(
        Envelope::from_json(unknown.as_bytes()),
        Err(AttestationError::Garbage(_))
    ));
    let large = format!("{good}{}", " ".repeat(Envelope::LARGEST));
    assert!(matches!(
        Envelope::from_json(large.as_bytes()),
        Err(AttestationError::TooLarge(_))
    ));
    let nobody = good.replace("agent:me", "");
    assert!(matches!(
        Envelope::from_json(nobody.as_bytes()),
        Err(AttestationError::BadEntityId(0))
    ));
}

//! Certificates over real evidence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful::evidence::{Claim, Coverage, Evidence, LawEvidence, Proof, Settings, Tally};
use lawful_platform::certificate::{
    Artifact, CertificateError, Demand, Description, Outcome, issue, verify,
};
use lawful_platform::dsse::{Dsse, DsseError};
use lawful_platform::{Signer, SoftwareKey, TrustedKeys};

fn law(id: &str, tally: Tally) -> LawEvidence {
    LawEvidence {
        law: id.to_owned(),
        law_set: 1,
        statement: format!("the law {id}"),
        claim: Claim::Holds,
        floor: 10,
        coverage: Coverage::Whole(tally),
    }
}

fn evidence() -> Evidence {
    let proved = Tally {
        cases: 256,
        proof: Some(Proof::WholeDomain { cases: 256 }),
        ..Tally::default()
    };
    let tested = Tally {
        cases: 1000,
        vacuous: 400,
        random_effective: 600,
        ..Tally::default()
    };
    Evidence {
        model: "std.u8.max".to_owned(),
        version: "1.0.0".to_owned(),
        language: "rust".to_owned(),
        theories: vec!["semilattice".to_owned()],
        about: "The larger of two bytes".to_owned(),
        laws: vec![
            law("semigroup.associative", tested),
            law("semilattice.idempotent", proved),
        ],
    }
}

fn settings() -> Settings {
    Settings {
        seed: 42,
        cases: Some(1000),
        seconds: None,
    }
}

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

struct Scene {
    key: SoftwareKey,
    trusted: TrustedKeys,
}

fn scene() -> Scene {
    let key = SoftwareKey::generate_ed25519().unwrap();
    let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
    Scene { key, trusted }
}

impl Scene {
    fn issue(&self, evidence: &Evidence) -> Dsse {
        issue(evidence, &settings(), &[], now(), None, &self.key).unwrap()
    }

    fn check(
        &self,
        issued: &Evidence,
        current: &Evidence,
        demand: Demand,
    ) -> Result<(), CertificateError> {
        let envelope = Dsse::from_json(self.issue(issued).to_json().as_bytes()).unwrap();
        verify(
            &envelope,
            &self.trusted,
            &Description::of(current),
            &[],
            demand,
            now(),
        )
        .map(|_| ())
    }
}

#[test]
fn a_certificate_says_what_the_evidence_says() {
    let scene = scene();
    let evidence = evidence();
    let envelope = scene.issue(&evidence);
    let description = Description::of(&evidence);
    let certificate = verify(
        &envelope,
        &scene.trusted,
        &description,
        &[],
        Demand::tested(600),
        now(),
    )
    .unwrap();
    assert_eq!(certificate.model, "std.u8.max");
    assert_eq!(&certificate.signer, scene.key.public_key());
    assert_eq!(certificate.predicate.settings.seed, 42);
    assert!(matches!(
        certificate.predicate.laws[0].outcome,
        Outcome::Tested {
            cases: 1000,
            effective: 600,
            ..
        }
    ));
    assert!(matches!(
        &certificate.predicate.laws[1].outcome,
        Outcome::Proved { by, cases: 256, effective: 256 } if by == "whole_domain"
    ));
}

#[test]
fn a_verdict_worse_than_asked_is_refused() {
    let scene = scene();
    let good = evidence();
    let refused = |evidence: &Evidence, demand| {
        let error = scene.check(evidence, evidence, demand).unwrap_err();
        assert!(
            matches!(error, CertificateError::WorseVerdict { .. }),
            "{error}"
        );
        error.to_string()
    };
    assert!(scene.check(&good, &good, Demand::tested(600)).is_ok());
    assert!(refused(&good, Demand::tested(601)).contains("600 effective"));
    assert!(refused(&good, Demand::PROVED).contains("semigroup.associative"));
    let mut vacuous = good.clone();
    vacuous.laws[0] = law(
        "semigroup.associative",
        Tally {
            cases: 9,
            ..Tally::default()
        },
    );
    assert!(refused(&vacuous, Demand::ANY).contains("vacuous"));
    let mut not_run = good.clone();
    not_run.laws[0] = law("semigroup.associative", Tally::default());
    assert!(refused(&not_run, Demand::ANY).contains("not run"));
    let mut unwitnessed = good;
    unwitnessed.laws[1].claim = Claim::Fails;
    assert!(refused(&unwitnessed, Demand::ANY).contains("claimed to fail"));
}

#[test]
fn a_grown_law_set_another_version_and_another_digest_are_refused() {
    let scene = scene();
    let old = evidence();
    let refused = |change: fn(&mut Evidence)| {
        let mut current = evidence();
        change(&mut current);
        scene.check(&old, &current, Demand::ANY).unwrap_err()
    };
    let error = refused(|e| {
        e.laws
            .push(law("semilattice.commutative", Tally::default()))
    });
    assert!(
        matches!(&error, CertificateError::LawSetGrown { law, .. } if law == "semilattice.commutative")
    );
    let error = refused(|e| e.laws[0].law_set = 2);
    assert!(
        matches!(&error, CertificateError::LawSetGrown { .. }),
        "{error}"
    );
    let error = refused(|e| e.version = "1.0.1".to_owned());
    assert!(
        matches!(&error, CertificateError::OtherVersion { .. }),
        "{error}"
    );
    let error = refused(|e| e.model = "std.u8.min".to_owned());
    assert!(
        matches!(&error, CertificateError::OtherModel { .. }),
        "{error}"
    );
    let changes: [fn(&mut Evidence); 4] = [
        |e| e.laws[0].statement.push('!'),
        |e| e.theories.push("monoid".to_owned()),
        |e| e.language = "python".to_owned(),
        |e| e.laws.truncate(1),
    ];
    for change in changes {
        let error = refused(change);
        assert!(
            matches!(&error, CertificateError::OtherDigest { .. }),
            "{error}"
        );
    }
}

#[test]
fn only_trusted_keys_count_and_every_byte_is_signed() {
    let scene = scene();
    let evidence = evidence();
    let description = Description::of(&evidence);
    let stranger = TrustedKeys::from_iter([SoftwareKey::generate_ed25519()
        .unwrap()
        .public_key()
        .clone()]);
    let envelope = scene.issue(&evidence);
    let verify = |envelope: &Dsse, trusted: &TrustedKeys| {
        verify(envelope, trusted, &description, &[], Demand::ANY, now())
    };
    assert!(verify(&envelope, &scene.trusted).is_ok());
    for trusted in [&stranger, &TrustedKeys::default()] {
        let error = verify(&envelope, trusted).unwrap_err();
        assert!(
            matches!(
                error,
                CertificateError::Envelope(DsseError::NotTrusted { .. })
            ),
            "{error}"
        );
    }
    let json = envelope.to_json();
    for at in 0..json.len() {
        let mut bad = json.clone().into_bytes();
        bad[at] ^= 1;
        // Flipping a bit of the key hint changes nothing that is believed.
        let good = Dsse::from_json(&bad).is_ok_and(|bad| verify(&bad, &scene.trusted).is_ok());
        let hint = json
            .find("\"keyid\"")
            .is_some_and(|start| (start..start + 76).contains(&at));
        assert!(!good || hint, "byte {at}");
    }
}

#[test]
fn time_and_artifacts_are_checked() {
    let scene = scene();
    let evidence = evidence();
    let description = Description::of(&evidence);
    let hour = SignedDuration::from_hours(1);
    let artifact = Artifact {
        name: "libmax.so".to_owned(),
        sha256: [7; 32],
    };
    let envelope = issue(
        &evidence,
        &settings(),
        std::slice::from_ref(&artifact),
        now(),
        Some(now() + hour),
        &scene.key,
    )
    .unwrap();
    let check = |artifacts: &[Artifact], at: Timestamp| {
        verify(
            &envelope,
            &scene.trusted,
            &description,
            artifacts,
            Demand::ANY,
            at,
        )
        .map(|_| ())
    };
    assert!(check(&[], now()).is_ok());
    assert!(check(std::slice::from_ref(&artifact), now()).is_ok());
    let other = Artifact {
        sha256: [8; 32],
        ..artifact.clone()
    };
    assert!(matches!(
        check(&[other], now()),
        Err(CertificateError::OtherArtifact(_))
    ));
    let model = Artifact {
        name: evidence.model.clone(),
        sha256: artifact.sha256,
    };
    assert!(matches!(
        check(&[model], now()),
        Err(CertificateError::OtherArtifact(_))
    ));
    assert!(matches!(
        check(&[], now() - hour),
        Err(CertificateError::FromTheFuture { .. })
    ));
    assert!(matches!(
        check(&[], now() + hour),
        Err(CertificateError::Expired { .. })
    ));
}

#[test]
fn an_evidence_without_laws_certifies_nothing() {
    let scene = scene();
    let empty = Evidence {
        laws: Vec::new(),
        ..evidence()
    };
    assert!(matches!(
        scene.check(&empty, &empty, Demand::ANY),
        Err(CertificateError::Empty(_))
    ));
}

#[test]
fn garbage_is_refused() {
    let long = " ".repeat(Dsse::LARGEST + 1);
    assert!(matches!(
        Dsse::from_json(long.as_bytes()),
        Err(DsseError::TooLarge(_))
    ));
    let none = r#"{"payload":"","payloadType":"t","signatures":[]}"#;
    for bad in [
        "",
        "{}",
        "[1]",
        none,
        r#"{"payload":"?","payloadType":"t","signatures":[{"sig":""}]}"#,
    ] {
        assert!(
            matches!(
                Dsse::from_json(bad.as_bytes()),
                Err(DsseError::Malformed(_))
            ),
            "{bad}"
        );
    }
    // Signed by a trusted key, and still not a certificate.
    let scene = scene();
    let description = Description::of(&evidence());
    for payload in [
        "",
        "{}",
        "null",
        r#"{"_type":"x","subject":[],"predicateType":"y","predicate":{}}"#,
    ] {
        let envelope = Dsse::sign(
            "application/vnd.in-toto+json",
            payload.as_bytes(),
            &[&scene.key],
        )
        .unwrap();
        let error = verify(
            &envelope,
            &scene.trusted,
            &description,
            &[],
            Demand::ANY,
            now(),
        )
        .unwrap_err();
        assert!(matches!(error, CertificateError::Malformed(_)), "{error}");
    }
}

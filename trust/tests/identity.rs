//! Who somebody is: tokens, lineage, status, binding, names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_platform::attestation::{Ceiling, Challenges, Envelope, Policy, Purpose, Statement};
use lawful_platform::tpm2::PcrValues;
use lawful_platform::{
    Anchor, Attest, Create, Ed25519, KeyStore, PublicKey, Signer, SoftwareKey, SoftwareStore,
    TrustedKeys,
};
use lawful_trust::identity::{
    Binding, BindingLevel, Did, DidDocument, Endorsement, EntityType, IdentityError, Lct, LctId,
    Lifecycle, Status, StatusChange,
};

fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[n; 32])
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn root() -> Lifecycle {
    Lifecycle::begin(Lct::create(EntityType::Organization, &key(1), at(10)).unwrap())
}

fn child() -> Lct {
    let endorsement = Endorsement::issue(
        &root(),
        &key(1),
        EntityType::AiSoftware,
        key(2).public_key(),
        at(20),
    )
    .unwrap();
    Lct::create_child(endorsement, &key(2)).unwrap()
}

#[test]
fn the_id_follows_from_the_key() {
    let lct = Lct::create(EntityType::Human, &key(1), at(0)).unwrap();
    assert_eq!(lct.id(), LctId::of_key(key(1).public_key()));
    let text = lct.id().to_string();
    assert!(text.starts_with("lct:") && text.len() == 68);
    assert_eq!(text.parse::<LctId>().unwrap(), lct.id());
    assert!(text.to_uppercase().parse::<LctId>().is_err());
    // Another type or time is the same entity: the key is what counts.
    let again = Lct::create(EntityType::Role, &key(1), at(9)).unwrap();
    assert_eq!(again.id(), lct.id());
}

#[test]
fn every_flipped_bit_is_noticed() {
    let bytes = child().to_bytes();
    assert_eq!(Lct::from_bytes(&bytes).unwrap(), child());
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut forged = bytes.clone();
            forged[place] ^= 1 << bit;
            assert!(Lct::from_bytes(&forged).is_err(), "byte {place}, bit {bit}");
        }
    }
    for length in 0..bytes.len() {
        assert!(Lct::from_bytes(&bytes[..length]).is_err());
    }
    assert!(Lct::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
    assert!(Lct::from_bytes(&[0; Lct::LONGEST + 1]).is_err());
}

#[test]
fn a_child_has_its_parents_word() {
    let (parent, child) = (root(), child());
    assert_eq!(child.parent(), Some(parent.lct().id()));
    assert_eq!(child.depth(), 1);
    child.verify_lineage(parent.lct()).unwrap();
    let stranger = Lct::create(EntityType::Human, &key(3), at(0)).unwrap();
    assert!(child.verify_lineage(&stranger).is_err());
    assert!(stranger.verify_lineage(parent.lct()).is_err());
    // The parent's token was made again, later: the child would be older.
    let later = Lct::create(EntityType::Organization, &key(1), at(30)).unwrap();
    assert!(child.verify_lineage(&later).is_err());
}

#[test]
fn an_endorsement_is_for_one_child_by_one_parent() {
    let parent = root();
    let issue = |signer: &SoftwareKey, child: &PublicKey, second| {
        Endorsement::issue(&parent, signer, EntityType::Task, child, at(second))
    };
    let two = key(2);
    assert!(matches!(
        issue(&key(3), two.public_key(), 20),
        Err(IdentityError::OtherKey { .. })
    ));
    assert!(matches!(
        issue(&key(1), key(1).public_key(), 20),
        Err(IdentityError::NotAChild { .. })
    ));
    assert!(matches!(
        issue(&key(1), two.public_key(), 9),
        Err(IdentityError::ClockWentBack { .. })
    ));
    let endorsement = issue(&key(1), two.public_key(), 20).unwrap();
    assert!(matches!(
        Lct::create_child(endorsement, &key(3)),
        Err(IdentityError::OtherKey { .. })
    ));
}

#[test]
fn only_the_active_have_children() {
    let mut parent = root();
    let rest = parent.change(Status::Dormant, &key(1), "", at(30)).unwrap();
    parent.apply(&rest, &TrustedKeys::default()).unwrap();
    let refused = Endorsement::issue(
        &parent,
        &key(1),
        EntityType::Task,
        key(2).public_key(),
        at(40),
    );
    assert!(matches!(refused, Err(IdentityError::NotActive { .. })));
}

#[test]
fn owners_rest_and_wake_and_end_and_others_do_not() {
    let nobody = TrustedKeys::default();
    let mut life = Lifecycle::begin(child());
    let steps = [Status::Dormant, Status::Active, Status::Void];
    for (n, status) in steps.into_iter().enumerate() {
        let stranger = life.change(status, &key(9), "", at(30)).unwrap();
        let before = life.clone();
        assert!(matches!(
            life.apply(&stranger, &nobody),
            Err(IdentityError::NotAllowed { .. })
        ));
        assert_eq!(life, before);
        let change = life.change(status, &key(2), "mine", at(30)).unwrap();
        life.apply(&change, &nobody).unwrap();
        assert_eq!((life.status(), life.changes()), (status, n as u64 + 1));
        assert!(life.apply(&change, &nobody).is_err(), "each counts once");
    }
    for status in Status::ALL {
        assert!(matches!(
            life.change(status, &key(2), "", at(40)),
            Err(IdentityError::Transition { .. })
        ));
    }
}

#[test]
fn parents_and_courts_slash_and_owners_do_not() {
    let court = key(7);
    let courts = TrustedKeys::from_iter([court.public_key().clone()]);
    for (judge, allowed) in [
        (key(1), true),
        (key(2), false),
        (key(7), true),
        (key(8), false),
    ] {
        let mut life = Lifecycle::begin(child());
        let slash = life
            .change(Status::Slashed, &judge, "rule 3", at(30))
            .unwrap();
        assert_eq!(life.apply(&slash, &courts).is_ok(), allowed);
        assert_eq!(life.status() == Status::Slashed, allowed);
    }
}

#[test]
fn changes_are_in_order_and_signed() {
    let nobody = TrustedKeys::default();
    let mut life = Lifecycle::begin(child());
    let rest = life
        .change(Status::Dormant, &key(2), "night", at(30))
        .unwrap();
    let bytes = rest.to_bytes();
    assert_eq!(StatusChange::from_bytes(&bytes).unwrap(), rest);
    for place in 0..bytes.len() {
        let mut forged = bytes.clone();
        forged[place] ^= 4;
        assert!(StatusChange::from_bytes(&forged).is_err(), "byte {place}");
    }
    // Another token's change, and one that skips a step.
    let mut other = root();
    assert!(matches!(
        other.apply(&rest, &nobody),
        Err(IdentityError::OutOfStep { .. })
    ));
    life.apply(&rest, &nobody).unwrap();
    assert!(matches!(
        life.change(Status::Active, &key(2), "", at(29)),
        Err(IdentityError::ClockWentBack { .. })
    ));
    let long = "x".repeat(StatusChange::LONGEST_REASON + 1);
    assert!(matches!(
        life.change(Status::Active, &key(2), &long, at(31)),
        Err(IdentityError::LongReason(_))
    ));
}

#[test]
fn the_ceiling_comes_from_a_verified_attestation() {
    let now = at(1_000);
    let store = SoftwareStore::in_memory().unwrap();
    let name = "me".parse().unwrap();
    let me = Create::<Ed25519>::create(&store, &name).unwrap();
    let lct = Lct::create(EntityType::AiSoftware, &me, now).unwrap();
    let attested = |entity_id: String| {
        let challenges = Challenges::new(SignedDuration::from_mins(5));
        let statement = Statement {
            entity_id,
            public_key: me.public_key().clone(),
            anchor: Anchor::Software,
            purpose: Purpose::Enrollment,
            challenge: challenges.issue(now).unwrap().nonce,
            issued_at: now,
            expires_at: now + SignedDuration::from_hours(1),
            platform_state: PcrValues::default(),
        };
        let handle = store.open(&name).unwrap();
        let proof = store.attest(&handle, &statement).unwrap();
        Envelope { statement, proof }
            .verify(&Policy::new(), &challenges, now)
            .unwrap()
    };
    let binding = Binding::of(&lct, &attested(lct.id().to_string())).unwrap();
    assert_eq!(binding.level(), BindingLevel::Software);
    assert_eq!(binding.trust_ceiling(), Ceiling::SOFTWARE);
    assert_eq!(binding.cut(0.9), 0.4);
    assert_eq!(binding.cut(0.3), 0.3);
    assert_eq!(binding.cut(f64::NAN), 0.0);
    // An attestation under another name, and one of another key.
    assert!(Binding::of(&lct, &attested("agent:me".to_owned())).is_err());
    let other = Lct::create(EntityType::AiSoftware, &key(5), now).unwrap();
    assert!(Binding::of(&other, &attested(other.id().to_string())).is_err());
}

/// The vectors of the did:key method specification.
#[test]
fn dids_are_those_of_other_tools() {
    let key: PublicKey = "ed25519:3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29"
        .parse()
        .unwrap();
    let did = "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp";
    assert_eq!(Did::of_key(&key).unwrap().to_string(), did);
    assert_eq!(did.parse::<Did>().unwrap().public_key(), &key);
    let p256 = SoftwareKey::from_p256_scalar(&[3; 32]).unwrap();
    let did = Did::of_key(p256.public_key()).unwrap();
    assert!(did.to_string().starts_with("did:key:zDn"));
    assert_eq!(did.to_string().parse::<Did>().unwrap(), did);
    for bad in [
        "",
        "did:key:",
        "did:key:z",
        "did:key:m6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooWp",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW0",
        "did:key:z6MkiTBz1ymuepAQ4HEHYSF1H8quG5GLVVQR3djdX3mDooW",
    ] {
        assert!(bad.parse::<Did>().is_err(), "{bad}");
    }
}

#[test]
fn documents_say_what_the_token_says() {
    let document = DidDocument::issue(child(), &key(2), at(50)).unwrap();
    let json = document.to_json();
    assert_eq!(DidDocument::from_json(json.as_bytes()).unwrap(), document);
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["alsoKnownAs"][0], child().id().to_string());
    assert_eq!(value["verificationMethod"][0]["type"], "Multikey");
    // Another time, another type, another name, a field more.
    let forgeries = [
        json.replace("1970-01-01T00:00:50Z", "1970-01-01T00:00:51Z"),
        json.replace("ai_software", "human"),
        json.replace("Multikey", "Monokey"),
        json.replacen('{', "{\"more\": 1,", 1),
    ];
    for forged in forgeries {
        assert_ne!(forged, json);
        assert!(
            DidDocument::from_json(forged.as_bytes()).is_err(),
            "{forged}"
        );
    }
    assert!(DidDocument::issue(child(), &key(3), at(50)).is_err());
    assert!(DidDocument::issue(child(), &key(2), at(19)).is_err());
    assert!(DidDocument::from_json(&vec![b' '; DidDocument::LARGEST + 1]).is_err());
}

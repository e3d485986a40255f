//! Tokens, statuses and claims on a ledger.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod signers;

use lawful_platform::{Signer, SoftwareKey, TrustedKeys};
use lawful_trace::{Ledger, MemoryLedger, TraceNode};
use lawful_trust::Dimension;
use lawful_trust::identity::{Endorsement, EntityType, IdentityError, Lct, Status, StatusLedger};
use lawful_trust::provenance::{CLAIM_KIND, Claim, Claims, ProvenanceError, SignedClaim};
use signers::{at, key, nobody};

#[test]
fn a_status_is_what_the_ledger_says() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let parent = Lct::create(EntityType::Organization, &key(1), at(10)).unwrap();
    assert!(matches!(
        statuses.lifecycle(&parent.id(), &nobody()),
        Err(IdentityError::NotMinted(_))
    ));
    statuses.mint(&parent, &nobody(), at(10)).unwrap();
    let life = statuses.lifecycle(&parent.id(), &nobody()).unwrap();
    let public = key(2);
    let word = Endorsement::issue(
        &life,
        &key(1),
        EntityType::Task,
        public.public_key(),
        at(20),
    );
    let child = Lct::create_child(word.unwrap(), &key(2)).unwrap();
    statuses.mint(&child, &nobody(), at(20)).unwrap();
    for now in [20, 21] {
        assert!(matches!(
            statuses.mint(&child, &nobody(), at(now)),
            Err(IdentityError::AlreadyMinted(_))
        ));
    }
    let life = statuses.lifecycle(&child.id(), &nobody()).unwrap();
    // Two changes with one number: the ledger takes the first.
    let rest = life
        .change(Status::Dormant, &key(2), "night", at(30))
        .unwrap();
    let slash = life
        .change(Status::Slashed, &key(1), "rule 3", at(30))
        .unwrap();
    statuses.record(&rest, &nobody(), at(30)).unwrap();
    assert!(matches!(
        statuses.record(&slash, &nobody(), at(30)),
        Err(IdentityError::OutOfStep { .. })
    ));
    let life = statuses.lifecycle(&child.id(), &nobody()).unwrap();
    assert_eq!((life.status(), life.changes()), (Status::Dormant, 1));
    // A stranger's change is not taken, and the ledger stays as it is.
    let length = ledger.len();
    let forged = life.change(Status::Slashed, &key(9), "", at(40)).unwrap();
    assert!(matches!(
        statuses.record(&forged, &nobody(), at(40)),
        Err(IdentityError::NotAllowed { .. })
    ));
    assert_eq!(ledger.len(), length);
    let slash = life
        .change(Status::Slashed, &key(1), "rule 3", at(40))
        .unwrap();
    statuses.record(&slash, &nobody(), at(40)).unwrap();
    let life = statuses.lifecycle(&child.id(), &nobody()).unwrap();
    assert_eq!(life.status(), Status::Slashed);
    assert!(life.change(Status::Active, &key(1), "", at(50)).is_err());
}

fn claim(magnitude: f64, success: bool, signer: &SoftwareKey) -> SignedClaim {
    let about = "agent:a".parse().unwrap();
    let claim = Claim::new(
        about,
        Dimension::Veracity,
        "citations",
        success,
        magnitude,
        [7; 32],
        at(5),
    );
    SignedClaim::sign(claim.unwrap(), signer).unwrap()
}

#[test]
fn claims_are_signed_to_the_last_bit() {
    let signed = claim(0.5, true, &key(1));
    let bytes = signed.to_bytes();
    assert_eq!(SignedClaim::from_bytes(&bytes).unwrap(), signed);
    for place in 0..bytes.len() {
        for bit in 0..8 {
            let mut forged = bytes.clone();
            forged[place] ^= 1 << bit;
            assert!(SignedClaim::from_bytes(&forged).is_err(), "{place}, {bit}");
        }
    }
    for bad in [f64::NAN, -0.1, 1.1, f64::INFINITY] {
        let about = "agent:a".parse().unwrap();
        let made = Claim::new(about, Dimension::Validity, "x", true, bad, [0; 32], at(0));
        assert!(made.is_err(), "{bad}");
    }
}

#[test]
fn value_follows_from_anchored_claims_of_trusted_keys() {
    let ledger = MemoryLedger::new();
    let claims = Claims::new(&ledger);
    let (good, bad) = (claim(0.5, true, &key(1)), claim(1.0, false, &key(2)));
    assert!(matches!(
        claims.prove(&good),
        Err(ProvenanceError::NotAnchored)
    ));
    let first = claims.anchor(&good, at(10)).unwrap();
    claims.anchor(&bad, at(11)).unwrap();
    // Once more, later: the same place, and nothing new.
    let again = claims.anchor(&good, at(12)).unwrap();
    assert_eq!((again.first, again.appended), (first.first, 0));
    let trusted = TrustedKeys::from_iter([key(1).public_key().clone()]);
    let tensor = claims.tensor(good.claim().subject(), &trusted).unwrap();
    assert!(tensor.veracity() > 0.5);
    assert!(tensor.sub_dimension("veracity/citations").is_some());
    assert_eq!(tensor.valuation(), 0.5);
    let other = "agent:b".parse().unwrap();
    assert!(claims.about(&other).unwrap().is_empty());
    // Proofs hold for what is proved, and only under this head.
    let (hash, head) = (ledger.tree_hash(), ledger.head());
    let mut anchored = claims.prove(&good).unwrap();
    anchored.verify(hash, &head).unwrap();
    let elsewhere = MemoryLedger::new();
    Claims::new(&elsewhere).anchor(&bad, at(10)).unwrap();
    assert!(anchored.verify(hash, &elsewhere.head()).is_err());
    anchored.claim = bad;
    assert!(matches!(
        anchored.verify(hash, &head),
        Err(ProvenanceError::OtherNode(_))
    ));
}

fn node(id: &str, kind: &str, walk: &str, payload: &[u8]) -> TraceNode {
    TraceNode::builder(id, "stranger", 20_000_000_000)
        .kind(kind)
        .walk_id(walk)
        .payload(payload)
        .build()
        .unwrap()
}

#[test]
fn strangers_cannot_make_claims_unreadable() {
    let ledger = MemoryLedger::new();
    let claims = Claims::new(&ledger);
    let signed = claim(0.5, true, &key(1));
    let name = format!("claim:{}", hex(&signed.hash()));
    // The name of the claim is taken, and there is rubbish of its kind.
    ledger.append(&node(&name, "note", "w", b"mine")).unwrap();
    ledger.append(&node("z", CLAIM_KIND, "w", b"junk")).unwrap();
    let receipt = claims.anchor(&signed, at(20)).unwrap();
    assert_eq!((receipt.first, receipt.appended), (2, 1));
    let again = claims.anchor(&signed, at(21)).unwrap();
    assert_eq!((again.first, again.appended), (2, 0));
    // Repeated by somebody else, it counts once.
    let copy = node("copy", CLAIM_KIND, "w", &signed.to_bytes());
    ledger.append(&copy).unwrap();
    let about = signed.claim().subject();
    assert_eq!(claims.about(about).unwrap(), std::slice::from_ref(&signed));
    let anchored = claims.prove(&signed).unwrap();
    anchored.verify(ledger.tree_hash(), &ledger.head()).unwrap();
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

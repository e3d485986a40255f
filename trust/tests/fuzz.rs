//! Fuzz targets for every parser of outside bytes.
//!
//! Under `cargo test` each runs for a second with random inputs; set `BOLERO_RANDOM_TEST_TIME_MS` to
//! run longer (60000 is a minute). Inputs are valid examples with a few edits, as well as plain
//! noise. What a target demands: no panic, and what is read is written back the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::Timestamp;
use lawful_platform::{Signer, SoftwareKey};
use lawful_trust::identity::{
    Did, DidDocument, Endorsement, EntityType, Lct, Lifecycle, Status, StatusChange,
};
use lawful_trust::provenance::{Claim, SignedClaim};
use lawful_trust::store::{EntityStore, JsonDirectory, fuzz_entity_json, fuzz_journal};
use lawful_trust::witness::{SignedWitnessEvent, WitnessEvent};
use lawful_trust::{Dimension, EntityTrust, T3Tensor, V3Tensor};

/// One change of an example: where (as a part of its length), what, and how.
type Edit = (u16, u8, u8);

/// Applies edits to an example.
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

fn key(n: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[n; 32])
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn root() -> Lct {
    Lct::create(EntityType::Organization, &key(1), at(10)).unwrap()
}

fn child() -> Lct {
    let parent = Lifecycle::begin(root());
    let key_of_child = key(2);
    let public = key_of_child.public_key();
    let word = Endorsement::issue(&parent, &key(1), EntityType::Task, public, at(20)).unwrap();
    Lct::create_child(word, &key_of_child).unwrap()
}

#[test]
fn tokens() {
    let p256 = SoftwareKey::from_p256_scalar(&[1; 32]).unwrap();
    let other = Lct::create(EntityType::Human, &p256, at(0)).unwrap();
    let examples = [root().to_bytes(), child().to_bytes(), other.to_bytes()];
    fuzz(&examples, |bytes| {
        if let Ok(lct) = Lct::from_bytes(bytes) {
            assert_eq!(lct.to_bytes(), bytes);
        }
    });
}

#[test]
fn changes_of_status() {
    let life = Lifecycle::begin(root());
    let change = life
        .change(Status::Dormant, &key(1), "night", at(30))
        .unwrap();
    fuzz(&[change.to_bytes()], |bytes| {
        if let Ok(change) = StatusChange::from_bytes(bytes) {
            assert_eq!(change.to_bytes(), bytes);
        }
    });
}

#[test]
fn did_documents() {
    let document = DidDocument::issue(child(), &key(2), at(50)).unwrap();
    fuzz(&[document.to_json().into_bytes()], |bytes| {
        if let Ok(document) = DidDocument::from_json(bytes) {
            let again = DidDocument::from_json(document.to_json().as_bytes()).unwrap();
            assert_eq!(again, document);
        }
    });
}

#[test]
fn dids() {
    let did = Did::of_key(key(1).public_key()).unwrap().to_string();
    fuzz(&[did.into_bytes()], |bytes| {
        if let Ok(did) = String::from_utf8_lossy(bytes).parse::<Did>() {
            assert_eq!(did.to_string().as_bytes(), bytes, "a key has one name");
        }
    });
}

fn entity() -> EntityTrust {
    let mut entity = EntityTrust::new("mcp:a", at(100)).unwrap();
    entity.update_from_outcome(true, 0.5, at(200)).unwrap();
    entity.receive_witness("role:w", false, 0.5).unwrap();
    entity.give_witness("role:x", true, 0.5).unwrap();
    entity
}

#[test]
fn entity_files() {
    let folder = tempfile::tempdir().unwrap();
    let store = JsonDirectory::open(folder.path()).unwrap();
    store.put(&entity()).unwrap();
    let file = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|end| end == "json"))
        .unwrap();
    let ours = std::fs::read(file).unwrap();
    assert!(fuzz_entity_json(&ours));
    let six = br#"{"entity_id": "a:b", "competence": 0.8, "reliability": 0.7, "consistency": 0.6,
        "witnesses": 0.5, "lineage": 0.9, "alignment": 0.4}"#;
    fuzz(&[ours, six.to_vec()], |bytes| {
        fuzz_entity_json(bytes);
    });
}

#[test]
fn entity_records() {
    fuzz(&[entity().to_bytes()], |bytes| {
        if let Ok(entity) = EntityTrust::from_bytes(bytes) {
            let again = EntityTrust::from_bytes(&entity.to_bytes()).unwrap();
            assert_eq!(again, entity);
        }
    });
}

#[test]
fn witness_events() {
    let event = WitnessEvent {
        witness: "role:w".parse().unwrap(),
        target: "mcp:a".parse().unwrap(),
        number: 7,
        success: true,
        magnitude: 0.5,
        at: at(300),
    };
    let signed = event.sign(&key(1)).unwrap();
    let verifier = key(1).public_key().clone();
    fuzz(&[serde_json::to_vec(&signed).unwrap()], |bytes| {
        let Ok(read) = serde_json::from_slice::<SignedWitnessEvent>(bytes) else {
            return;
        };
        let again = serde_json::to_vec(&read).unwrap();
        assert_eq!(
            serde_json::from_slice::<SignedWitnessEvent>(&again).unwrap(),
            read
        );
        // Whatever is verified is what was signed.
        if let Ok(verified) = read.verify(&verifier) {
            assert_eq!(verified.event(), &signed.event);
            let mut entity = entity();
            let _ = entity.hear(&verified, None).unwrap();
            assert!(entity.t3_average() <= 1.0 && entity.t3_average() >= 0.0);
        }
    });
}

#[test]
fn claims() {
    let subject = "agent:a".parse().unwrap();
    let claim = Claim::new(
        subject,
        Dimension::Veracity,
        "citations",
        true,
        0.5,
        [7; 32],
        at(400),
    );
    let signed = SignedClaim::sign(claim.unwrap(), &key(1)).unwrap();
    fuzz(&[signed.to_bytes()], |bytes| {
        if let Ok(claim) = SignedClaim::from_bytes(bytes) {
            assert_eq!(claim.to_bytes(), bytes);
        }
    });
}

/// A tensor that was read keeps its scores in range, whatever is done to it, and is written back.
macro_rules! tensors {
    ($name:ident, $tensor:ty, $part:ident) => {
        #[test]
        fn $name() {
            let mut tensor = <$tensor>::new(0.2, 0.5, 0.9).unwrap();
            tensor
                .observe_sub_dimension("part", Dimension::$part, true, 0.5)
                .unwrap();
            let plain = serde_json::to_vec(&<$tensor>::neutral()).unwrap();
            fuzz(&[serde_json::to_vec(&tensor).unwrap(), plain], |bytes| {
                let Ok(mut read) = serde_json::from_slice::<$tensor>(bytes) else {
                    return;
                };
                let again = serde_json::to_vec(&read).unwrap();
                assert_eq!(serde_json::from_slice::<$tensor>(&again).unwrap(), read);
                let other = read.clone();
                read.update_from_outcome(true, 1.0).unwrap();
                read.update_from_outcome(false, 1.0).unwrap();
                read.apply_decay(400.0, 0.01).unwrap();
                read.merge(&other).unwrap();
                for score in read.scores().into_iter().chain([read.aggregate()]) {
                    assert!((0.0..=1.0).contains(&score), "{score}");
                }
            });
        }
    };
}

tensors!(trust_tensors, T3Tensor, Training);
tensors!(value_tensors, V3Tensor, Veracity);

#[test]
fn journals() {
    // The head and the hash of an empty journal are the example; the rest is found by edits.
    let mut empty = b"LTJ\x01".to_vec();
    empty.extend([0; 8]);
    let hash = <sha2::Sha256 as sha2::Digest>::digest(&empty);
    empty.extend(hash);
    assert!(fuzz_journal(&empty));
    fuzz(&[empty], |bytes| {
        fuzz_journal(bytes);
    });
}

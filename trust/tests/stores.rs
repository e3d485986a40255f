//! Stores: what a clock that goes back, damage, leftovers and other programs' files do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_platform::{Signer, SoftwareKey};
use lawful_trust::entity::Arrival;
use lawful_trust::store::StoreError;
use lawful_trust::witness::{VerifiedEvent, WitnessEvent};
use lawful_trust::{DecayRate, ManualClock, TrustError, TrustStore};
use std::fs;
use std::sync::Arc;

const START: Timestamp = Timestamp::UNIX_EPOCH;

fn event(number: u64) -> VerifiedEvent {
    let key = SoftwareKey::from_ed25519_seed(&[7; 32]);
    let event = WitnessEvent {
        witness: "role:auditor".parse().unwrap(),
        target: "mcp:files".parse().unwrap(),
        number,
        success: true,
        magnitude: 0.5,
        at: START,
    };
    event.sign(&key).unwrap().verify(key.public_key()).unwrap()
}

#[test]
fn a_clock_that_goes_back_is_refused_by_all_that_change_something() {
    let clock = Arc::new(ManualClock::new(START + SignedDuration::from_hours(24)));
    let store = TrustStore::memory().with_clock(Arc::clone(&clock));
    store.update("mcp:files", true, 0.1).unwrap();
    let before = store.get("mcp:files").unwrap();
    clock.set(START);
    let refused = |result: Result<(), StoreError>| {
        assert!(matches!(
            result,
            Err(StoreError::Trust(TrustError::ClockWentBack { .. }))
        ));
    };
    refused(store.update("mcp:files", true, 0.1).map(drop));
    refused(
        store
            .witness("role:auditor", "mcp:files", true, 0.1)
            .map(drop),
    );
    refused(
        store
            .witness("mcp:files", "role:auditor", true, 0.1)
            .map(drop),
    );
    refused(store.hear(&event(1)).map(drop));
    assert_eq!(store.get("mcp:files").unwrap(), before);
    assert!(!store.exists("role:auditor").unwrap());
}

#[test]
fn a_store_that_lets_trust_fade_begins_with_the_last_action() {
    let clock = Arc::new(ManualClock::new(START));
    let store = TrustStore::memory().with_clock(Arc::clone(&clock));
    store.get("mcp:files").unwrap();
    clock.advance(SignedDuration::from_hours(24 * 730));
    let earned = store.update("mcp:files", true, 1.0).unwrap();
    let fading = store.with_decay(DecayRate::new(0.01).unwrap());
    assert_eq!(fading.get("mcp:files").unwrap().scores(), earned.scores());
    clock.advance(SignedDuration::from_hours(24 * 30));
    assert!(fading.get("mcp:files").unwrap().t3_average() < earned.t3_average());
}

#[test]
fn an_event_is_heard_once_by_any_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("entities");
    let open = || TrustStore::open(place.to_str().unwrap()).unwrap();
    open().update("role:auditor", true, 1.0).unwrap();
    let new: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    let store = open();
                    let heard = (0..30).map(|n| store.hear(&event(n)).unwrap());
                    heard.filter(|arrival| *arrival == Arrival::New).count()
                })
            })
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .sum()
    });
    let store = open();
    assert_eq!(new, 30);
    assert_eq!(store.get("mcp:files").unwrap().witness_count(), 30);
    let auditor = store.get("role:auditor").unwrap();
    assert_eq!(auditor.has_witnessed().collect::<Vec<_>>(), ["mcp:files"]);
}

#[test]
fn a_flipped_bit_of_a_database_changes_no_entity_silently() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("trust.redb");
    let open = || TrustStore::open(place.to_str().unwrap());
    let ids: Vec<String> = (0..60).map(|n| format!("mcp:{n}")).collect();
    let store = open().unwrap();
    for id in &ids {
        store.update(id, true, 0.3).unwrap();
    }
    let kept: Vec<_> = ids.iter().map(|id| store.get(id).unwrap()).collect();
    drop(store);
    let whole = fs::read(&place).unwrap();
    let (mut told, mut same) = (0, 0);
    for step in 0..250 {
        let mut damaged = whole.clone();
        // Odd, so that all bits have their turn.
        let bit = (step * 7_919_771 + 13) % (8 * damaged.len());
        damaged[bit / 8] ^= 1 << (bit % 8);
        fs::write(&place, damaged).unwrap();
        let Ok(store) = open() else {
            told += 1;
            continue;
        };
        for (id, kept) in ids.iter().zip(&kept) {
            match store.find(id) {
                Ok(Some(found)) => {
                    assert_eq!(found.record(), kept.record(), "bit {bit}");
                    same += 1;
                }
                // A key that was hit is another key.
                Ok(None) => told += 1,
                Err(error) => {
                    let text = error.to_string();
                    assert!(!text.is_empty() && !text.contains("panic"), "{text}");
                    told += 1;
                }
            }
        }
        let _ = store.damaged();
    }
    assert!(told > 0 && same > 0, "{told} {same}");
}

#[test]
fn one_damaged_file_leaves_the_others_readable() {
    let folder = tempfile::tempdir().unwrap();
    let store = TrustStore::open(folder.path().to_str().unwrap()).unwrap();
    store.update("mcp:a", true, 0.3).unwrap();
    store.update("role:b", true, 0.3).unwrap();
    let broken = fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| fs::read_to_string(path).is_ok_and(|text| text.contains("mcp:a")))
        .unwrap();
    fs::write(broken, "{").unwrap();
    assert!(store.get_by_type("role").is_err());
    let readable = store.readable(Some("role")).unwrap();
    assert_eq!(readable.len(), 1);
    assert_eq!(store.damaged().unwrap().len(), 1);
}

#[test]
fn what_dead_writers_left_is_removed_and_the_rest_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::write(file(".lawful-trust-a1B2c3"), "half").unwrap();
    fs::write(file(".lawful-trust-notes.txt"), "mine").unwrap();
    let store = TrustStore::open(folder.path().to_str().unwrap()).unwrap();
    store.update("mcp:a", true, 0.3).unwrap();
    drop(store);
    drop(TrustStore::open(folder.path().to_str().unwrap()).unwrap());
    assert!(!file(".lawful-trust-a1B2c3").exists());
    assert!(file(".lawful-trust-notes.txt").exists());
}

#[test]
fn files_of_other_programs_are_of_the_model_that_was_asked_for() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().to_str().unwrap();
    let store = TrustStore::open(place).unwrap();
    store.update("mcp:a", true, 0.3).unwrap();
    for entry in fs::read_dir(place).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "json") {
            let text = fs::read(&path).unwrap();
            let mut json: serde_json::Value = serde_json::from_slice(&text).unwrap();
            json.as_object_mut().unwrap().remove("lawful");
            fs::write(path, json.to_string()).unwrap();
        }
    }
    let published = store.with_model("web4-0.1").unwrap();
    assert_eq!(published.get("mcp:a").unwrap().model().name(), "web4-0.1");
    let ours = TrustStore::open(place).unwrap();
    assert_eq!(ours.get("mcp:a").unwrap().model().name(), "evidence");
}

#[cfg(target_os = "linux")]
#[test]
fn a_pipe_in_the_directory_is_not_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("0123456789abcdef.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    let store = TrustStore::open(folder.path().to_str().unwrap()).unwrap();
    let damaged = store.damaged().unwrap();
    assert!(damaged.len() == 1 && damaged[0].to_string().contains("not a regular file"));
}

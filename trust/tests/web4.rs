//! The published rules, score for score, beside a reference that is written down plainly.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::Timestamp;
use lawful_trust::model::web4_rules;
use lawful_trust::{DecayRate, Dimension, EntityTrust, ManualClock, TrustStore};
use proptest::prelude::*;
use std::sync::Arc;

/// Talent, training, temperament, valuation, veracity, validity.
struct Published([f64; 6]);

fn kept(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}

impl Published {
    fn outcome(&mut self, success: bool, magnitude: f64) {
        let m = kept(magnitude);
        let s = &mut self.0;
        let d = if success {
            m * 0.05 * (1.0 - s[1])
        } else {
            -m * 0.10 * s[1]
        };
        s[1] = kept(s[1] + d);
        s[2] = kept(s[2] + d * 0.5);
        s[0] = kept(s[0] + d * 0.3);
        s[3] = kept(s[3] + 0.01);
    }

    fn receive(&mut self, success: bool, m: f64) {
        let s = &mut self.0;
        let t = if success {
            m * 0.03 * (1.0 - s[2])
        } else {
            -m * 0.05 * s[2]
        };
        let v = if success {
            m * 0.8 * (1.0 - s[4])
        } else {
            -m * 0.5 * s[4]
        };
        s[2] = kept(s[2] + t);
        s[4] = kept(s[4] + v);
        s[5] = kept(s[5] + 0.01);
    }

    fn give(&mut self, success: bool, m: f64) {
        let s = &mut self.0;
        let by = m * if success { 0.02 } else { 0.01 } * (1.0 - s[2]);
        s[2] = kept(s[2] + by);
        s[3] = kept(s[3] + 0.005);
    }

    fn decay(&mut self, days: f64, rate: f64) -> bool {
        if days <= 0.0 {
            return false;
        }
        let f = (1.0 - rate).powf(days);
        let before = self.0[1];
        for (place, k) in [(0, 0.995), (1, 1.0), (2, 0.98), (3, 0.99), (5, 1.0)] {
            self.0[place] = f64::max(0.3, 0.3 + (self.0[place] - 0.3) * f * k);
        }
        (self.0[1] - before).abs() > 0.001
    }
}

proptest! {
    #[test]
    fn the_scores_are_the_published_ones(
        acts in prop::collection::vec((0u8..4, any::<bool>(), 0.0..1.5f64, 0.0..60.0f64), 0..40)
    ) {
        let mut ours =
            EntityTrust::with_model("mcp:x", web4_rules(), Timestamp::UNIX_EPOCH).unwrap();
        let mut theirs = Published([0.5; 6]);
        for (kind, success, m, days) in acts {
            match kind {
                0 => {
                    ours.update_from_outcome(success, m, Timestamp::UNIX_EPOCH).unwrap();
                    theirs.outcome(success, m);
                }
                1 => {
                    ours.receive_witness("a:b", success, m).unwrap();
                    theirs.receive(success, m);
                }
                2 => {
                    ours.give_witness("a:b", success, m).unwrap();
                    theirs.give(success, m);
                }
                _ => {
                    let moved = ours.apply_decay(days, 0.01).unwrap();
                    prop_assert_eq!(moved, theirs.decay(days, 0.01));
                }
            }
            prop_assert_eq!(ours.scores(), theirs.0);
        }
    }
}

#[test]
fn a_few_numbers_by_hand() {
    let mut entity = EntityTrust::with_model("mcp:x", web4_rules(), Timestamp::UNIX_EPOCH).unwrap();
    entity
        .update_from_outcome(true, 0.1, Timestamp::UNIX_EPOCH)
        .unwrap();
    let shown = entity.scores().map(|s| format!("{s:.5}"));
    assert_eq!(
        shown,
        [
            "0.50075", "0.50250", "0.50125", "0.51000", "0.50000", "0.50000"
        ]
    );
    // Words about oneself count in the published rules.
    assert!(entity.receive_witness("mcp:x", true, 1.0).unwrap());
    assert_eq!(format!("{:.2}", entity.scores()[4]), "0.90");
}

#[test]
fn stores_let_nothing_fade_within_a_day() {
    let clock = Arc::new(ManualClock::new("2026-01-24T12:00:00Z".parse().unwrap()));
    let store = TrustStore::memory()
        .with_clock(Arc::clone(&clock))
        .with_model("web4-0.1")
        .unwrap()
        .with_decay(DecayRate::new(0.01).unwrap());
    let mut entity = store.get("a:b").unwrap();
    entity.set_score(Dimension::Temperament, 0.9).unwrap();
    store.save(&entity).unwrap();
    let hour = jiff::SignedDuration::from_hours(1);
    for _ in 0..24 {
        clock.advance(hour);
        assert_eq!(
            store.find("a:b").unwrap().unwrap().scores(),
            entity.scores()
        );
        // Neither a look nor a word makes the store forget how long nothing has been done.
        store.modify("a:b", |_, _| Ok(())).unwrap();
        store.witness("w:c", "a:b", true, 0.0).unwrap();
        entity = store.find("a:b").unwrap().unwrap();
    }
    clock.advance(hour);
    let mut faded = entity.clone();
    faded.apply_decay(25.0 / 24.0, 0.01).unwrap();
    for _ in 0..3 {
        assert_eq!(store.find("a:b").unwrap().unwrap().scores(), faded.scores());
        store.modify("a:b", |_, _| Ok(())).unwrap();
    }
}

#[test]
fn files_that_tell_no_time_are_as_old_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let store = TrustStore::open(folder.path().to_str().unwrap())
        .unwrap()
        .with_decay(DecayRate::new(0.5).unwrap());
    store.get("a:b").unwrap();
    let file = std::fs::read_dir(folder.path()).unwrap().find_map(|entry| {
        let path = entry.unwrap().path();
        (path.extension()? == "json").then_some(path)
    });
    let text = r#"{"entity_id": "a:b", "talent": 0.6, "training": 0.9, "temperament": 0.6}"#;
    std::fs::write(file.unwrap(), text).unwrap();
    let found = store.find("a:b").unwrap().unwrap();
    assert!((found.score(Dimension::Training) - 0.9).abs() < 1e-3);
    let age = Timestamp::now().duration_since(found.created_at());
    assert!(age < jiff::SignedDuration::from_mins(5) && !age.is_negative());
}

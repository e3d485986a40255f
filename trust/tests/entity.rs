//! Entities: what counts, what is refused, what comes back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_trust::entity::Arrival;
use lawful_trust::model::{Testimony, WitnessStanding, rules};
use lawful_trust::{DecayRate, Dimension, EntityRecord, EntityTrust, TrustError, TrustLevel};

fn noon() -> Timestamp {
    "2026-01-24T12:00:00Z".parse().unwrap()
}

fn later(days: i64) -> Timestamp {
    noon() + SignedDuration::from_hours(24 * days)
}

fn entity() -> EntityTrust {
    EntityTrust::new("mcp:files", noon()).unwrap()
}

#[test]
fn one_small_success_of_a_fresh_entity() {
    let mut entity = entity();
    entity.update_from_outcome(true, 0.1, noon()).unwrap();
    assert!((entity.t3_average() - 0.51 / 3.0 - 0.525 / 3.0 - 0.515 / 3.0).abs() < 1e-9);
    assert_eq!(format!("{:.4}", entity.t3_average()), "0.5167");
    assert_eq!(entity.trust_level(), TrustLevel::Medium);
    assert_eq!(entity.success_rate(), 1.0);
    assert_eq!(entity.observation_counts(), [1, 1, 1, 1, 0, 0]);
}

#[test]
fn what_is_refused_changes_nothing() {
    let mut entity = entity();
    entity.update_from_outcome(true, 0.3, later(1)).unwrap();
    let before = entity.clone();
    for magnitude in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(
            entity
                .update_from_outcome(true, magnitude, later(2))
                .is_err()
        );
        assert!(entity.receive_witness("a:b", false, magnitude).is_err());
        assert!(entity.give_witness("a:b", false, magnitude).is_err());
        assert!(entity.set_score(Dimension::Talent, magnitude).is_err());
    }
    for (days, rate) in [
        (-1.0, 0.01),
        (f64::NAN, 0.01),
        (f64::INFINITY, 0.01),
        (1.0, -0.01),
        (1.0, 1.01),
        (1.0, f64::NAN),
    ] {
        assert!(entity.apply_decay(days, rate).is_err(), "{days} {rate}");
    }
    let back = entity.update_from_outcome(true, 0.3, noon());
    assert!(matches!(back, Err(TrustError::ClockWentBack { .. })));
    let rate = DecayRate::new(0.01).unwrap();
    assert!(entity.decay_until(noon(), rate).is_err());
    assert!(entity.days_since_last_action(noon()).is_err());
    assert!(entity.receive_witness("", true, 0.1).is_err());
    assert!(entity.give_witness("x:", true, 0.1).is_err());
    assert_eq!(entity, before);
    for id in ["", ":", "a:", ":b", "a:\n", &"x".repeat(2000)] {
        assert!(EntityTrust::new(id, noon()).is_err(), "{id:?}");
    }
}

#[test]
fn decay_on_read_is_the_same_however_often_it_is_read() {
    let rate = DecayRate::new(0.01).unwrap();
    let mut once = entity();
    for _ in 0..50 {
        once.update_from_outcome(true, 0.5, noon()).unwrap();
    }
    let mut often = once.clone();
    for day in 1..=30 {
        often.decay_until(later(day), rate).unwrap();
    }
    once.decay_until(later(30), rate).unwrap();
    assert_eq!(once, often);
    assert_eq!(once.days_since_last_action(later(30)).unwrap(), 30.0);
    let exact = 0.99f64.powi(30);
    let (before, _) = entity_after(50).evidence_of(Dimension::Training);
    let (after, _) = once.evidence_of(Dimension::Training);
    assert!((after / before - exact).abs() < 1e-8, "{after} {before}");
    assert_eq!(once.as_of(later(30), rate).unwrap(), once);
}

trait Amounts {
    fn evidence_of(&self, dimension: Dimension) -> (f64, f64);
}

impl Amounts for EntityTrust {
    fn evidence_of(&self, dimension: Dimension) -> (f64, f64) {
        match self.standing() {
            lawful_trust::model::Standing::Evidence(evidence) => {
                evidence.amounts(dimension, &lawful_trust::evidence::Parameters::STANDARD)
            }
            other => panic!("{other:?}"),
        }
    }
}

fn entity_after(successes: usize) -> EntityTrust {
    let mut entity = entity();
    for _ in 0..successes {
        entity.update_from_outcome(true, 0.5, noon()).unwrap();
    }
    entity
}

#[test]
fn events_count_once_and_nobody_witnesses_themselves() {
    let mut entity = entity();
    let testimony = Testimony::new(true, 0.5, WitnessStanding::FULL).unwrap();
    assert_eq!(
        entity.receive_event("a:b", 7, &testimony).unwrap(),
        Arrival::New
    );
    let once = entity.clone();
    assert_eq!(
        entity.receive_event("a:b", 7, &testimony).unwrap(),
        Arrival::Repeated
    );
    assert_eq!(
        entity.receive_event("mcp:files", 8, &testimony).unwrap(),
        Arrival::Repeated
    );
    assert!(!entity.receive_testimony("mcp:files", &testimony).unwrap());
    assert_eq!(entity, once);
    assert_eq!(entity.witnessed_by().collect::<Vec<_>>(), ["a:b"]);
}

#[test]
fn a_crowd_of_strangers_stays_under_the_bound() {
    let mut entity = entity();
    for k in 0..10_000 {
        entity
            .receive_witness(&format!("fresh:{k}"), true, 1.0)
            .unwrap();
    }
    assert!(entity.score(Dimension::Veracity) <= 0.75);
    assert_eq!(entity.witnessed_by().len(), 10_000);
    assert_eq!(entity.witnessed_by().next(), Some("fresh:0"));
    entity.receive_witness("fresh:77", true, 1.0).unwrap();
    assert_eq!(entity.witnessed_by().len(), 10_000);
}

#[test]
fn entities_come_back_bit_for_bit() {
    for model in ["evidence", "web4-0.1"] {
        let mut entity =
            EntityTrust::with_model("mcp:files", rules(model).unwrap(), noon()).unwrap();
        for k in 0..40 {
            entity
                .update_from_outcome(k % 3 > 0, 0.37, later(k))
                .unwrap();
            entity
                .receive_witness(&format!("w:{}", k % 7), k % 5 > 0, 0.21)
                .unwrap();
            entity.give_witness(&format!("g:{k}"), true, 0.1).unwrap();
            entity.apply_decay(20.0, 0.03).unwrap();
        }
        let json = serde_json::to_string(&entity).unwrap();
        assert_eq!(serde_json::from_str::<EntityTrust>(&json).unwrap(), entity);
        let bytes = entity.to_bytes();
        let read = EntityTrust::from_bytes(&bytes).unwrap();
        assert_eq!(read, entity);
        assert_eq!(read.to_bytes(), bytes);
        for length in 0..bytes.len() {
            assert!(EntityTrust::from_bytes(&bytes[..length]).is_err());
        }
    }
}

#[test]
fn records_that_contradict_themselves_are_refused() {
    let mut record = entity().record();
    record.success_count = 1;
    assert!(EntityTrust::try_from(record).is_err());
    let mut record = entity().record();
    record.model = rules("web4-0.1").unwrap();
    assert!(EntityTrust::try_from(record).is_err());
    let json = serde_json::to_string(&entity().record()).unwrap();
    let record: EntityRecord = serde_json::from_str(&json).unwrap();
    assert_eq!(record, entity().record());
    let nobodys = json.replace(r#""model":"evidence""#, r#""model":"nobody""#);
    assert_ne!(nobodys, json);
    let error = serde_json::from_str::<EntityRecord>(&nobodys).unwrap_err();
    let told = error.to_string();
    assert!(told.contains("no trust model is called `nobody`"), "{told}");
}

#[test]
fn evidence_fades_from_when_it_came() {
    let rate = DecayRate::new(0.01).unwrap();
    let mut entity = entity();
    for _ in 0..20 {
        entity.update_from_outcome(true, 0.5, later(730)).unwrap();
    }
    // A second after it came nothing has faded, however old the entity is.
    assert_eq!(
        entity.as_of(later(730), rate).unwrap().scores(),
        entity.scores()
    );
    let after = entity.as_of(later(760), rate).unwrap();
    let mut thirty = entity.clone();
    thirty.apply_decay(30.0, 0.01).unwrap();
    assert_eq!(after.scores(), thirty.scores());
    // What was there before fades until then if that is asked for.
    let mut old = entity.clone();
    old.decay_until(later(800), rate).unwrap();
    assert_eq!(old.known_until(), later(800));
    assert!(old.score(Dimension::Training) < entity.score(Dimension::Training));
}

#[test]
fn no_time_before_what_is_known_is_taken() {
    let rate = DecayRate::new(0.01).unwrap();
    let mut entity = entity();
    entity.decay_until(later(90), rate).unwrap();
    let before = entity.clone();
    assert!(matches!(
        entity.update_from_outcome(true, 0.5, later(2)),
        Err(TrustError::ClockWentBack { .. })
    ));
    assert!(matches!(
        entity.come_to(later(89)),
        Err(TrustError::ClockWentBack { .. })
    ));
    assert!(matches!(
        entity.as_of(later(89), rate),
        Err(TrustError::AlreadyKnown { .. })
    ));
    assert_eq!(entity, before);
}

#[test]
fn decay_never_ends() {
    let mut entity = entity();
    let fresh = entity.score(Dimension::Training);
    for (days, rate) in [(60.0, 1.0), (f64::MAX, 0.01), (f64::MAX, 1.0), (1.0, 0.01)] {
        entity.apply_decay(days, rate).unwrap();
        for _ in 0..20 {
            entity.update_from_outcome(true, 1.0, noon()).unwrap();
        }
        let before = entity.score(Dimension::Training);
        entity.apply_decay(3650.0, 0.01).unwrap();
        assert!(
            before - entity.score(Dimension::Training) > 0.1,
            "{days} {rate}"
        );
        entity.apply_decay(1.0, 1.0).unwrap();
        assert_eq!(entity.score(Dimension::Training), fresh, "{days} {rate}");
        // What does not decay is still there.
        assert!(entity.score(Dimension::Talent) > fresh);
    }
}

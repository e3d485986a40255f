//! Many entities at once have the same numbers as one by one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::evidence::{Evidence, EvidenceColumns, Parameters};
use lawful_trust::{Decay, DecayRate, Dimension, TrustLevel};
use proptest::prelude::*;

type Step = (Vec<bool>, Vec<f64>, Vec<f64>, f64);

fn steps(rows: usize) -> impl Strategy<Value = Vec<Step>> {
    let numbers = |to| prop::collection::vec(prop_oneof![0.0..to, Just(0.0), Just(to)], rows);
    let step = (
        prop::collection::vec(any::<bool>(), rows),
        numbers(1.0),
        numbers(5000.0),
        prop_oneof![Just(0.01), Just(0.0), Just(1.0), 0.0..1.0],
    );
    prop::collection::vec(step, 0..6)
}

proptest! {
    #[test]
    fn as_one_by_one(steps in steps(5), forgiveness in prop_oneof![Just(0.0), Just(0.02)]) {
        let parameters = Parameters::STANDARD.with_forgiveness(forgiveness).unwrap();
        let mut columns = EvidenceColumns::neutral(5);
        let mut rows = [Evidence::default(); 5];
        for (success, magnitude, days, rate) in &steps {
            let rate = DecayRate::new(*rate).unwrap();
            columns.update(success, magnitude, &parameters).unwrap();
            columns.decay(days, rate, &parameters).unwrap();
            for (k, row) in rows.iter_mut().enumerate() {
                row.learn(success[k], magnitude[k], &parameters);
                row.decay(Decay::days(days[k], rate).unwrap(), &parameters);
            }
        }
        let mut scores = [0.0; 5];
        let mut levels = [TrustLevel::Low; 5];
        columns.levels(&parameters, &mut levels).unwrap();
        for dimension in Dimension::ALL {
            columns.scores(dimension, &parameters, &mut scores).unwrap();
            for (k, row) in rows.iter().enumerate() {
                prop_assert_eq!(columns.row(k), Some(*row));
                prop_assert_eq!(scores[k], row.score(dimension, &parameters));
                let sum: f64 = Dimension::TRUST.iter().map(|d| row.score(*d, &parameters)).sum();
                prop_assert_eq!(levels[k], TrustLevel::of(sum / 3.0));
            }
        }
    }
}

#[test]
fn blocks_meet_at_the_right_rows() {
    let (rows, parameters) = (100_003, Parameters::STANDARD);
    let magnitude: Vec<f64> = (0..rows).map(|k| f64::from(k % 101) / 100.0).collect();
    let success: Vec<bool> = (0..rows).map(|k| k % 7 > 2).collect();
    let days: Vec<f64> = (0..rows).map(|k| f64::from(k) / 30.0).collect();
    let rate = DecayRate::new(0.01).unwrap();
    let mut columns = EvidenceColumns::neutral(rows as usize);
    columns.update(&success, &magnitude, &parameters).unwrap();
    columns.decay(&days, rate, &parameters).unwrap();
    for k in 0..rows as usize {
        let mut row = Evidence::default();
        row.learn(success[k], magnitude[k], &parameters);
        row.decay(Decay::days(days[k], rate).unwrap(), &parameters);
        assert_eq!(columns.row(k), Some(row));
    }
}

#[test]
fn what_is_refused_changes_nothing() {
    let parameters = Parameters::STANDARD;
    let rate = DecayRate::new(0.01).unwrap();
    let mut columns = EvidenceColumns::neutral(2);
    columns
        .update(&[true, false], &[0.4, 0.6], &parameters)
        .unwrap();
    let before = columns.clone();
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert!(
            columns
                .update(&[true; 2], &[0.1, bad], &parameters)
                .is_err()
        );
        assert!(columns.decay(&[1.0, bad], rate, &parameters).is_err());
    }
    assert!(columns.decay(&[1.0, -1.0], rate, &parameters).is_err());
    assert!(columns.decay(&[1.0], rate, &parameters).is_err());
    assert!(
        columns
            .scores(Dimension::Talent, &parameters, &mut [0.0; 3])
            .is_err()
    );
    assert_eq!(columns, before);
    assert!(!columns.set_row(2, &Evidence::default()));
    assert_eq!(columns.row(2), None);
}

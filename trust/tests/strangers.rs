//! What witnesses say of whom nothing is known: bounded, faded as other evidence, replaced by scores
//! that are set.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod heard;

use heard::{NOW, entity, hear};
use lawful_trust::evidence::{EvidenceColumns, Parameters};
use lawful_trust::model::Standing;
use lawful_trust::{Decay, DecayRate, Dimension, EntityTrust};

fn heard(success: bool, words: usize) -> EntityTrust {
    let mut entity = entity("mcp:a");
    hear(&mut entity, 0..words, success, 1.0);
    entity
}

#[test]
fn praise_of_strangers_fades_as_other_praise_does() {
    let mut one = heard(true, 2);
    let before = one.scores();
    for _ in 0..30 {
        let uncertain = one.uncertainty(Dimension::Validity);
        one.apply_decay(30.0, 0.01).unwrap();
        assert!(one.uncertainty(Dimension::Validity) > uncertain);
    }
    // Temperament fades at half the rate, veracity not at all.
    let after = one.scores();
    let above = |scores: [f64; 6], d: Dimension| scores[d.index()] - 0.5;
    for (dimension, days) in [
        (Dimension::Validity, 900.0),
        (Dimension::Temperament, 450.0),
    ] {
        let evidence = |above: f64| 4.0 * above / (1.0 - 2.0 * above);
        let left = evidence(above(after, dimension)) / evidence(above(before, dimension));
        assert!(
            (left / 0.99f64.powf(days) - 1.0).abs() < 1e-3,
            "{dimension:?} {left}"
        );
    }
    assert_eq!(
        after[Dimension::Veracity.index()],
        before[Dimension::Veracity.index()]
    );
    one.apply_decay(20_000.0, 0.5).unwrap();
    assert_eq!(one.score(Dimension::Validity), 0.5);
    assert_eq!(one.score(Dimension::Temperament), 0.5);
    // At the end of the time line too.
    let mut last = heard(true, 2);
    last.apply_decay(1e300, 1.0).unwrap();
    assert_eq!(last.score(Dimension::Validity), 0.5);
}

#[test]
fn blame_of_strangers_stays_and_crowds_are_bounded() {
    let mut blamed = heard(false, 100);
    let before = blamed.scores();
    assert_eq!(before, heard(false, 1000).scores());
    blamed.apply_decay(10_000.0, 0.5).unwrap();
    assert_eq!(blamed.scores(), before);
    let praised = heard(true, 100);
    assert_eq!(praised.score(Dimension::Veracity), 0.75);
    assert_eq!(praised.scores(), heard(true, 1000).scores());
}

#[test]
fn a_score_that_is_set_is_read_back_whatever_strangers_said() {
    for success in [true, false] {
        for words in [1, 10, 100] {
            for dimension in Dimension::ALL {
                for score in [0.1, 0.2, 0.5, 0.9] {
                    let mut one = heard(success, words);
                    one.apply_decay(100.0, 0.01).unwrap();
                    one.set_score(dimension, score).unwrap();
                    let read = one.score(dimension);
                    assert!((read - score).abs() < 1e-9, "{dimension:?} {score} {read}");
                }
            }
            let (mut t3, mut v3) = (heard(success, words).t3(), heard(success, words).v3());
            t3.set_temperament(0.2).unwrap();
            v3.set_veracity(0.9).unwrap();
            assert!((t3.temperament() - 0.2).abs() < 1e-9);
            assert!((v3.veracity() - 0.9).abs() < 1e-9);
        }
    }
}

#[test]
fn entities_with_words_of_strangers_are_read_as_they_were_written() {
    for words in [0, 1, 3, 500] {
        for success in [true, false] {
            let mut one = heard(success, words);
            one.apply_decay(2_000.0, 0.01).unwrap();
            one.receive_witness("w:last", true, 0.3).unwrap();
            assert_eq!(EntityTrust::from_bytes(&one.to_bytes()).unwrap(), one);
            let json = serde_json::to_string(&one).unwrap();
            assert_eq!(serde_json::from_str::<EntityTrust>(&json).unwrap(), one);
        }
    }
}

#[test]
fn rows_with_words_of_strangers_are_those_of_entities() {
    let parameters = Parameters::STANDARD;
    let mut entities: Vec<EntityTrust> = (0..40).map(|k| heard(k % 3 != 0, k % 5)).collect();
    let evidence = |entity: &EntityTrust| match entity.standing() {
        Standing::Evidence(evidence) => *evidence,
        Standing::Scores(_) => unreachable!(),
    };
    let mut columns = EvidenceColumns::default();
    for entity in &entities {
        columns.push(&evidence(entity));
    }
    let rate = DecayRate::new(0.3).unwrap();
    for round in 0..30 {
        let days: Vec<f64> = (0..40).map(|k| f64::from(k * round)).collect();
        columns.decay(&days, rate, &parameters).unwrap();
        columns
            .update(&[round % 2 == 0; 40], &[0.1; 40], &parameters)
            .unwrap();
        let mut averages = [0.0; 40];
        columns.v3_averages(&parameters, &mut averages).unwrap();
        for (row, entity) in entities.iter_mut().enumerate() {
            entity.decay(Decay::days(days[row], rate).unwrap()).unwrap();
            entity
                .update_from_outcome(round % 2 == 0, 0.1, NOW)
                .unwrap();
            assert_eq!(columns.row(row), Some(evidence(entity)), "{row} {round}");
            assert_eq!(averages[row], entity.v3_average());
        }
    }
    let mut same = EvidenceColumns::neutral(40);
    for (row, entity) in entities.iter().enumerate() {
        assert!(same.set_row(row, &evidence(entity)));
    }
    assert_eq!(same, columns);
}

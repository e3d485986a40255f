//! Tensors: merging, sub-dimensions, the older names.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::tensor::{LegacyT3, LegacyV3};
use lawful_trust::{Dimension, T3Tensor, TrustLevel, V3Tensor};

fn after(outcomes: &[(bool, f64)]) -> T3Tensor {
    let mut t3 = T3Tensor::neutral();
    for (success, magnitude) in outcomes {
        t3.update_from_outcome(*success, *magnitude).unwrap();
    }
    t3
}

#[test]
fn merging_is_adding() {
    let (a, b) = ([(true, 0.3), (false, 0.1)], [(true, 0.9)]);
    let mut merged = after(&a);
    merged.merge(&after(&b)).unwrap();
    assert_eq!(merged, after(&[a[0], b[0], a[1]]));
    assert_eq!(merged.observation_counts(), [3; 3]);
}

#[test]
fn decay_spares_talent_and_makes_uncertain() {
    let mut t3 = after(&[(true, 1.0); 20]);
    let (scores, doubts) = (t3.scores(), t3.uncertainties());
    assert!(t3.apply_decay(100.0, 0.01).unwrap());
    let (then, after) = (t3.scores(), t3.uncertainties());
    assert_eq!(then[0], scores[0]);
    assert!(then[1] < scores[1] && then[2] < scores[2]);
    assert!(after[1] > doubts[1] && after[2] > doubts[2] && after[0] == doubts[0]);
    let mut bad = T3Tensor::new(0.2, 0.2, 0.2).unwrap();
    assert!(!bad.apply_decay(10_000.0, 0.01).unwrap());
    assert!((bad.average() - 0.2).abs() < 1e-9);
}

#[test]
fn evidence_of_a_part_reaches_the_whole() {
    let mut t3 = T3Tensor::neutral();
    t3.observe_sub_dimension("rust", Dimension::Talent, true, 1.0)
        .unwrap();
    let part = t3.sub_dimension("rust").unwrap();
    assert_eq!((part.parent, part.observations), (Dimension::Talent, 1));
    assert!((part.score - 0.75).abs() < 1e-9);
    assert_eq!(t3.talent(), part.score);
    assert_eq!(t3.observation_counts(), [1, 0, 0]);
    let before = t3.clone();
    for (name, parent, m) in [
        ("rust", Dimension::Training, 0.1),
        ("rust", Dimension::Veracity, 0.1),
        ("", Dimension::Talent, 0.1),
        ("x", Dimension::Talent, f64::NAN),
    ] {
        assert!(t3.observe_sub_dimension(name, parent, true, m).is_err());
        assert_eq!(t3, before);
    }
    t3.apply_decay(1e6, 0.5).unwrap();
    let json = serde_json::to_string(&t3).unwrap();
    assert_eq!(serde_json::from_str::<T3Tensor>(&json).unwrap(), t3);
}

#[test]
fn the_older_names_are_views() {
    let v3 = V3Tensor::new(0.7, 0.9, 0.5).unwrap();
    let shown = LegacyV3::of_three(v3.scores());
    for (a, b) in shown.to_three().into_iter().zip(v3.scores()) {
        assert!((a - b).abs() < 1e-15);
    }
    let t3 = T3Tensor::new(0.8, 0.7, 0.45).unwrap();
    let shown = LegacyT3::of_three(t3.scores());
    assert_eq!(shown.competence, t3.talent());
    for (a, b) in shown.to_three().into_iter().zip(t3.scores()) {
        assert!((a - b).abs() < 1e-15);
    }
}

#[test]
fn levels_begin_where_they_say() {
    for level in TrustLevel::ALL {
        assert_eq!(TrustLevel::of(level.threshold()), level);
        assert_eq!(level.to_string().parse::<TrustLevel>().unwrap(), level);
        assert_eq!(level.legacy_name().parse::<TrustLevel>().unwrap(), level);
    }
    assert_eq!(TrustLevel::of(0.7999), TrustLevel::MediumHigh);
}

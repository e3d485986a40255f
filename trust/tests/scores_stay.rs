//! No input, finite or not, makes a score leave 0 to 1 or become NaN; what is refused changes
//! nothing.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_trust::model::{Testimony, WitnessStanding, rules};
use lawful_trust::{DecayRate, Dimension, EntityTrust, T3Tensor, V3Tensor};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Act {
    Outcome(bool, f64, i64),
    Receive(u8, bool, f64),
    Testify(u8, bool, f64, f64, f64),
    Give(u8, bool, f64),
    Decay(f64, f64),
    Until(i64, f64),
    Set(usize, f64),
}

fn number() -> impl Strategy<Value = f64> {
    prop_oneof![
        4 => 0.0..=1.0,
        2 => any::<f64>(),
        2 => prop::num::f64::ANY,
        1 => Just(f64::NAN),
        1 => prop_oneof![Just(f64::INFINITY), Just(f64::NEG_INFINITY)],
        1 => prop_oneof![Just(0.0), Just(1.0), Just(-0.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)],
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let seconds = -1_000_000_000i64..4_000_000_000;
    prop_oneof![
        (any::<bool>(), number(), seconds.clone()).prop_map(|(a, b, c)| Act::Outcome(a, b, c)),
        (0u8..4, any::<bool>(), number()).prop_map(|(a, b, c)| Act::Receive(a, b, c)),
        (0u8..4, any::<bool>(), number(), number(), number())
            .prop_map(|(a, b, c, d, e)| Act::Testify(a, b, c, d, e)),
        (0u8..4, any::<bool>(), number()).prop_map(|(a, b, c)| Act::Give(a, b, c)),
        (number(), number()).prop_map(|(a, b)| Act::Decay(a, b)),
        (seconds, number()).prop_map(|(a, b)| Act::Until(a, b)),
        (0usize..6, number()).prop_map(|(a, b)| Act::Set(a, b)),
    ]
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}

fn id(k: u8) -> &'static str {
    ["a:0", "a:1", "test:me", ""][usize::from(k)]
}

fn run(entity: &mut EntityTrust, act: &Act) -> bool {
    match *act {
        Act::Outcome(success, m, s) => entity.update_from_outcome(success, m, at(s)).is_ok(),
        Act::Receive(who, success, m) => entity.receive_witness(id(who), success, m).is_ok(),
        Act::Testify(who, success, m, trust, confidence) => WitnessStanding::new(trust, confidence)
            .and_then(|w| Testimony::new(success, m, w))
            .and_then(|t| entity.receive_testimony(id(who), &t))
            .is_ok(),
        Act::Give(who, success, m) => entity.give_witness(id(who), success, m).is_ok(),
        Act::Decay(days, rate) => entity.apply_decay(days, rate).is_ok(),
        Act::Until(s, rate) => DecayRate::new(rate)
            .and_then(|rate| entity.decay_until(at(s), rate))
            .is_ok(),
        Act::Set(d, score) => entity.set_score(Dimension::ALL[d], score).is_ok(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn of_entities(acts in prop::collection::vec(act(), 0..25), web4 in any::<bool>()) {
        let model = rules(if web4 { "web4-0.1" } else { "evidence" }).unwrap();
        let mut entity = EntityTrust::with_model("test:me", model, Timestamp::UNIX_EPOCH).unwrap();
        for act in &acts {
            let before = entity.clone();
            if !run(&mut entity, act) {
                prop_assert_eq!(&entity, &before);
            }
            for dimension in Dimension::ALL {
                let (score, doubt) = (entity.score(dimension), entity.uncertainty(dimension));
                prop_assert!((0.0..=1.0).contains(&score), "{} {}", dimension, score);
                prop_assert!((0.0..=1.0).contains(&doubt), "{} {}", dimension, doubt);
            }
            prop_assert!((0.0..=1.0).contains(&entity.t3_average()));
            prop_assert!((0.0..=1.0).contains(&entity.v3_average()));
            prop_assert!((0.0..=1.0).contains(&entity.t3().aggregate()));
            prop_assert!((0.0..=1.0).contains(&entity.v3().aggregate()));
            let bytes = entity.to_bytes();
            prop_assert_eq!(&EntityTrust::from_bytes(&bytes).unwrap(), &entity);
        }
    }

    #[test]
    fn of_tensors(
        start in [number(), number(), number()],
        acts in prop::collection::vec((0u8..4, any::<bool>(), number(), number()), 0..20),
    ) {
        let [a, b, c] = start;
        let mut t3 = T3Tensor::new(a, b, c).unwrap_or_default();
        let mut v3 = V3Tensor::new(a, b, c).unwrap_or_default();
        for (kind, success, x, y) in acts {
            let (trust, value) = (t3.clone(), v3.clone());
            let refused = match kind {
                0 => [
                    t3.update_from_outcome(success, x).is_err(),
                    v3.update_from_outcome(success, x).is_err(),
                ],
                1 => [t3.apply_decay(x, y).is_err(), v3.apply_decay(x, y).is_err()],
                2 => [t3.set_training(x).is_err(), v3.set_validity(x).is_err()],
                _ => [
                    t3.observe_sub_dimension("s", Dimension::Training, success, x).is_err(),
                    v3.observe_sub_dimension("s", Dimension::Validity, success, x).is_err(),
                ],
            };
            if refused[0] {
                prop_assert_eq!(&t3, &trust);
            }
            if refused[1] {
                prop_assert_eq!(&v3, &value);
            }
            let subs = t3.sub_dimensions().map(|s| s.score).chain(v3.sub_dimensions().map(|s| s.score));
            for score in t3.scores().into_iter().chain(v3.scores()).chain(subs) {
                prop_assert!((0.0..=1.0).contains(&score), "{}", score);
            }
            prop_assert!((0.0..=1.0).contains(&t3.aggregate()));
            prop_assert!((0.0..=1.0).contains(&v3.aggregate()));
        }
    }
}

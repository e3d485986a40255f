//! Models of plugin authors: parameters of one's own keep the laws too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::evidence::{DecayShare, Parameters};
use lawful_trust::model::ByEvidence;
use lawful_trust::theories::{Under, trust_model};

fn check(name: &'static str, parameters: Parameters) {
    let model = Under::new(ByEvidence::new(name, parameters));
    let evidence = lawful::evidence_of::<trust_model::Theory, _>(name, model).unwrap();
    for law in &evidence.laws {
        assert!(law.verdict().holds(), "{name} {}: {:?}", law.law, law);
    }
}

#[test]
fn other_parameters_keep_the_laws() {
    let standard = || Parameters::STANDARD;
    check("demo.stern", standard().with_failure_weight(5.0).unwrap());
    check("demo.sterner", standard().with_failure_weight(1.5).unwrap());
    let shares = [0.8, 0.1, 0.0, 0.3, 0.3, 0.3];
    check(
        "demo.shares",
        standard().with_outcome_shares(shares).unwrap(),
    );
    let decay = [DecayShare::QUARTER; 6];
    check("demo.quarters", standard().with_decay_shares(decay));
}

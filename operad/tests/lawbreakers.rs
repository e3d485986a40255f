//! Every law of an operad has a lawbreaker, and every lawbreaker breaks what it says and nothing
//! else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check};
use lawful::evidence::Verdict;
use lawful::theory::{Lawbreaker, lawbreakers, theories};
use lawful_operad as _;

fn is_ours(theory: &str) -> bool {
    theory.contains("operad") || theory == "prover"
}

fn ours() -> Vec<(String, Lawbreaker)> {
    let mut all = lawbreakers();
    all.retain(|(theory, _)| is_ours(theory));
    all
}

#[test]
fn every_own_law_has_a_lawbreaker() {
    let all = ours();
    let mut laws = 0;
    for theory in theories().iter().filter(|t| is_ours(&t.id)) {
        for law in theory.laws.iter().rev().take(theory.own_laws) {
            laws += 1;
            assert!(
                all.iter()
                    .any(|(id, b)| *id == theory.id && b.breaks.contains(&law.id.name)),
                "no lawbreaker breaks `{}`",
                law.id
            );
        }
    }
    assert!(laws >= 20, "only {laws} laws are linked");
}

#[test]
fn every_lawbreaker_breaks_one_law_and_no_other() {
    let all = ours();
    let models: Vec<_> = all.iter().map(|(_, b)| b.model.clone()).collect();
    let config = Config::default();
    let report = check(&models, &config, &Regressions::default(), &mut Silent).unwrap();
    for (theory, breaker) in &all {
        assert_eq!(breaker.breaks.len(), 1, "{}", breaker.model.id());
        let evidence = report.model(breaker.model.id()).unwrap();
        for law in &evidence.laws {
            let (home, name) = law.law.rsplit_once('.').unwrap();
            let should_break = home == theory && breaker.breaks[0] == name;
            let verdict = law.verdict();
            let refuted = matches!(verdict, Verdict::Refuted { .. });
            assert_eq!(
                refuted, should_break,
                "{} {}: {verdict:?}",
                evidence.model, law.law
            );
            assert!(
                refuted || verdict.holds(),
                "{} {}: {verdict:?}",
                evidence.model,
                law.law
            );
        }
    }
}

//! Every law has a lawbreaker, and every lawbreaker breaks what it says and nothing else.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check};
use lawful::evidence::Verdict;
use lawful::theory::{lawbreakers, theories};

#[test]
fn every_own_law_of_a_theory_has_a_lawbreaker() {
    let all = lawbreakers();
    let mut laws = 0;
    for theory in theories() {
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
    assert!(laws >= 47, "only {laws} laws are linked");
}

#[test]
fn every_lawbreaker_breaks_what_it_says_and_nothing_else() {
    let all = lawbreakers();
    assert!(all.len() >= 47, "only {} lawbreakers are linked", all.len());
    let models: Vec<_> = all.iter().map(|(_, b)| b.model.clone()).collect();
    let report = check(
        &models,
        &Config::default(),
        &Regressions::default(),
        &mut Silent,
    )
    .unwrap();
    for (theory, breaker) in &all {
        let evidence = report.model(breaker.model.id()).unwrap();
        for law in &evidence.laws {
            let (home, name) = law.law.rsplit_once('.').unwrap();
            let should_break = home == theory && breaker.breaks.iter().any(|b| b == name);
            match law.verdict() {
                Verdict::Refuted { .. } => {
                    assert!(should_break, "{} breaks {}", evidence.model, law.law)
                }
                verdict => {
                    assert!(
                        !should_break,
                        "{} keeps {}: {verdict:?}",
                        evidence.model, law.law
                    );
                    assert!(
                        verdict.holds(),
                        "{} of {}: {verdict:?}",
                        law.law,
                        evidence.model
                    );
                }
            }
        }
    }
}

//! The simple form: its laws are decided on finite models, and it is the one-slot case of the full
//! form.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful::Sort;
use lawful::evidence::{Proof, Verdict};
use lawful_operad::theories::{Operad, symmetric_operad};
use lawful_operad::{FiniteOperad, FullOperad, verify_operad_laws};

#[derive(Clone)]
struct Shifts(u16);

impl Operad for Shifts {
    type Operation = u16;
    fn operation(&self) -> Sort<u16> {
        Sort::finite((0..self.0).collect::<Vec<_>>())
    }
    fn compose(&self, a: &u16, b: &u16) -> u16 {
        (a + b) % self.0
    }
    fn identity(&self) -> u16 {
        0
    }
}

struct Differences;

impl Operad for Differences {
    type Operation = u16;
    fn operation(&self) -> Sort<u16> {
        Sort::finite((0..5).collect::<Vec<_>>())
    }
    fn compose(&self, a: &u16, b: &u16) -> u16 {
        a.abs_diff(*b)
    }
    fn identity(&self) -> u16 {
        0
    }
}

#[test]
fn finite_operads_are_proved_by_visiting_or_by_lights_test() {
    let small = verify_operad_laws("shifts", Shifts(16)).unwrap();
    let verdict = small.law("operad.associative").unwrap().verdict();
    assert_eq!(
        verdict,
        Verdict::Proved {
            proof: Proof::WholeDomain { cases: 4096 }
        }
    );
    let large = verify_operad_laws("shifts", Shifts(100)).unwrap();
    let verdict = large.law("operad.associative").unwrap().verdict();
    assert!(matches!(
        verdict,
        Verdict::Proved {
            proof: Proof::Light { elements: 100, .. }
        }
    ));
}

#[test]
fn the_table_says_what_the_checker_says() {
    let fast = verify_operad_laws("shifts", Shifts(16)).unwrap();
    let slow =
        lawful::evidence_of::<lawful_operad::theories::operad::Theory, _>("shifts", Shifts(16))
            .unwrap();
    for (a, b) in fast.laws.iter().zip(&slow.laws) {
        assert_eq!(
            (&a.law, &a.statement, a.verdict()),
            (&b.law, &b.statement, b.verdict())
        );
    }
    assert_eq!(fast.laws.len(), slow.laws.len());
}

#[test]
fn a_violation_tells_the_smallest_counterexample() {
    let error = verify_operad_laws("differences", Differences).unwrap_err();
    let told = error.to_string();
    assert!(told.contains("(a ∘ b) ∘ c = a ∘ (b ∘ c)"), "{told}");
    let law = error.evidence().law("operad.associative").unwrap();
    let Verdict::Refuted { counterexample } = law.verdict() else {
        panic!("not refuted");
    };
    assert_eq!(counterexample.substitution.len(), 3);
    assert!(
        error
            .evidence()
            .law("operad.left_identity")
            .unwrap()
            .verdict()
            .holds()
    );
}

#[test]
fn tables_that_are_no_operads_are_refused() {
    let refused = |n, table, identity| {
        FiniteOperad::new(n, table, identity)
            .unwrap_err()
            .to_string()
    };
    assert!(refused(0, vec![], 0).contains("element"));
    assert!(refused(2, vec![0, 1, 1], 0).contains('3'));
    assert!(refused(2, vec![0, 1, 1, 7], 0).contains('7'));
    assert_eq!(
        refused(2, vec![0, 1, 1, 0], 2),
        "the identity `2` is not one of the 2 operations, which count from 0"
    );
    assert!(refused(5000, vec![], 0).contains("5000"));
}

#[test]
fn the_simple_form_is_the_one_slot_case_of_the_full_form() {
    let model = Shifts(5);
    assert_eq!(model.inputs(&3), [()]);
    assert_eq!(model.try_compose_at(&3, 0, &4), Ok(2));
    assert!(model.try_compose_at(&3, 1, &4).is_err());
    let full = lawful::evidence_of::<symmetric_operad::Theory, _>("shifts", model).unwrap();
    for law in &full.laws {
        let expected = match law.law.as_str() {
            // One slot has nothing beside it.
            "colored_operad.parallel" => "vacuous",
            _ => "proved",
        };
        assert_eq!(law.verdict().name(), expected, "{}", law.law);
    }
    let full =
        lawful::evidence_of::<symmetric_operad::Theory, _>("differences", Differences).unwrap();
    let refuted: Vec<&str> = full
        .laws
        .iter()
        .filter(|law| law.verdict().name() == "refuted")
        .map(|law| law.law.as_str())
        .collect();
    assert_eq!(refuted, ["colored_operad.sequential"]);
}

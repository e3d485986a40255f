//! Planted faults: each is refuted, and shrunk to its smallest witness.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Budget, Config, Regressions, Silent, check};
use lawful::evidence::{Counterexample, Verdict};
use lawful::prelude::*;
use std::sync::Arc;

struct Fault(fn(i64, i64) -> i64);

impl Carrier for Fault {
    type Elem = i64;
    fn elem(&self) -> Sort<i64> {
        Sort::any()
    }
}

impl Semigroup for Fault {
    fn combine(&self, a: &i64, b: &i64) -> i64 {
        (self.0)(*a, *b)
    }
}

fn refute(fault: fn(i64, i64) -> i64) -> Counterexample {
    let model = lawful::model::of::<semigroup::Theory, _>("fault", "1", Fault(fault)).unwrap();
    let config = Config {
        budget: Budget::Cases(100_000),
        ..Config::default()
    };
    let report = check(
        &[Arc::new(model)],
        &config,
        &Regressions::default(),
        &mut Silent,
    )
    .unwrap();
    match report.evidence[0].laws[0].verdict() {
        Verdict::Refuted { counterexample } => *counterexample,
        other => panic!("not refuted: {other:?}"),
    }
}

fn values(found: &Counterexample) -> [i64; 3] {
    let values: Vec<i64> = found
        .substitution
        .iter()
        .map(|b| b.value.parse().unwrap())
        .collect();
    values.try_into().unwrap()
}

fn weight(values: &[i64]) -> u128 {
    values
        .iter()
        .map(|v| u128::from(v.unsigned_abs()) * 2 + u128::from(*v < 0))
        .sum()
}

fn fails(op: fn(i64, i64) -> i64, [a, b, c]: [i64; 3]) -> bool {
    op(op(a, b), c) != op(a, op(b, c))
}

/// Returns the weight of the lightest refuting triple of small numbers.
fn lightest_small(op: fn(i64, i64) -> i64) -> Option<u128> {
    let small = -6..=6;
    small
        .clone()
        .flat_map(|a| {
            small
                .clone()
                .flat_map(move |b| (-6..=6).map(move |c| [a, b, c]))
        })
        .filter(|triple| fails(op, *triple))
        .map(|triple| weight(&triple))
        .min()
}

fn check_small(op: fn(i64, i64) -> i64) {
    let found = refute(op);
    assert!(fails(op, values(&found)));
    assert_eq!(
        Some(weight(&values(&found))),
        lightest_small(op),
        "{:?}",
        found.substitution
    );
    assert!(!found.shrink.out_of_budget);
}

#[test]
fn midpoint_has_its_smallest_witness() {
    check_small(|a, b| a.midpoint(b));
}

#[test]
fn wrong_where_equal_has_its_smallest_witness() {
    check_small(|a, b| {
        if a == b {
            a.wrapping_add(b).wrapping_add(1)
        } else {
            a.wrapping_add(b)
        }
    });
}

#[test]
fn wrong_at_zero_has_its_smallest_witness() {
    check_small(|a, b| {
        if (a, b) == (0, 0) {
            1
        } else {
            a.wrapping_add(b)
        }
    });
}

#[test]
fn wrong_where_the_product_is_six_has_its_smallest_witness() {
    check_small(|a, b| {
        if a.wrapping_mul(b) == 6 {
            0
        } else {
            a.wrapping_add(b)
        }
    });
}

#[test]
fn saturating_addition_has_its_smallest_witness() {
    let found = refute(i64::saturating_add);
    // One step over the end and one step back: no two numbers overflow with less.
    assert_eq!(
        weight(&values(&found)),
        weight(&[i64::MAX, 1, -1]),
        "{:?}",
        found.substitution
    );
}

#[test]
fn wrong_only_at_the_minimum_has_its_smallest_witness() {
    fn op(a: i64, b: i64) -> i64 {
        if a == i64::MIN { 7 } else { a.wrapping_add(b) }
    }
    let found = refute(op);
    assert!(fails(op, values(&found)));
    // MIN need not appear itself: MAX and 1 wrap to it, and nothing lighter does.
    assert_eq!(
        weight(&values(&found)),
        weight(&[i64::MAX, 1, 0]),
        "{:?}",
        found.substitution
    );
}

#[test]
fn which_variables_matter_is_told() {
    fn op(a: i64, b: i64) -> i64 {
        if b == 5 { 0 } else { a }
    }
    let found = refute(op);
    let shown: Vec<_> = found
        .substitution
        .iter()
        .map(|b| (b.value.as_str(), b.matters))
        .collect();
    // a = 1, b anything but 5, c = 5 or so: the verdict is in the story, not in the letters.
    assert!(found.substitution.iter().any(|b| b.matters), "{shown:?}");
    assert!(found.frequency.failed <= found.frequency.sampled && found.frequency.sampled <= 200);
}

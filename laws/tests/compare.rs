//! Two models over the same cases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Budget, Config};
use lawful::compare::{CompareError, Comparison, Outcome, compare};
use lawful::evidence::Verdict;
use lawful::machines::*;
use lawful::model::{Model, of};
use lawful::prelude::*;
use lawful::theories::semigroup;
use std::sync::Mutex;

#[derive(Clone)]
struct Plus<T: 'static>(Sort<T>, fn(&T, &T) -> T);

impl<T: lawful::Element> Carrier for Plus<T> {
    type Elem = T;
    fn elem(&self) -> Sort<T> {
        self.0.clone()
    }
}
impl<T: lawful::Element> Semigroup for Plus<T> {
    fn combine(&self, a: &T, b: &T) -> T {
        (self.1)(a, b)
    }
}

fn model<T: lawful::Element>(id: &str, sort: Sort<T>, combine: fn(&T, &T) -> T) -> Model {
    of::<semigroup::Theory, _>(id, "1", Plus(sort, combine)).unwrap()
}

fn against(left: &Model, right: &Model) -> Comparison {
    let config = Config {
        budget: Budget::Cases(2_000),
        ..Config::default()
    };
    compare(left, right, &config).unwrap()
}

#[test]
fn equal_models_agree_with_a_proof_where_the_domain_is_small() {
    let small = || Sort::finite((0u8..16).collect::<Vec<_>>());
    let left = model("t.left", small(), |a, b| a | b);
    let right = model("t.right", small(), |a, b| b | a);
    let found = against(&left, &right);
    assert!(found.agrees() && found.difference().is_none());
    assert!(matches!(
        found.operations[0].verdict(),
        Verdict::Proved { .. }
    ));
}

#[test]
fn the_first_difference_is_shrunk() {
    let left = model("t.left", Sort::<i64>::any(), |a, b| a.wrapping_add(*b));
    let right = model("t.right", Sort::<i64>::any(), |a, b| a.saturating_add(*b));
    let found = against(&left, &right).difference().unwrap();
    assert_eq!(found.operation, "combine");
    let sum: i128 = found
        .arguments
        .iter()
        .map(|b| b.value.parse::<i128>().unwrap())
        .sum();
    assert!(sum == i128::from(i64::MAX) + 1 || sum == i128::from(i64::MIN) - 1);
    assert!(matches!(found.left, Outcome::Returned(_)));
}

#[test]
fn raising_is_an_outcome() {
    let raises = |a: &i64, b: &i64| -> i64 { a.checked_div(*b).expect("divides by nothing") };
    let left = model("t.left", Sort::<i64>::any(), raises);
    let also = model("t.also", Sort::<i64>::any(), |a, b| {
        a.checked_div(*b).expect("other words")
    });
    assert!(against(&left, &also).agrees());
    let quiet = model("t.quiet", Sort::<i64>::any(), |a, b| {
        a.checked_div(*b).unwrap_or(0)
    });
    let found = against(&left, &quiet).difference().unwrap();
    assert_eq!(
        found.left,
        Outcome::Raised("panicked: divides by nothing".to_owned())
    );
    assert_eq!(found.right, Outcome::Returned("0".to_owned()));
}

#[test]
fn values_of_another_type_are_carried_as_text() {
    let left = model("t.left", Sort::<i32>::any(), |a, b| *a.max(b));
    let right = model("t.right", Sort::<i64>::any(), |a, b| *a.max(b));
    assert!(against(&left, &right).agrees());
    let text = model("t.text", Sort::<String>::any(), |a, b| format!("{a}{b}"));
    // A number is none of the texts: the second model refuses what the first one takes.
    let found = against(&left, &text).difference().unwrap();
    assert!(matches!(found.right, Outcome::Raised(_)));
}

#[test]
fn a_model_without_a_common_operation_is_refused() {
    let left = model("t.left", Sort::<i32>::any(), |a, b| *a.max(b));
    let counter = Model::builder("t.counter", "1").unwrap();
    let mut counter = counter;
    counter.theory::<counter::Theory, _>(&std::sync::Arc::new(Wrapping(i64::MAX)));
    let counter = counter.build().unwrap();
    assert!(matches!(
        compare(&left, &counter, &Config::default()),
        Err(CompareError::Nothing { .. })
    ));
}

/// A counter that forgets everything at a number.
struct Wrapping(i64);

impl Counter for Wrapping {
    type Live = Mutex<i64>;
    fn start(&self) -> Mutex<i64> {
        Mutex::new(0)
    }
    fn add(&self, live: &Mutex<i64>, n: &i64) -> i64 {
        let mut now = live.lock().unwrap();
        *now = now.wrapping_add(*n);
        if *now > self.0 {
            *now = 0;
        }
        *now
    }
    fn get(&self, live: &Mutex<i64>) -> i64 {
        *live.lock().unwrap()
    }
}

fn counter(id: &str, most: i64) -> Model {
    of::<counter::Theory, _>(id, "1", Wrapping(most)).unwrap()
}

#[test]
fn systems_are_compared_over_programs() {
    assert!(against(&counter("t.a", i64::MAX), &counter("t.b", i64::MAX)).agrees());
    // The first system is the reference: what the machine says of both does not matter.
    assert!(against(&counter("t.a", 7), &counter("t.b", 7)).agrees());
    let found = against(&counter("t.a", i64::MAX), &counter("t.b", 7))
        .difference()
        .unwrap();
    assert_eq!(found.operation, "counter");
    assert_eq!(found.arguments[0].value, "add(8)");
    assert_eq!(found.left, Outcome::Returned("8".to_owned()));
    assert_eq!(found.right, Outcome::Returned("0".to_owned()));
}

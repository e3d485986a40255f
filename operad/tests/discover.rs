//! What is discovered: everything that holds, and no consequence of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful::model::Model;
use lawful::prelude::*;
use lawful_operad::discover::{DiscoverError, Discoveries, Options, discover};

struct Max;

impl Carrier for Max {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::finite([0, 1, 2, 3, 4])
    }
}
impl Semigroup for Max {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        *a.max(b)
    }
}
impl Monoid for Max {
    fn empty(&self) -> u8 {
        0
    }
}
impl CommutativeSemigroup for Max {}
impl CommutativeMonoid for Max {}
impl Band for Max {}
impl Semilattice for Max {}
impl BoundedSemilattice for Max {}

fn names(found: &Discoveries) -> Vec<&str> {
    found.new.iter().map(|law| law.name.as_str()).collect()
}

/// The operations of a model without any of its claims.
fn unclaimed(model: &Model) -> Model {
    let mut builder = Model::builder(model.id(), "1").unwrap();
    for name in &model.signature().sorts {
        builder.any_sort(name.clone(), model.sort(name).unwrap().clone());
    }
    for op in &model.signature().ops {
        builder.op(op.clone(), model.op(&op.key).unwrap().clone());
    }
    builder.build().unwrap()
}

#[test]
fn a_bounded_semilattice_has_four_laws_and_no_consequence_is_printed() {
    let model = lawful::model::of::<bounded_semilattice::Theory, _>("max", "1", Max).unwrap();
    let found = discover(&unclaimed(&model), &Options::default()).unwrap();
    assert_eq!(
        names(&found),
        [
            "empty is a left identity of combine",
            "combine is commutative",
            "combine is associative",
            "combine is idempotent",
        ]
    );
    assert!(found.new.iter().all(|law| law.verdict.name() == "proved"));
    assert!(found.given.is_empty() && found.redundant.is_empty() && found.broken.is_empty());
    let told = found.to_string();
    assert!(told.contains("also: combine is commutative"), "{told}");
    assert!(told.contains("claim it to merge in any order"), "{told}");
}

#[test]
fn nothing_new_when_all_is_claimed_and_redundant_claims_are_derived() {
    let model = lawful::model::of::<bounded_semilattice::Theory, _>("max", "1", Max).unwrap();
    let found = discover(&model, &Options::default()).unwrap();
    assert_eq!(names(&found), [""; 0]);
    let redundant: Vec<&str> = found.redundant.iter().map(|law| law.law.as_str()).collect();
    assert_eq!(redundant, ["monoid.left_identity", "monoid.right_identity"]);
    assert!(found.redundant[0].derivation.len() >= 3);
    assert!(found.to_string().contains("follows from the other claims"));
}

struct Concat;

impl Carrier for Concat {
    type Elem = String;
    fn elem(&self) -> Sort<String> {
        Sort::strategy("[ab]{0,3}")
    }
}
impl Semigroup for Concat {
    fn combine(&self, a: &String, b: &String) -> String {
        format!("{a}{b}")
    }
}
impl Monoid for Concat {
    fn empty(&self) -> String {
        String::new()
    }
}

#[test]
fn strings_are_a_monoid_and_no_more() {
    let model = lawful::model::of::<monoid::Theory, _>("concat", "1", Concat).unwrap();
    let found = discover(&unclaimed(&model), &Options::default()).unwrap();
    assert_eq!(
        names(&found),
        [
            "empty is a left identity of combine",
            "empty is a right identity of combine",
            "combine is associative",
        ]
    );
    assert!(found.new.iter().all(|law| law.verdict.name() == "tested"));
}

struct Bits;

impl Carrier for Bits {
    type Elem = u8;
    fn elem(&self) -> Sort<u8> {
        Sort::finite([0, 1, 2, 3])
    }
}
impl Semigroup<Join> for Bits {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a | b
    }
}
impl Semigroup<Meet> for Bits {
    fn combine(&self, a: &u8, b: &u8) -> u8 {
        a & b
    }
}
impl<R: lawful::theory::Role> CommutativeSemigroup<R> for Bits where Bits: Semigroup<R> {}
impl<R: lawful::theory::Role> Band<R> for Bits where Bits: Semigroup<R> {}
impl<R: lawful::theory::Role> Semilattice<R> for Bits where Bits: Semigroup<R> {}
impl Lattice for Bits {}

#[test]
fn a_lattice_of_bits_also_distributes() {
    let model = lawful::model::of::<lattice::Theory, _>("bits", "1", Bits).unwrap();
    let found = discover(&model, &Options::default()).unwrap();
    let new = names(&found);
    assert!(
        new.iter().any(|name| name.contains("distributes over")),
        "{new:?}"
    );
    assert!(new.len() <= 2, "{new:?}");
    let redundant: Vec<&str> = found.redundant.iter().map(|law| law.law.as_str()).collect();
    assert!(
        redundant.iter().any(|law| law.contains("idempotent")),
        "{redundant:?}"
    );
}

#[test]
fn a_claim_that_fails_is_not_believed() {
    struct Minus;
    impl Carrier for Minus {
        type Elem = i64;
        fn elem(&self) -> Sort<i64> {
            Sort::any()
        }
    }
    impl Semigroup for Minus {
        fn combine(&self, a: &i64, b: &i64) -> i64 {
            a.wrapping_sub(*b)
        }
    }
    let model = lawful::model::of::<semigroup::Theory, _>("minus", "1", Minus).unwrap();
    let found = discover(&model, &Options::default()).unwrap();
    assert_eq!(found.broken, ["semigroup.associative"]);
    assert!(found.given.is_empty());
    assert!(!names(&found).iter().any(|n| n.contains("associative")));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let model = lawful::model::of::<semigroup::Theory, _>("max", "1", Max).unwrap();
    let options = Options {
        size: 1,
        ..Options::default()
    };
    assert_eq!(discover(&model, &options), Err(DiscoverError::Size(1)));
    let empty = Model::builder("empty", "1").unwrap().build().unwrap();
    assert!(matches!(
        discover(&empty, &Options::default()),
        Err(DiscoverError::Nothing(_))
    ));
}

//! Equality modulo equations: what is found is replayed, and the two ways of deciding agree.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful_operad::derive::{Derivation, Equality, Limits, ReplayError, decide, simplify};
use lawful_operad::term::{Normalizer, Presentation, Signature, TermId, Terms, enumerate};

fn presentation(equations: &[(&str, &str)]) -> Presentation {
    let signature = Signature::single([("mul", 2), ("inv", 1), ("one", 0)]).unwrap();
    let mut made = Presentation::new(signature);
    for (name, text) in equations {
        made.equation(name, text).unwrap();
    }
    made
}

const ASSOCIATIVE: (&str, &str) = (
    "associative",
    "a, b, c: mul(mul(a, b), c) = mul(a, mul(b, c))",
);
const COMMUTATIVE: (&str, &str) = ("commutative", "a, b: mul(a, b) = mul(b, a)");
const IDEMPOTENT: (&str, &str) = ("idempotent", "a: mul(a, a) = a");
const LEFT_UNIT: (&str, &str) = ("left unit", "a: mul(one, a) = a");
const LEFT_INVERSE: (&str, &str) = ("left inverse", "a: mul(inv(a), a) = one");

fn decided(theory: &mut Presentation, left: &str, right: &str) -> Equality {
    let left = theory.terms.parse(left, &["x", "y", "z"]).unwrap();
    let right = theory.terms.parse(right, &["x", "y", "z"]).unwrap();
    decide(theory, left, right, &Limits::default())
}

fn derived(theory: &mut Presentation, left: &str, right: &str) -> Derivation {
    match decided(theory, left, right) {
        Equality::Equal(derivation) => derivation,
        other => panic!("{left} = {right}: {other:?}"),
    }
}

#[test]
fn a_derivation_tells_every_step() {
    let mut theory = presentation(&[COMMUTATIVE, LEFT_UNIT]);
    let derivation = derived(&mut theory, "mul(x, one)", "x");
    assert_eq!(derivation.replay(&mut theory), Ok(()));
    let lines = derivation.lines(&theory);
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0], "mul(x, one)");
    assert!(
        lines[1].starts_with("= mul(one, x) by commutative"),
        "{lines:?}"
    );
    assert_eq!(lines[2], "= x by left unit, left to right");
}

#[test]
fn group_laws_follow_from_one_sided_axioms() {
    let mut theory = presentation(&[ASSOCIATIVE, LEFT_UNIT, LEFT_INVERSE]);
    let derivation = derived(&mut theory, "mul(x, inv(x))", "one");
    assert!(derivation.steps.len() > 3);
    assert_eq!(derivation.replay(&mut theory), Ok(()));
}

#[test]
fn a_forged_derivation_is_not_believed() {
    let mut theory = presentation(&[ASSOCIATIVE, COMMUTATIVE, LEFT_UNIT]);
    let right = derived(&mut theory, "mul(mul(x, y), one)", "mul(y, x)");
    assert_eq!(right.replay(&mut theory), Ok(()));
    let other = theory.terms.parse("mul(x, x)", &["x"]).unwrap();
    let mut forged = right.clone();
    forged.to = other;
    assert_eq!(forged.replay(&mut theory), Err(ReplayError::End));
    let mut forged = right.clone();
    forged.steps[0].after = other;
    assert!(forged.replay(&mut theory).is_err());
    let mut forged = right.clone();
    forged.steps[0].equation = 99;
    assert_eq!(
        forged.replay(&mut theory),
        Err(ReplayError::Equation {
            step: 1,
            equation: 99
        })
    );
    let mut forged = right.clone();
    forged.steps[0].path.push(7);
    assert!(forged.replay(&mut theory).is_err());
    for step in 0..right.steps.len() {
        let mut forged = right.clone();
        forged.steps.remove(step);
        assert!(forged.replay(&mut theory).is_err(), "without step {step}");
    }
}

#[test]
fn what_is_not_equal_is_different_or_unknown() {
    let mut monoid = presentation(&[ASSOCIATIVE, LEFT_UNIT]);
    assert_eq!(
        decided(&mut monoid, "mul(x, y)", "mul(y, x)"),
        Equality::Different
    );
    let mut group = presentation(&[ASSOCIATIVE, LEFT_UNIT, LEFT_INVERSE]);
    assert_eq!(
        decided(&mut group, "mul(x, y)", "mul(y, x)"),
        Equality::Unknown
    );
}

#[test]
fn normal_forms_and_the_e_graph_agree_on_all_small_terms() {
    let theories: [&[(&str, &str)]; 5] = [
        &[ASSOCIATIVE],
        &[ASSOCIATIVE, COMMUTATIVE],
        &[ASSOCIATIVE, COMMUTATIVE, IDEMPOTENT, LEFT_UNIT],
        &[COMMUTATIVE, LEFT_UNIT],
        &[ASSOCIATIVE, LEFT_UNIT],
    ];
    for equations in theories {
        let mut theory = presentation(equations);
        let normalizer = Normalizer::new(&theory);
        assert!(normalizer.is_complete());
        let x = theory.terms.variable("x").unwrap();
        let y = theory.terms.variable("y").unwrap();
        let all: Vec<TermId> = enumerate(&mut theory.terms, &[x, y], 5, 10_000)
            .unwrap()
            .into_iter()
            .step_by(7)
            .collect();
        let mut equal = 0;
        for (k, a) in all.iter().enumerate() {
            for b in all.iter().skip(k + 1) {
                let normal_a = normalizer.normalize(&mut theory.terms, *a).unwrap();
                let normal_b = normalizer.normalize(&mut theory.terms, *b).unwrap();
                if normal_a == normal_b {
                    equal += 1;
                    assert!(decide(&mut theory, *a, *b, &Limits::default()).holds());
                }
            }
        }
        assert!(equal > 0, "{equations:?}");
    }
}

#[test]
fn terms_are_simplified() {
    let mut group = presentation(&[ASSOCIATIVE, LEFT_UNIT, LEFT_INVERSE]);
    let term = group
        .terms
        .parse("mul(inv(x), mul(x, y))", &["x", "y"])
        .unwrap();
    let small = simplify(&mut group, term, &Limits::default());
    assert_eq!(group.terms.show(small), "y");
    let mut semilattice = presentation(&[ASSOCIATIVE, COMMUTATIVE, IDEMPOTENT, LEFT_UNIT]);
    let term = semilattice
        .terms
        .parse("mul(mul(y, one), mul(x, mul(y, x)))", &["x", "y"])
        .unwrap();
    let small = simplify(&mut semilattice, term, &Limits::default());
    assert_eq!(semilattice.terms.size(small), 3);
}

#[test]
fn the_free_band_is_not_decided_by_normal_forms() {
    let theory = presentation(&[ASSOCIATIVE, IDEMPOTENT]);
    assert!(!Normalizer::new(&theory).is_complete());
}

#[test]
fn small_terms_that_are_huge_as_trees_are_neither_unfolded_nor_lost() {
    // `inv` keeps the normal forms from deciding; 100 doublings have 2^100 leaves in 101 nodes.
    let mut theory = presentation(&[
        ("right unit", "a: mul(a, one) = a"),
        ("twice", "a: inv(inv(a)) = a"),
    ]);
    let terms = &mut theory.terms;
    let find = |terms: &Terms, name: &str| terms.signature().find(name).unwrap();
    let (mul, one) = (find(terms, "mul"), find(terms, "one"));
    let mut power = terms.variable("x").unwrap();
    for _ in 0..100 {
        power = terms.apply(mul, &[power, power]).unwrap();
    }
    let one = terms.apply(one, &[]).unwrap();
    let times_one = terms.apply(mul, &[power, one]).unwrap();
    let limits = Limits::default();
    assert_eq!(
        decide(&mut theory, times_one, power, &limits),
        Equality::Unknown
    );
    assert!(matches!(
        decide(&mut theory, power, power, &limits),
        Equality::Equal(_)
    ));
    let simple = simplify(&mut theory, times_one, &limits);
    assert!([times_one, power].contains(&simple));
}

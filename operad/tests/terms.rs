//! Terms: sharing, reading and writing, and what is refused.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful::Value;
use lawful_operad::term::{Normalizer, Presentation, Signature, TermId, Terms, enumerate};

fn agents() -> Terms {
    Terms::new(Signature::single([("seq", 2), ("par", 2), ("trace", 1), ("id", 0)]).unwrap())
}

fn refused(text: &str) -> String {
    agents()
        .parse(text, &["a", "b", "c"])
        .unwrap_err()
        .to_string()
}

#[test]
fn terms_are_read_and_written() {
    let mut terms = agents();
    for text in ["a", "id", "seq(par(a, b), c)", "trace(seq(id, trace(a)))"] {
        let term = terms.parse(text, &["a", "b", "c"]).unwrap();
        assert_eq!(terms.show(term), text);
    }
    let one = terms.parse(" seq ( a ,\n b ) ", &["a", "b"]).unwrap();
    let other = terms.parse("seq(a,b)", &["a", "b"]).unwrap();
    assert_eq!(one, other);
}

#[test]
fn errors_have_a_place_and_a_hint() {
    assert_eq!(
        refused("seq(sqe(a, b), c)"),
        "line 1, column 5: there is no operation `sqe` (hint: did you mean `seq`?)"
    );
    assert_eq!(
        refused("seq(a,\n  par(b))"),
        "line 2, column 3: `par` takes 2 arguments, but 1 are given (hint: write `par(_1, _2)`)"
    );
    assert_eq!(
        refused("seq(a, d)"),
        "line 1, column 8: the variable `d` is unbound (hint: did you mean `a`?)"
    );
    assert_eq!(
        refused("seq(a, (b)"),
        "line 1, column 8: a name is missing before `(` (hint: write an operation or a variable here)"
    );
    assert_eq!(
        refused("seq(a, b"),
        "line 1, column 9: `,` or `)` is missing before the end (hint: the operation at line 1, column 1 is not closed)"
    );
    assert_eq!(
        refused("seq(a, b))"),
        "line 1, column 10: the term ends before `)` (hint: leave out the rest)"
    );
    assert_eq!(
        refused("frobnicate(a)"),
        "line 1, column 1: there is no operation `frobnicate` (hint: the operations are `seq`, `par`, `trace`, `id`)"
    );
    assert!(refused("").contains("a name is missing before the end"));
}

#[test]
fn equations_have_two_sides_and_no_unbound_variables() {
    let mut theory = Presentation::new(Signature::single([("mul", 2), ("one", 0)]).unwrap());
    let mut refused = |text: &str| theory.equation("law", text).unwrap_err().to_string();
    assert_eq!(
        refused("a: mul(a, b) = mul(b, a)"),
        "line 1, column 11: the variable `b` is unbound (hint: did you mean `a`?)"
    );
    assert!(refused("a: mul(a, a)").contains("`=` is missing before the end"));
    assert!(refused("a: mul(a, a) = a = a").contains("the equation ends before `=`"));
    assert!(refused("mul: mul(one, one) = one").contains("`mul` is an operation"));
    assert!(refused("mul(a, a) = a").contains("`mul` is an operation"));
    assert!(refused("a b: a = b").contains("`,` or `:` is missing before `b`"));
    assert!(theory.equations.is_empty());
    theory.equation("law", ": mul(one, one) = one").unwrap();
    theory.equation_open("open", "mul(x, one) = x").unwrap();
    assert_eq!(theory.show(&theory.equations[1]), "mul(x, one) = x");
}

#[test]
fn sorts_of_arguments_are_checked() {
    let mut signature = Signature::default();
    signature.declare("agent", &[], "Agent").unwrap();
    signature.declare("yes", &[], "Truth").unwrap();
    signature
        .declare("branch", &["Truth", "Agent", "Agent"], "Agent")
        .unwrap();
    assert!(signature.declare("yes", &[], "Truth").is_err());
    assert!(signature.declare("1st", &[], "Truth").is_err());
    assert!(signature.declare("wide", &["Truth"; 100], "Truth").is_err());
    let mut terms = Terms::new(signature);
    assert!(terms.parse("branch(yes, agent, agent)", &[]).is_ok());
    assert_eq!(
        terms
            .parse("branch(agent, agent, agent)", &[])
            .unwrap_err()
            .to_string(),
        "line 1, column 1: argument 1 of `branch` is a `Truth`, but `Agent` is given (hint: put a `Truth` there)"
    );
}

#[test]
fn substitution_is_simultaneous() {
    let mut terms = agents();
    let pair = terms.parse("seq(a, b)", &["a", "b"]).unwrap();
    let (a, b) = (
        terms.find_variable("a").unwrap(),
        terms.find_variable("b").unwrap(),
    );
    let (ta, tb) = (terms.variable("a").unwrap(), terms.variable("b").unwrap());
    let swapped = terms.substitute(pair, &[(a, tb), (b, ta)]).unwrap();
    assert_eq!(terms.show(swapped), "seq(b, a)");
}

#[test]
fn enumeration_has_every_term_once() {
    let mut terms = agents();
    let a = terms.variable("a").unwrap();
    let all = enumerate(&mut terms, &[a], 5, 100_000).unwrap();
    // t(1) = 2, t(n) = t(n-1) + 2 * sum of t(i) t(n-1-i).
    let mut counts = vec![0usize, 2];
    for n in 2..=5 {
        let pairs: usize = (1..n - 1).map(|i| counts[i] * counts[n - 1 - i]).sum();
        counts.push(counts[n - 1] + 2 * pairs);
    }
    assert_eq!(all.len(), counts.iter().sum::<usize>());
    let mut sorted: Vec<TermId> = all.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), all.len());
    assert!(all.windows(2).all(|w| terms.size(w[0]) <= terms.size(w[1])));
    assert_eq!(enumerate(&mut terms, &[a], 9, 50).unwrap().len(), 50);
}

#[test]
fn terms_are_evaluated_in_a_model() {
    use lawful::prelude::*;
    struct Sum;
    impl Carrier for Sum {
        type Elem = i64;
        fn elem(&self) -> Sort<i64> {
            Sort::any()
        }
    }
    impl Semigroup for Sum {
        fn combine(&self, a: &i64, b: &i64) -> i64 {
            a + b
        }
    }
    let model = lawful::model::of::<semigroup::Theory, _>("sum", "1", Sum).unwrap();
    let mut terms = Terms::new(Signature::single([("combine", 2), ("other", 0)]).unwrap());
    let term = terms
        .parse("combine(x, combine(y, x))", &["x", "y"])
        .unwrap();
    let values = [("x", Value::new(5i64)), ("y", Value::new(7i64))];
    let value = terms.evaluate_in(&model, term, &values).unwrap();
    assert_eq!(value.get::<i64>(), Some(&17));
    let unbound = terms.evaluate_in(&model, term, &values[..1]).unwrap_err();
    assert_eq!(
        unbound.to_string(),
        "the variable `y` has no value; give one for each variable of the term"
    );
    let unknown = terms.parse("combine(other, x)", &["x"]).unwrap();
    let error = terms.evaluate_in(&model, unknown, &values).unwrap_err();
    assert_eq!(error.to_string(), "the model has no operation `other`");
}

/// A million nodes, nested as deep as they are many, in a thread with a small stack.
#[test]
fn a_million_nodes_do_not_overflow_the_stack() {
    let work = || {
        let depth = 1_000_000;
        let mut theory =
            Presentation::new(Signature::single([("mul", 2), ("inv", 1), ("one", 0)]).unwrap());
        theory
            .equation(
                "associative",
                "a, b, c: mul(mul(a, b), c) = mul(a, mul(b, c))",
            )
            .unwrap();
        theory.equation("left unit", "a: mul(one, a) = a").unwrap();
        let terms = &mut theory.terms;
        let x = terms.variable("x").unwrap();
        let (mul, inv) = (
            terms.signature().find("mul").unwrap(),
            terms.signature().find("inv").unwrap(),
        );
        let mut deep = x;
        for _ in 0..depth {
            deep = terms.apply(inv, &[deep]).unwrap();
        }
        assert_eq!(terms.size(deep), depth + 1);
        let text = terms.show(deep);
        assert_eq!(terms.parse(&text, &["x"]).unwrap(), deep);
        let depth = 200_000;
        let mut left = x;
        for _ in 0..depth {
            left = terms.apply(mul, &[left, x]).unwrap();
        }
        let variable = terms.find_variable("x").unwrap();
        let replaced = terms.substitute(left, &[(variable, deep)]).unwrap();
        assert_ne!(replaced, left);
        let value = terms
            .evaluate(left, |_| Ok::<u64, ()>(1), |_, args| Ok(args.iter().sum()))
            .unwrap();
        assert_eq!(value, Some(depth + 1));
        let normalizer = Normalizer::new(&theory);
        let right = normalizer.normalize(&mut theory.terms, left).unwrap();
        assert_eq!(theory.terms.args(right)[0], x);
        assert_eq!(theory.terms.size(right), 2 * depth + 1);
        assert_eq!(
            normalizer.normalize(&mut theory.terms, right).unwrap(),
            right
        );
    };
    std::thread::Builder::new()
        .stack_size(256 * 1024)
        .spawn(work)
        .unwrap()
        .join()
        .unwrap();
}

#[test]
fn a_shared_product_that_is_too_large_flat_is_refused() {
    let mut theory = Presentation::new(Signature::single([("mul", 2)]).unwrap());
    theory
        .equation(
            "associative",
            "a, b, c: mul(mul(a, b), c) = mul(a, mul(b, c))",
        )
        .unwrap();
    let mul = theory.terms.signature().find("mul").unwrap();
    let mut power = theory.terms.variable("x").unwrap();
    for _ in 0..60 {
        power = theory.terms.apply(mul, &[power, power]).unwrap();
    }
    assert_eq!(theory.terms.size(power), (1u64 << 61) - 1);
    let error = Normalizer::new(&theory)
        .normalize(&mut theory.terms, power)
        .unwrap_err();
    assert!(error.to_string().contains("factors"), "{error}");
}

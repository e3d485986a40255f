//! Provers are not believed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::evidence::Verdict;
use lawful::model::of;
use lawful::theories::*;
use lawful::{Exception, Sort, Value};
use lawful_operad::prover::*;
use std::ops::BitOr;
use std::sync::Arc;
use std::time::Duration;

fn problem(law: &str) -> Problem {
    let all = standard_problems();
    all.into_iter().find(|p| p.law() == law).unwrap()
}

fn ask(law: &str, prover: impl Prove + 'static) -> Settled {
    let allowance = Allowance {
        time: Duration::from_secs(5),
        ..Allowance::default()
    };
    settle(&problem(law), Arc::new(prover), &allowance)
}

const IDEMPOTENT: &str = "band[join].idempotent";
const BRACKETS: &str = "semigroup.associative";

#[test]
fn a_derivation_is_replayed() {
    let derivation = |_: &Task| {
        Ok(Answer::derivation([
            ("join(a, meet(a, join(a, a)))", "lattice.absorption_meet"),
            ("a", "lattice.absorption_join"),
        ]))
    };
    let settled = ask(IDEMPOTENT, derivation);
    let Settled::Proved { derivation, cites } = &settled else {
        panic!("{settled:?}");
    };
    assert_eq!(derivation.len(), 3);
    assert_eq!(
        *cites,
        ["lattice.absorption_meet", "lattice.absorption_join"]
    );
    assert!(matches!(settled.verdict(), Verdict::Proved { .. }));
}

#[test]
fn the_prover_by_equality_finds_it() {
    assert_eq!(ask(IDEMPOTENT, Equality::default()).name(), "proved");
    assert_eq!(ask(BRACKETS, Equality::default()).name(), "unknown");
}

#[test]
fn a_derivation_that_is_wrong_is_refused_with_the_line() {
    let refused = |lines: &'static [(&'static str, &'static str)]| {
        let settled = ask(IDEMPOTENT, move |_: &Task| {
            Ok(Answer::derivation(lines.iter().copied()))
        });
        assert_eq!(settled.name(), "refused", "{settled:?}");
        assert!(!settled.verdict().holds());
        settled.why()
    };
    let wrong = refused(&[("a", "lattice.absorption_join")]);
    assert!(wrong.contains("line 1") && wrong.contains("does not take `join(a, a)` to `a`"));
    let missing = refused(&[("a", "band[join].idempotent")]);
    assert!(missing.contains("no other claimed equation"), "{missing}");
    assert!(refused(&[("a", "nonsense")]).contains("`nonsense`"));
    assert!(refused(&[("join(a", "lattice.absorption_join")]).contains("line 1"));
    assert!(refused(&[("a", "")]).contains("line 1"));
    assert!(refused(&[]).contains("ends at"));
    assert!(refused(&[("join(a, b)", "lattice.absorption_join")]).contains("unbound"));
}

#[test]
fn a_derivation_may_not_cite_a_law_that_is_false() {
    // A model may claim what it likes.
    #[derive(Clone)]
    struct Difference;
    impl Carrier for Difference {
        type Elem = i64;
        fn elem(&self) -> Sort<i64> {
            Sort::any()
        }
    }
    impl Semigroup for Difference {
        fn combine(&self, a: &i64, b: &i64) -> i64 {
            a.wrapping_sub(*b)
        }
    }
    impl Monoid for Difference {
        fn empty(&self) -> i64 {
            0
        }
    }
    impl CommutativeSemigroup for Difference {}
    impl CommutativeMonoid for Difference {}
    let model = of::<commutative_monoid::Theory, _>("t.difference", "1", Difference).unwrap();
    let problem = Problem::new(Arc::new(model), "monoid.right_identity").unwrap();
    let prover = |_: &Task| {
        Ok(Answer::derivation([
            ("combine(empty, a)", "commutative_semigroup.commutative"),
            ("a", "monoid.left_identity"),
        ]))
    };
    let settled = settle(&problem, Arc::new(prover), &Allowance::default());
    let why = "cites `commutative_semigroup.commutative`, which is refuted for the model";
    assert!(settled.why().contains(why), "{settled:?}");
}

#[test]
fn a_counterexample_is_run_again_and_shrunk() {
    let settled = ask(BRACKETS, |_: &Task| {
        Ok(Answer::stored(["100", "200", "300"]))
    });
    let Settled::Refuted { counterexample } = settled else {
        panic!("{settled:?}");
    };
    let last = &counterexample.substitution[2].value;
    assert_eq!(last, "1");
}

#[test]
fn a_counterexample_that_is_none_is_refused() {
    let settled = ask(IDEMPOTENT, |_: &Task| Ok(Answer::stored(["3"])));
    assert_eq!(settled.name(), "refused");
    assert!(
        settled.why().ends_with("the law holds for a = 3"),
        "{settled:?}"
    );
    for values in [&["3", "4"][..], &["x"][..], &[][..]] {
        let settled = ask(IDEMPOTENT, |_: &Task| {
            Ok(Answer::stored(values.iter().copied()))
        });
        assert_eq!(settled.name(), "refused", "{values:?}");
    }
    let foreign = ask(IDEMPOTENT, |_: &Task| {
        Ok(Answer::Counterexample(vec![Value::new("text")]))
    });
    assert!(foreign.why().contains("not of the sort"));
    // 9 is a number of eight bits, but not one of the eight that the model is about.
    let beyond = ask(IDEMPOTENT, |_: &Task| {
        Ok(Answer::Counterexample(vec![Value::new(9u8)]))
    });
    assert!(beyond.why().contains("not of the sort"), "{beyond:?}");
}

#[test]
fn a_prover_that_raises_or_panics_has_proved_nothing() {
    let raised = ask(IDEMPOTENT, |_: &Task| {
        Err::<Answer, _>(Exception::new("no idea"))
    });
    assert_eq!(
        raised.verdict(),
        Verdict::NotRun {
            why: "the prover raised: no idea".to_owned()
        }
    );
    fn panics(_: &Task) -> Result<Answer, Exception> {
        panic!("no idea at all")
    }
    assert!(ask(IDEMPOTENT, panics).why().contains("no idea at all"));
}

#[test]
fn a_prover_that_hangs_is_left_behind() {
    let allowance = Allowance {
        time: Duration::from_millis(60),
        ..Allowance::default()
    };
    let hangs = |_: &Task| loop {
        std::thread::sleep(Duration::from_secs(3600));
    };
    let settled = settle(&problem(IDEMPOTENT), Arc::new(hangs), &allowance);
    assert_eq!(settled.name(), "late");
}

#[test]
fn cases_are_counted() {
    let allowance = Allowance {
        cases: 10,
        ..Allowance::default()
    };
    let greedy = |task: &Task| {
        for index in 0.. {
            let values = task.cases()?.draw(index)?;
            task.judge(&values)?;
        }
        Ok(Answer::Unknown(String::new()))
    };
    let settled = settle(&problem(IDEMPOTENT), Arc::new(greedy), &allowance);
    assert!(settled.why().contains("used up"), "{settled:?}");
}

/// An `or` that is wrong at one pair of values.
fn faulty<T>(a: T, b: T) -> T
where
    T: Copy + BitOr<Output = T> + PartialEq<u16>,
{
    if a == 0x1234 && b == 0xBEEF { a } else { a | b }
}

#[derive(Clone)]
struct Faulty;

impl Carrier for Faulty {
    type Elem = u16;
    fn elem(&self) -> Sort<u16> {
        Sort::any()
    }
}
impl Semigroup for Faulty {
    fn combine(&self, a: &u16, b: &u16) -> u16 {
        faulty(*a, *b)
    }
}
impl CommutativeSemigroup for Faulty {}

fn rare() -> Problem {
    let model = of::<commutative_semigroup::Theory, _>("t.rare", "1", Faulty).unwrap();
    Problem::new(Arc::new(model), "commutative_semigroup.commutative").unwrap()
}

fn watching() -> Population {
    Population::default().watching(|values| {
        let [a, b] = values else { return Vec::new() };
        let (Some(a), Some(b)) = (a.get::<u16>(), b.get::<u16>()) else {
            return Vec::new();
        };
        notice(|| {
            faulty(Noticing(*a), Noticing(*b));
            faulty(Noticing(*b), Noticing(*a));
        })
    })
}

#[test]
fn the_population_finds_the_fault_at_one_pair() {
    let few = Allowance {
        cases: 200_000,
        time: Duration::from_secs(60),
        ..Allowance::default()
    };
    let settled = settle(&rare(), Arc::new(watching()), &few);
    let Settled::Refuted { counterexample } = settled else {
        panic!("{settled:?}");
    };
    let mut values: Vec<&str> = counterexample
        .substitution
        .iter()
        .map(|b| &*b.value)
        .collect();
    values.sort_unstable();
    assert_eq!(values, ["4660", "48879"]);
    // As many cases at random, or of a population that sees nothing, find nothing.
    let at_random = |task: &Task| {
        for index in 0..task.allowance().cases {
            let values = task.cases()?.draw(index)?;
            if task.judge(&values)?.0 == lawful::check::Tried::Refuted {
                return Ok(Answer::Counterexample(values));
            }
        }
        Ok(Answer::Unknown("nothing".to_owned()))
    };
    assert_eq!(settle(&rare(), Arc::new(at_random), &few).name(), "unknown");
    let blind = Population::default();
    assert_eq!(settle(&rare(), Arc::new(blind), &few).name(), "unknown");
}

#[test]
fn the_population_uses_constants() {
    let given = Population::default().constants(["7", "4660", "99", "48879", "nonsense"]);
    let settled = settle(&rare(), Arc::new(given), &Allowance::default());
    assert_eq!(settled.name(), "refuted");
}

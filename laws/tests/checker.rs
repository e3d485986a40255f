//! The checker: same evidence however the work is split, honest verdicts, no crash on bad models.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Budget, Config, ConfigError, Observer, Regressions, Silent, check};
use lawful::evidence::{CaseToken, Claim, LawEvidence, Report, Shard, Status, Verdict};
use lawful::model::Model;
use lawful::prelude::*;
use lawful::report::json_lines;
use lawful::sort::{Isomorphism, Tolerance};
use lawful::theory::lawbreakers;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

type Combine<T> = Box<dyn Fn(&T, &T) -> T + Send + Sync>;

/// A model with one operation, made from closures.
struct Toy<T> {
    sort: Sort<T>,
    combine: Combine<T>,
}

impl<T: lawful::Element> Carrier for Toy<T> {
    type Elem = T;
    fn elem(&self) -> Sort<T> {
        self.sort.clone()
    }
}
impl<T: lawful::Element> Semigroup for Toy<T> {
    fn combine(&self, a: &T, b: &T) -> T {
        (self.combine)(a, b)
    }
}

fn toy<T: lawful::Element>(
    sort: Sort<T>,
    combine: impl Fn(&T, &T) -> T + Send + Sync + 'static,
) -> Arc<Model> {
    let model = Toy {
        sort,
        combine: Box::new(combine),
    };
    Arc::new(lawful::model::of::<semigroup::Theory, _>("toy", "1", model).unwrap())
}

fn run(models: &[Arc<Model>], config: &Config) -> Report {
    check(models, config, &Regressions::default(), &mut Silent).unwrap()
}

fn only(report: &Report) -> &LawEvidence {
    &report.evidence[0].laws[0]
}

fn associativity(model: &Arc<Model>) -> LawEvidence {
    only(&run(std::slice::from_ref(model), &Config::default())).clone()
}

fn why_not(evidence: &LawEvidence) -> String {
    match evidence.verdict() {
        Verdict::NotRun { why } => why,
        other => panic!("{other:?}"),
    }
}

fn bytes(report: &Report) -> Vec<u8> {
    let mut out = Vec::new();
    json_lines::write(&report.canonical(), &mut out).unwrap();
    out
}

/// Returns every lawbreaker but the racy ones: which history shows a race is the machine's affair.
fn all_models() -> Vec<Arc<Model>> {
    lawbreakers()
        .into_iter()
        .filter(|(_, breaker)| !breaker.breaks.iter().any(|law| law == "linearizable"))
        .map(|(_, breaker)| breaker.model)
        .collect()
}

#[test]
fn any_number_of_threads_and_shards_gives_the_same_bytes() {
    let models = all_models();
    let config = Config {
        budget: Budget::Cases(701),
        threads: 1,
        ..Config::default()
    };
    let whole = bytes(&run(&models, &config));
    for threads in [2, 3] {
        assert!(
            bytes(&run(
                &models,
                &Config {
                    threads,
                    ..config.clone()
                }
            )) == whole
        );
    }
    for of in [1, 2, 7] {
        let mut parts: Vec<Report> = (1..=of)
            .map(|k| {
                let shard = Shard::new(k, of).unwrap();
                run(
                    &models,
                    &Config {
                        shard,
                        ..config.clone()
                    },
                )
            })
            .collect();
        parts.reverse();
        let again = parts[0].clone();
        let merged = parts
            .into_iter()
            .reduce(|a, b| a.merge(b).unwrap())
            .unwrap();
        assert!(bytes(&merged) == whole, "{of} shards");
        assert!(
            bytes(&merged.merge(again).unwrap()) == whole,
            "merging again changes nothing"
        );
    }
}

#[test]
fn compiled_and_interpreted_laws_have_the_same_evidence() {
    // The theories' own traits give compiled laws; `interpreted` drops them.
    struct Numbers;
    impl Carrier for Numbers {
        type Elem = i64;
        fn elem(&self) -> Sort<i64> {
            Sort::any()
        }
    }
    impl PartialOrder for Numbers {
        fn at_most(&self, a: &i64, b: &i64) -> bool {
            a / 2 <= b / 2
        }
    }
    impl TotalOrder for Numbers {}
    let sum = toy(Sort::<i64>::any(), |a, b| a.wrapping_add(*b));
    let text = toy(Sort::<String>::any(), |a, b| format!("{a}{b}"));
    let three = toy(Sort::finite([0u8, 1, 2]), |a, b| (a + b) % 3);
    let less = toy(Sort::<i32>::any(), |a, b| a.wrapping_sub(*b));
    let order = lawful::model::of::<total_order::Theory, _>("toy", "1", Numbers).unwrap();
    for model in [sum, text, three, less, Arc::new(order)] {
        let compiled = run(std::slice::from_ref(&model), &Config::default());
        let interpreted = run(&[Arc::new(model.interpreted())], &Config::default());
        assert_eq!(compiled.canonical(), interpreted.canonical());
    }
}

#[test]
fn a_small_domain_is_proved_and_counts_what_ran() {
    let evidence = associativity(&toy(Sort::finite([0u8, 1, 2]), |a, b| (a + b) % 3));
    assert_eq!(evidence.coverage.tally().cases, 27);
    assert_eq!(evidence.verdict().name(), "proved");
}

#[test]
fn a_larger_finite_operation_is_proved_by_lights_test() {
    let bytes = Sort::finite((0u16..300).collect::<Vec<_>>());
    let evidence = associativity(&toy(bytes, |a, b| (a + b) % 300));
    let Verdict::Proved {
        proof:
            lawful::evidence::Proof::Light {
                elements,
                generators,
                ..
            },
    } = evidence.verdict()
    else {
        panic!("{:?}", evidence.verdict());
    };
    assert_eq!((elements, generators), (300, 1));
}

#[test]
fn a_larger_finite_operation_with_one_wrong_entry_is_refuted() {
    let bytes = Sort::finite((0u16..300).collect::<Vec<_>>());
    let wrong = |a: &u16, b: &u16| {
        if (*a, *b) == (17, 299) {
            3
        } else {
            (a + b) % 300
        }
    };
    let model = toy(bytes, wrong);
    let config = Config {
        budget: Budget::Cases(3_000_000),
        ..Config::default()
    };
    let report = run(&[model], &config);
    assert_eq!(only(&report).verdict().name(), "refuted");
}

#[test]
fn a_panic_is_the_outcome_of_its_case() {
    let evidence = associativity(&toy(Sort::<i64>::any(), |a, b| {
        assert!(*a != 3, "no threes");
        a.wrapping_add(*b)
    }));
    let Verdict::Refuted { counterexample } = evidence.verdict() else {
        panic!("{:?}", evidence.verdict());
    };
    let lawful::evidence::Failure::Raised { message, place } = &counterexample.failure else {
        panic!("{:?}", counterexample.failure);
    };
    assert!(message.contains("no threes"), "{message}");
    assert!(place.contains("checker.rs"), "{place}");
}

#[test]
fn a_model_that_hangs_is_stopped_and_the_others_go_on() {
    let hang = toy(Sort::<i64>::any(), |a, b| {
        if *a == 3 {
            loop {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        a.wrapping_add(*b)
    });
    let fine = Arc::new(
        lawful::model::of::<semigroup::Theory, _>(
            "fine",
            "1",
            Toy {
                sort: Sort::<i64>::any(),
                combine: Box::new(|a: &i64, b: &i64| a ^ b),
            },
        )
        .unwrap(),
    );
    let config = Config {
        deadline: Duration::from_millis(200),
        threads: 1,
        ..Config::default()
    };
    let started = Instant::now();
    let report = run(&[hang, fine], &config);
    assert!(started.elapsed() < Duration::from_secs(10));
    let why = why_not(&report.model("toy").unwrap().laws[0]);
    assert!(why.contains("hangs") && why.contains("edge"), "{why}");
    assert!(report.model("fine").unwrap().is_good());
    assert!(!report.is_good());
}

#[test]
fn an_equality_that_is_not_reflexive_is_named() {
    let sort = Sort::<f64>::any().edge(f64::NAN);
    let why = why_not(&associativity(&toy(sort, |a, b| a + b)));
    assert!(
        why.contains("not reflexive") && why.contains("NaN"),
        "{why}"
    );
}

#[test]
fn an_empty_enumeration_is_named() {
    let why = why_not(&associativity(&toy(Sort::<u8>::finite([]), |a, _| *a)));
    assert!(why.contains("no values"), "{why}");
}

#[test]
fn a_sampler_that_panics_is_named() {
    let sort = Sort::<u8>::drawn(|_| panic!("out of luck"));
    let why = why_not(&associativity(&toy(sort, |a, _| *a)));
    assert!(
        why.contains("sampler") && why.contains("out of luck"),
        "{why}"
    );
}

#[test]
fn a_model_that_is_not_deterministic_is_named() {
    let calls = AtomicU64::new(0);
    let model = toy(Sort::<u64>::any(), move |_, _| {
        match calls.fetch_add(1, Ordering::Relaxed) {
            // The left side of the first case sees an odd answer; whoever asks again does not.
            1 => 1,
            _ => 0,
        }
    });
    let why = why_not(&associativity(&model));
    assert!(why.contains("not deterministic"), "{why}");
}

#[test]
fn a_premise_that_is_never_true_is_vacuous() {
    struct Never;
    impl Carrier for Never {
        type Elem = u64;
        fn elem(&self) -> Sort<u64> {
            Sort::any()
        }
    }
    impl Equivalence for Never {
        fn same(&self, _: &u64, _: &u64) -> bool {
            false
        }
    }
    let evidence = lawful::evidence_of::<equivalence::Theory, _>("never", Never).unwrap();
    let transitive = evidence.law("equivalence.transitive").unwrap();
    assert!(matches!(
        transitive.verdict(),
        Verdict::Vacuous {
            effective: 0,
            floor: 20,
            ..
        }
    ));
    assert_eq!(transitive.status(), Status::Unknown);
}

#[test]
fn rare_premises_are_reached() {
    struct Numbers;
    impl Carrier for Numbers {
        type Elem = i64;
        fn elem(&self) -> Sort<i64> {
            Sort::any()
        }
    }
    impl Equivalence for Numbers {
        fn same(&self, a: &i64, b: &i64) -> bool {
            a == b
        }
    }
    let evidence = lawful::evidence_of::<equivalence::Theory, _>("numbers", Numbers).unwrap();
    let tally = evidence
        .law("equivalence.transitive")
        .unwrap()
        .coverage
        .tally();
    // Plain random triples of 64-bit integers never meet; some hundred of ours do.
    assert!(tally.random_effective > 300, "{tally:?}");
}

#[test]
fn a_tolerance_reports_the_worst_error_and_still_refutes() {
    let near = Sort::strategy(-1e6f64..1e6).within(Tolerance::ulps(1.0, |x| vec![*x]));
    let evidence = associativity(&toy(near.clone(), |a, b| a + b));
    let worst = evidence.coverage.tally().worst_error.unwrap();
    assert!(worst > 0.0 && worst <= 1.0, "{worst}");
    let wrong = associativity(&toy(near, |a, b| a + b + 1e-3 * a.abs()));
    assert_eq!(wrong.verdict().name(), "refuted");
}

#[test]
fn an_isomorphism_is_checked_itself() {
    type Pair = (i8, i8);
    let swap = |p: &Pair| (p.1, p.0);
    let sort = || Sort::<Pair>::any();
    let good = toy(
        sort().up_to(Isomorphism::new("swap", swap, swap)),
        |a, b| (a.0.wrapping_add(b.0), a.1.wrapping_add(b.1)),
    );
    let report = run(&[good], &Config::default());
    assert!(report.is_good());
    assert_eq!(
        report.evidence[0].laws[0].law,
        "isomorphism[swap].round_trip"
    );
    let bad = toy(
        sort().up_to(Isomorphism::new("drop", |p: &Pair| (p.0, 0), |p: &Pair| *p)),
        |a, _| *a,
    );
    let report = run(&[bad], &Config::default());
    let iso = report.evidence[0]
        .law("isomorphism[drop].round_trip")
        .unwrap();
    assert_eq!(iso.status(), Status::Broken);
}

#[test]
fn a_negative_claim_needs_a_witness_that_refutes() {
    use lawful::theories::commutative_semigroup::Commutative;
    let build = |witness: Option<Vec<lawful::Value>>| {
        let model = Arc::new(Toy {
            sort: Sort::<String>::any(),
            combine: Box::new(|a: &String, b: &String| format!("{a}{b}")),
        });
        let mut builder = Model::builder("toy", "1").unwrap();
        builder.theory::<semigroup::Theory, _>(&model);
        builder.fails(<Commutative as lawful::theory::Law>::define(), witness);
        builder.build().map(Arc::new)
    };
    let text = |s: &str| lawful::Value::new(s.to_owned());
    let law = "commutative_semigroup.commutative";
    let status = |witness| {
        let report = run(&[build(witness).unwrap()], &Config::default());
        let evidence = report.evidence[0].law(law).unwrap().clone();
        assert_eq!(evidence.claim, Claim::Fails);
        evidence
    };
    assert_eq!(
        status(Some(vec![text("a"), text("b")])).status(),
        Status::Witnessed
    );
    assert_eq!(status(None).status(), Status::Witnessed);
    let wrong = status(Some(vec![text("a"), text("a")]));
    assert!(why_not(&wrong).contains("does not refute"), "{wrong:?}");
    let foreign = build(Some(vec![lawful::Value::new(1u8), lawful::Value::new(2u8)]));
    assert!(
        foreign
            .unwrap_err()
            .to_string()
            .contains("not of the sort `Elem`")
    );
    assert!(
        build(Some(vec![text("a")])).is_err(),
        "one value for two variables"
    );
}

#[test]
fn a_token_replays_its_case() {
    let model = toy(Sort::<i64>::any(), |a, b| a.wrapping_sub(*b));
    let Verdict::Refuted { counterexample } = associativity(&model).verdict() else {
        panic!("subtraction is not associative");
    };
    let token: CaseToken = counterexample.replay.parse().unwrap();
    let config = Config::default();
    let again = lawful::check::replay_token(
        std::slice::from_ref(&model),
        &token,
        &config,
        &Regressions::default(),
    )
    .unwrap();
    let Verdict::Refuted {
        counterexample: replayed,
    } = again.verdict()
    else {
        panic!("the token does not refute again");
    };
    assert_eq!(replayed, counterexample);
    let encoded = counterexample.encoded.clone().unwrap();
    let values: Vec<&str> = encoded.iter().map(String::as_str).collect();
    let stored = lawful::check::replay_case(
        std::slice::from_ref(&model),
        "toy",
        "semigroup.associative",
        &values,
    );
    assert_eq!(stored.unwrap().verdict().name(), "refuted");
    let beyond = CaseToken {
        case: lawful::evidence::CaseId {
            index: u64::MAX,
            ..token.case
        },
        ..token
    };
    assert!(
        lawful::check::replay_token(&[model], &beyond, &config, &Regressions::default()).is_err()
    );
}

#[test]
fn refuting_values_are_stored_and_replayed_first() {
    let rare = toy(Sort::<i64>::any(), |a, b| {
        if *a == 77_777 { 0 } else { a.wrapping_add(*b) }
    });
    let law = "semigroup.associative";
    let line = format!(
        "{{\"lawful_regressions\":1}}\n{{\"model\":\"toy\",\"law\":\"{law}\",\"law_set\":1,\"values\":[\"77777\",\"1\",\"1\"]}}\n"
    );
    let known = Regressions::read(line.as_bytes()).unwrap();
    let config = Config {
        budget: Budget::Cases(1),
        edge_points: 1,
        ..Config::default()
    };
    assert!(
        run(std::slice::from_ref(&rare), &config).is_good(),
        "too few cases to find it alone"
    );
    let report = check(std::slice::from_ref(&rare), &config, &known, &mut Silent).unwrap();
    let Verdict::Refuted { counterexample } = only(&report).verdict() else {
        panic!("the stored value refutes");
    };
    assert_eq!(counterexample.case.to_string(), "regression:1");
    let token = counterexample.replay.parse().unwrap();
    let again = lawful::check::replay_token(std::slice::from_ref(&rare), &token, &config, &known);
    assert_eq!(
        again.unwrap().verdict().name(),
        "refuted",
        "the printed token works"
    );
    let mut learnt = Regressions::default();
    assert_eq!(learnt.learn(&report), 1);
    assert_eq!(learnt.learn(&report), 0, "known already");
    let mut out = Vec::new();
    learnt.write(&mut out).unwrap();
    assert_eq!(Regressions::read(out.as_slice()).unwrap(), learnt);
}

#[test]
fn a_damaged_regression_file_is_refused_whole() {
    for (text, says) in [
        ("nonsense\n", "line 1"),
        ("{\"lawful_regressions\":2}\n", "format 2"),
        ("{\"lawful_regressions\":1}\n{\"model\":\"a\"}\n", "line 2"),
        (
            "{\"lawful_regressions\":1}\n{\"model\":\"a\",\"law\":\"b\",\"law_set\":-1,\"values\":[]}\n",
            "line 2",
        ),
    ] {
        let error = Regressions::read(text.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(says), "{error}");
    }
    let long = format!("{{\"lawful_regressions\":1}}\n{}\n", "x".repeat(2 << 20));
    assert!(
        Regressions::read(long.as_bytes())
            .unwrap_err()
            .to_string()
            .contains("too long")
    );
}

#[test]
fn settings_that_check_nothing_are_refused() {
    let model = toy(Sort::<i64>::any(), |a, b| a ^ b);
    let refused = |config: Config| {
        check(
            std::slice::from_ref(&model),
            &config,
            &Regressions::default(),
            &mut Silent,
        )
        .unwrap_err()
    };
    let zero = Config {
        budget: Budget::Cases(0),
        ..Config::default()
    };
    assert!(matches!(refused(zero), ConfigError::Budget(_)));
    let no_time = Config {
        budget: Budget::Time(Duration::ZERO),
        ..Config::default()
    };
    assert!(matches!(refused(no_time), ConfigError::Budget(_)));
    let no_deadline = Config {
        deadline: Duration::ZERO,
        ..Config::default()
    };
    assert!(matches!(refused(no_deadline), ConfigError::Deadline(_)));
    let many = Config {
        threads: 5000,
        ..Config::default()
    };
    assert!(matches!(refused(many), ConfigError::Threads(5000)));
    let nothing = check(
        &[],
        &Config::default(),
        &Regressions::default(),
        &mut Silent,
    );
    assert_eq!(nothing.unwrap_err(), ConfigError::Nothing);
    let twice = check(
        &[model.clone(), model],
        &Config::default(),
        &Regressions::default(),
        &mut Silent,
    );
    assert_eq!(twice.unwrap_err(), ConfigError::Duplicate("toy".to_owned()));
}

#[test]
fn shards_that_do_not_exist_are_refused() {
    for text in [
        "0/1",
        "2/1",
        "1/0",
        "1/65537",
        "1/99999999999999999999",
        "a/b",
        "1",
        "-1/2",
        "",
    ] {
        assert!(text.parse::<Shard>().is_err(), "{text}");
    }
    assert!("65536/65536".parse::<Shard>().is_ok());
}

#[test]
fn an_interruption_gives_the_partial_report_at_once() {
    struct Impatient(u32);
    impl Observer for Impatient {
        fn interrupted(&mut self) -> bool {
            self.0 += 1;
            self.0 > 2
        }
    }
    let slow = toy(Sort::<i64>::any(), |a, b| {
        std::thread::sleep(Duration::from_millis(2));
        a ^ b
    });
    let started = Instant::now();
    let report = check(
        &[slow],
        &Config::default(),
        &Regressions::default(),
        &mut Impatient(0),
    )
    .unwrap();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(report.interrupted && !report.is_good());
}

#[test]
fn a_time_budget_ends_in_time() {
    let model = toy(Sort::<i64>::any(), |a, b| a ^ b);
    let config = Config {
        budget: Budget::Time(Duration::from_millis(100)),
        ..Config::default()
    };
    let report = run(&[model], &config);
    let tally = only(&report).coverage.tally();
    assert!(
        report.is_good() && tally.random_effective > 1_000,
        "{tally:?}"
    );
}

#[test]
fn the_bound_on_the_failure_rate_is_the_exact_one() {
    let model = toy(Sort::<i64>::any(), |a, b| a ^ b);
    let config = Config {
        budget: Budget::Cases(100),
        ..Config::default()
    };
    let report = run(&[model], &config);
    let Verdict::Tested {
        failure_rate_below, ..
    } = only(&report).verdict()
    else {
        panic!("tested");
    };
    // (1 - p)^100 = 0.05 at p = 0.029513...
    assert!(
        (failure_rate_below - 0.029_513_049_607_037).abs() < 1e-12,
        "{failure_rate_below}"
    );
}

#[test]
fn a_crash_is_no_witness() {
    use lawful::theories::commutative_semigroup::Commutative;
    let model = Arc::new(Toy {
        sort: Sort::<u8>::any(),
        combine: Box::new(|_: &u8, _: &u8| -> u8 { panic!("not written yet") }),
    });
    let mut builder = Model::builder("toy", "1").unwrap();
    builder.theory::<semigroup::Theory, _>(&model);
    builder.fails(<Commutative as lawful::theory::Law>::define(), None);
    let report = run(&[Arc::new(builder.build().unwrap())], &Config::default());
    let law = report.evidence[0]
        .law("commutative_semigroup.commutative")
        .unwrap();
    assert_eq!(law.status(), Status::Unwitnessed);
}

#[test]
fn an_edge_of_a_finite_sort_joins_its_enumeration() {
    let wrong = |a: &u16, b: &u16| if *a == 1000 { 7 } else { (a + b) % 3 };
    let evidence = associativity(&toy(Sort::finite([0u16, 1, 2]).edge(1000), wrong));
    assert_eq!(evidence.verdict().name(), "refuted");
}

#[test]
fn an_equality_that_tells_nothing_apart_is_named() {
    let blind = Sort::<i64>::any().observed(|_| ());
    let why = why_not(&associativity(&toy(blind, |a, b| a.wrapping_sub(*b))));
    assert!(why.contains("no law can fail"), "{why}");
}

#[test]
fn a_slow_law_that_fails_keeps_its_counterexample() {
    let slow = toy(Sort::<i64>::any(), |a, b| {
        std::thread::sleep(Duration::from_millis(4));
        a.wrapping_sub(*b)
    });
    let config = Config {
        deadline: Duration::from_millis(800),
        ..Config::default()
    };
    assert_eq!(only(&run(&[slow], &config)).verdict().name(), "refuted");
}

#[test]
fn lights_test_over_shards_gives_the_same_bytes() {
    let model = toy(Sort::finite((0u16..300).collect::<Vec<_>>()), |a, b| {
        (a + b) % 300
    });
    let config = Config {
        budget: Budget::Cases(200),
        ..Config::default()
    };
    let whole = bytes(&run(std::slice::from_ref(&model), &config));
    let part = |k| {
        let shard = Shard::new(k, 2).unwrap();
        run(
            std::slice::from_ref(&model),
            &Config {
                shard,
                ..config.clone()
            },
        )
    };
    assert!(bytes(&part(2).merge(part(1)).unwrap()) == whole);
}

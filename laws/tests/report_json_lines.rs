//! JSON lines: exact bytes, exact round trips, and no damaged file is read as a report.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "../examples/sample_report/sample.rs"]
mod sample;

use lawful::evidence::{
    Binding, CaseId, Claim, Counterexample, Coverage, Evidence, Failure, Frequency, KillMatrix,
    LawEvidence, MutantRow, Phase, Proof, Report, Settings, ShrinkEffort, Step, Tally, Timing,
};
use lawful::report::json_lines::{LONGEST_LINE, ReadError, RuleError, WriteError, read, write};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;
use std::error::Error;
use std::io::{BufReader, Read};

type Outcome = Result<(), Box<dyn Error>>;

fn bytes(report: &Report) -> Result<Vec<u8>, WriteError> {
    let mut out = Vec::new();
    write(report, &mut out)?;
    Ok(out)
}

fn small() -> Report {
    let mut report = Report::new(Settings {
        seed: 7,
        cases: Some(100),
        seconds: None,
    });
    let laws = vec![
        sample::law(
            "monoid.left_identity",
            "e · x = x",
            Claim::Holds,
            sample::whole_domain(256),
        ),
        sample::law(
            "semigroup.associative",
            "(x · y) · z = x · (y · z)",
            Claim::Holds,
            sample::tested(100, 8),
        ),
        sample::law(
            "semigroup.closed",
            "x · y ∈ S",
            Claim::Holds,
            sample::stopped(),
        ),
    ];
    report.evidence = vec![sample::model(
        "std.u8.add",
        "rust",
        &["monoid"],
        "addition",
        laws,
    )];
    report.timings = vec![Timing {
        model: "std.u8.add".to_owned(),
        law: "semigroup.associative".to_owned(),
        nanoseconds: 1200,
        cases: 127,
    }];
    report
}

#[test]
fn the_bytes_are_these() -> Outcome {
    let text = String::from_utf8(bytes(&small())?)?;
    let expected = r#"{"kind":"lawful-report","format":1,"settings":{"seed":7,"cases":100,"seconds":null},"interrupted":false}
{"kind":"model","model":"std.u8.add","version":"1.2.0","language":"rust","theories":["monoid"],"about":"addition","laws":3}
{"kind":"law","model":"std.u8.add","law":"monoid.left_identity","law_set":1,"statement":"e · x = x","claim":"holds","floor":50,"told":{"verdict":"proved","status":"holds","cases":256,"effective":256},"coverage":{"whole":{"cases":256,"vacuous":0,"random_effective":0,"proof":{"by":"whole_domain","cases":256}}}}
{"kind":"law","model":"std.u8.add","law":"semigroup.associative","law_set":1,"statement":"(x · y) · z = x · (y · z)","claim":"holds","floor":50,"told":{"verdict":"tested","status":"holds","cases":127,"effective":119,"failure_rate_below":0.0320378632},"coverage":{"whole":{"cases":127,"vacuous":8,"random_effective":92}}}
{"kind":"law","model":"std.u8.add","law":"semigroup.closed","law_set":1,"statement":"x · y ∈ S","claim":"holds","floor":50,"told":{"verdict":"not run","status":"unknown","cases":0,"effective":0,"why":"the sampler of `x` refused 10000 values in a row"},"coverage":{"whole":{"cases":0,"vacuous":0,"random_effective":0,"stopped":"the sampler of `x` refused 10000 values in a row"}}}
{"kind":"timing","timing":{"model":"std.u8.add","law":"semigroup.associative","nanoseconds":1200,"cases":127}}
"#;
    let (lines, summary) = text.split_at(expected.len());
    assert_eq!(lines, expected);
    let hash = blake3::hash(expected.as_bytes()).to_hex();
    let counts = r#""models":1,"claims":3,"proved":1,"tested":1,"witnessed":0,"broken":0,"unwitnessed":0,"vacuous":0,"not_run":1"#;
    let sealed = format!(
        "{{\"kind\":\"summary\",\"summary\":{{{counts}}},\"lines\":6,\"blake3\":\"{hash}\"}}\n"
    );
    assert_eq!(summary, sealed);
    Ok(())
}

#[test]
fn a_report_with_every_verdict_comes_back() -> Outcome {
    for report in [sample::every_verdict(), sample::big(20, 12), small()] {
        let written = bytes(&report)?;
        assert_eq!(read(written.as_slice())?, report);
        let windows = String::from_utf8(written)?.replace('\n', "\r\n");
        assert_eq!(read(windows.as_bytes())?, report);
    }
    Ok(())
}

#[test]
fn a_cut_file_is_an_error_wherever_it_is_cut() -> Outcome {
    let written = bytes(&small())?;
    // The newline at the very end may be missing: nothing is lost without it.
    for end in 0..written.len() - 1 {
        let cut = written.get(..end).unwrap_or_default();
        assert!(read(cut).is_err(), "cut after {end} bytes");
    }
    Ok(())
}

#[test]
fn a_cut_at_a_line_is_named_with_the_line() -> Outcome {
    let text = String::from_utf8(bytes(&small())?)?;
    for keep in 0..6 {
        let cut: String = text.split_inclusive('\n').take(keep).collect();
        let error = read(cut.as_bytes()).err();
        assert!(
            matches!(error, Some(ReadError::Truncated { line }) if line == keep as u64),
            "{keep} lines: {error:?}"
        );
    }
    Ok(())
}

#[test]
fn no_changed_byte_goes_unnoticed() -> Outcome {
    let report = small();
    let written = bytes(&report)?;
    for place in 0..written.len() {
        let mut damaged = written.clone();
        if let Some(byte) = damaged.get_mut(place) {
            *byte ^= 0x11;
        }
        match read(damaged.as_slice()) {
            Err(_) => {}
            Ok(other) => assert_eq!(other, report, "byte {place}"),
        }
    }
    Ok(())
}

/// Changes lines and seals the result again, as a careful forger would.
fn forged(report: &Report, from: &str, to: &str) -> Result<Vec<u8>, Box<dyn Error>> {
    let text = String::from_utf8(bytes(report)?)?;
    let (lines, summary) = text.trim_end().rsplit_once('\n').ok_or("no summary")?;
    let changed = format!("{}\n", lines.replacen(from, to, 1));
    assert_ne!(
        changed,
        format!("{lines}\n"),
        "`{from}` is not in the report"
    );
    let old = blake3::hash(format!("{lines}\n").as_bytes()).to_hex();
    let new = blake3::hash(changed.as_bytes()).to_hex();
    Ok(format!("{changed}{}\n", summary.replace(old.as_str(), new.as_str())).into_bytes())
}

/// Checks what reading says about a report in which one text was changed.
fn check_forged(from: &str, to: &str, expected: &str) -> Outcome {
    let said = read(forged(&small(), from, to)?.as_slice())
        .err()
        .map(|e| e.to_string());
    assert_eq!(said.as_deref(), Some(expected));
    Ok(())
}

#[test]
fn forged_verdicts_and_counts_are_refused() -> Outcome {
    let edited = "tells a verdict that does not follow from its coverage; the report was edited or is damaged";
    check_forged(
        "\"verdict\":\"tested\"",
        "\"verdict\":\"proved\"",
        &format!("line 4: `std.u8.add` `semigroup.associative` {edited}"),
    )?;
    check_forged(
        "\"failure_rate_below\":0.0320378632",
        "\"failure_rate_below\":0.0000320378",
        &format!("line 4: `std.u8.add` `semigroup.associative` {edited}"),
    )?;
    check_forged(
        "\"cases\":127,\"vacuous\":8",
        "\"cases\":7,\"vacuous\":8",
        "line 4: the counts of `std.u8.add` `semigroup.associative` contradict each other: 8 vacuous of 7 cases; the report is damaged",
    )?;
    check_forged(
        "\"random_effective\":92",
        "\"random_effective\":920",
        "line 4: the counts of `std.u8.add` `semigroup.associative` contradict each other: 920 random of 119 effective cases; the report is damaged",
    )?;
    check_forged(
        "{\"whole\":{\"cases\":127,\"vacuous\":8,\"random_effective\":92}}",
        "{\"parts\":{\"of\":4294967295,\"done\":{}}}",
        "line 4: `std.u8.add` `semigroup.associative` has part 0 of 4294967295, which does not exist; parts count from 1 and there are at most 65536; the report is damaged",
    )?;
    check_forged(
        "\"law\":\"semigroup.closed\"",
        "\"law\":\"monoid.left_identity\"",
        "line 5: `monoid.left_identity` stands after `semigroup.associative`; ids are sorted and occur once; the report is damaged",
    )?;
    check_forged(
        "\"laws\":3",
        "\"laws\":18446744073709551615",
        "line 6: a line of kind `timing` does not belong here; 18446744073709551612 more laws of the model",
    )?;
    check_forged(
        "\"kind\":\"timing\"",
        "\"kind\":\"opinion\"",
        "line 6: a line of kind `opinion` does not belong here; a report holds models with their laws, then timings, then kill matrices, then the summary",
    )?;
    check_forged(
        "\"claim\":\"holds\",\"floor\":50,\"told\":{\"verdict\":\"proved\"",
        "\"claim\":\"holds\",\"flour\":50,\"told\":{\"verdict\":\"proved\"",
        "line 3: unknown field `flour`, expected one of `kind`, `model`, `law`, `law_set`, `statement`, `claim`, `floor`, `told`, `coverage` (column 124); the report is damaged",
    )
}

#[test]
fn a_newer_format_is_told_apart_from_damage() -> Outcome {
    check_forged(
        "\"format\":1,\"settings\"",
        "\"format\":2,\"surprise\":[],\"settings\"",
        "line 1: the report has format 2, and the newest format that can be read is 1; update the program that reads it",
    )
}

#[test]
fn foreign_text_is_not_a_report() {
    for text in [
        "{\"kind\":\"model\"}\n",
        "hello\n",
        "[1,2]\n",
        "{}\n",
        "\u{0}\n",
    ] {
        let error = read(text.as_bytes()).err();
        assert!(
            matches!(error, Some(ReadError::NotAReport(_))),
            "{text:?}: {error:?}"
        );
    }
}

#[test]
fn nothing_may_follow_the_summary() -> Outcome {
    let mut written = bytes(&small())?;
    written.extend_from_slice(b"{\"kind\":\"summary\"}\n");
    let error = read(written.as_slice()).err();
    assert!(
        matches!(error, Some(ReadError::Misplaced { line: 8, .. })),
        "{error:?}"
    );
    Ok(())
}

#[test]
fn an_endless_line_is_not_kept() -> Outcome {
    let header = String::from_utf8(bytes(&small())?)?;
    let first: String = header.split_inclusive('\n').take(1).collect();
    let endless = first.as_bytes().chain(std::io::repeat(b'a'));
    let error = read(BufReader::new(endless)).err();
    assert!(
        matches!(error, Some(ReadError::LineTooLong { line: 2 })),
        "{error:?}"
    );
    Ok(())
}

#[test]
fn what_could_not_be_read_is_not_written() {
    let mut long = small();
    if let Some(evidence) = long.evidence.first_mut() {
        evidence.about = "a".repeat(LONGEST_LINE);
    }
    assert!(matches!(bytes(&long), Err(WriteError::LineTooLong { .. })));

    let mut infinite = small();
    infinite.settings.seconds = Some(f64::INFINITY);
    assert!(matches!(
        bytes(&infinite),
        Err(WriteError::Rule(RuleError::NotFinite(_)))
    ));

    let mut twice = small();
    twice.evidence.extend(small().evidence);
    assert!(matches!(
        bytes(&twice),
        Err(WriteError::Rule(RuleError::Order { .. }))
    ));

    let mut uneven = small();
    let mutant = MutantRow {
        mutant: "m".to_owned(),
        killed_by: vec![true],
        same_behaviour: false,
    };
    uneven.adequacy = vec![KillMatrix {
        model: "m".to_owned(),
        laws: Vec::new(),
        mutants: vec![mutant],
    }];
    assert!(matches!(
        bytes(&uneven),
        Err(WriteError::Rule(RuleError::Row { .. }))
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn any_report_comes_back_exactly(report in reports()) {
        let written = bytes(&report).map_err(|e| TestCaseError::fail(e.to_string()))?;
        let back = read(written.as_slice()).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(&back, &report);
        let again = bytes(&back).map_err(|e| TestCaseError::fail(e.to_string()))?;
        prop_assert_eq!(again, written);
    }

    #[test]
    fn any_bytes_are_refused_or_read(noise in vec(any::<u8>(), 0..300)) {
        prop_assert!(read(noise.as_slice()).is_err());
    }
}

fn finite() -> impl Strategy<Value = f64> {
    any::<f64>().prop_filter("finite", |x| x.is_finite())
}

fn bindings() -> impl Strategy<Value = Vec<Binding>> {
    let binding =
        (any::<[String; 3]>(), any::<bool>()).prop_map(|([variable, sort, value], matters)| {
            Binding {
                variable,
                sort,
                value,
                matters,
            }
        });
    vec(binding, 0..3)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec(
        any::<[String; 2]>().prop_map(|[term, value]| Step { term, value }),
        0..3,
    )
}

fn failures() -> impl Strategy<Value = Failure> {
    prop_oneof![
        any::<[String; 2]>().prop_map(|[left, right]| Failure::Unequal { left, right }),
        any::<[String; 2]>().prop_map(|[left, right]| Failure::NotAtMost { left, right }),
        Just(Failure::False),
        any::<[String; 2]>().prop_map(|[message, place]| Failure::Raised { message, place }),
    ]
}

fn counterexamples() -> impl Strategy<Value = Counterexample> {
    let phases = [Phase::Regression, Phase::Edge, Phase::Domain, Phase::Random];
    let case = (proptest::sample::select(phases.to_vec()), any::<u64>());
    let numbers = any::<[u64; 4]>();
    let texts = (
        any::<[String; 3]>(),
        any::<Option<String>>(),
        any::<Option<Vec<String>>>(),
    );
    (
        case,
        bindings(),
        bindings(),
        failures(),
        steps(),
        steps(),
        numbers,
        any::<bool>(),
        texts,
    )
        .prop_map(
            |(
                (phase, index),
                substitution,
                found,
                failure,
                left,
                right,
                n,
                out_of_budget,
                texts,
            )| {
                let ([replay, rust_test, python_test], first_difference, encoded) = texts;
                let [failed, sampled, tried, accepted] = n;
                Counterexample {
                    case: CaseId { phase, index },
                    replay,
                    substitution,
                    found,
                    failure,
                    left,
                    right,
                    first_difference,
                    frequency: Frequency { failed, sampled },
                    shrink: ShrinkEffort {
                        tried,
                        accepted,
                        out_of_budget,
                    },
                    rust_test,
                    python_test,
                    encoded,
                }
            },
        )
}

fn proofs() -> impl Strategy<Value = Proof> {
    prop_oneof![
        (0..1u64 << 50).prop_map(|cases| Proof::WholeDomain { cases }),
        any::<[u64; 3]>().prop_map(|[elements, generators, comparisons]| Proof::Light {
            elements,
            generators,
            comparisons
        }),
        Just(Proof::CompileTime),
        proptest::collection::vec("[a-z =]{0,12}", 1..4)
            .prop_map(|derivation| Proof::Derived { derivation }),
    ]
}

fn tallies() -> impl Strategy<Value = Tally> {
    let counts = (0..1u64 << 50, 0..1u64 << 50, 0..1u64 << 50);
    let refuted = option::weighted(0.2, counterexamples());
    let stopped = option::weighted(0.2, any::<String>());
    (
        counts,
        option::of(finite()),
        option::weighted(0.3, proofs()),
        refuted,
        stopped,
    )
        .prop_map(
            |((cases, vacuous, random), worst_error, proof, refuted, stopped)| {
                let vacuous = vacuous.min(cases);
                Tally {
                    cases,
                    vacuous,
                    random_effective: random.min(cases - vacuous),
                    worst_error,
                    proof,
                    refuted: refuted.map(Box::new),
                    stopped,
                }
            },
        )
}

fn coverages() -> impl Strategy<Value = Coverage> {
    let parts = (1u32..6).prop_flat_map(|of| {
        btree_map(1..=of, tallies(), 0..4).prop_map(move |done| Coverage::Parts { of, done })
    });
    prop_oneof![3 => tallies().prop_map(Coverage::Whole), 1 => parts]
}

fn models() -> impl Strategy<Value = Vec<Evidence>> {
    let claim = prop_oneof![Just(Claim::Holds), Just(Claim::Fails)];
    let law = (
        any::<u32>(),
        any::<String>(),
        claim,
        any::<u64>(),
        coverages(),
    );
    let laws = btree_map(any::<String>(), law, 0..4).prop_map(|laws| {
        let law = |(law, (law_set, statement, claim, floor, coverage))| LawEvidence {
            law,
            law_set,
            statement,
            claim,
            floor,
            coverage,
        };
        laws.into_iter().map(law).collect::<Vec<_>>()
    });
    let model = (any::<[String; 3]>(), any::<Vec<String>>(), laws);
    btree_map(any::<String>(), model, 0..4).prop_map(|models| {
        models
            .into_iter()
            .map(
                |(model, ([version, language, about], theories, laws))| Evidence {
                    model,
                    version,
                    language,
                    theories,
                    about,
                    laws,
                },
            )
            .collect()
    })
}

fn reports() -> impl Strategy<Value = Report> {
    let settings = (any::<u64>(), any::<Option<u64>>(), option::of(finite())).prop_map(
        |(seed, cases, seconds)| Settings {
            seed,
            cases,
            seconds,
        },
    );
    let timing = (any::<[String; 2]>(), any::<[u64; 2]>()).prop_map(
        |([model, law], [nanoseconds, cases])| Timing {
            model,
            law,
            nanoseconds,
            cases,
        },
    );
    let matrix = (any::<String>(), vec(any::<String>(), 0..4)).prop_flat_map(|(model, laws)| {
        let marks = vec(any::<bool>(), laws.len());
        let row = (any::<String>(), marks, any::<bool>()).prop_map(
            |(mutant, killed_by, same_behaviour)| MutantRow {
                mutant,
                killed_by,
                same_behaviour,
            },
        );
        vec(row, 0..4).prop_map(move |mutants| KillMatrix {
            model: model.clone(),
            laws: laws.clone(),
            mutants,
        })
    });
    (
        settings,
        models(),
        vec(matrix, 0..2),
        vec(timing, 0..3),
        any::<bool>(),
    )
        .prop_map(
            |(settings, evidence, adequacy, timings, interrupted)| Report {
                settings,
                evidence,
                adequacy,
                timings,
                interrupted,
            },
        )
}

//! JUnit XML: exact text for a small report, and a document that reads back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

#[path = "../examples/sample_report/sample.rs"]
#[expect(dead_code, reason = "the example makes a larger report too")]
mod sample;

use lawful::evidence::{Claim, Report, Settings, Timing};
use lawful::report::junit;
use quick_junit::{NonSuccessKind, TestCaseStatus};
use std::error::Error;

type Outcome = Result<(), Box<dyn Error>>;

fn xml(report: &Report) -> Result<String, Box<dyn Error>> {
    let mut out = Vec::new();
    junit::write(report, &mut out)?;
    Ok(String::from_utf8(out)?)
}

fn check(report: &Report, expected: &str) -> Outcome {
    let actual = xml(report)?;
    let expected = expected.strip_prefix('\n').unwrap_or(expected);
    assert!(
        actual == expected,
        "expected:\n{expected}\nactual:\n{actual}"
    );
    Ok(())
}

#[test]
fn a_small_report_is_this_text() -> Outcome {
    let mut report = Report::new(Settings {
        seed: 0,
        cases: Some(10),
        seconds: None,
    });
    let laws = vec![
        sample::law("a.proved", "x = x", Claim::Holds, sample::whole_domain(256)),
        sample::law("b.stopped", "x < y", Claim::Holds, sample::stopped()),
    ];
    report.evidence = vec![
        sample::model("m", "rust", &["a", "b"], "", laws),
        sample::model("without.claims", "rust", &[], "", Vec::new()),
    ];
    let (model, law) = ("m".to_owned(), "a.proved".to_owned());
    report.timings = vec![Timing {
        model,
        law,
        nanoseconds: 1_500_000_000,
        cases: 256,
    }];
    report.interrupted = true;
    check(
        &report,
        r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="lawful" tests="4" skipped="0" failures="0" errors="3" time="1.500">
    <testsuite name="lawful" tests="1" skipped="0" errors="1" failures="0">
        <testcase name="run" classname="lawful">
            <error message="the run was interrupted: models are missing or not complete" type="not run"/>
        </testcase>
    </testsuite>
    <testsuite name="m" tests="2" skipped="0" errors="1" failures="0" time="1.500">
        <properties>
            <property name="version" value="1.2.0"/>
            <property name="language" value="rust"/>
            <property name="theories" value="a b"/>
        </properties>
        <testcase name="a.proved" classname="m" time="1.500">
            <system-out>x = x
proved: all 256 cases of the domain</system-out>
        </testcase>
        <testcase name="b.stopped" classname="m">
            <error message="not run: the sampler of `x` refused 10000 values in a row" type="not run">not run: m claims b.stopped

  law      x &lt; y
  verdict  not run: the sampler of `x` refused 10000 values in a row

hint: a law that was not run supports nothing: run it
</error>
        </testcase>
    </testsuite>
    <testsuite name="without.claims" tests="1" skipped="0" errors="1" failures="0">
        <testcase name="claims" classname="without.claims">
            <error message="the model claims no law" type="not run"/>
        </testcase>
    </testsuite>
</testsuites>
"#,
    )
}

#[test]
fn an_empty_report_is_an_error() -> Outcome {
    let report = Report::new(Settings {
        seed: 0,
        cases: Some(10),
        seconds: None,
    });
    check(
        &report,
        r#"
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="lawful" tests="1" skipped="0" failures="0" errors="1" time="0.000">
    <testsuite name="lawful" tests="1" skipped="0" errors="1" failures="0">
        <testcase name="models" classname="lawful">
            <error message="no model was checked" type="not run"/>
        </testcase>
    </testsuite>
</testsuites>
"#,
    )
}

#[test]
fn every_claim_is_a_case_of_the_right_kind() -> Outcome {
    let report = sample::every_verdict();
    let read = quick_junit::Report::deserialize_from_str(&xml(&report)?)?;
    assert_eq!(read.test_suites.len(), report.evidence.len());
    assert_eq!((read.tests, read.failures, read.errors), (37, 7, 3));
    let mut errors = Vec::new();
    let mut diagnostics = 0;
    for case in read.test_suites.iter().flat_map(|s| &s.test_cases) {
        if let TestCaseStatus::NonSuccess {
            kind, description, ..
        } = &case.status
        {
            let text = description.as_ref().map(|d| d.as_str()).unwrap_or_default();
            assert!(text.contains(case.name.as_str()), "{text}");
            diagnostics += usize::from(text.contains("lawful replay '"));
            if *kind == NonSuccessKind::Error {
                errors.push(case.name.as_str());
            }
        }
    }
    assert_eq!(
        errors,
        ["order.antisymmetric", "order.total", "order.transitive"]
    );
    assert_eq!(diagnostics, 6);
    Ok(())
}

//! The report for continuous integration: JUnit XML.

use super::standing::Standing;
use super::terminal::{self, Style};
use super::verdict_line::verdict_line;
use crate::evidence::{Evidence, LawEvidence, Report};
use quick_junit::{NonSuccessKind, Report as Junit, TestCase, TestCaseStatus, TestSuite};
use std::collections::BTreeMap;
use std::io;
use std::time::Duration;

/// Nanoseconds by model and law.
type Times<'a> = BTreeMap<(&'a str, &'a str), u64>;

/// Writes a report as JUnit XML: a suite for each model and a case for each law.
///
/// A broken or unwitnessed claim is a failure, and carries the diagnostic that a terminal shows.
/// A claim about which nothing is known (vacuous, not run) is an error. So are a model without a
/// claim and a run that was interrupted, each as a case of its own.
///
/// # Errors
/// If the writer fails.
pub fn write(report: &Report, writer: &mut impl io::Write) -> io::Result<()> {
    let mut times = Times::new();
    for t in &report.timings {
        let sum = times.entry((&t.model, &t.law)).or_default();
        *sum = sum.saturating_add(t.nanoseconds);
    }
    let mut junit = Junit::new("lawful");
    junit.set_time(Duration::from_nanos(
        times.values().fold(0, |a, b| a.saturating_add(*b)),
    ));
    if report.interrupted {
        let why = "the run was interrupted: models are missing or not complete";
        junit.add_test_suite(error_suite("lawful", "run", why));
    }
    if report.evidence.is_empty() {
        junit.add_test_suite(error_suite("lawful", "models", "no model was checked"));
    }
    for evidence in &report.evidence {
        junit.add_test_suite(suite(evidence, &times));
    }
    junit.serialize(writer).map_err(io::Error::other)
}

fn error_suite(suite: &str, case: &str, why: &str) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type("not run").set_message(why);
    let mut case = TestCase::new(case, status);
    case.set_classname(suite);
    let mut suite = TestSuite::new(suite);
    suite.add_test_case(case);
    suite
}

fn suite(evidence: &Evidence, times: &Times<'_>) -> TestSuite {
    if evidence.laws.is_empty() {
        return error_suite(&evidence.model, "claims", "the model claims no law");
    }
    let mut suite = TestSuite::new(evidence.model.as_str());
    suite
        .add_property(("version", evidence.version.as_str()))
        .add_property(("language", evidence.language.as_str()))
        .add_property(("theories", evidence.theories.join(" ").as_str()));
    let mut sum = 0u64;
    for law in &evidence.laws {
        let time = times.get(&(evidence.model.as_str(), law.law.as_str()));
        let mut case = case(&evidence.model, law);
        if let Some(time) = time {
            sum = sum.saturating_add(*time);
            case.set_time(Duration::from_nanos(*time));
        }
        suite.add_test_case(case);
    }
    suite.set_time(Duration::from_nanos(sum));
    suite
}

fn case(model: &str, law: &LawEvidence) -> TestCase {
    let verdict = law.verdict();
    let standing = Standing::of(law, &verdict);
    let line = verdict_line(law, &verdict);
    let kind = match standing {
        Standing::Proved | Standing::Tested | Standing::Witnessed => None,
        Standing::Broken | Standing::Unwitnessed => Some(NonSuccessKind::Failure),
        Standing::Vacuous | Standing::NotRun => Some(NonSuccessKind::Error),
    };
    let message = match standing {
        Standing::Vacuous | Standing::NotRun => line.clone(),
        _ => format!("{}: {line}", standing.name()),
    };
    let mut status = kind.map_or_else(TestCaseStatus::success, TestCaseStatus::non_success);
    if kind.is_some() {
        let plain = Style {
            colour: false,
            width: 100,
            verbose: true,
        };
        status
            .set_type(standing.name())
            .set_message(message)
            .set_description(terminal::render_law(model, law, &plain));
    }
    let mut case = TestCase::new(law.law.as_str(), status);
    case.set_classname(model);
    if kind.is_none() {
        case.set_system_out(format!("{}\n{line}", law.statement));
    }
    case
}

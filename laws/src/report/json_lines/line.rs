//! The lines of the format.

use crate::evidence::{
    Claim, Coverage, Evidence, KillMatrix, LawEvidence, Settings, Status, Summary, Timing, Verdict,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The field that every line has.
#[derive(Deserialize)]
pub(super) struct Kind<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
}

/// The part of the header that every format has.
#[derive(Deserialize)]
pub(super) struct Version {
    pub format: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Header<'a> {
    pub kind: Cow<'a, str>,
    pub format: u64,
    pub settings: Cow<'a, Settings>,
    pub interrupted: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ModelLine<'a> {
    pub kind: Cow<'a, str>,
    pub model: Cow<'a, str>,
    pub version: Cow<'a, str>,
    pub language: Cow<'a, str>,
    pub theories: Cow<'a, [String]>,
    pub about: Cow<'a, str>,
    /// How many law lines follow.
    pub laws: u64,
}

impl<'a> ModelLine<'a> {
    pub(super) fn new(evidence: &'a Evidence) -> ModelLine<'a> {
        ModelLine {
            kind: "model".into(),
            model: (&evidence.model).into(),
            version: (&evidence.version).into(),
            language: (&evidence.language).into(),
            theories: (&evidence.theories).into(),
            about: (&evidence.about).into(),
            laws: evidence.laws.len() as u64,
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LawLine<'a> {
    pub kind: Cow<'a, str>,
    pub model: Cow<'a, str>,
    pub law: Cow<'a, str>,
    pub law_set: u32,
    pub statement: Cow<'a, str>,
    pub claim: Claim,
    pub floor: u64,
    pub told: Told,
    pub coverage: Cow<'a, Coverage>,
}

/// What follows from the coverage, spelled out for readers without the logic.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Told {
    pub verdict: String,
    pub status: Status,
    pub cases: u64,
    pub effective: u64,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failure_rate_below: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub why: Option<String>,
}

impl Told {
    /// Spells out a law whose numbers keep the rules of the format.
    pub(super) fn new(law: &LawEvidence) -> Told {
        let verdict = law.verdict();
        let tally = law.coverage.tally();
        Told {
            verdict: verdict.name().to_owned(),
            status: law.status(),
            cases: tally.cases,
            effective: tally.cases.saturating_sub(tally.vacuous),
            failure_rate_below: match verdict {
                Verdict::Tested {
                    failure_rate_below, ..
                } => Some(nine_digits(failure_rate_below)),
                _ => None,
            },
            why: match verdict {
                Verdict::NotRun { why } => Some(why),
                _ => None,
            },
        }
    }
}

impl Told {
    /// Returns whether two spelled-out verdicts say the same.
    ///
    /// The bound on the failure rate may differ in its last digits: it is made with a logarithm,
    /// which not every machine rounds alike.
    pub(super) fn agrees(&self, other: &Told) -> bool {
        let close = |a: f64, b: f64| (a - b).abs() <= 1e-6 * b.abs();
        let bounds = match (self.failure_rate_below, other.failure_rate_below) {
            (Some(a), Some(b)) => close(a, b),
            (a, b) => a.is_none() && b.is_none(),
        };
        bounds
            && (
                &self.verdict,
                self.status,
                self.cases,
                self.effective,
                &self.why,
            ) == (
                &other.verdict,
                other.status,
                other.cases,
                other.effective,
                &other.why,
            )
    }
}

/// Rounds to nine digits, so that the bytes are the same on machines that differ in the last one.
fn nine_digits(x: f64) -> f64 {
    format!("{x:.8e}").parse().unwrap_or(x)
}

impl<'a> LawLine<'a> {
    pub(super) fn new(model: &'a str, law: &'a LawEvidence) -> LawLine<'a> {
        LawLine {
            kind: "law".into(),
            model: model.into(),
            law: (&law.law).into(),
            law_set: law.law_set,
            statement: (&law.statement).into(),
            claim: law.claim,
            floor: law.floor,
            told: Told::new(law),
            coverage: Cow::Borrowed(&law.coverage),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TimingLine<'a> {
    pub kind: Cow<'a, str>,
    pub timing: Cow<'a, Timing>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KillMatrixLine<'a> {
    pub kind: Cow<'a, str>,
    pub kill_matrix: Cow<'a, KillMatrix>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SummaryLine<'a> {
    pub kind: Cow<'a, str>,
    pub summary: Summary,
    /// Lines before this one.
    pub lines: u64,
    /// The BLAKE3 hash of these lines, each ended by `\n`, in hexadecimal.
    pub blake3: Cow<'a, str>,
}

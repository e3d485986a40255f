//! What is certified.

use jiff::Timestamp;
use lawful::evidence::{Claim, Evidence, LawEvidence, Settings, Verdict};
use serde::{Deserialize, Serialize};

/// The type of the predicate.
pub const PREDICATE_TYPE: &str = "urn:lawful:certificate:v1";

/// What was found about one law.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// Every case holds.
    Proved {
        /// How that is known: `whole_domain`, `light`, `compile_time`.
        by: String,
        /// Cases that ran.
        cases: u64,
        /// Cases whose premise was true.
        effective: u64,
    },
    /// No case failed.
    Tested {
        /// Cases that ran.
        cases: u64,
        /// Cases whose premise was true: what counts.
        effective: u64,
        /// The 95 % upper bound on the failure rate.
        failure_rate_below: f64,
    },
    /// Too few cases had a true premise.
    Vacuous {
        /// Cases that ran.
        cases: u64,
        /// Cases whose premise was true.
        effective: u64,
        /// How many were needed.
        floor: u64,
    },
    /// The law was not checked.
    NotRun {
        /// Why.
        why: String,
    },
    /// A case refutes the law.
    Refuted {
        /// The token that replays the case.
        replay: String,
    },
}

/// What was found about one law of the model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertifiedLaw {
    /// The id of the law.
    pub law: String,
    /// The version of its law set.
    pub law_set: u32,
    /// Whether the model claims that it holds; otherwise it claims that it fails.
    pub holds: bool,
    /// What was found.
    pub outcome: Outcome,
}

/// What is certified about a model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Predicate {
    /// The version of the model.
    pub version: String,
    /// The language of the model.
    pub language: String,
    /// When the certificate was issued.
    pub issued_at: Timestamp,
    /// When it ends; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
    /// The seed, and how much was run.
    pub settings: Settings,
    /// The version of the program that checked.
    pub checker: String,
    /// What was found, sorted by the id of the law.
    pub laws: Vec<CertifiedLaw>,
}

impl CertifiedLaw {
    fn of(law: &LawEvidence) -> CertifiedLaw {
        let tally = law.coverage.tally();
        let outcome = match law.verdict() {
            Verdict::Proved { proof } => Outcome::Proved {
                by: serde_json::to_value(&proof)
                    .ok()
                    .and_then(|value| Some(value.get("by")?.as_str()?.to_owned()))
                    .unwrap_or_default(),
                cases: tally.cases,
                effective: tally.cases.saturating_sub(tally.vacuous),
            },
            Verdict::Tested {
                cases,
                effective,
                failure_rate_below,
            } => Outcome::Tested {
                cases,
                effective,
                failure_rate_below,
            },
            Verdict::Vacuous {
                cases,
                effective,
                floor,
            } => Outcome::Vacuous {
                cases,
                effective,
                floor,
            },
            Verdict::NotRun { why } => Outcome::NotRun { why },
            Verdict::Refuted { counterexample } => Outcome::Refuted {
                replay: counterexample.replay.clone(),
            },
        };
        CertifiedLaw {
            law: law.law.clone(),
            law_set: law.law_set,
            holds: law.claim == Claim::Holds,
            outcome,
        }
    }
}

impl Predicate {
    /// Takes down what an evidence says.
    pub(super) fn of(evidence: &Evidence, settings: &Settings, issued_at: Timestamp) -> Predicate {
        let mut laws: Vec<_> = evidence.laws.iter().map(CertifiedLaw::of).collect();
        laws.sort_by(|a, b| a.law.cmp(&b.law));
        Predicate {
            version: evidence.version.clone(),
            language: evidence.language.clone(),
            issued_at,
            expires_at: None,
            settings: settings.clone(),
            checker: env!("CARGO_PKG_VERSION").to_owned(),
            laws,
        }
    }
}

//! A verdict in one sentence, with the numbers that ran.

use super::numbers::{bound, counted, grouped};
use super::printable::one_line;
use crate::evidence::{LawEvidence, Proof, Verdict};

/// Tells the verdict of a law in one line.
pub(crate) fn verdict_line(law: &LawEvidence, verdict: &Verdict) -> String {
    match verdict {
        Verdict::Proved { proof } => format!("proved: {}", proof_line(law, proof)),
        Verdict::Tested {
            cases,
            effective,
            failure_rate_below,
        } => {
            let ran = format!(
                "tested: {}, {} effective",
                counted(*cases, "case"),
                grouped(*effective)
            );
            if *failure_rate_below >= 1.0 {
                format!("{ran}; none was random, so nothing bounds the failure rate")
            } else {
                format!(
                    "{ran}; failure rate below {} (95 % confidence)",
                    bound(*failure_rate_below)
                )
            }
        }
        Verdict::Vacuous {
            cases,
            effective,
            floor,
        } => format!(
            "vacuous: {} of {} effective, at least {} needed",
            grouped(*effective),
            counted(*cases, "case"),
            grouped(*floor)
        ),
        Verdict::NotRun { why } => format!("not run: {}", one_line(why)),
        Verdict::Refuted { counterexample } => format!("refuted by case {}", counterexample.case),
    }
}

fn proof_line(law: &LawEvidence, proof: &Proof) -> String {
    match proof {
        Proof::WholeDomain { cases } => {
            let tally = law.coverage.tally();
            let effective = tally.cases.saturating_sub(tally.vacuous);
            let all = format!("all {} of the domain", counted(*cases, "case"));
            if tally.vacuous == 0 {
                all
            } else {
                format!("{all}, {} effective", grouped(effective))
            }
        }
        Proof::Light {
            elements,
            generators,
            comparisons,
        } => format!(
            "Light's test, {} from {}, {}",
            counted(*elements, "element"),
            counted(*generators, "generator"),
            counted(*comparisons, "comparison")
        ),
        Proof::CompileTime => "at compile time".to_owned(),
        Proof::Derived { derivation } => {
            let steps = derivation.len().saturating_sub(1) as u64;
            format!("derived from the other laws in {}", counted(steps, "step"))
        }
    }
}

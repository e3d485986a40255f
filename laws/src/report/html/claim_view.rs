//! One claim, as the page shows it.

use super::counterexample_view::CounterexampleView;
use crate::evidence::{Claim, Evidence, LawEvidence, Verdict};
use crate::report::numbers::{at_most, duration};
use crate::report::printable::{one_line, printable};
use crate::report::standing::Standing;
use crate::report::verdict_line::verdict_line;

/// Everything about one law of one model.
pub(super) struct ClaimView {
    /// The number of the claim in the page.
    pub number: usize,
    pub model: String,
    pub version: String,
    pub language: String,
    pub about: String,
    pub law: String,
    pub law_set: u32,
    pub floor: u64,
    pub statement: String,
    pub claim: &'static str,
    pub standing: Standing,
    pub verdict: String,
    pub worst_error: Option<String>,
    pub time: Option<String>,
    pub counterexample: Option<CounterexampleView>,
}

impl ClaimView {
    pub(super) fn new(
        number: usize,
        evidence: &Evidence,
        law: &LawEvidence,
        nanoseconds: Option<u64>,
    ) -> ClaimView {
        let verdict = law.verdict();
        let worst = law.coverage.tally().worst_error;
        ClaimView {
            number,
            model: one_line(&evidence.model),
            version: one_line(&evidence.version),
            language: one_line(&evidence.language),
            about: printable(&evidence.about),
            law: one_line(&law.law),
            law_set: law.law_set,
            floor: law.floor,
            statement: printable(&law.statement),
            claim: match law.claim {
                Claim::Holds => "the law holds",
                Claim::Fails => "the law fails",
            },
            standing: Standing::of(law, &verdict),
            verdict: verdict_line(law, &verdict),
            worst_error: worst
                .map(|e| format!("at most {} of what the tolerance allows", at_most(e))),
            time: nanoseconds.map(duration),
            counterexample: match &verdict {
                Verdict::Refuted { counterexample } => {
                    Some(CounterexampleView::new(counterexample))
                }
                _ => None,
            },
        }
    }

    /// Returns one line that tells the claim from its neighbours in a list.
    pub(super) fn gist(&self) -> String {
        let Some(found) = &self.counterexample else {
            return self.verdict.clone();
        };
        let values: Vec<String> = found
            .substitution
            .iter()
            .map(|b| format!("{} = {}", b.variable, b.value))
            .collect();
        let values = crate::report::printable::shortened(&values.join(", "), 120);
        if values.is_empty() {
            self.verdict.clone()
        } else {
            format!("for {values}")
        }
    }
}

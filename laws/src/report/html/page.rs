//! The whole page.

use super::adequacy_view::AdequacyView;
use super::claim_view::ClaimView;
use super::counterexample_view::{Outcome, Sides};
use super::family::{Family, families};
use super::timing_view::TimingView;
use crate::evidence::{Report, Summary};
use crate::report::numbers::{counted, grouped};
use crate::report::standing::Standing;
use askama::Template;
use std::collections::BTreeMap;

#[derive(Template)]
#[template(path = "report.html", whitespace = "minimize")]
pub(super) struct Page {
    /// Names the page's own script and style to its content security policy.
    ///
    /// It is a hash of the report, so no value inside the report can name it.
    nonce: String,
    style: &'static str,
    script: &'static str,
    good: bool,
    headline: String,
    /// Settings and sizes, in words.
    facts: Vec<String>,
    interrupted: bool,
    /// Models that claim nothing.
    without_claims: Vec<String>,
    chips: Vec<Chip>,
    claims: Vec<ClaimView>,
    bad: usize,
    families: Vec<Family>,
    adequacy: Vec<AdequacyView>,
    timing: Option<TimingView>,
}

/// The count of one standing.
struct Chip {
    standing: Standing,
    count: String,
    /// Where its part of the bar begins, and how long it is, in percent.
    from: String,
    length: String,
}

const STYLE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/report.css"));
const SCRIPT: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/templates/report.js"));

impl Page {
    pub(super) fn new(report: &Report) -> Page {
        let sum = report.summary();
        let mut times: BTreeMap<(&str, &str), u64> = BTreeMap::new();
        for t in &report.timings {
            let time = times.entry((&t.model, &t.law)).or_default();
            *time = time.saturating_add(t.nanoseconds);
        }
        let claims: Vec<ClaimView> = report
            .evidence
            .iter()
            .flat_map(|e| e.laws.iter().map(move |law| (e, law)))
            .enumerate()
            .map(|(number, (e, law))| {
                let time = times.get(&(e.model.as_str(), law.law.as_str()));
                ClaimView::new(number, e, law, time.copied())
            })
            .collect();
        Page {
            nonce: nonce(report),
            style: STYLE,
            script: SCRIPT,
            good: report.is_good(),
            headline: headline(report, &sum),
            facts: facts(report, &sum),
            interrupted: report.interrupted,
            without_claims: report
                .evidence
                .iter()
                .filter(|e| e.laws.is_empty())
                .map(|e| crate::report::printable::one_line(&e.model))
                .collect(),
            chips: chips(&sum),
            bad: claims.iter().filter(|c| !c.standing.is_good()).count(),
            families: families(&claims),
            adequacy: report.adequacy.iter().map(AdequacyView::new).collect(),
            timing: TimingView::new(&report.timings),
            claims,
        }
    }
}

fn nonce(report: &Report) -> String {
    let bytes = serde_json::to_vec(report).unwrap_or_default();
    blake3::hash(&bytes).to_hex().as_str().to_owned()
}

fn headline(report: &Report, sum: &Summary) -> String {
    if sum.claims == 0 {
        return "Nothing was checked".to_owned();
    }
    let bad = sum.broken + sum.unwitnessed + sum.vacuous + sum.not_run;
    match (bad, report.interrupted) {
        (0, false) => "Every claim was borne out".to_owned(),
        (0, true) => "The run is not complete".to_owned(),
        (1, _) => format!("1 of {} was not borne out", counted(sum.claims, "claim")),
        _ => format!(
            "{} of {} were not borne out",
            grouped(bad),
            counted(sum.claims, "claim")
        ),
    }
}

fn facts(report: &Report, sum: &Summary) -> Vec<String> {
    let settings = &report.settings;
    let mut facts = vec![
        counted(sum.models, "model"),
        counted(sum.claims, "claim"),
        format!("seed 0x{:x}", settings.seed),
    ];
    facts.extend(
        settings
            .cases
            .map(|n| format!("a budget of {} for each law", counted(n, "random case"))),
    );
    facts.extend(settings.seconds.map(|s| format!("{s} s for each law")));
    facts
}

fn chips(sum: &Summary) -> Vec<Chip> {
    let whole = sum.claims.max(1) as f64;
    let mut before = 0u64;
    let chip = |standing: Standing| {
        let count = standing.count(sum);
        let from = before as f64 / whole * 100.0;
        before += count;
        Chip {
            standing,
            count: grouped(count),
            from: format!("{from:.3}"),
            length: format!("{:.3}", count as f64 / whole * 100.0),
        }
    };
    Standing::ALL.into_iter().map(chip).collect()
}

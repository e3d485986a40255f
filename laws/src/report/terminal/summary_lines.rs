//! The last lines: what was checked, and whether it is good.

use super::Style;
use super::diagnostic::diagnostic;
use super::paint::Ink;
use super::prose::wrapped;
use crate::evidence::{Evidence, Report, Verdict};
use crate::report::numbers::{bound, counted, grouped};
use crate::report::printable::one_line;
use crate::report::standing::Standing;
use crate::report::verdict_line::verdict_line;
use std::fmt::Write as _;

/// Lists the good claims of a model; witnessed ones with their witness.
pub(super) fn good_claims(out: &mut String, evidence: &Evidence, style: &Style) {
    let mut witnesses = String::new();
    let mut lines = String::new();
    for law in &evidence.laws {
        let verdict = law.verdict();
        let standing = Standing::of(law, &verdict);
        if standing == Standing::Witnessed {
            witnesses.push_str(&diagnostic(&evidence.model, law, style));
            witnesses.push('\n');
        } else if standing.is_good() {
            let name = style.paint(Ink::Good, &one_line(&law.law));
            let _ = writeln!(lines, "  {name}  {}", one_line(&law.statement));
            let _ = writeln!(lines, "      {}", verdict_line(law, &verdict));
        }
    }
    if !lines.is_empty() {
        let name = style.paint(Ink::Strong, &one_line(&evidence.model));
        let _ = writeln!(out, "{name} {}\n{lines}", one_line(&evidence.version));
    }
    out.push_str(&witnesses);
}

/// Tells which faults no law noticed.
pub(super) fn adequacy(out: &mut String, report: &Report, style: &Style) {
    for matrix in &report.adequacy {
        let faults = matrix.mutants.iter().filter(|m| !m.same_behaviour).count() as u64;
        let survivors: Vec<_> = matrix.survivors().collect();
        let noticed = faults.saturating_sub(survivors.len() as u64);
        let model = one_line(&matrix.model);
        let _ = writeln!(
            out,
            "faults put into {model}: {} of {} noticed by {}",
            grouped(noticed),
            grouped(faults),
            counted(matrix.laws.len() as u64, "law")
        );
        for row in survivors {
            let word = style.paint(Ink::Doubtful, "survived");
            let _ = writeln!(out, "  {word}: {}", one_line(&row.mutant));
        }
        out.push('\n');
    }
}

/// Writes the settings, the counts, and the result.
pub(super) fn summary(out: &mut String, report: &Report, style: &Style) {
    let sum = report.summary();
    let mut budget = format!("seed 0x{:x}", report.settings.seed);
    if let Some(cases) = report.settings.cases {
        let _ = write!(
            budget,
            ", a budget of {} for each law",
            counted(cases, "random case")
        );
    }
    if let Some(seconds) = report.settings.seconds {
        let _ = write!(budget, ", {seconds} s for each law");
    }
    let counts: Vec<String> = Standing::ALL
        .into_iter()
        .filter(|s| s.count(&sum) > 0)
        .map(|s| {
            style.paint(
                Ink::of(s),
                &format!("{} {}", grouped(s.count(&sum)), s.name()),
            )
        })
        .collect();
    let _ = writeln!(
        out,
        "{}, {}, {budget}",
        counted(sum.models, "model"),
        counted(sum.claims, "claim")
    );
    if !counts.is_empty() {
        let _ = writeln!(out, "{}", counts.join(", "));
    }
    if let Some(line) = tested(report) {
        let _ = writeln!(out, "{}", wrapped(&line, style.columns(), 2));
    }
    let result = if report.is_good() {
        style.paint(Ink::Good, "ok: every claim was borne out")
    } else if sum.claims == 0 {
        style.paint(Ink::Bad, "FAILED: nothing was checked")
    } else if !sum.is_good() {
        let bad = sum.broken + sum.unwitnessed + sum.vacuous + sum.not_run;
        let text = format!("FAILED: {} not borne out", counted(bad, "claim"));
        style.paint(Ink::Bad, &text)
    } else {
        style.paint(Ink::Bad, "FAILED: the run is not complete")
    };
    let _ = writeln!(out, "{result}");
    if report.interrupted {
        let hint =
            "hint: the run was interrupted: models are missing or not complete; run it again";
        let _ = writeln!(out, "\n{}", wrapped(hint, style.columns(), 6));
    }
}

/// Sums the tested claims, with the weakest bound: what holds for each of them.
fn tested(report: &Report) -> Option<String> {
    let (mut ran, mut counts, mut weakest) = (0u64, 0u64, None::<f64>);
    let (mut claims, mut unbounded) = (0u64, 0u64);
    for law in report.evidence.iter().flat_map(|e| &e.laws) {
        let verdict = law.verdict();
        if Standing::of(law, &verdict) != Standing::Tested {
            continue;
        }
        if let Verdict::Tested {
            cases,
            effective,
            failure_rate_below,
        } = verdict
        {
            claims += 1;
            ran = ran.saturating_add(cases);
            counts = counts.saturating_add(effective);
            if failure_rate_below >= 1.0 {
                unbounded += 1;
            } else {
                weakest = Some(weakest.map_or(failure_rate_below, |w| w.max(failure_rate_below)));
            }
        }
    }
    let mut line = format!(
        "tested: {}, {} effective",
        counted(ran, "case"),
        grouped(counts)
    );
    if let Some(rate) = weakest {
        let each = if unbounded == 0 {
            "each claim"
        } else {
            "each claim with random cases"
        };
        let _ = write!(
            line,
            "; failure rate of {each} below {} (95 % confidence)",
            bound(rate)
        );
    }
    if unbounded > 0 {
        let these = counted(unbounded, "claim");
        let _ = write!(line, "; no bound for {these} without a random case");
    }
    (claims > 0).then_some(line)
}

//! The report as text for a terminal.

mod diagnostic;
mod model_table;
mod paint;
mod prose;
mod summary_lines;

use super::printable::one_line;
use super::standing::Standing;
use crate::evidence::{LawEvidence, Report};
use std::fmt::Write as _;

/// How the text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether escape sequences may colour the text; without it the text holds none.
    pub colour: bool,
    /// The width of the terminal in columns; below 40 counts as 40.
    ///
    /// Tables and prose keep to it. Values, commands and code are never broken.
    pub width: usize,
    /// Whether good claims are shown one by one, with the witness of each negative claim, and
    /// long values are shown whole.
    pub verbose: bool,
}

impl Default for Style {
    /// No colour, 80 columns, not verbose.
    fn default() -> Style {
        Style {
            colour: false,
            width: 80,
            verbose: false,
        }
    }
}

/// Renders a report: a table of models, a diagnostic for each bad claim, and a summary.
///
/// ```
/// use lawful::evidence::{Report, Settings};
/// use lawful::report::terminal::{Style, render};
/// let report = Report::new(Settings { seed: 0, cases: Some(1000), seconds: None });
/// let text = render(&report, &Style::default());
/// assert!(text.contains("FAILED: nothing was checked"));
/// assert!(!text.contains('\u{1b}'));
/// ```
pub fn render(report: &Report, style: &Style) -> String {
    let mut out = String::new();
    if !report.evidence.is_empty() {
        out.push_str(&model_table::model_table(&report.evidence, style));
        out.push('\n');
    }
    if style.verbose {
        for evidence in &report.evidence {
            summary_lines::good_claims(&mut out, evidence, style);
        }
    }
    for evidence in &report.evidence {
        for law in &evidence.laws {
            if !Standing::of(law, &law.verdict()).is_good() {
                out.push_str(&render_law(&evidence.model, law, style));
                out.push('\n');
            }
        }
        if evidence.laws.is_empty() {
            let name = one_line(&evidence.model);
            let word = style.paint(paint::Ink::Bad, "no claims");
            let _ = writeln!(
                out,
                "{word}: `{name}` claims no law, so nothing was checked\n"
            );
        }
    }
    summary_lines::adequacy(&mut out, report, style);
    summary_lines::summary(&mut out, report, style);
    out
}

/// Renders everything that is known about one law of one model, good or bad.
pub fn render_law(model: &str, law: &LawEvidence, style: &Style) -> String {
    diagnostic::diagnostic(model, law, style)
}

//! Everything about one law of one model.

use super::Style;
use super::paint::Ink;
use super::prose::wrapped;
use crate::evidence::{Binding, Claim, Counterexample, Failure, LawEvidence, Step, Verdict};
use crate::report::frequency_line::frequency_line;
use crate::report::numbers::{at_most, counted};
use crate::report::printable::{one_line, printable, shortened};
use crate::report::replay_line::replay_line;
use crate::report::shrink_line::shrink_line;
use crate::report::standing::Standing;
use crate::report::steps::parting_step;
use crate::report::verdict_line::verdict_line;
use std::fmt::Write as _;

/// The longest value that is shown whole when the style is not verbose.
const VALUE: usize = 600;
/// The most steps of one side that are shown when the style is not verbose.
const STEPS: usize = 24;

/// Renders one law of one model.
pub(super) fn diagnostic(model: &str, law: &LawEvidence, style: &Style) -> String {
    let verdict = law.verdict();
    let standing = Standing::of(law, &verdict);
    let mut out = String::new();
    let word = style.paint(Ink::of(standing), standing.name());
    let (model, name) = (one_line(model), one_line(&law.law));
    let subject = match law.claim {
        Claim::Holds => format!("{model} claims {name}"),
        Claim::Fails => format!("{model} claims that {name} fails"),
    };
    let _ = writeln!(out, "{word}: {}\n", style.paint(Ink::Strong, &subject));
    let mut text = Text { out, style };
    text.field("law", &law.statement);
    text.field("verdict", &verdict_line(law, &verdict));
    if let Some(worst) = law.coverage.tally().worst_error {
        text.field(
            "error",
            &format!("at most {} of what the tolerance allows", at_most(worst)),
        );
    }
    if let Verdict::Refuted { counterexample } = &verdict {
        text.counterexample(counterexample, standing);
    }
    if let Some(hint) = standing.hint() {
        let line = wrapped(&format!("hint: {hint}"), style.columns(), 6);
        let _ = writeln!(text.out, "\n{line}");
    }
    text.out
}

struct Text<'a> {
    out: String,
    style: &'a Style,
}

impl Text<'_> {
    fn line(&mut self, text: &str) {
        self.out.push_str(text.trim_end());
        self.out.push('\n');
    }

    fn gap(&mut self) {
        self.out.push('\n');
    }

    /// Writes a name in a column of its own, and text that may have lines of its own.
    fn field(&mut self, name: &str, text: &str) {
        let shown = self.cut(printable(text));
        let mut name = self.style.paint(Ink::Quiet, &format!("{name:<8}"));
        for line in shown.lines().chain(shown.is_empty().then_some("")) {
            self.line(&format!("  {name} {line}"));
            name = format!("{:<8}", "");
        }
    }

    fn cut(&self, text: String) -> String {
        if self.style.verbose {
            text
        } else {
            shortened(&text, VALUE)
        }
    }

    fn counterexample(&mut self, found: &Counterexample, standing: Standing) {
        self.gap();
        self.substitution("for", &found.substitution);
        self.gap();
        self.sides(found);
        self.gap();
        if let Some(often) = frequency_line(found.frequency) {
            self.field("fails in", &often);
        }
        self.field("shrunk", &shrink_line(found.shrink));
        if self.style.verbose && found.found != found.substitution {
            self.substitution("found", &found.found);
        }
        self.field("replay", &replay_line(&found.replay));
        // A witness is good news: its tests would only be noise.
        if standing == Standing::Broken {
            self.code("a Rust test that fails for this case", &found.rust_test);
            self.code(
                "a pytest function that fails for this case",
                &found.python_test,
            );
        }
    }

    fn substitution(&mut self, name: &str, bindings: &[Binding]) {
        if bindings.is_empty() {
            self.field(name, "no variables");
            return;
        }
        let names: Vec<String> = bindings
            .iter()
            .map(|b| format!("{}: {}", one_line(&b.variable), one_line(&b.sort)))
            .collect();
        let width = names
            .iter()
            .map(|n| n.chars().count())
            .max()
            .unwrap_or(0)
            .min(40);
        let mut lines = Vec::new();
        for (binding, name) in bindings.iter().zip(&names) {
            let value = self.cut(one_line(&binding.value));
            let mark = if binding.matters {
                ""
            } else {
                "   (every other value tried fails too)"
            };
            let mark = self.style.paint(Ink::Quiet, mark);
            lines.push(format!("{name:<width$} = {value}{mark}"));
        }
        self.rows(name, &lines);
    }

    /// Writes lines under a name, without making them printable again.
    fn rows(&mut self, name: &str, lines: &[String]) {
        let mut name = self.style.paint(Ink::Quiet, &format!("{name:<8}"));
        for line in lines {
            self.line(&format!("  {name} {line}"));
            name = format!("{:<8}", "");
        }
    }

    fn sides(&mut self, found: &Counterexample) {
        let parting = parting_step(&found.left, &found.right);
        let (left, right) = match found.failure {
            Failure::False => ("value", "other"),
            _ => ("left", "right"),
        };
        self.side(left, &found.left, parting);
        self.side(right, &found.right, parting);
        match &found.failure {
            Failure::Unequal { left, right } => self.compared(left, "is not equal to", right),
            Failure::NotAtMost { left, right } => self.compared(left, "is not at most", right),
            Failure::False => self.field("so", "the predicate is false"),
            Failure::Raised { message, place } => {
                self.field("raised", message);
                self.field("at", place);
            }
        }
        if let Some(place) = &found.first_difference {
            self.field("differ", place);
        }
    }

    fn compared(&mut self, left: &str, how: &str, right: &str) {
        let (left, right) = (self.cut(one_line(left)), self.cut(one_line(right)));
        let bad = |text: &str| self.style.paint(Ink::Bad, text);
        let whole = format!("{left} {how} {right}");
        let lines = if whole.chars().count() + 11 <= self.style.columns() {
            vec![format!("{} {how} {}", bad(&left), bad(&right))]
        } else {
            vec![bad(&left), how.to_owned(), bad(&right)]
        };
        self.rows("so", &lines);
    }

    fn side(&mut self, name: &str, steps: &[Step], parting: Option<usize>) {
        if steps.is_empty() {
            return;
        }
        // Steps after the first difference only repeat it.
        let last = parting.map_or(steps.len(), |k| k + 1);
        let first = if self.style.verbose {
            0
        } else {
            last.saturating_sub(STEPS)
        };
        let terms: Vec<String> = steps.iter().map(|s| self.cut(one_line(&s.term))).collect();
        let shown = terms.iter().take(last).skip(first);
        let width = shown.map(|t| t.chars().count()).max().unwrap_or(0).min(40);
        let mut lines = Vec::new();
        if first > 0 {
            lines.push(format!("({} before)", counted(first as u64, "step")));
        }
        for (k, (step, term)) in steps.iter().zip(&terms).enumerate().take(last).skip(first) {
            let value = self.cut(one_line(&step.value));
            let mark = if parting == Some(k) {
                "   <- first difference"
            } else {
                ""
            };
            let mark = self.style.paint(Ink::Bad, mark);
            lines.push(format!("{term:<width$} = {value}{mark}"));
        }
        if last < steps.len() {
            lines.push(format!(
                "({} after)",
                counted((steps.len() - last) as u64, "step")
            ));
        }
        self.rows(name, &lines);
    }

    fn code(&mut self, title: &str, code: &str) {
        if code.trim().is_empty() {
            return;
        }
        self.gap();
        let title = self.style.paint(Ink::Quiet, &format!("{title}:"));
        self.line(&format!("  {title}"));
        self.gap();
        for line in printable(code).trim_end().lines() {
            self.line(&format!("    {line}"));
        }
    }
}

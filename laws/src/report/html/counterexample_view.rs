//! A counterexample, as the page shows it.

use crate::evidence::{Binding, Counterexample, Failure, Step};
use crate::report::frequency_line::frequency_line;
use crate::report::numbers::counted;
use crate::report::printable::{one_line, printable};
use crate::report::replay_line::replay_line;
use crate::report::shrink_line::shrink_line;
use crate::report::steps::{difference, parting_step};

pub(super) struct CounterexampleView {
    pub substitution: Vec<BindingView>,
    /// The values as first found, if shrinking changed them.
    pub found: Vec<BindingView>,
    pub sides: Sides,
    pub outcome: Outcome,
    pub difference: Option<String>,
    pub frequency: Option<String>,
    pub shrink: String,
    pub replay: String,
    pub tests: Vec<ReadyTest>,
}

pub(super) struct BindingView {
    pub variable: String,
    pub sort: String,
    pub value: String,
    pub matters: bool,
}

/// Both evaluations.
pub(super) enum Sides {
    /// The same terms on both sides, to the first difference: a machine and its reference model.
    Together {
        rows: Vec<Row>,
        /// What was left out: `3 steps`.
        after: Option<String>,
    },
    /// One after the other.
    Apart(Vec<Side>),
}

pub(super) struct Row {
    pub term: String,
    pub left: String,
    pub right: String,
    pub parts: bool,
}

pub(super) struct Side {
    pub name: &'static str,
    pub steps: Vec<StepView>,
}

pub(super) struct StepView {
    pub term: String,
    pub value: String,
}

/// How the case refutes the law.
pub(super) enum Outcome {
    /// Two values, each as what they share, what differs, and what they share again.
    Compared {
        left: [String; 3],
        how: &'static str,
        right: [String; 3],
    },
    False,
    Raised {
        message: String,
        place: String,
    },
}

pub(super) struct ReadyTest {
    pub name: &'static str,
    pub code: String,
}

impl CounterexampleView {
    pub(super) fn new(found: &Counterexample) -> CounterexampleView {
        let bindings = |all: &[Binding]| all.iter().map(BindingView::new).collect();
        let changed = found.found != found.substitution;
        let tests = [
            ("Rust test", &found.rust_test),
            ("pytest function", &found.python_test),
        ];
        CounterexampleView {
            substitution: bindings(&found.substitution),
            found: if changed {
                bindings(&found.found)
            } else {
                Vec::new()
            },
            sides: Sides::new(found),
            outcome: Outcome::new(&found.failure),
            difference: found.first_difference.as_deref().map(printable),
            frequency: frequency_line(found.frequency),
            shrink: shrink_line(found.shrink),
            replay: replay_line(&found.replay),
            tests: tests
                .into_iter()
                .filter(|(_, code)| !code.trim().is_empty())
                .map(|(name, code)| ReadyTest {
                    name,
                    code: printable(code).trim_end().to_owned(),
                })
                .collect(),
        }
    }
}

impl BindingView {
    fn new(binding: &Binding) -> BindingView {
        BindingView {
            variable: one_line(&binding.variable),
            sort: one_line(&binding.sort),
            value: printable(&binding.value),
            matters: binding.matters,
        }
    }
}

impl Sides {
    fn new(found: &Counterexample) -> Sides {
        if let Some(last) = parting_step(&found.left, &found.right) {
            let row = |(k, (left, right)): (usize, (&Step, &Step))| Row {
                term: printable(&left.term),
                left: printable(&left.value),
                right: printable(&right.value),
                parts: k == last,
            };
            let pairs = found.left.iter().zip(&found.right);
            let after = found.left.len().max(found.right.len()) - last - 1;
            return Sides::Together {
                rows: pairs.enumerate().take(last + 1).map(row).collect(),
                after: (after > 0).then(|| counted(after as u64, "step")),
            };
        }
        let left = match found.failure {
            Failure::False => "Evaluation",
            _ => "Left side",
        };
        let side = |name, steps: &[Step]| Side {
            name,
            steps: steps
                .iter()
                .map(|s| StepView {
                    term: printable(&s.term),
                    value: printable(&s.value),
                })
                .collect(),
        };
        let both = [side(left, &found.left), side("Right side", &found.right)];
        Sides::Apart(both.into_iter().filter(|s| !s.steps.is_empty()).collect())
    }
}

impl Outcome {
    fn new(failure: &Failure) -> Outcome {
        let compared = |left: &str, how, right: &str| {
            let (left, right) = (printable(left), printable(right));
            let [start, l, r, end] = difference(&left, &right).map(str::to_owned);
            Outcome::Compared {
                left: [start.clone(), l, end.clone()],
                how,
                right: [start, r, end],
            }
        };
        match failure {
            Failure::Unequal { left, right } => compared(left, "is not equal to", right),
            Failure::NotAtMost { left, right } => compared(left, "is not at most", right),
            Failure::False => Outcome::False,
            Failure::Raised { message, place } => Outcome::Raised {
                message: printable(message),
                place: printable(place),
            },
        }
    }
}

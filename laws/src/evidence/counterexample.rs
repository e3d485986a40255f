//! A refuting case, shrunk, with both sides shown.

use super::CaseId;
use serde::{Deserialize, Serialize};

/// One variable of a law and the value that it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// The variable, as the law names it.
    pub variable: String,
    /// The sort of the variable.
    pub sort: String,
    /// The value, printed.
    pub value: String,
    /// Whether the law can hold again when only this variable changes.
    ///
    /// `false` says that every other value tried for this variable refuted the law too.
    pub matters: bool,
}

/// One step of the evaluation of a side: a term and what it came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// The term, printed with the values of its arguments.
    pub term: String,
    /// Its value, printed.
    pub value: String,
}

/// How a case refuted its law.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case")]
pub enum Failure {
    /// The two sides of an equation differ.
    Unequal {
        /// The left side, printed.
        left: String,
        /// The right side, printed.
        right: String,
    },
    /// The left side of an order is not at most the right side.
    NotAtMost {
        /// The left side, printed.
        left: String,
        /// The right side, printed.
        right: String,
    },
    /// A predicate was false.
    False,
    /// The model panicked, or its Python code raised.
    Raised {
        /// What it said.
        message: String,
        /// Where, or the traceback.
        place: String,
    },
}

/// How often a law fails among the first random cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequency {
    /// Cases that refuted.
    pub failed: u64,
    /// Cases that were tried and not vacuous.
    pub sampled: u64,
}

/// What shrinking did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ShrinkEffort {
    /// Candidates that were tried.
    pub tried: u64,
    /// Candidates that refuted the law and were simpler.
    pub accepted: u64,
    /// Whether the budget ended the search: a simpler case may exist.
    pub out_of_budget: bool,
}

/// A refuting case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counterexample {
    /// The case in which the law was first refuted, before shrinking.
    pub case: CaseId,
    /// The token that replays that case.
    pub replay: String,
    /// The values after shrinking.
    pub substitution: Vec<Binding>,
    /// The values as first found.
    pub found: Vec<Binding>,
    /// How the shrunk case refutes the law.
    pub failure: Failure,
    /// The evaluation of the left side (or of the predicate, or of the commands of a machine).
    pub left: Vec<Step>,
    /// The evaluation of the right side (or what the reference model of a machine answers).
    pub right: Vec<Step>,
    /// The first place where the two printed sides differ, told in words.
    pub first_difference: Option<String>,
    /// How often the law fails.
    pub frequency: Frequency,
    /// What shrinking did.
    pub shrink: ShrinkEffort,
    /// A ready Rust test that fails for this case; empty if the model is a Python one.
    pub rust_test: String,
    /// A ready pytest function that fails for this case.
    pub python_test: String,
    /// The shrunk values in the sorts' codec, if every sort has one: what a regression file keeps.
    pub encoded: Option<Vec<String>>,
}

//! The five verdicts. They never flatter.

use super::Counterexample;
use serde::{Deserialize, Serialize};

/// How a law was proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Proof {
    /// Every case of a finite domain was visited.
    WholeDomain {
        /// The number of cases.
        cases: u64,
    },
    /// Light's test: associativity of a finite table follows from the generators alone.
    Light {
        /// The number of elements.
        elements: u64,
        /// The number of generators.
        generators: u64,
        /// The number of equations that were compared.
        comparisons: u64,
    },
    /// A `const` proof: the program would not have compiled otherwise.
    CompileTime,
    /// The law follows from other laws of the model that hold.
    Derived {
        /// The derivation, a line for each step.
        derivation: Vec<String>,
    },
}

/// What is known about one law of one model.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Every case holds.
    Proved {
        /// How that is known.
        proof: Proof,
    },
    /// No case failed.
    Tested {
        /// Cases that ran.
        cases: u64,
        /// Cases whose premise was true: what counts.
        effective: u64,
        /// The 95 % upper bound on the failure rate over the random cases.
        failure_rate_below: f64,
    },
    /// Too few cases had a true premise for the verdict to mean anything.
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
    /// The law is false for this model.
    Refuted {
        /// The refuting case.
        counterexample: Box<Counterexample>,
    },
}

impl Verdict {
    /// Names the verdict in one word.
    pub fn name(&self) -> &'static str {
        match self {
            Verdict::Proved { .. } => "proved",
            Verdict::Tested { .. } => "tested",
            Verdict::Vacuous { .. } => "vacuous",
            Verdict::NotRun { .. } => "not run",
            Verdict::Refuted { .. } => "refuted",
        }
    }

    /// Returns whether the law can be relied on: proved or tested.
    pub fn holds(&self) -> bool {
        matches!(self, Verdict::Proved { .. } | Verdict::Tested { .. })
    }
}

/// Returns the 95 % upper bound on the failure rate after `n` random cases without a failure:
/// the exact binomial (Clopper-Pearson) bound `1 - 0.05^(1/n)`, about `3/n`.
pub(crate) fn failure_rate_bound(n: u64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    -f64::exp_m1(0.05f64.ln() / n as f64)
}

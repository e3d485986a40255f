//! What is known after a prover was asked and its answer checked.

use lawful::evidence::{Counterexample, Proof, Verdict};
use std::time::Duration;

/// What is known after a prover was asked and its answer checked.
#[derive(Debug, Clone, PartialEq)]
pub enum Settled {
    /// The law follows from others, which were checked.
    Proved {
        /// The derivation, a line for each term.
        derivation: Vec<String>,
        /// The laws that it cites.
        cites: Vec<String>,
    },
    /// The law is false; the case was run again and shrunk.
    Refuted {
        /// The refuting case.
        counterexample: Box<Counterexample>,
    },
    /// The prover does not know.
    Unknown {
        /// What it says about that.
        why: String,
    },
    /// What the prover said is wrong.
    Refused {
        /// What is wrong with it.
        why: String,
    },
    /// The prover did not answer in time.
    Late {
        /// How long it was waited for.
        after: Duration,
    },
    /// The prover raised.
    Raised {
        /// What it said.
        message: String,
        /// Where, or the traceback.
        place: String,
    },
}

impl Settled {
    /// Names the outcome in one word.
    pub fn name(&self) -> &'static str {
        match self {
            Settled::Proved { .. } => "proved",
            Settled::Refuted { .. } => "refuted",
            Settled::Unknown { .. } => "unknown",
            Settled::Refused { .. } => "refused",
            Settled::Late { .. } => "late",
            Settled::Raised { .. } => "raised",
        }
    }

    /// Returns the verdict on the law. A prover that lies, raises or is late leaves it at *not run*.
    pub fn verdict(&self) -> Verdict {
        match self {
            Settled::Proved { derivation, .. } => Verdict::Proved {
                proof: Proof::Derived {
                    derivation: derivation.clone(),
                },
            },
            Settled::Refuted { counterexample } => Verdict::Refuted {
                counterexample: counterexample.clone(),
            },
            other => Verdict::NotRun { why: other.why() },
        }
    }

    /// Tells in words why nothing is known; empty if something is.
    pub fn why(&self) -> String {
        match self {
            Settled::Proved { .. } | Settled::Refuted { .. } => String::new(),
            Settled::Unknown { why } => format!("the prover does not know: {why}"),
            Settled::Refused { why } => format!("the answer of the prover is wrong: {why}"),
            Settled::Late { after } => format!("the prover gave no answer within {after:?}"),
            Settled::Raised { message, .. } => format!("the prover raised: {message}"),
        }
    }
}

//! A prover on trial: a model of the theory of provers.

use super::referee::ask;
use super::{Allowance, Answer, Problem, Prove, Settled, check_answer};
use crate::theories::Prover;
use lawful::check::Silent;
use lawful::{Exception, Sort};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// What came of asking a prover.
#[derive(Debug, Clone)]
pub enum Given {
    /// It answered.
    Answered(Answer),
    /// It gave no answer for that long.
    Late(Duration),
    /// It raised.
    Raised(Exception),
}

/// A prover, the problems that it is tried with, and what it may spend on each.
#[derive(Clone)]
pub struct Trial {
    /// The prover.
    pub prover: Arc<dyn Prove>,
    /// The problems.
    pub problems: Vec<Problem>,
    /// What it may spend on each.
    pub allowance: Allowance,
}

/// Counterexamples are of values of any type, so that no two of them are known to be equal.
impl PartialEq for Given {
    fn eq(&self, other: &Given) -> bool {
        match (self, other) {
            (Given::Late(a), Given::Late(b)) => a == b,
            (Given::Raised(a), Given::Raised(b)) => a == b,
            (Given::Answered(a), Given::Answered(b)) => match (a, b) {
                (Answer::Derivation(a), Answer::Derivation(b)) => a == b,
                (Answer::Stored(a), Answer::Stored(b)) => a == b,
                (Answer::Unknown(a), Answer::Unknown(b)) => a == b,
                _ => false,
            },
            _ => false,
        }
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.model().id(), self.law())
    }
}

impl PartialEq for Problem {
    fn eq(&self, other: &Problem) -> bool {
        self.model().id() == other.model().id() && self.law() == other.law()
    }
}

impl Trial {
    /// Asks the prover; what it answers is not checked.
    pub fn ask(&self, problem: &Problem) -> Given {
        ask(
            problem,
            Arc::clone(&self.prover),
            &self.allowance,
            &mut Silent,
        )
    }
}

/// Returns whether the checker finds an answer right; one that says nothing is.
pub(crate) fn is_confirmed(problem: &Problem, given: &Given, allowance: &Allowance) -> bool {
    let Given::Answered(answer) = given else {
        return true;
    };
    let settled = check_answer(problem, answer, allowance, &mut Silent);
    !matches!(settled, Settled::Refused { .. })
}

impl Prover for Trial {
    type Problem = Problem;
    type Given = Given;

    fn problem(&self) -> Sort<Problem> {
        Sort::finite(self.problems.clone())
    }

    fn given(&self) -> Sort<Given> {
        crate::theories::givens()
    }

    fn answer(&self, p: &Problem) -> Given {
        self.ask(p)
    }

    fn refutes(&self, g: &Given) -> bool {
        matches!(
            g,
            Given::Answered(Answer::Counterexample(_) | Answer::Stored(_))
        )
    }

    fn derives(&self, g: &Given) -> bool {
        matches!(g, Given::Answered(Answer::Derivation(_)))
    }

    fn is_late(&self, g: &Given) -> bool {
        matches!(g, Given::Late(_))
    }

    fn raised(&self, g: &Given) -> bool {
        matches!(g, Given::Raised(_))
    }

    fn confirms(&self, p: &Problem, g: &Given) -> bool {
        is_confirmed(p, g, &self.allowance)
    }
}

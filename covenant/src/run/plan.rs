//! Plans: composite operations whose parts are calls.

use super::record::MOST_STEPS;
use crate::call::Call;
use crate::capability::printable;
use lawful_operad::term::{Head, TermId, Terms};
use std::collections::BTreeMap;

/// A composite operation whose parts are calls: a term of an operad, in which each operation stands
/// for a call that is known before anything runs. A part that is shared runs once.
///
/// ```
/// use lawful_covenant::call::Call;
/// use lawful_covenant::run::Plan;
/// use lawful_operad::term::{Signature, Terms};
/// let signature = Signature::single([("send", 1), ("read", 0)]).unwrap();
/// let mut terms = Terms::new(signature);
/// let term = terms.parse("send(read)", &[]).unwrap();
/// let calls = |name: &str| match name {
///     "read" => Some(Call::new("fs.read:/srv/notes".parse().unwrap())),
///     "send" => Some(Call::new("mail.send:team".parse().unwrap())),
///     _ => None,
/// };
/// let plan = Plan::of_term(&terms, term, calls).unwrap();
/// assert_eq!(plan.steps().len(), 2);
/// assert_eq!(plan.steps()[1].inputs(), [0]);
/// assert!(Plan::of_term(&terms, term, |_| None).is_err());
/// ```
#[derive(Debug, Clone)]
pub struct Plan {
    shown: String,
    steps: Vec<Step>,
}

/// One call of a plan.
#[derive(Debug, Clone)]
pub struct Step {
    operation: String,
    call: Call,
    inputs: Vec<usize>,
}

/// A term that is no plan.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadPlan {
    /// An operation stands for no call.
    #[error("the operation `{0}` stands for no call")]
    NoCall(String),
    /// The term has a variable.
    #[error("the term has the variable `{0}`; put something in its place")]
    Open(String),
    /// The term has too many parts.
    #[error("the term has {0} parts; at most {max} are allowed", max = MOST_STEPS)]
    TooLong(usize),
    /// The term is of other terms.
    #[error("the term is not one of these terms")]
    OtherTerms,
}

impl Plan {
    /// The most calls of a plan.
    pub const MOST: usize = MOST_STEPS;

    /// Makes a plan of a closed term; `call` says which call an operation stands for.
    ///
    /// # Errors
    /// If an operation stands for no call, the term has a variable, or too many parts.
    pub fn of_term(
        terms: &Terms,
        term: TermId,
        mut call: impl FnMut(&str) -> Option<Call>,
    ) -> Result<Plan, BadPlan> {
        let nodes = terms.nodes(term);
        if nodes.len() > Self::MOST {
            return Err(BadPlan::TooLong(nodes.len()));
        }
        let mut places: BTreeMap<TermId, usize> = BTreeMap::new();
        let mut steps: Vec<Step> = Vec::with_capacity(nodes.len());
        for node in nodes {
            let operation = match terms.head(node) {
                Some(Head::Op(op)) => terms.signature().name(op).to_owned(),
                Some(Head::Var(variable)) => {
                    return Err(BadPlan::Open(printable(terms.variable_name(variable))));
                }
                None => return Err(BadPlan::OtherTerms),
            };
            let call = call(&operation).ok_or_else(|| BadPlan::NoCall(printable(&operation)))?;
            let inputs = terms.args(node).iter();
            let inputs = inputs.filter_map(|input| places.get(input).copied());
            let inputs = inputs.collect();
            places.insert(node, steps.len());
            steps.push(Step {
                operation,
                call,
                inputs,
            });
        }
        let shown = terms.show_at_most(term, 1024);
        Ok(Plan { shown, steps })
    }

    /// Returns the term as text, shortened if it is long.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Returns the calls, in the order in which they run.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }
}

impl Step {
    /// Returns the name of the operation.
    pub fn operation(&self) -> &str {
        &self.operation
    }

    /// Returns the call that it stands for.
    pub fn call(&self) -> &Call {
        &self.call
    }

    /// Returns whose results it gets: numbers of earlier steps, from 0.
    pub fn inputs(&self) -> &[usize] {
        &self.inputs
    }
}

//! Derivations: steps from one term to another, each by one equation at one place.

use crate::term::{Head, Presentation, TermError, TermId, VarId};
use rustc_hash::FxHashMap;

/// One step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The number of the equation in the presentation.
    pub equation: usize,
    /// Whether it is read from left to right.
    pub forward: bool,
    /// Where it is applied: the argument to go to at each level, from the top.
    pub path: Vec<usize>,
    /// What the variables of the equation stand for.
    pub by: Vec<(VarId, TermId)>,
    /// The term after the step.
    pub after: TermId,
}

/// A chain of steps from one term to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivation {
    /// The first term.
    pub from: TermId,
    /// The last term.
    pub to: TermId,
    /// The steps.
    pub steps: Vec<Step>,
}

/// A derivation that derives nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReplayError {
    /// A step cites an equation that is not there.
    #[error("step {step} cites equation {equation}, which is not there")]
    Equation {
        /// The step, from 1.
        step: usize,
        /// The equation.
        equation: usize,
    },
    /// A step points at nothing.
    #[error("step {0} points at a place that the term does not have")]
    Place(usize),
    /// A step does not start from the term before it.
    #[error("step {0} does not apply: the equation does not match there")]
    Mismatch(usize),
    /// A step gives another term than it says.
    #[error("step {0} does not give the term that it says")]
    Result(usize),
    /// The last term is another one.
    #[error("the derivation does not end where it says")]
    End,
    /// A term cannot be built.
    #[error(transparent)]
    Term(#[from] TermError),
}

impl Derivation {
    /// Applies every step again, from the equations alone.
    ///
    /// Nothing that found the derivation is used: a step is right if its equation, with its
    /// variables replaced, stands at its place, and putting the other side there gives the next
    /// term.
    ///
    /// # Errors
    /// The first step that is not right.
    pub fn replay(&self, presentation: &mut Presentation) -> Result<(), ReplayError> {
        let mut term = self.from;
        for (place, step) in self.steps.iter().enumerate() {
            let number = place + 1;
            let Some(equation) = presentation.equations.get(step.equation) else {
                return Err(ReplayError::Equation {
                    step: number,
                    equation: step.equation,
                });
            };
            let (from, to) = if step.forward {
                (equation.left, equation.right)
            } else {
                (equation.right, equation.left)
            };
            let terms = &mut presentation.terms;
            let before = terms.substitute(from, &step.by)?;
            let after = terms.substitute(to, &step.by)?;
            // Down to the place, and up again with the new part.
            let mut levels = vec![term];
            for argument in &step.path {
                let inside = levels.last().and_then(|t| terms.args(*t).get(*argument));
                levels.push(*inside.ok_or(ReplayError::Place(number))?);
            }
            if levels.pop() != Some(before) {
                return Err(ReplayError::Mismatch(number));
            }
            let mut new = after;
            for (level, argument) in levels.into_iter().zip(&step.path).rev() {
                let Some(Head::Op(op)) = terms.head(level) else {
                    return Err(ReplayError::Place(number));
                };
                let mut arguments = terms.args(level).to_vec();
                if let Some(old) = arguments.get_mut(*argument) {
                    *old = new;
                }
                new = terms.apply(op, &arguments)?;
            }
            if new != step.after {
                return Err(ReplayError::Result(number));
            }
            term = new;
        }
        if term == self.to {
            Ok(())
        } else {
            Err(ReplayError::End)
        }
    }

    /// Writes the derivation, a line for each term: `= x by absorb, left to right`.
    pub fn lines(&self, presentation: &Presentation) -> Vec<String> {
        let terms = &presentation.terms;
        let mut lines = vec![terms.show(self.from)];
        for step in &self.steps {
            let name = presentation
                .equations
                .get(step.equation)
                .map_or("?", |equation| &equation.name);
            let direction = if step.forward {
                "left to right"
            } else {
                "right to left"
            };
            lines.push(format!(
                "= {} by {name}, {direction}",
                terms.show(step.after)
            ));
        }
        lines
    }

    pub(super) fn bindings(by: FxHashMap<VarId, TermId>) -> Vec<(VarId, TermId)> {
        let mut list: Vec<_> = by.into_iter().collect();
        list.sort_unstable();
        list
    }
}

//! A prover that looks for derivations.

use super::{Answer, Line, Prove, Task};
use crate::derive::{self, Limits, decide};
use lawful::Exception;

/// Looks for a derivation of the law from the other claimed equations of the model, in an e-graph.
#[derive(Debug, Clone, Copy, Default)]
pub struct Equality {
    /// How far it looks.
    pub limits: Limits,
}

impl Prove for Equality {
    fn prove(&self, task: &Task) -> Result<Answer, Exception> {
        let mut equations = task.problem().equations();
        let Some((left, right)) = equations.sides else {
            return Ok(Answer::Unknown(
                "the law is no equation between operations".to_owned(),
            ));
        };
        let presentation = &mut equations.presentation;
        Ok(match decide(presentation, left, right, &self.limits) {
            derive::Equality::Equal(derivation) => {
                let line = |step: &derive::Step| Line {
                    term: presentation.terms.show(step.after),
                    by: presentation
                        .equations
                        .get(step.equation)
                        .map(|equation| equation.name.clone())
                        .unwrap_or_default(),
                };
                Answer::Derivation(derivation.steps.iter().map(line).collect())
            }
            derive::Equality::Different => Answer::Unknown(
                "it does not follow from the others: their normal forms differ".to_owned(),
            ),
            derive::Equality::Unknown => {
                Answer::Unknown("no derivation was found within the limits".to_owned())
            }
        })
    }
}

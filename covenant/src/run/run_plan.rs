//! Running a plan under a guard.

use super::crash::caught;
use super::guard::Place;
use super::{Guard, Meter, Mode, Plan, Receipt, Refusal, Refused, RunError, Step};
use crate::gate::{Stopped, Ticket};
use crate::review::Reviewed;
use std::fmt::Display;

/// The value of a plan that succeeded, with the receipts of its steps.
#[derive(Debug)]
pub struct PlanFinished<V> {
    /// What the last step returned.
    pub value: V,
    /// What is left of each step, in the order of [`Plan::steps`].
    pub receipts: Vec<Receipt>,
}

/// Why a plan gave no value.
#[derive(Debug, thiserror::Error)]
pub enum PlanError<E> {
    /// One of its steps is refused, so nothing ran.
    #[error("nothing of the plan ran: step {step} (from 0), `{operation}`: {refused}")]
    Refused {
        /// Which step.
        step: usize,
        /// Its operation.
        operation: String,
        /// Why.
        refused: Box<Refused>,
    },
    /// A step that was authorised with the plan was refused when its turn came, failed, or crashed;
    /// the rest did not run.
    #[error("the plan ended at step {step} (from 0), `{operation}`: {error}")]
    Step {
        /// Which step.
        step: usize,
        /// Its operation.
        operation: String,
        /// What happened.
        error: RunError<E>,
        /// What is left of the steps before.
        receipts: Vec<Receipt>,
    },
    /// The plan has no steps.
    #[error("the plan has no steps")]
    Empty,
}

impl Guard {
    /// Runs a plan. All of its calls are gated, and their costs set aside, before anything runs; if
    /// one is refused, nothing runs and nothing is spent. When its turn comes each call is asked
    /// about again: it may have been revoked meanwhile, or its time may be over. Then the rest does
    /// not run, and what was set aside for it is free again.
    ///
    /// `tool` gets the step, and the results of the steps whose results it takes.
    ///
    /// # Errors
    /// If a step is refused, fails or crashes.
    pub fn run_plan<V: Clone, E: Display>(
        &self,
        plan: &Plan,
        reviewed: &[Reviewed],
        mut tool: impl FnMut(&Step, &[V], &mut Meter) -> Result<V, E>,
    ) -> Result<PlanFinished<V>, PlanError<E>> {
        let (tickets, name) = self
            .authorise(plan, reviewed)
            .map_err(|refused| refused.of(plan))?;
        let mut tickets = tickets.into_iter();
        let mut values: Vec<V> = Vec::with_capacity(plan.steps().len());
        let mut receipts = Vec::with_capacity(plan.steps().len());
        for (place, step) in plan.steps().iter().enumerate() {
            let inputs: Vec<V> = step
                .inputs()
                .iter()
                .filter_map(|input| values.get(*input).cloned())
                .collect();
            let decided = tickets
                .next()
                .unwrap_or_else(|| Err(Refusal::OtherStep(place as u32)));
            let decided = decided.and_then(|ticket| self.still_allowed(step, ticket));
            let of_plan = name.as_deref().map(|plan| Place {
                plan,
                step: place as u32,
            });
            let own = of_step(step, reviewed);
            let ended = match self.start(step.call(), &own, decided, of_plan) {
                Ok(running) => running.run(|meter| tool(step, &inputs, meter)),
                Err(refused) => Err(RunError::Refused(Box::new(refused))),
            };
            match ended {
                Ok(finished) => {
                    values.push(finished.value);
                    receipts.push(finished.receipt);
                }
                Err(error) => {
                    give_back(tickets);
                    return Err(PlanError::Step {
                        step: place,
                        operation: step.operation().to_owned(),
                        error,
                        receipts,
                    });
                }
            }
        }
        // A plan has at least one step.
        match values.pop() {
            Some(value) => Ok(PlanFinished { value, receipts }),
            None => Err(PlanError::Empty),
        }
    }

    /// Gates all calls of a plan: returns a ticket for each, and the name of the authorisation.
    fn authorise(
        &self,
        plan: &Plan,
        reviewed: &[Reviewed],
    ) -> Result<(Vec<Decided>, Option<String>), StepRefused> {
        let mut tickets: Vec<Decided> = Vec::with_capacity(plan.steps().len());
        for step in plan.steps() {
            let decided = self.decide(step.call(), &of_step(step, reviewed));
            let refused = decided.is_err();
            tickets.push(decided);
            if refused && self.mode() == Mode::Enforced {
                break;
            }
        }
        let inner = &*self.0;
        let digests = || {
            plan.steps()
                .iter()
                .map(|step| step.call().digest())
                .collect()
        };
        let at = inner.time();
        let Some(step) = tickets.iter().position(Result::is_err) else {
            let recorded = caught(|| inner.scribe.plan_authorised(plan.shown(), digests(), at));
            return match recorded.unwrap_or_else(|crash| Err(Refusal::Crashed(crash))) {
                Ok(name) => Ok((tickets, Some(name))),
                Err(_) if self.mode() == Mode::Shadow => Ok((tickets, None)),
                Err(why) => {
                    give_back(tickets);
                    let recorded = None;
                    let mode = self.mode();
                    let refused = Refused {
                        why,
                        mode,
                        recorded,
                    };
                    Err(StepRefused { step: 0, refused })
                }
            };
        };
        let Some(Err(why)) = tickets.get(step) else {
            return Ok((tickets, None));
        };
        let recorded = caught(|| {
            let scribe = &inner.scribe;
            scribe.plan_denied(plan.shown(), digests(), at, step as u32, why)
        });
        if self.mode() == Mode::Shadow {
            return Ok((tickets, None));
        }
        let recorded = recorded.ok().and_then(Result::ok);
        let why = match tickets.pop() {
            Some(Err(why)) => why,
            _ => Refusal::OtherStep(step as u32),
        };
        give_back(tickets);
        let mode = self.mode();
        let refused = Refused {
            why,
            mode,
            recorded,
        };
        Err(StepRefused { step, refused })
    }

    /// Asks once more about a call whose cost is set aside; if it is denied, that is free again.
    fn still_allowed(&self, step: &Step, ticket: Ticket) -> Decided {
        let inner = &*self.0;
        let permitted = || -> Result<(), Refusal> {
            if let Some(why) = self.halted() {
                return Err(Refusal::Halted(why.to_owned()));
            }
            inner.ask_policies(step.call())?;
            let permits = caught(|| inner.gate.permits(step.call()));
            let permits = permits.map_err(Refusal::Crashed)?;
            permits.map_err(|clause| Refusal::Stopped(Stopped::Denied(clause)))?;
            Ok(())
        };
        match permitted() {
            Ok(()) => Ok(ticket),
            Err(why) => {
                give_back([Ok(ticket)]);
                Err(why)
            }
        }
    }
}

type Decided = Result<Ticket, Refusal>;

struct StepRefused {
    step: usize,
    refused: Refused,
}

impl StepRefused {
    fn of<E>(self, plan: &Plan) -> PlanError<E> {
        let operation = plan.steps().get(self.step).map(Step::operation);
        PlanError::Refused {
            step: self.step,
            operation: operation.unwrap_or_default().to_owned(),
            refused: Box::new(self.refused),
        }
    }
}

fn give_back(tickets: impl IntoIterator<Item = Decided>) {
    for ticket in tickets.into_iter().flatten() {
        // An account in doubt stays so.
        let _ = ticket.cancel();
    }
}

/// Returns the approvals of a step.
fn of_step(step: &Step, reviewed: &[Reviewed]) -> Vec<Reviewed> {
    if reviewed.is_empty() {
        return Vec::new();
    }
    let digest = step.call().digest();
    let own = reviewed.iter().filter(|one| one.request.call == digest);
    own.cloned().collect()
}

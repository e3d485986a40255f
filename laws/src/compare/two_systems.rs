//! Two systems of one machine: the first one becomes the reference of the second.

use super::outcome::Came;
use super::outcome_sort::OutcomeResponse;
use crate::machine::{AnyReference, AnySystem, Live, Machine, State};
use crate::panic::guarded;
use crate::value::{Exception, Value};
use std::any::Any;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// The end of the id of the law of two systems.
pub const LAW: &str = ".refinement";

/// A system that answers outcomes: what it raises is an answer too.
pub struct Outcomes(pub Arc<dyn AnySystem>);

impl AnySystem for Outcomes {
    fn start(&self) -> Result<Live, Exception> {
        let started: Started = match guarded(|| self.0.start()) {
            Err(exception) if exception.interrupted => return Err(exception),
            started => started,
        };
        Ok(Box::new(started))
    }

    fn perform(
        &self,
        live: &(dyn Any + Send + Sync),
        command: &str,
        args: &[Value],
    ) -> Result<Value, Exception> {
        let came = match live.downcast_ref::<Started>() {
            Some(Ok(live)) => guarded(|| self.0.perform(&**live, command, args)),
            Some(Err(exception)) => Err(exception.clone()),
            None => return Err(strange()),
        };
        Came::of(came).map(Value::new)
    }
}

/// A system that started, or what starting raised.
type Started = Result<Live, Exception>;

fn strange() -> Exception {
    Exception::new("the state belongs to another machine")
}

/// Makes the machine whose reference is a system of another machine.
pub fn machine(machine: &Arc<Machine>, system: &Arc<dyn AnySystem>) -> Arc<Machine> {
    let commands = machine.commands().iter().map(|def| {
        let mut def = (**def).clone();
        def.response = Arc::new(OutcomeResponse(Arc::clone(&def.response)));
        def
    });
    Arc::new(Machine::new(
        machine.id().to_owned(),
        "two systems against each other",
        machine.law_set(),
        false,
        commands.collect(),
        Arc::new(Replayed {
            machine: Arc::clone(machine),
            system: Outcomes(Arc::clone(system)),
        }),
    ))
}

/// A system as a reference: a live system cannot be copied, so each step replays what came before.
struct Replayed {
    machine: Arc<Machine>,
    system: Outcomes,
}

/// The commands so far, and the state of the reference of the machine after them.
#[derive(Clone)]
struct Past {
    commands: Vec<(String, Vec<Value>)>,
    state: State,
}

impl PartialEq for Past {
    fn eq(&self, other: &Past) -> bool {
        self.state == other.state
    }
}

impl Eq for Past {}

impl Hash for Past {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.state.hash(hasher);
    }
}

impl std::fmt::Debug for Past {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.state.fmt(f)
    }
}

fn past(state: &State) -> Result<&Past, Exception> {
    state.get().ok_or_else(strange)
}

impl AnyReference for Replayed {
    fn initial(&self) -> State {
        State::new(Past {
            commands: Vec::new(),
            state: self.machine.reference().initial(),
        })
    }

    fn allows(&self, state: &State, command: &str, args: &[Value]) -> Result<bool, Exception> {
        let reference = self.machine.reference();
        reference.allows(&past(state)?.state, command, args)
    }

    fn step(&self, state: &mut State, command: &str, args: &[Value]) -> Result<Value, Exception> {
        let past: &mut Past = state.get_mut().ok_or_else(strange)?;
        // The reference of the machine goes along: it says which commands are allowed.
        self.machine
            .reference()
            .step(&mut past.state, command, args)?;
        past.commands.push((command.to_owned(), args.to_vec()));
        let live = self.system.start()?;
        let mut last = Value::new(());
        for (command, args) in &past.commands {
            last = self.system.perform(&*live, command, args)?;
        }
        Ok(last)
    }
}

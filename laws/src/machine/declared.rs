//! Machines as data: their commands and the reference that says what is right.

use super::linearizability::Linearizability;
use super::refinement::Refinement;
use super::{Alone, AnySystem, Command, CommandDef, Exception, Reference, Response, Run, State};
use super::{any_system::Performing, refine};
use crate::machine_law::MachineLaw;
use crate::theory::{LawDef, LawId, Name, OpKey, Signature, Term, TheoryDef, Type, Variable};
use crate::value::Value;
use std::sync::{Arc, OnceLock};

/// How many effective cases a verdict on a machine needs.
pub(super) const FLOOR: u64 = 20;

/// A reference whose types are known only at run time.
pub trait AnyReference: Send + Sync {
    /// Makes the state in which every program starts.
    fn initial(&self) -> State;

    /// Returns whether a program may use a command in a state.
    ///
    /// # Errors
    /// If the values are of other types, or the reference itself fails.
    fn allows(&self, state: &State, command: &str, args: &[Value]) -> Result<bool, Exception>;

    /// Does one step and returns the right response.
    ///
    /// # Errors
    /// If the values are of other types, or the reference itself fails.
    fn step(&self, state: &mut State, command: &str, args: &[Value]) -> Result<Value, Exception>;
}

/// A machine as data. Declared with [`machine!`](crate::machine!), or put together at run time.
pub struct Machine {
    id: String,
    about: Name,
    law_set: u32,
    shared: bool,
    commands: Vec<Arc<CommandDef>>,
    reference: Arc<dyn AnyReference>,
}

impl Machine {
    /// Puts a machine together. The systems of a *shared* machine are used by several threads.
    pub fn new(
        id: impl Into<String>,
        about: impl Into<Name>,
        law_set: u32,
        shared: bool,
        commands: Vec<CommandDef>,
        reference: Arc<dyn AnyReference>,
    ) -> Machine {
        Machine {
            id: id.into(),
            about: about.into(),
            law_set,
            shared,
            commands: commands.into_iter().map(Arc::new).collect(),
            reference,
        }
    }

    /// Returns the id: the id of the theory.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns the version of the law set.
    pub fn law_set(&self) -> u32 {
        self.law_set
    }

    /// Returns whether the systems are shared between threads.
    pub fn is_shared(&self) -> bool {
        self.shared
    }

    /// Returns the commands.
    pub fn commands(&self) -> &[Arc<CommandDef>] {
        &self.commands
    }

    /// Returns the reference that says what is right.
    pub fn reference(&self) -> &Arc<dyn AnyReference> {
        &self.reference
    }

    /// Returns whether some command is not always allowed.
    pub(super) fn is_conditional(&self) -> bool {
        self.commands.iter().any(|c| c.premise.is_some())
    }

    /// Makes a command of this machine.
    ///
    /// # Errors
    /// If there is no such command, or the number of arguments is wrong.
    pub fn command(&self, name: &str, args: Vec<Value>) -> Result<Command, Exception> {
        let def = self.commands.iter().find(|c| c.name() == name);
        let Some(def) = def else {
            let known: Vec<&str> = self.commands.iter().map(|c| c.name()).collect();
            let known = known.join(", ");
            return Err(Exception::new(format!(
                "the machine `{}` has no command `{name}`; the commands are: {known}",
                self.id
            )));
        };
        Command::new(def, args)
    }

    /// Runs a program against a fresh system and the reference, up to the first difference.
    pub fn run(&self, system: &dyn AnySystem, program: &[Command]) -> Run<Response> {
        refine(self, &Alone(&Performing(system)), program)
    }

    /// Returns the machine as a theory: its commands as operations, and its laws.
    pub fn theory(&self) -> TheoryDef {
        let mut laws = vec![refinement(self.id.clone(), self.law_set)];
        if self.shared {
            laws.push(linearizable(self.id.clone(), self.law_set));
        }
        TheoryDef {
            id: self.id.clone(),
            about: self.about.clone(),
            law_set: self.law_set,
            parents: Vec::new(),
            signature: Signature {
                sorts: Vec::new(),
                ops: self.commands.iter().map(|c| c.op.clone()).collect(),
            },
            own_laws: laws.len(),
            laws,
        }
    }

    /// Returns the laws that a system of this machine must keep.
    pub fn laws(
        self: &Arc<Self>,
        system: &Arc<dyn AnySystem>,
    ) -> impl Iterator<Item = Arc<dyn MachineLaw>> {
        let refinement: Arc<dyn MachineLaw> =
            Arc::new(Refinement::new(Arc::clone(self), Arc::clone(system)));
        let linearizable = self.shared.then(|| -> Arc<dyn MachineLaw> {
            Arc::new(Linearizability::new(Arc::clone(self), Arc::clone(system)))
        });
        [refinement].into_iter().chain(linearizable)
    }
}

impl std::fmt::Debug for Machine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Machine")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Reference for Machine {
    type State = State;
    type Command = Command;
    type Response = Response;

    fn initial(&self) -> State {
        self.reference.initial()
    }

    fn allows(&self, state: &State, command: &Command) -> bool {
        // What cannot be decided is left to `step`, which raises.
        command.def().premise.is_none()
            || self
                .reference
                .allows(state, command.name(), command.args())
                .unwrap_or(true)
    }

    fn step(&self, state: &mut State, command: &Command) -> Result<Response, Exception> {
        let value = self.reference.step(state, command.name(), command.args())?;
        Ok(Response::new(command.def(), value))
    }
}

/// Returns the law that a system answers every program as the reference of its machine does.
pub fn refinement(machine: impl Into<Name>, law_set: u32) -> LawDef {
    let answers = |of: &'static str| Box::new(Term::Apply(OpKey::new(of), vec![Term::Var(0)]));
    LawDef {
        id: law_id(machine.into(), "refinement"),
        law_set,
        about: "A fresh system answers every program of commands as the reference does.".into(),
        variables: variable("program"),
        premise: None,
        conclusion: Term::Equal(
            Type::sort("answers"),
            answers("answers"),
            answers("reference"),
        ),
        floor: FLOOR,
    }
}

/// Returns the law that what several threads see of one system can be put in one order.
pub fn linearizable(machine: impl Into<Name>, law_set: u32) -> LawDef {
    LawDef {
        id: law_id(machine.into(), "linearizable"),
        law_set,
        about: "Whatever several threads do at once, there is one order of the commands that \
                respects real time and in which the reference gives the same answers."
            .into(),
        variables: variable("history"),
        premise: None,
        conclusion: Term::Apply(OpKey::new("linearizable"), vec![Term::Var(0)]),
        floor: FLOOR,
    }
}

fn law_id(machine: Name, name: &'static str) -> LawId {
    LawId {
        theory: machine,
        role: "".into(),
        name: name.into(),
    }
}

fn variable(name: &'static str) -> Vec<Variable> {
    vec![Variable {
        name: name.into(),
        sort: name.into(),
    }]
}

/// A machine that is linked into the program. Collected with `inventory`.
#[doc(hidden)]
pub struct MachineEntry(pub fn() -> Arc<Machine>);

inventory::collect!(MachineEntry);

/// Returns every machine that is linked into the program, sorted by id.
pub fn machines() -> &'static [Arc<Machine>] {
    static ALL: OnceLock<Vec<Arc<Machine>>> = OnceLock::new();
    ALL.get_or_init(|| {
        let mut all: Vec<Arc<Machine>> = inventory::iter::<MachineEntry>()
            .map(|entry| (entry.0)())
            .collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        all
    })
}

/// Finds a linked machine by its id.
///
/// ```
/// let counter = lawful::machine::find_machine("counter").unwrap();
/// assert_eq!(counter.commands()[0].signature(), "add(n: i64) -> i64");
/// assert!(lawful::machine::find_machine("semigroup").is_none());
/// ```
pub fn find_machine(id: &str) -> Option<&'static Arc<Machine>> {
    machines().iter().find(|machine| machine.id == id)
}

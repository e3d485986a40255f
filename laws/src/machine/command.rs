//! Commands whose arguments are known only at run time.

use super::AnyResponse;
use crate::sort::AnySort;
use crate::theory::{Name, OpDef};
use crate::value::{Exception, Value};
use std::fmt;
use std::sync::Arc;

/// One argument of a command.
#[derive(Clone)]
pub struct Argument {
    /// The name.
    pub name: Name,
    /// How values are drawn, printed, stored and made simpler.
    pub sort: Arc<dyn AnySort>,
}

/// The declaration of a command.
#[derive(Clone)]
pub struct CommandDef {
    /// The name, the types of the arguments and of the response, and what it is for.
    ///
    /// A type that is not built in is named as Rust writes it: `Vec<i64>`.
    pub op: OpDef,
    /// The arguments.
    pub args: Vec<Argument>,
    /// How responses are compared and printed.
    pub response: Arc<dyn AnyResponse>,
    /// When a program may use the command, if not always: as written in the declaration.
    pub premise: Option<Name>,
}

impl CommandDef {
    /// Returns the name.
    pub fn name(&self) -> &str {
        self.op.key.name()
    }

    /// Prints the declaration: `add(n: i64) -> i64`.
    pub fn signature(&self) -> String {
        let args: Vec<String> = self
            .args
            .iter()
            .zip(&self.op.args)
            .map(|(arg, ty)| format!("{}: {ty}", arg.name))
            .collect();
        let premise = self.premise.as_ref().map(|p| format!(" if {p}"));
        format!(
            "{}({}) -> {}{}",
            self.name(),
            args.join(", "),
            self.op.result,
            premise.unwrap_or_default()
        )
    }
}

/// A command with its arguments. It prints as `add(3)`. Cloning is cheap.
#[derive(Clone)]
pub struct Command {
    def: Arc<CommandDef>,
    args: Arc<[Value]>,
}

impl Command {
    /// Puts a command together.
    ///
    /// # Errors
    /// If the number of arguments is wrong. Values of another type are found when the command runs.
    pub fn new(def: &Arc<CommandDef>, args: Vec<Value>) -> Result<Command, Exception> {
        if args.len() != def.args.len() {
            return Err(Exception::new(format!(
                "the command `{}` takes {} arguments, but {} are given",
                def.name(),
                def.args.len(),
                args.len()
            )));
        }
        Ok(Command {
            def: Arc::clone(def),
            args: args.into(),
        })
    }

    /// Returns the declaration.
    pub fn def(&self) -> &Arc<CommandDef> {
        &self.def
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        self.def.name()
    }

    /// Returns the arguments.
    pub fn args(&self) -> &[Value] {
        &self.args
    }

    /// Returns the command with one argument replaced.
    pub(super) fn with(&self, place: usize, value: Value) -> Command {
        let mut args = self.args.to_vec();
        if let Some(slot) = args.get_mut(place) {
            *slot = value;
        }
        Command {
            def: Arc::clone(&self.def),
            args: args.into(),
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.def.args.iter().zip(self.args.iter());
        let shown: Vec<String> = shown.map(|(arg, value)| arg.sort.show(value)).collect();
        write!(f, "{}({})", self.name(), shown.join(", "))
    }
}

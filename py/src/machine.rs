//! A Python object as a system of a machine.
//!
//! What is not built in passes as JSON does: the sort of an argument writes it, the type of a response
//! reads it. So any machine over types with serde has systems in Python.

use crate::errors::InvalidInput;
use crate::hold::take_turns;
use crate::plain;
use crate::raised::exception;
use crate::value::{Kind, Object, Shape};
use lawful::machine::{AnySystem, CommandDef, Exception, Live, Machine};
use lawful::rng::Rng;
use lawful::sort::AnySort;
use lawful::{Value, theory::Type};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::any::Any;
use std::sync::Arc;

/// An object with `start()` and a method for each command that takes the live system first.
pub struct ObjectSystem {
    start: Py<PyAny>,
    commands: Vec<Command>,
}

struct Command {
    def: Arc<CommandDef>,
    /// What is built in has a shape; everything else passes as JSON does.
    args: Vec<Option<Shape>>,
    result: Option<Shape>,
    method: Py<PyAny>,
}

impl ObjectSystem {
    /// Takes the methods of an object.
    ///
    /// # Errors
    /// If a method is missing, or a command has types that Python has no values for.
    pub fn new(id: &str, object: &Bound<'_, PyAny>, machine: &Machine) -> PyResult<ObjectSystem> {
        let method = |name: &str, takes: &str| {
            let found = object
                .getattr(name)
                .ok()
                .filter(|found| found.is_callable());
            found.map(Bound::unbind).ok_or_else(|| {
                InvalidInput::new_err(format!(
                    "`{id}` has no method `{name}({takes})`, which a system of the machine `{}` needs",
                    machine.id()
                ))
            })
        };
        let commands = machine.commands().iter().map(|def| {
            if let Some(strange) = strange(def) {
                return Err(InvalidInput::new_err(format!(
                    "`{id}` cannot be a system of the machine `{}`: its command `{}` has the type \
                     `{strange}`, which has no values in Python: it needs serde's `Serialize` and \
                     `Deserialize`",
                    machine.id(),
                    def.name()
                )));
            }
            let takes: Vec<String> = def.op.args.iter().map(|ty| format!(", {ty}")).collect();
            Ok(Command {
                def: Arc::clone(def),
                args: def.op.args.iter().map(built_in).collect(),
                result: built_in(&def.op.result),
                method: method(def.name(), &format!("live{}", takes.concat()))?,
            })
        });
        let commands = commands.collect::<PyResult<_>>()?;
        Ok(ObjectSystem {
            start: method("start", "")?,
            commands,
        })
    }
}

/// Returns a type of a command that has no values in Python, if there is one.
fn strange(def: &CommandDef) -> Option<&Type> {
    let mut args = def.args.iter().zip(&def.op.args);
    let strange = args.find(|(arg, ty)| built_in(ty).is_none() && !is_given(&*arg.sort));
    let answer = Some(&def.op.result);
    let answer = answer.filter(|ty| built_in(ty).is_none() && !def.response.is_plain());
    strange.map(|(_, ty)| ty).or(answer)
}

/// Returns the shape of a type that passes as it is.
fn built_in(ty: &Type) -> Option<Shape> {
    Some(Shape::of(ty)).filter(|shape| shape.kind() != Kind::Object)
}

/// Returns whether values of a sort can be given to Python: one says it for all.
fn is_given(sort: &dyn AnySort) -> bool {
    let edge = sort.edges().into_iter().next();
    let value = edge.or_else(|| Some(sort.draw(&mut Rng::new(0), &[]).ok()?.value));
    value.is_some_and(|value| sort.to_plain(&value).is_some())
}

impl AnySystem for ObjectSystem {
    fn start(&self) -> Result<Live, Exception> {
        Python::attach(|py| {
            take_turns(py);
            let live = self.start.call0(py).map_err(|error| exception(py, error))?;
            Ok(Box::new(Object(live)) as Live)
        })
    }

    fn perform(
        &self,
        live: &(dyn Any + Send + Sync),
        command: &str,
        args: &[Value],
    ) -> Result<Value, Exception> {
        let known = self
            .commands
            .iter()
            .find(|known| known.def.name() == command);
        let (Some(command), Some(live)) = (known, live.downcast_ref::<Object>()) else {
            return Err(Exception::new(format!("there is no command `{command}`")));
        };
        Python::attach(|py| command.call(py, live, args))
    }
}

impl Command {
    fn call(&self, py: Python<'_>, live: &Object, args: &[Value]) -> Result<Value, Exception> {
        take_turns(py);
        let mut given = vec![live.0.bind(py).clone()];
        for ((arg, shape), value) in self.def.args.iter().zip(&self.args).zip(args) {
            given.push(match shape {
                Some(shape) => shape.give(py, value)?,
                None => plain::give(py, &*arg.sort, value).map_err(|error| exception(py, error))?,
            });
        }
        let answer = PyTuple::new(py, given)
            .and_then(|args| self.method.bind(py).call1(args))
            .map_err(|error| exception(py, error))?;
        let taken = match self.result {
            Some(shape) => shape.take(answer),
            None => plain::answer(&*self.def.response, answer),
        };
        taken.map_err(|error| {
            let why = error.value(py).to_string();
            exception(
                py,
                PyTypeError::new_err(format!("`{}` {why}", self.def.name())),
            )
        })
    }
}

//! A Python object as a system of a machine.

use crate::errors::InvalidInput;
use crate::hold::take_turns;
use crate::raised::exception;
use crate::value::{Kind, Object, Shape};
use lawful::machine::{AnySystem, Exception, Live, Machine};
use lawful::{Value, theory::Type};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::any::Any;

/// An object with `start()` and a method for each command that takes the live system first.
pub struct ObjectSystem {
    start: Py<PyAny>,
    commands: Vec<Command>,
}

struct Command {
    name: String,
    args: Vec<Shape>,
    result: Shape,
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
            let types: Vec<&Type> = def.op.args.iter().collect();
            if let Some(strange) = types
                .iter()
                .copied()
                .chain([&def.op.result])
                .find(|ty| !known(ty))
            {
                return Err(InvalidInput::new_err(format!(
                    "`{id}` cannot be a system of the machine `{}`: its command `{}` has the type \
                     `{strange}`, which has no values in Python",
                    machine.id(),
                    def.name()
                )));
            }
            let takes: Vec<String> = types.iter().map(|ty| format!(", {ty}")).collect();
            Ok(Command {
                name: def.name().to_owned(),
                args: types.into_iter().map(Shape::of).collect(),
                result: Shape::of(&def.op.result),
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

/// Returns whether Python has values for a type.
fn known(ty: &Type) -> bool {
    Shape::of(ty).kind() != Kind::Object
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
        let known = self.commands.iter().find(|known| known.name == command);
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
        for (shape, value) in self.args.iter().zip(args) {
            given.push(shape.give(py, value)?);
        }
        let answer = PyTuple::new(py, given)
            .and_then(|args| self.method.bind(py).call1(args))
            .map_err(|error| exception(py, error))?;
        self.result.take(answer).map_err(|error| {
            let why = error.value(py).to_string();
            exception(py, PyTypeError::new_err(format!("`{}` {why}", self.name)))
        })
    }
}

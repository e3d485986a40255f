//! A method of a Python object as an operation of a model.

use crate::hold::take_turns;
use crate::raised::exception;
use crate::value::Shape;
use lawful::model::Op;
use lawful::theory::OpDef;
use lawful::{Exception, Value};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

/// Makes the operation of a callable; an operation without arguments may be a plain value.
pub fn op(def: &OpDef, callable: Bound<'_, PyAny>) -> Op {
    let method = Method {
        name: def.key.name().to_owned(),
        args: def.args.iter().map(Shape::of).collect(),
        result: Shape::of(&def.result),
        constant: def.args.is_empty() && !callable.is_callable(),
        callable: callable.unbind(),
    };
    Op::new(move |args| Python::attach(|py| method.call(py, args)))
}

struct Method {
    name: String,
    args: Vec<Shape>,
    result: Shape,
    constant: bool,
    callable: Py<PyAny>,
}

impl Method {
    fn call(&self, py: Python<'_>, args: &[Value]) -> Result<Value, Exception> {
        take_turns(py);
        let given: Vec<Bound<'_, PyAny>> = self
            .args
            .iter()
            .zip(args)
            .map(|(shape, value)| shape.give(py, value))
            .collect::<Result<_, _>>()?;
        let callable = self.callable.bind(py);
        let answer = match given.as_slice() {
            [] if self.constant => Ok(callable.clone()),
            [] => callable.call0(),
            [a] => callable.call1((a,)),
            [a, b] => callable.call1((a, b)),
            [a, b, c] => callable.call1((a, b, c)),
            more => PyTuple::new(py, more).and_then(|args| callable.call1(args)),
        };
        let answer = answer.map_err(|error| exception(py, error))?;
        self.result.take(answer).map_err(|error| {
            let why = error.value(py).to_string();
            exception(py, PyTypeError::new_err(format!("`{}` {why}", self.name)))
        })
    }
}

//! A method of a Python object as an operation of a model.

use crate::helpers;
use crate::hold::take_turns;
use crate::raised::exception;
use crate::value::Shape;
use lawful::model::Op;
use lawful::theory::OpDef;
use lawful::{Exception, Value};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyString, PyTuple};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Makes the operation of a callable; an operation without arguments may be a plain value.
pub fn op(def: &OpDef, callable: Bound<'_, PyAny>) -> Op {
    let method = Method {
        name: def.key.name().to_owned(),
        args: def.args.iter().map(Shape::of).collect(),
        result: Shape::of(&def.result),
        constant: def.args.is_empty() && !callable.is_callable(),
        callable: callable.unbind(),
        calls: AtomicU32::new(0),
        changes: OnceLock::new(),
    };
    Op::new(move |args| Python::attach(|py| method.call(py, args)))
}

struct Method {
    name: String,
    args: Vec<Shape>,
    result: Shape,
    constant: bool,
    callable: Py<PyAny>,
    /// How many calls there were with arguments that can change.
    calls: AtomicU32,
    /// Set for good when a call changed an argument: values are shared between cases, so nothing
    /// that is seen afterwards means anything.
    changes: OnceLock<String>,
}

/// The first calls of an operation are watched for changes of their arguments, then one in a few.
const WATCHED_FIRST: u32 = 64;
const WATCHED_THEN: u32 = 16;

impl Method {
    fn call(&self, py: Python<'_>, args: &[Value]) -> Result<Value, Exception> {
        take_turns(py);
        let given: Vec<Bound<'_, PyAny>> = self
            .args
            .iter()
            .zip(args)
            .map(|(shape, value)| shape.give(py, value))
            .collect::<Result<_, _>>()?;
        let before = self.look(py, &given);
        let callable = self.callable.bind(py);
        let answer = match given.as_slice() {
            [] if self.constant => Ok(callable.clone()),
            [] => callable.call0(),
            [a] => callable.call1((a,)),
            [a, b] => callable.call1((a, b)),
            [a, b, c] => callable.call1((a, b, c)),
            more => PyTuple::new(py, more).and_then(|args| callable.call1(args)),
        };
        let after = before.as_ref().and_then(|_| shown(py, &given).ok());
        if let (Some(before), Some(after)) = (before, after)
            && let Some(place) = before.iter().zip(&after).position(|(b, a)| b != a)
        {
            let why = format!(
                "`{}` changed its argument {}: operations must leave their arguments as they are; \
                 copy first",
                self.name,
                place + 1
            );
            self.changes.get_or_init(|| why);
        }
        if let Some(why) = self.changes.get() {
            return Err(Exception::new(why.clone()));
        }
        let answer = answer.map_err(|error| exception(py, error))?;
        self.result.take(answer).map_err(|error| {
            let why = error.value(py).to_string();
            exception(py, PyTypeError::new_err(format!("`{}` {why}", self.name)))
        })
    }

    /// Prints the arguments of a call that is watched.
    fn look(&self, py: Python<'_>, given: &[Bound<'_, PyAny>]) -> Option<Vec<String>> {
        if given.iter().all(cannot_change) {
            return None;
        }
        let call = self.calls.fetch_add(1, Ordering::Relaxed);
        let watched = call < WATCHED_FIRST || call.is_multiple_of(WATCHED_THEN);
        watched.then(|| shown(py, given).ok()).flatten()
    }
}

fn cannot_change(value: &Bound<'_, PyAny>) -> bool {
    value.is_exact_instance_of::<PyInt>()
        || value.is_exact_instance_of::<PyString>()
        || value.is_exact_instance_of::<PyFloat>()
        || value.is_exact_instance_of::<PyBool>()
        || value.is_exact_instance_of::<PyBytes>()
        || value.is_none()
}

fn shown(py: Python<'_>, given: &[Bound<'_, PyAny>]) -> PyResult<Vec<String>> {
    let show = helpers::show(py)?;
    let texts = given.iter().map(|value| show.call1((value,))?.extract());
    texts.collect()
}

//! Arguments of calls: plain values of Python as JSON.

use crate::errors::invalid;
use lawful_covenant::call::{Arguments, BadArguments};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple};
use serde_json::{Map, Number, Value};

/// Turns an object of plain values into arguments.
///
/// # Errors
/// If something in it is not plain, a number is not finite or too large, or it is too deep or too
/// large.
pub fn arguments(given: &Bound<'_, PyAny>) -> PyResult<Arguments> {
    let mut left = Arguments::LARGEST;
    let value = value(given, Arguments::DEEPEST, &mut left)?;
    Arguments::new(value).map_err(invalid)
}

/// Counts what was taken: a value that contains itself, or one thing a million times, ends here.
fn take(left: &mut usize, size: usize) -> PyResult<()> {
    *left = left
        .checked_sub(size)
        .ok_or_else(|| invalid(BadArguments::TooLarge(Arguments::LARGEST.saturating_add(1))))?;
    Ok(())
}

fn value(given: &Bound<'_, PyAny>, levels: usize, left: &mut usize) -> PyResult<Value> {
    take(left, 1)?;
    if let Ok(text) = given.cast::<PyString>() {
        return text_of(text, left).map(Value::String);
    }
    if given.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(truth) = given.cast::<PyBool>() {
        return Ok(Value::Bool(truth.is_true()));
    }
    if given.is_instance_of::<PyInt>() {
        return whole(given);
    }
    if let Ok(number) = given.cast::<PyFloat>() {
        let number = number.value();
        return Number::from_f64(number).map(Value::Number).ok_or_else(|| {
            invalid(format!(
                "the argument `{number}` is not finite; use a number"
            ))
        });
    }
    let deeper = || {
        levels
            .checked_sub(1)
            .ok_or_else(|| invalid(BadArguments::TooDeep))
    };
    if let Ok(entries) = given.cast::<PyDict>() {
        return object(entries, deeper()?, left);
    }
    if let Ok(items) = given.cast::<PyList>() {
        let levels = deeper()?;
        let all = items.iter().map(|item| value(&item, levels, left));
        return all.collect::<PyResult<_>>().map(Value::Array);
    }
    if let Ok(items) = given.cast::<PyTuple>() {
        let levels = deeper()?;
        let all = items.iter().map(|item| value(&item, levels, left));
        return all.collect::<PyResult<_>>().map(Value::Array);
    }
    Err(invalid(format!(
        "an argument is a `{}`, which is not plain; use texts, numbers, lists and dictionaries",
        given.get_type().name()?
    )))
}

fn whole(given: &Bound<'_, PyAny>) -> PyResult<Value> {
    if let Ok(number) = given.extract::<i64>() {
        return Ok(number.into());
    }
    given
        .extract::<u64>()
        .map(Value::from)
        .map_err(|_| invalid("an argument is a whole number beyond 64 bits; write it as a text"))
}

fn text_of(text: &Bound<'_, PyString>, left: &mut usize) -> PyResult<String> {
    let text = text
        .to_str()
        .map_err(|_| invalid("a text of the arguments is not Unicode; it has a lone surrogate"))?;
    take(left, text.len())?;
    Ok(text.to_owned())
}

fn object(entries: &Bound<'_, PyDict>, levels: usize, left: &mut usize) -> PyResult<Value> {
    let mut members = Map::new();
    for (key, item) in entries {
        let key = key
            .cast::<PyString>()
            .map_err(|_| invalid("the keys of arguments are texts"))?;
        let key = text_of(key, left)?;
        let item = value(&item, levels, left)?;
        if members.contains_key(&key) {
            return Err(invalid(format!("the argument `{key}` is there twice")));
        }
        members.insert(key, item);
    }
    Ok(Value::Object(members))
}

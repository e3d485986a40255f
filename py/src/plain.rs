//! Python objects as values of any sort, and back: as they are, or as JSON.

use crate::errors::invalid;
use crate::value::{Object, wrap};
use crate::{errors, helpers};
use lawful::Value;
use lawful::machine::AnyResponse;
use lawful::sort::AnySort;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// Turns an object into a value of a sort.
///
/// # Errors
/// If the sort has no such value.
pub fn take(sort: &dyn AnySort, object: Bound<'_, PyAny>) -> PyResult<Value> {
    let value = wrap(object.clone());
    if sort.takes(&value) {
        return Ok(value);
    }
    let found = text(&object)?.and_then(|text| sort.read_plain(&text));
    found.ok_or_else(|| {
        let shown = helpers::shown(&object);
        errors::InvalidInput::new_err(format!("`{shown}` is not a value of the sort"))
    })
}

/// Turns what a command of a system returned into a response.
///
/// # Errors
/// If it is none.
pub fn answer(response: &dyn AnyResponse, object: Bound<'_, PyAny>) -> PyResult<Value> {
    let read = match text(&object)? {
        Some(text) => response.read_plain(&text),
        None => Err("it has no plain form".to_owned()),
    };
    read.map_err(|why| {
        let shown = helpers::shown(&object);
        PyTypeError::new_err(format!("must not return `{shown}`: {why}"))
    })
}

fn text(object: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    helpers::to_plain(object.py())?.call1((object,))?.extract()
}

/// Turns a value of a sort into an object.
///
/// # Errors
/// If the sort cannot write it.
pub fn give<'py>(
    py: Python<'py>,
    sort: &dyn AnySort,
    value: &Value,
) -> PyResult<Bound<'py, PyAny>> {
    if let Some(object) = value.get::<Object>() {
        return Ok(object.0.bind(py).clone());
    }
    let text = sort.to_plain(value).ok_or_else(|| {
        invalid(format!(
            "`{}` cannot be given to Python: its sort does not store values",
            sort.show(value)
        ))
    })?;
    helpers::read_plain(py)?.call1((text,))?.get_item(0)
}

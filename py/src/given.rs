//! Arguments as Python gives them: what does not fit is told in the words of the package.

use crate::errors::invalid;
use crate::helpers;
use pyo3::exceptions::{PyOverflowError, PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;

/// Takes an argument. A text that is no Unicode, or a number that is out of range, is an
/// `InvalidInput` that names it; PyO3 adds the name of the argument as a note.
///
/// # Errors
/// If the object is of another type, or such a value.
#[inline]
pub fn given<'a, 'py, T: FromPyObject<'a, 'py>>(object: &'a Bound<'py, PyAny>) -> PyResult<T> {
    object
        .extract::<T>()
        .map_err(|error| told::<T>(object, error.into()))
}

#[cold]
fn told<T>(object: &Bound<'_, PyAny>, error: PyErr) -> PyErr {
    let py = object.py();
    let shown = || helpers::shown(object);
    let half = || {
        let shown = shown();
        invalid(format!(
            "`{shown}` is no text: it has half a character, a lone surrogate"
        ))
    };
    if error.is_instance_of::<PyUnicodeEncodeError>(py) {
        return half();
    }
    if error.is_instance_of::<PyOverflowError>(py) {
        let range = range(std::any::type_name::<T>());
        return invalid(format!("`{}` is out of range{range}", shown()));
    }
    if error.get_type(py).is(py.get_type::<PyValueError>()) {
        let why = error.value(py).to_string();
        return invalid(format!("`{}` is not what is meant: {why}", shown()));
    }
    // PyO3 lists what each variant of an enum of Rust would have taken.
    let why = error.value(py).to_string();
    let kinds = why
        .strip_prefix("failed to extract enum ")
        .and_then(|why| why.split("('").nth(1)?.split("')").next());
    match kinds {
        Some(_) if why.contains("surrogates not allowed") => half(),
        Some(_) if why.contains("OverflowError") => {
            invalid(format!("`{}` is out of range", shown()))
        }
        Some(kinds) => PyTypeError::new_err(format!("give `{kinds}`, not `{}`", shown())),
        None => error,
    }
}

/// Says which numbers there are of a type, by its name.
fn range(name: &str) -> &'static str {
    let inner = name
        .strip_prefix("core::option::Option<")
        .and_then(|name| name.strip_suffix('>'));
    match inner.unwrap_or(name) {
        "u8" => "; give an integer from 0 to 255",
        "u16" => "; give an integer from 0 to 65535",
        "u32" => "; give an integer from 0 to 2**32 - 1",
        "u64" | "usize" => "; give an integer from 0 to 2**64 - 1",
        "i64" => "; give an integer from -2**63 to 2**63 - 1",
        _ => "",
    }
}

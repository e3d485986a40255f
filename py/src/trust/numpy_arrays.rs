//! Arrays of NumPy, which is looked for only when it is used.

use crate::errors::MissingPackage;
use crate::errors::{InvalidInput, invalid};
use numpy::{
    Element, PyArray1, PyArrayMethods, PyReadonlyArray1, PyReadwriteArray1, PyUntypedArrayMethods,
};
use pyo3::exceptions::{PyImportError, PyValueError};
use pyo3::prelude::*;

/// Returns the module `numpy`. Everything here asks for it first.
///
/// # Errors
/// If it is not installed.
pub fn require(py: Python<'_>) -> PyResult<Bound<'_, PyModule>> {
    py.import("numpy").map_err(|why| {
        if why.is_instance_of::<PyImportError>(py) {
            MissingPackage::new_err(format!(
                "this needs NumPy, which cannot be imported ({why}); install it with `pip install numpy`"
            ))
        } else {
            why
        }
    })
}

/// Makes an array of numbers.
pub fn new_array<T: Element>(py: Python<'_>, numbers: Vec<T>) -> Bound<'_, PyArray1<T>> {
    PyArray1::from_vec(py, numbers)
}

/// Makes an array of whatever was given.
fn as_array<'py>(
    numpy: &Bound<'py, PyModule>,
    what: &str,
    given: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = given.py();
    let masked = numpy.getattr("ma")?.getattr("MaskedArray")?;
    if given.is_instance(&masked)? {
        return Err(invalid(format!(
            "`{what}` is a masked array, and what is masked is no number; give `{what}.filled(...)` or `{what}.compressed()`"
        )));
    }
    numpy.call_method1("asarray", (given,)).map_err(|why| {
        // Rows of different lengths, for instance.
        if why.is_instance_of::<PyValueError>(py) {
            invalid(format!("`{what}` is not an array: {}", why.value(py)))
        } else {
            why
        }
    })
}

fn kind(array: &Bound<'_, PyAny>) -> PyResult<String> {
    array.getattr("dtype")?.getattr("kind")?.extract()
}

/// Makes an array of one dimension, whose entries lie side by side, of what was given. One entry alone
/// stands for `rows` of them.
fn lined_up<'py>(
    numpy: &Bound<'py, PyModule>,
    what: &str,
    given: &Bound<'py, PyAny>,
    kinds: &str,
    dtype: &str,
    rows: Option<usize>,
) -> PyResult<Bound<'py, PyAny>> {
    let array = as_array(numpy, what, given)?;
    let found = kind(&array)?;
    let dimensions: usize = array.getattr("ndim")?.extract()?;
    let empty = array.getattr("size")?.extract::<usize>()? == 0;
    if !kinds.contains(&*found) && !empty {
        return Err(invalid(format!(
            "`{what}` is an array of `{}`; use one of `{dtype}`",
            array.getattr("dtype")?
        )));
    }
    let array = match (dimensions, rows) {
        (1, _) => array,
        (0, Some(rows)) => numpy.call_method1("broadcast_to", (array, rows))?,
        _ => {
            return Err(invalid(format!(
                "`{what}` has {dimensions} dimensions; use an array of one"
            )));
        }
    };
    let array = numpy.call_method1("ascontiguousarray", (array, dtype))?;
    // Fields of packed records are not where the processor wants numbers to be.
    if array.getattr("flags")?.getattr("aligned")?.is_truthy()? {
        Ok(array)
    } else {
        array.call_method0("copy")
    }
}

macro_rules! column {
    ($(#[$doc:meta])* $name:ident, $type:ty, $kinds:literal, $dtype:literal) => {
        $(#[$doc])*
        pub struct $name<'py>(PyReadonlyArray1<'py, $type>);

        impl<'py> $name<'py> {
            fn held(what: &str, array: &Bound<'py, PyAny>) -> PyResult<$name<'py>> {
                array
                    .extract::<PyReadonlyArray1<'py, $type>>()
                    .map($name)
                    .map_err(|_| invalid(format!("`{what}` cannot be read as an array of `{}`", $dtype)))
            }

            /// Returns the entries.
            pub fn slice(&self) -> PyResult<&[$type]> {
                self.0.as_slice().map_err(invalid)
            }
        }
    };
}

column! {
    /// An array of numbers, `float64`.
    Numbers, f64, "fiu", "float64"
}
column! {
    /// An array of truth values.
    Truths, bool, "b", "bool"
}
column! {
    /// An array of numbers of nodes.
    Whole, u32, "iu", "uint32"
}

impl<'py> Numbers<'py> {
    /// Reads numbers; one alone stands for `rows` of them.
    pub fn of(
        numpy: &Bound<'py, PyModule>,
        what: &str,
        given: &Bound<'py, PyAny>,
        rows: Option<usize>,
    ) -> PyResult<Numbers<'py>> {
        Numbers::held(what, &lined_up(numpy, what, given, "fiu", "float64", rows)?)
    }
}

impl<'py> Truths<'py> {
    /// Reads truth values; one alone stands for `rows` of them.
    pub fn of(
        numpy: &Bound<'py, PyModule>,
        what: &str,
        given: &Bound<'py, PyAny>,
        rows: Option<usize>,
    ) -> PyResult<Truths<'py>> {
        let array = lined_up(numpy, what, given, "b", "bool", rows)?;
        // NumPy takes every byte but 0 as true, and views of other arrays have such bytes; here only 0
        // and 1 may come.
        let bytes = array.call_method1("view", ("uint8",))?;
        Truths::held(what, &numpy.call_method1("not_equal", (bytes, 0))?)
    }
}

impl<'py> Whole<'py> {
    /// Reads numbers of nodes.
    pub fn of(
        numpy: &Bound<'py, PyModule>,
        what: &str,
        given: &Bound<'py, PyAny>,
    ) -> PyResult<Whole<'py>> {
        let array = as_array(numpy, what, given)?;
        // Casting would wrap what is out of range around.
        if array.getattr("size")?.extract::<usize>()? > 0 && "iu".contains(&*kind(&array)?) {
            let least: i128 = array.call_method0("min")?.extract()?;
            let most: i128 = array.call_method0("max")?.extract()?;
            if least < 0 || most > i128::from(u32::MAX) {
                return Err(invalid(format!(
                    "`{what}` has entries from `{least}` to `{most}`; use numbers of nodes, from 0"
                )));
            }
        }
        Whole::held(what, &lined_up(numpy, what, &array, "iu", "uint32", None)?)
    }
}

/// Takes the array that a result is to be written into, or makes a new one.
///
/// # Errors
/// If it is not an array of that type and length that can be written.
pub fn output<'py, T: Element>(
    py: Python<'py>,
    given: Option<&Bound<'py, PyAny>>,
    rows: usize,
    dtype: &str,
) -> PyResult<Bound<'py, PyArray1<T>>> {
    let Some(given) = given else {
        return Ok(PyArray1::zeros(py, rows, false));
    };
    let array = given.cast::<PyArray1<T>>().map_err(|_| {
        invalid(format!(
            "`out` must be an array of `{dtype}` of one dimension"
        ))
    })?;
    if array.len() != rows {
        return Err(invalid(format!(
            "`out` has {} rows, and {rows} are needed",
            array.len()
        )));
    }
    Ok(array.clone())
}

/// Borrows an array to write into it.
///
/// # Errors
/// If it cannot be written, is used elsewhere, or its entries do not lie side by side.
pub fn writing<'py, T: Element>(
    array: &Bound<'py, PyArray1<T>>,
) -> PyResult<PyReadwriteArray1<'py, T>> {
    let held = array
        .try_readwrite()
        .map_err(|why| InvalidInput::new_err(format!("`out` cannot be written: {why}")))?;
    let aligned = array.getattr("flags")?.getattr("aligned")?.is_truthy()?;
    if !array.is_contiguous() || !aligned {
        return Err(invalid(
            "the entries of `out` do not lie side by side, or not where numbers lie; use a whole array",
        ));
    }
    Ok(held)
}

//! What every sampler can be told besides its values.

use crate::errors::invalid;
use pyo3::prelude::*;

/// When two values are equal.
pub enum Equality {
    /// `==`.
    Plain,
    /// A function of two values.
    Custom(Py<PyAny>),
    /// Equal keys: what can be observed of a value.
    Key(Py<PyAny>),
    /// Numbers within a tolerance.
    Within { ulps: f64, absolute: f64 },
}

/// What every sampler can be told.
pub struct Options {
    pub edges: Option<Vec<Py<PyAny>>>,
    pub equality: Equality,
    pub order: Option<Py<PyAny>>,
    pub shown: Option<Py<PyAny>>,
    pub valid: Option<Py<PyAny>>,
}

fn function(name: &str, given: Option<Bound<'_, PyAny>>) -> PyResult<Option<Py<PyAny>>> {
    match given {
        Some(f) if !f.is_callable() => Err(invalid(format!("`{name}` must be a function"))),
        f => Ok(f.map(Bound::unbind)),
    }
}

fn size(given: &Bound<'_, PyAny>) -> PyResult<f64> {
    match given.extract::<f64>() {
        Ok(size) if size.is_finite() && size >= 0.0 => Ok(size),
        _ => Err(invalid(
            "`within` must be a number of ulps from 0, or a pair (ulps, absolute error)",
        )),
    }
}

impl Options {
    /// Reads the options.
    ///
    /// # Errors
    /// If one is of the wrong type, or there are two equalities.
    pub fn new(
        edges: Option<Bound<'_, PyAny>>,
        equal: Option<Bound<'_, PyAny>>,
        key: Option<Bound<'_, PyAny>>,
        order: Option<Bound<'_, PyAny>>,
        shown: Option<Bound<'_, PyAny>>,
        within: Option<Bound<'_, PyAny>>,
        valid: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Options> {
        let equality = match (function("equal", equal)?, function("key", key)?, within) {
            (None, None, None) => Equality::Plain,
            (Some(equal), None, None) => Equality::Custom(equal),
            (None, Some(key), None) => Equality::Key(key),
            (None, None, Some(within)) => {
                match within.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>() {
                    Ok((ulps, absolute)) => Equality::Within {
                        ulps: size(&ulps)?,
                        absolute: size(&absolute)?,
                    },
                    Err(_) => Equality::Within {
                        ulps: size(&within)?,
                        absolute: 0.0,
                    },
                }
            }
            _ => {
                return Err(invalid(
                    "give at most one of `equal`, `key` and `within`: a sort has one equality",
                ));
            }
        };
        let edges = edges
            .map(|edges| {
                edges
                    .try_iter()?
                    .take(1_000)
                    .map(|e| e.map(Bound::unbind))
                    .collect::<PyResult<Vec<_>>>()
            })
            .transpose()?;
        Ok(Options {
            edges,
            equality,
            order: function("order", order)?,
            shown: function("shown", shown)?,
            valid: function("valid", valid)?,
        })
    }
}

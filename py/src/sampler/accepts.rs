//! Whether a value belongs to a sampler: shrinking must not leave the sort.

use super::{Sampler, Source};
use crate::helpers;
use lawful::rng::Rng;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyList, PySet, PyString, PyTuple};

/// How many values are drawn to learn what values are like.
const DRAWS: u64 = 256;

/// Returns whether the sampler could have drawn a value.
///
/// A drawing function cannot be asked, nor can a strategy: there, a value belongs if its type, its
/// size and its magnitude are within what was seen in a number of draws.
pub fn accepts(sampler: &Sampler, value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = value.py();
    if let Some(valid) = &sampler.options().valid
        && !valid.bind(py).call1((value,))?.is_truthy()?
    {
        return Ok(false);
    }
    if let Some(domain) = sampler.domain() {
        return member(domain, value);
    }
    match &sampler.0.source {
        Source::Integers { low, high } => {
            let number =
                value.is_exact_instance_of::<PyInt>() && !value.is_exact_instance_of::<PyBool>();
            Ok(number
                && low.is_none_or(|l| value.ge(l).unwrap_or(false))
                && high.is_none_or(|h| value.le(h).unwrap_or(false)))
        }
        Source::Floats { low, high, .. } => Ok(value.is_exact_instance_of::<PyFloat>()
            && value
                .extract::<f64>()
                .is_ok_and(|v| (*low..=*high).contains(&v))),
        Source::Text {
            alphabet,
            any,
            longest,
        } => {
            let Ok(text) = value.cast_exact::<PyString>() else {
                return Ok(false);
            };
            let Ok(text) = text.to_cow() else {
                return Ok(false);
            };
            let known = |c: char| *any || alphabet.contains(&c);
            Ok(text.chars().count() <= *longest && text.chars().all(known))
        }
        Source::Lists(of, longest) => match value.cast_exact::<PyList>() {
            Ok(list) if list.len() <= *longest => all(of, list.try_iter()?),
            _ => Ok(false),
        },
        Source::Sets(of, longest) => match value.cast_exact::<PySet>() {
            Ok(set) if set.len() <= *longest => all(of, set.try_iter()?),
            _ => Ok(false),
        },
        Source::Tuples(parts) => match value.cast_exact::<PyTuple>() {
            Ok(tuple) if tuple.len() == parts.len() => {
                for (part, value) in parts.iter().zip(tuple.iter()) {
                    if !accepts(part, &value)? {
                        return Ok(false);
                    }
                }
                Ok(true)
            }
            _ => Ok(false),
        },
        Source::Dicts(keys, values, longest) => match value.cast_exact::<PyDict>() {
            Ok(dict) if dict.len() <= *longest => {
                Ok(all(keys, dict.keys().try_iter()?)? && all(values, dict.values().try_iter()?)?)
            }
            _ => Ok(false),
        },
        Source::Values => Ok(false),
        // Who says which values are valid needs no guess.
        _ if sampler.options().valid.is_some() => Ok(true),
        Source::Sampled(_) | Source::Strategy(..) | Source::Mapped(..) => {
            let profile = match sampler.0.profile.get() {
                Some(profile) => profile,
                None => {
                    let mut seen: Vec<Py<PyAny>> = Vec::new();
                    for edge in sampler.edge_objects(py)? {
                        seen.push(edge.clone_ref(py));
                    }
                    let mut rng = Rng::new(0);
                    for _ in 0..DRAWS {
                        seen.push(sampler.draw(py, &mut rng, &[])?.unbind());
                    }
                    let profile = helpers::profile(py)?.call1((seen,))?.unbind();
                    sampler.0.profile.get_or_init(|| profile)
                }
            };
            profile.bind(py).call1((value,))?.is_truthy()
        }
    }
}

fn all<'py>(
    of: &Sampler,
    values: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
) -> PyResult<bool> {
    for value in values {
        if !accepts(of, &value?)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn member(domain: &[Py<PyAny>], value: &Bound<'_, PyAny>) -> PyResult<bool> {
    let py = value.py();
    for known in domain {
        let known = known.bind(py);
        // `True == 1`, but they are not the same value of a sort.
        if known.is(value) || (known.get_type().is(value.get_type()) && known.eq(value)?) {
            return Ok(true);
        }
    }
    Ok(false)
}

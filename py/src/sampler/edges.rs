//! Edge values: what is tried in every combination, simplest first.

use super::source::pool;
use super::{Sampler, Source};
use crate::helpers;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PySet, PyTuple};

/// Returns the edge values of a sampler that was given none.
pub fn of(py: Python<'_>, sampler: &Sampler) -> PyResult<Vec<Py<PyAny>>> {
    if let Some(domain) = sampler.domain() {
        return Ok(ends(py, domain));
    }
    match &sampler.0.source {
        Source::Integers { low, high } => integers(py, *low, *high),
        Source::Floats { .. } => floats(py, sampler),
        Source::Text { .. } => texts(py, sampler),
        Source::Values | Source::Sampled(_) => Ok(Vec::new()),
        Source::Strategy(strategy, pools) => {
            let mut examples: Vec<(u128, &Py<PyAny>)> = Vec::new();
            for example in pool(py, strategy, pools, 0)? {
                let weight = helpers::weight(py)?.call1((example,))?;
                examples.push((weight.extract().unwrap_or(u128::MAX), example));
            }
            examples.sort_by_key(|(weight, _)| *weight);
            let simplest = examples.iter().take(8);
            Ok(simplest.map(|(_, e)| e.clone_ref(py)).collect())
        }
        Source::Lists(of, longest) => {
            let inner = of.edge_objects(py)?;
            let mut edges = vec![PyList::empty(py).into_any().unbind()];
            for parts in few(inner, *longest) {
                edges.push(PyList::new(py, parts)?.into_any().unbind());
            }
            Ok(edges)
        }
        Source::Sets(of, longest) => {
            let inner = of.edge_objects(py)?;
            let mut edges = vec![PySet::empty(py)?.into_any().unbind()];
            for parts in few(inner, *longest) {
                edges.push(PySet::new(py, parts)?.into_any().unbind());
            }
            // A pair in another order is the same set.
            edges.truncate(5);
            Ok(edges)
        }
        Source::Tuples(parts) => tuples(py, parts),
        Source::Dicts(keys, values, longest) => {
            let (keys, values) = (keys.edge_objects(py)?, values.edge_objects(py)?);
            let mut edges = vec![PyDict::new(py).into_any().unbind()];
            for (k, v) in [(0, 0), (0, 1), (1, 0)] {
                if let (Some(key), Some(value)) = (keys.get(k), values.get(v))
                    && *longest > 0
                {
                    let dict = PyDict::new(py);
                    dict.set_item(key, value)?;
                    edges.push(dict.into_any().unbind());
                }
            }
            Ok(edges)
        }
        Source::Mapped(of, image) => of
            .edge_objects(py)?
            .iter()
            .map(|edge| image.call1(py, (edge,)))
            .collect(),
    }
}

/// The ends are the edges of what is too large to visit whole.
fn ends(py: Python<'_>, domain: &[Py<PyAny>]) -> Vec<Py<PyAny>> {
    let last = if domain.len() > 8 { 3 } else { 0 };
    let first = if domain.len() > 8 { 5 } else { domain.len() };
    let tail = domain.iter().skip(domain.len() - last);
    let edges = domain.iter().take(first).chain(tail);
    edges.map(|v| v.clone_ref(py)).collect()
}

/// The first elements alone and in pairs.
fn few(inner: &[Py<PyAny>], longest: usize) -> Vec<Vec<&Py<PyAny>>> {
    let mut all: Vec<Vec<&Py<PyAny>>> = inner.iter().take(3).map(|e| vec![e]).collect();
    if let [a, b, ..] = inner {
        all.extend([vec![a, b], vec![b, a], vec![a, a]]);
    }
    all.retain(|parts| parts.len() <= longest);
    all
}

fn tuples(py: Python<'_>, parts: &[Sampler]) -> PyResult<Vec<Py<PyAny>>> {
    let mut lists = Vec::new();
    for part in parts {
        lists.push(part.edge_objects(py)?);
    }
    let Some(first) = lists
        .iter()
        .map(|edges| edges.first())
        .collect::<Option<Vec<_>>>()
    else {
        return Ok(Vec::new());
    };
    let mut edges = vec![PyTuple::new(py, &first)?.into_any().unbind()];
    for (place, list) in lists.iter().enumerate() {
        for other in list.iter().skip(1).take(3) {
            let mut values = first.clone();
            if let Some(slot) = values.get_mut(place) {
                *slot = other;
            }
            edges.push(PyTuple::new(py, values)?.into_any().unbind());
        }
    }
    Ok(edges)
}

fn integers(py: Python<'_>, low: Option<i128>, high: Option<i128>) -> PyResult<Vec<Py<PyAny>>> {
    let inside = |n: &i128| low.is_none_or(|l| *n >= l) && high.is_none_or(|h| *n <= h);
    let mut numbers: Vec<i128> = vec![0, 1, -1, 2, -2, 3, -3];
    if low.is_none() || high.is_none() {
        // Where machine words end, and where floats stop counting one by one.
        numbers.extend([
            1 << 31,
            1 << 53,
            (1 << 63) - 1,
            -(1 << 63),
            1 << 64,
            1 << 100,
        ]);
    }
    numbers.extend(low.into_iter().flat_map(|l| [l, l.saturating_add(1)]));
    numbers.extend(high.into_iter().flat_map(|h| [h.saturating_sub(1), h]));
    numbers.retain(inside);
    numbers.sort_by_key(|n| (n.unsigned_abs(), *n < 0));
    numbers.dedup();
    let objects = numbers.into_iter();
    objects
        .map(|n| Ok(n.into_pyobject(py)?.into_any().unbind()))
        .collect()
}

fn floats(py: Python<'_>, sampler: &Sampler) -> PyResult<Vec<Py<PyAny>>> {
    let Source::Floats { low, high, .. } = sampler.0.source else {
        return Ok(Vec::new());
    };
    let numbers = [
        0.0,
        1.0,
        -1.0,
        0.5,
        0.1,
        0.2,
        0.3,
        3.0,
        -0.0,
        1e10,
        f64::EPSILON,
        f64::MIN_POSITIVE,
        low,
        high,
    ];
    let inside = numbers.into_iter().filter(|n| (low..=high).contains(n));
    inside
        .map(|n| Ok(n.into_pyobject(py)?.into_any().unbind()))
        .collect()
}

fn texts(py: Python<'_>, sampler: &Sampler) -> PyResult<Vec<Py<PyAny>>> {
    let Source::Text {
        alphabet,
        any,
        longest,
    } = &sampler.0.source
    else {
        return Ok(Vec::new());
    };
    let mut texts: Vec<String> = vec![String::new()];
    if let [a, b, ..] = alphabet.as_slice() {
        texts.extend([
            format!("{a}"),
            format!("{b}"),
            format!("{a}{b}"),
            format!("{b}{a}"),
        ]);
        texts.push(format!("{a}{a}"));
    } else if let [a] = alphabet.as_slice() {
        texts.extend([format!("{a}"), format!("{a}{a}")]);
    }
    if *any {
        texts.extend(["A", " ", "0", "é", "e\u{301}", "ß", "😀", "\0"].map(String::from));
    }
    texts.retain(|t| t.chars().count() <= *longest);
    let objects = texts.into_iter();
    objects
        .map(|t| Ok(t.into_pyobject(py)?.into_any().unbind()))
        .collect()
}

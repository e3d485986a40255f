//! Drawing one value: mostly at random, often an edge, a small value, or one that was drawn before.

use super::source::pool;
use super::{Sampler, Source};
use crate::errors::invalid;
use crate::helpers;
use crate::value::object;
use lawful::Value;
use lawful::rng::Rng;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PySet, PyTuple};

/// Draws a value as the samplers of Rust do.
pub fn value<'py>(
    py: Python<'py>,
    sampler: &Sampler,
    rng: &mut Rng,
    earlier: &[Value],
) -> PyResult<Bound<'py, PyAny>> {
    let dice = rng.bits();
    let at = |n: usize| ((dice >> 16) as usize) % n.max(1);
    let again = || -> PyResult<Option<Bound<'py, PyAny>>> {
        let value = earlier.get(at(earlier.len()));
        let found = value.map(|v| object(py, v).cloned()).transpose();
        found.map_err(|why| invalid(why.message))
    };
    match dice & 31 {
        0..=3 => {
            let edges = sampler.edge_objects(py)?;
            if let Some(edge) = edges.get(at(edges.len())) {
                return Ok(edge.bind(py).clone());
            }
        }
        4..=9 => {
            if let Some(value) = again()? {
                return Ok(value);
            }
        }
        10..=12 => {
            if let Some(value) = again()?
                && let Some(near) = near(sampler, &value, rng)?
            {
                return Ok(near);
            }
        }
        13..=17 => {
            if let Some(value) = small(py, sampler, rng)? {
                return Ok(value);
            }
        }
        _ => {}
    }
    fresh(py, sampler, rng)
}

/// Returns a value close to another one, for numbers.
fn near<'py>(
    sampler: &Sampler,
    value: &Bound<'py, PyAny>,
    rng: &mut Rng,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let Source::Integers { .. } = sampler.0.source else {
        return Ok(None);
    };
    let near = value.add(rng.below(5) as i64 - 2)?;
    Ok(sampler.accepts(&near)?.then_some(near))
}

/// Returns a small number.
fn small<'py>(
    py: Python<'py>,
    sampler: &Sampler,
    rng: &mut Rng,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let value = match sampler.0.source {
        Source::Integers { .. } => (rng.below(33) as i64 - 16).into_pyobject(py)?.into_any(),
        Source::Floats { .. } => (rng.below(65) as f64 / 8.0 - 4.0)
            .into_pyobject(py)?
            .into_any(),
        _ => return Ok(None),
    };
    Ok(sampler.accepts(&value)?.then_some(value))
}

fn fresh<'py>(py: Python<'py>, sampler: &Sampler, rng: &mut Rng) -> PyResult<Bound<'py, PyAny>> {
    let pick = |values: &[Py<PyAny>], rng: &mut Rng| match rng.pick(values) {
        Some(value) => Ok(value.bind(py).clone()),
        None => Err(invalid("the enumeration is empty")),
    };
    match &sampler.0.source {
        Source::Integers { low, high } => integer(py, *low, *high, rng),
        Source::Floats {
            low,
            high,
            whole_line,
        } => Ok(float(*low, *high, *whole_line, rng)
            .into_pyobject(py)?
            .into_any()),
        Source::Text {
            alphabet,
            any,
            longest,
        } => {
            let length = rng.below(longest.saturating_add(1));
            let text: String = (0..length).map(|_| letter(alphabet, *any, rng)).collect();
            Ok(text.into_pyobject(py)?.into_any())
        }
        Source::Values => pick(sampler.domain().unwrap_or_default(), rng),
        Source::Sampled(draw) => {
            let random = helpers::random(py)?.call1((rng.bits(),))?;
            draw.bind(py).call1((random,))
        }
        Source::Strategy(strategy, pools) => {
            // Each pool half as often as the one before it.
            let place = rng.bits().trailing_zeros() as usize;
            pick(pool(py, strategy, pools, place)?, rng)
        }
        Source::Lists(of, longest) => {
            let list = PyList::empty(py);
            for _ in 0..rng.below(longest.saturating_add(1)) {
                list.append(value(py, of, rng, &[])?)?;
            }
            Ok(list.into_any())
        }
        Source::Sets(of, longest) => {
            let set = PySet::empty(py)?;
            for _ in 0..rng.below(longest.saturating_add(1)) {
                set.add(value(py, of, rng, &[])?)?;
            }
            Ok(set.into_any())
        }
        Source::Tuples(parts) => {
            let drawn: Vec<Bound<'py, PyAny>> = parts
                .iter()
                .map(|part| value(py, part, rng, &[]))
                .collect::<PyResult<_>>()?;
            Ok(PyTuple::new(py, drawn)?.into_any())
        }
        Source::Dicts(keys, values, longest) => {
            let dict = PyDict::new(py);
            for _ in 0..rng.below(longest.saturating_add(1)) {
                dict.set_item(value(py, keys, rng, &[])?, value(py, values, rng, &[])?)?;
            }
            Ok(dict.into_any())
        }
        Source::Mapped(of, image) => image.bind(py).call1((value(py, of, rng, &[])?,)),
    }
}

fn integer<'py>(
    py: Python<'py>,
    low: Option<i128>,
    high: Option<i128>,
    rng: &mut Rng,
) -> PyResult<Bound<'py, PyAny>> {
    let wide = u128::from(rng.bits()) | (u128::from(rng.bits()) << 64);
    if let (Some(low), Some(high)) = (low, high) {
        let span = high.wrapping_sub(low) as u128;
        let offset = match span.checked_add(1) {
            Some(n) => wide % n,
            None => wide,
        };
        return Ok(low
            .wrapping_add(offset as i128)
            .into_pyobject(py)?
            .into_any());
    }
    // Every length is as likely as any other, so that small and large numbers meet.
    let size = (wide >> (1 + rng.below(126))) as i128;
    let negative = rng.bits() & 1 == 1;
    let value = match (low, high) {
        (Some(low), _) => low.saturating_add(size),
        (_, Some(high)) => high.saturating_sub(size),
        _ if negative => -size,
        _ => size,
    };
    let value = value.into_pyobject(py)?.into_any();
    // Python's numbers do not end: some are beyond any machine word.
    if low.is_none() && high.is_none() && rng.below(16) == 0 {
        return value.lshift(rng.below(160));
    }
    Ok(value)
}

fn float(low: f64, high: f64, whole_line: bool, rng: &mut Rng) -> f64 {
    if whole_line {
        let value = f64::from_bits(rng.bits());
        if value.is_finite() {
            return value;
        }
        return 0.0;
    }
    let part = (rng.bits() >> 11) as f64 / (1u64 << 53) as f64;
    // Scaled separately, because the distance of the ends may be more than a float holds.
    (low * (1.0 - part) + high * part).clamp(low, high)
}

fn letter(alphabet: &[char], any: bool, rng: &mut Rng) -> char {
    if any && rng.below(7) == 0 {
        let code = rng.below(0x11_0000) as u32;
        if let Some(letter) = char::from_u32(code) {
            return letter;
        }
    }
    rng.pick(alphabet).copied().unwrap_or('a')
}

//! Where the values of a sampler come from.

use super::Sampler;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// Where the values of a sampler come from.
pub enum Source {
    /// Whole numbers; without ends they are of any size.
    Integers {
        low: Option<i128>,
        high: Option<i128>,
    },
    /// Floating-point numbers between two ends.
    Floats {
        low: f64,
        high: f64,
        whole_line: bool,
    },
    /// Texts over an alphabet.
    Text {
        alphabet: Vec<char>,
        any: bool,
        longest: usize,
    },
    /// Given values.
    Values,
    /// A function that takes a `random.Random`.
    Sampled(Py<PyAny>),
    /// A Hypothesis strategy and the examples that it gave.
    Strategy(Py<PyAny>, Pools),
    /// Lists.
    Lists(Sampler, usize),
    /// Sets.
    Sets(Sampler, usize),
    /// Tuples.
    Tuples(Vec<Sampler>),
    /// Dicts.
    Dicts(Sampler, Sampler, usize),
    /// Images of other values.
    Mapped(Sampler, Py<PyAny>),
}

impl Source {
    /// Names the source in one word.
    pub fn name(&self) -> &'static str {
        match self {
            Source::Integers { .. } => "integers",
            Source::Floats { .. } => "floats",
            Source::Text { .. } => "text",
            Source::Values => "values",
            Source::Sampled(_) => "sampled",
            Source::Strategy(..) => "strategy",
            Source::Lists(..) => "lists",
            Source::Sets(..) => "sets",
            Source::Tuples(_) => "tuples",
            Source::Dicts(..) => "dicts",
            Source::Mapped(..) => "mapped",
        }
    }
}

/// The examples of a strategy, in pools that are filled when they are needed.
pub type Pools = [PyOnceLock<Vec<Py<PyAny>>>; 8];

/// Returns a pool of examples of a strategy: the same ones every time. The first pool is the one that
/// short runs need; a run of many cases comes to all of them.
pub fn pool<'a>(
    py: Python<'_>,
    strategy: &Py<PyAny>,
    pools: &'a Pools,
    place: usize,
) -> PyResult<&'a [Py<PyAny>]> {
    let place = place.min(pools.len() - 1);
    let Some(found) = pools.get(place) else {
        return Ok(&[]);
    };
    let examples = found.get_or_try_init(py, || {
        crate::helpers::pool(py)?
            .call1((strategy, place))?
            .extract::<Vec<Py<PyAny>>>()
    })?;
    Ok(examples)
}

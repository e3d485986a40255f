//! The functions that make samplers.

use super::{Options, Sampler, Source};
use crate::errors::invalid;
use crate::given::given;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyTuple};

/// The largest enumeration.
const MOST_VALUES: usize = 1_000_000;
/// Ranges and products up to this size are visited whole.
const MOST_ENUMERATED: usize = 1_024;
/// The longest text or collection.
const LONGEST: usize = 10_000;

fn size(name: &str, longest: usize) -> PyResult<usize> {
    if longest > LONGEST {
        return Err(invalid(format!(
            "a longest length of `{longest}` is too much for `{name}`; at most {LONGEST}"
        )));
    }
    Ok(longest)
}

fn end(name: &str, given: Option<Bound<'_, PyAny>>) -> PyResult<Option<i128>> {
    let Some(given) = given else {
        return Ok(None);
    };
    if !given.is_instance_of::<PyInt>() {
        return Err(invalid(format!("`{name}` must be an `int`")));
    }
    given.extract::<i128>().map(Some).map_err(|_| {
        invalid(format!(
            "`{name}` must be from -2**127 to 2**127 - 1; leave it out for no limit"
        ))
    })
}

/// Samples whole numbers from `low` to `high`, both included; without ends, numbers of any size.
///
/// >>> import lawful
/// >>> min(lawful.integers(low=18).examples(200)) >= 18
/// True
/// >>> lawful.integers(low=9, high=1)
/// Traceback (most recent call last):
///     ...
/// lawful.errors.InvalidInput: ...
#[pyfunction]
#[pyo3(signature = (low = None, high = None, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn integers(
    py: Python<'_>,
    low: Option<Bound<'_, PyAny>>,
    high: Option<Bound<'_, PyAny>>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let (low, high) = (end("low", low)?, end("high", high)?);
    let mut domain = None;
    if let (Some(low), Some(high)) = (low, high) {
        if low > high {
            return Err(invalid(format!(
                "`low` is `{low}`, above `high`, which is `{high}`"
            )));
        }
        if high.wrapping_sub(low) as u128 <= MOST_ENUMERATED as u128 {
            let mut numbers: Vec<i128> = (low..=high).collect();
            numbers.sort_by_key(|n| (n.unsigned_abs(), *n < 0));
            let objects = numbers.into_iter();
            let objects = objects.map(|n| Ok(n.into_pyobject(py)?.into_any().unbind()));
            domain = Some(objects.collect::<PyResult<Vec<_>>>()?);
        }
    }
    Ok(Sampler::new(
        Source::Integers { low, high },
        options,
        domain,
    ))
}

/// Samples finite floating-point numbers from `low` to `high`.
///
/// >>> import lawful
/// >>> all(0 <= x <= 1 for x in lawful.floats(0.0, 1.0).examples(50))
/// True
#[pyfunction]
#[pyo3(signature = (low = None, high = None, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn floats(
    #[pyo3(from_py_with = given)] low: Option<f64>,
    #[pyo3(from_py_with = given)] high: Option<f64>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let whole_line = low.is_none() && high.is_none();
    let (low, high) = (low.unwrap_or(f64::MIN), high.unwrap_or(f64::MAX));
    if !low.is_finite() || !high.is_finite() {
        return Err(invalid("`low` and `high` must be finite"));
    }
    if low > high {
        return Err(invalid(format!(
            "`low` is `{low}`, above `high`, which is `{high}`"
        )));
    }
    let source = Source::Floats {
        low,
        high,
        whole_line,
    };
    Ok(Sampler::new(source, options, None))
}

/// Samples texts over an alphabet; without one, mostly `abc` and now and then any character.
///
/// >>> import lawful
/// >>> all(set(word) <= set("ab") for word in lawful.text("ab", longest=5).examples(50))
/// True
#[pyfunction]
#[pyo3(signature = (alphabet = None, *, longest = 8, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn text(
    #[pyo3(from_py_with = given)] alphabet: Option<&str>,
    #[pyo3(from_py_with = given)] longest: usize,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let any = alphabet.is_none();
    let alphabet: Vec<char> = alphabet.unwrap_or("abc").chars().collect();
    if alphabet.is_empty() {
        return Err(invalid(
            "the alphabet is empty; give at least one character",
        ));
    }
    let longest = size("text", longest)?;
    let source = Source::Text {
        alphabet,
        any,
        longest,
    };
    Ok(Sampler::new(source, options, None))
}

/// Samples `False` and `True`.
///
/// >>> import lawful
/// >>> lawful.booleans()
/// Sampler(values, 2 values)
#[pyfunction]
#[pyo3(signature = (*, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn booleans(
    py: Python<'_>,

    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let domain = [false, true].map(|b| {
        b.into_pyobject(py)
            .map(|b| b.to_owned().into_any().unbind())
    });
    let domain = domain.into_iter().collect::<Result<Vec<_>, _>>()?;
    Ok(Sampler::new(Source::Values, options, Some(domain)))
}

/// Samples given values, simplest first. They are all values of the sort: what holds for each is
/// proved.
///
/// >>> import lawful
/// >>> lawful.values(["rock", "paper", "scissors"])
/// Sampler(values, 3 values)
#[pyfunction]
#[pyo3(signature = (values, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn values(
    values: &Bound<'_, PyAny>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let mut domain = Vec::new();
    for value in values.try_iter()? {
        if domain.len() >= MOST_VALUES {
            return Err(invalid(format!(
                "an enumeration has at most {MOST_VALUES} values"
            )));
        }
        domain.push(value?.unbind());
    }
    Ok(Sampler::new(Source::Values, options, Some(domain)))
}

/// Samples what a function returns. It is given a `random.Random`, seeded for the case, and must
/// take all its randomness from there.
///
/// >>> import lawful
/// >>> dice = lawful.sampled(lambda random: random.randint(1, 6))
/// >>> set(dice.examples(200)) == {1, 2, 3, 4, 5, 6}
/// True
#[pyfunction]
#[pyo3(signature = (draw, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn sampled(
    draw: Bound<'_, PyAny>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    if !draw.is_callable() {
        return Err(invalid("`draw` must be a function of a `random.Random`"));
    }
    Ok(Sampler::new(Source::Sampled(draw.unbind()), options, None))
}

/// Samples examples of a Hypothesis strategy: the same ones in every run.
///
/// There are up to 2000 of them: Hypothesis draws slowly, so that long runs use examples again.
///
/// >>> import lawful
/// >>> from hypothesis import strategies as st
/// >>> even = lawful.strategy(st.integers().map(lambda n: 2 * n))
/// >>> all(n % 2 == 0 for n in even.examples(50))
/// True
#[pyfunction]
#[pyo3(signature = (strategy, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn strategy(
    strategy: Bound<'_, PyAny>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    if !strategy.hasattr("example")? {
        return Err(invalid("`strategy` must be a strategy of Hypothesis"));
    }
    let source = Source::Strategy(strategy.unbind(), Default::default());
    Ok(Sampler::new(source, options, None))
}

/// Samples lists of values of another sampler.
///
/// >>> import lawful
/// >>> all(len(row) <= 3 for row in lawful.lists(lawful.integers(), longest=3).examples(50))
/// True
#[pyfunction]
#[pyo3(signature = (of, *, longest = 4, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn lists(
    of: &Bound<'_, Sampler>,
    #[pyo3(from_py_with = given)] longest: usize,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let source = Source::Lists(of.get().clone(), size("lists", longest)?);
    Ok(Sampler::new(source, options, None))
}

/// Samples sets of values of another sampler.
///
/// >>> import lawful
/// >>> all(isinstance(some, set) for some in lawful.sets(lawful.integers(0, 9)).examples(50))
/// True
#[pyfunction]
#[pyo3(signature = (of, *, longest = 4, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn sets(
    of: &Bound<'_, Sampler>,
    #[pyo3(from_py_with = given)] longest: usize,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let source = Source::Sets(of.get().clone(), size("sets", longest)?);
    Ok(Sampler::new(source, options, None))
}

/// Samples dicts.
///
/// >>> import lawful
/// >>> some = lawful.dicts(lawful.text(), lawful.integers(), longest=2).examples(50)
/// >>> all(len(mapping) <= 2 for mapping in some)
/// True
#[pyfunction]
#[pyo3(signature = (keys, values, *, longest = 4, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn dicts(
    keys: &Bound<'_, Sampler>,
    values: &Bound<'_, Sampler>,
    #[pyo3(from_py_with = given)] longest: usize,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let longest = size("dicts", longest)?;
    let source = Source::Dicts(keys.get().clone(), values.get().clone(), longest);
    Ok(Sampler::new(source, options, None))
}

/// Samples tuples with one value of each sampler.
///
/// >>> import lawful
/// >>> len(lawful.tuples(lawful.integers(), lawful.text()).examples(1)[0])
/// 2
#[pyfunction]
#[pyo3(signature = (*of, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn tuples(
    py: Python<'_>,
    of: Vec<Bound<'_, Sampler>>,
    edges: Option<Bound<'_, PyAny>>,
    equal: Option<Bound<'_, PyAny>>,
    key: Option<Bound<'_, PyAny>>,
    order: Option<Bound<'_, PyAny>>,
    shown: Option<Bound<'_, PyAny>>,
    within: Option<Bound<'_, PyAny>>,
    valid: Option<Bound<'_, PyAny>>,
) -> PyResult<Sampler> {
    let options = Options::new(edges, equal, key, order, shown, within, valid)?;
    let parts: Vec<Sampler> = of.iter().map(|s| s.get().clone()).collect();
    let domain = product(py, &parts)?;
    Ok(Sampler::new(Source::Tuples(parts), options, domain))
}

/// Returns all tuples, if there are few.
fn product(py: Python<'_>, parts: &[Sampler]) -> PyResult<Option<Vec<Py<PyAny>>>> {
    let mut size = 1usize;
    for part in parts {
        let Some(domain) = part.domain() else {
            return Ok(None);
        };
        size = size.saturating_mul(domain.len());
    }
    if size > MOST_ENUMERATED {
        return Ok(None);
    }
    let mut rows: Vec<Vec<&Py<PyAny>>> = vec![Vec::new()];
    for domain in parts.iter().filter_map(Sampler::domain) {
        let longer = |row: Vec<_>| {
            domain.iter().map(move |value| {
                let mut row: Vec<&Py<PyAny>> = row.clone();
                row.push(value);
                row
            })
        };
        rows = rows.into_iter().flat_map(longer).collect();
    }
    let tuples = rows.into_iter();
    tuples
        .map(|row| Ok(PyTuple::new(py, row)?.into_any().unbind()))
        .collect::<PyResult<Vec<_>>>()
        .map(Some)
}

/// Makes the sampler of images.
pub fn mapped(
    py: Python<'_>,
    of: &Sampler,
    image: Bound<'_, PyAny>,
    options: Options,
) -> PyResult<Sampler> {
    if !image.is_callable() {
        return Err(invalid("`image` must be a function"));
    }
    let domain = of
        .domain()
        .map(|domain| {
            domain
                .iter()
                .map(|v| image.call1((v.bind(py),)).map(Bound::unbind))
        })
        .map(Iterator::collect::<PyResult<Vec<_>>>)
        .transpose()?;
    Ok(Sampler::new(
        Source::Mapped(of.clone(), image.unbind()),
        options,
        domain,
    ))
}

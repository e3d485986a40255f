//! Samplers: how the values of a sort are produced, compared and printed.

mod accepts;
mod draw;
mod edges;
mod make;
mod options;
mod source;

pub use make::{
    booleans, dicts, floats, integers, lists, sampled, sets, strategy, text, tuples, values,
};
pub use options::{Equality, Options};
pub use source::Source;

use crate::given::given;
use lawful::Value;
use lawful::rng::Rng;
use pyo3::prelude::*;
use pyo3::types::{PyTuple, PyType};
use std::sync::{Arc, OnceLock};

/// How the values of a sort are produced: edge values, all values if there are few, a way to draw.
///
/// >>> import lawful
/// >>> digits = lawful.integers(0, 9)
/// >>> all(0 <= digit <= 9 for digit in digits.examples(100))
/// True
/// >>> digits.map(str)
/// Sampler(mapped, 10 values)
#[pyclass(frozen, module = "lawful")]
#[derive(Clone)]
pub struct Sampler(Arc<Parts>);

struct Parts {
    source: Source,
    options: Options,
    domain: Option<Vec<Py<PyAny>>>,
    edges: OnceLock<Vec<Py<PyAny>>>,
    /// Whether a value is like those that were drawn; found when something is shrunk.
    profile: OnceLock<Py<PyAny>>,
}

impl Sampler {
    /// Puts a sampler together.
    pub fn new(source: Source, options: Options, domain: Option<Vec<Py<PyAny>>>) -> Sampler {
        Sampler(Arc::new(Parts {
            source,
            options,
            domain,
            edges: OnceLock::new(),
            profile: OnceLock::new(),
        }))
    }

    /// Returns the options.
    pub fn options(&self) -> &Options {
        &self.0.options
    }

    /// Returns all values, if there are few.
    pub fn domain(&self) -> Option<&[Py<PyAny>]> {
        self.0.domain.as_deref()
    }

    /// Returns the edge values, simplest first.
    pub fn edges(&self, py: Python<'_>) -> PyResult<Vec<Value>> {
        let edges = self.edge_objects(py)?;
        let wrapped = edges.iter().map(|e| crate::value::wrap(e.bind(py).clone()));
        Ok(wrapped.collect())
    }

    fn edge_objects(&self, py: Python<'_>) -> PyResult<&[Py<PyAny>]> {
        if let Some(edges) = self.0.edges.get() {
            return Ok(edges);
        }
        let edges = match &self.0.options.edges {
            Some(edges) => edges.iter().map(|e| e.clone_ref(py)).collect(),
            None => edges::of(py, self)?,
        };
        Ok(self.0.edges.get_or_init(|| edges))
    }

    /// Draws a value; `earlier` holds the values of the sort that the case already has.
    pub fn draw<'py>(
        &self,
        py: Python<'py>,
        rng: &mut Rng,
        earlier: &[Value],
    ) -> PyResult<Bound<'py, PyAny>> {
        draw::value(py, self, rng, earlier)
    }

    /// Returns whether shrinking may use a value: whether the sampler could have drawn it.
    pub fn accepts(&self, value: &Bound<'_, PyAny>) -> PyResult<bool> {
        accepts::accepts(self, value)
    }

    /// Returns whether `<=` orders the values.
    pub fn is_naturally_ordered(&self) -> bool {
        matches!(
            self.0.source,
            Source::Integers { .. } | Source::Floats { .. } | Source::Text { .. }
        )
    }
}

#[pymethods]
impl Sampler {
    /// Makes the sampler of the images of this one's values.
    #[pyo3(signature = (image, *, edges = None, equal = None, key = None, order = None, shown = None, within = None, valid = None))]
    #[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
    fn map(
        &self,
        py: Python<'_>,
        image: Bound<'_, PyAny>,
        edges: Option<Bound<'_, PyAny>>,
        equal: Option<Bound<'_, PyAny>>,
        key: Option<Bound<'_, PyAny>>,
        order: Option<Bound<'_, PyAny>>,
        shown: Option<Bound<'_, PyAny>>,
        within: Option<Bound<'_, PyAny>>,
        valid: Option<Bound<'_, PyAny>>,
    ) -> PyResult<Sampler> {
        let options = Options::new(edges, equal, key, order, shown, within, valid)?;
        make::mapped(py, self, image, options)
    }

    /// Returns the first `n` values that a run with this seed would draw: to look at.
    #[pyo3(signature = (n = 10, *, seed = 0))]
    fn examples(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] n: usize,
        #[pyo3(from_py_with = given)] seed: u64,
    ) -> PyResult<Vec<Py<PyAny>>> {
        if n > 10_000 {
            return Err(crate::errors::invalid(format!(
                "`{n}` examples are too many; at most 10000"
            )));
        }
        let mut rng = Rng::new(seed);
        (0..n)
            .map(|_| Ok(self.draw(py, &mut rng, &[])?.unbind()))
            .collect()
    }

    /// The parts from which a strategy of Hypothesis is made: the source, and what it takes.
    #[getter]
    fn _parts<'py>(&self, py: Python<'py>) -> PyResult<(&'static str, Bound<'py, PyTuple>)> {
        let none = || py.None();
        let sampler = |of: &Sampler| Py::new(py, of.clone()).map(Py::into_any);
        let parts: Vec<Py<PyAny>> = match &self.0.source {
            Source::Integers { low, high } => {
                vec![
                    low.into_pyobject(py)?.unbind(),
                    high.into_pyobject(py)?.unbind(),
                ]
            }
            Source::Floats {
                low,
                high,
                whole_line,
            } => {
                let ends = if *whole_line {
                    (None, None)
                } else {
                    (Some(low), Some(high))
                };
                vec![
                    ends.0.into_pyobject(py)?.unbind(),
                    ends.1.into_pyobject(py)?.unbind(),
                ]
            }
            Source::Text {
                alphabet,
                any,
                longest,
            } => {
                let letters: String = alphabet.iter().collect();
                let letters = (!any).then_some(letters);
                vec![
                    letters.into_pyobject(py)?.unbind(),
                    longest.into_pyobject(py)?.into_any().unbind(),
                ]
            }
            Source::Values => {
                let all = self.domain().unwrap_or_default();
                vec![PyTuple::new(py, all)?.into_any().unbind()]
            }
            Source::Sampled(draw) => vec![draw.clone_ref(py)],
            Source::Strategy(strategy, _) => vec![strategy.clone_ref(py)],
            Source::Lists(of, longest) | Source::Sets(of, longest) => {
                vec![sampler(of)?, longest.into_pyobject(py)?.into_any().unbind()]
            }
            Source::Tuples(parts) => parts.iter().map(sampler).collect::<PyResult<_>>()?,
            Source::Dicts(keys, values, longest) => vec![
                sampler(keys)?,
                sampler(values)?,
                longest.into_pyobject(py)?.into_any().unbind(),
            ],
            Source::Mapped(of, image) => vec![sampler(of)?, image.clone_ref(py)],
        };
        let valid = match &self.0.options.valid {
            Some(valid) => valid.clone_ref(py),
            None => none(),
        };
        let mut all = vec![valid];
        all.extend(parts);
        Ok((self.0.source.name(), PyTuple::new(py, all)?))
    }

    /// Samplers are generic for type checkers only.
    #[classmethod]
    fn __class_getitem__<'py>(
        class: &Bound<'py, PyType>,
        item: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let generic = class.py().import("types")?.getattr("GenericAlias")?;
        generic.call1((class, item))
    }

    fn __repr__(&self) -> String {
        let finite = self.domain().map(|d| format!(", {} values", d.len()));
        format!(
            "Sampler({}{})",
            self.0.source.name(),
            finite.unwrap_or_default()
        )
    }
}

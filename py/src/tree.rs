//! Shrinking a Python value: from simpler candidate to simpler candidate.

use crate::helpers;
use crate::sampler::Sampler;
use crate::value::wrap;
use lawful::Value;
use lawful::sort::AnyTree;
use pyo3::prelude::*;

/// A value and the simpler values next to it.
pub struct ObjectTree {
    sampler: Sampler,
    best: Py<PyAny>,
    current: Py<PyAny>,
    /// The candidates that have not been tried, the next one last.
    rest: Vec<Py<PyAny>>,
}

impl ObjectTree {
    /// Starts from a value.
    pub fn new(sampler: Sampler, value: Py<PyAny>, py: Python<'_>) -> ObjectTree {
        ObjectTree {
            sampler,
            current: value.clone_ref(py),
            best: value,
            rest: Vec::new(),
        }
    }

    fn look(&mut self, py: Python<'_>) -> PyResult<()> {
        let best = self.best.bind(py);
        let weight = helpers::weight(py)?;
        let limit = weight.call1((best,))?;
        self.rest.clear();
        for candidate in helpers::candidates(py)?.call1((best,))?.try_iter()? {
            let candidate = candidate?;
            // Weights must fall, or the descent would not end.
            if weight.call1((&candidate,))?.lt(&limit)? && self.sampler.accepts(&candidate)? {
                self.rest.push(candidate.unbind());
            }
        }
        self.rest.reverse();
        Ok(())
    }

    fn next(&mut self, py: Python<'_>) -> bool {
        match self.rest.pop() {
            Some(candidate) => {
                self.current = candidate;
                true
            }
            None => {
                self.current = self.best.clone_ref(py);
                false
            }
        }
    }
}

impl AnyTree for ObjectTree {
    fn current(&self) -> Value {
        Python::attach(|py| wrap(self.current.bind(py).clone()))
    }

    fn simplify(&mut self) -> bool {
        Python::attach(|py| {
            self.best = self.current.clone_ref(py);
            // A value that cannot be made simpler is simple enough.
            self.look(py).is_ok() && self.next(py)
        })
    }

    fn complicate(&mut self) -> bool {
        Python::attach(|py| self.next(py))
    }
}

//! A sampler as a sort of a model.

use crate::helpers;
use crate::hold::take_turns;
use crate::raised::exception;
use crate::sampler::{Equality, Sampler};
use crate::tree::ObjectTree;
use crate::value::{Object, object, wrap};
use lawful::rng::Rng;
use lawful::sort::{AnySort, AnyTree, Drawn, Probe, Tolerance};
use lawful::{Exception, Value};
use pyo3::prelude::*;
use std::cmp::Ordering;

/// The values of a sort of a Python model.
pub struct ObjectSort(pub Sampler);

/// Runs work with the interpreter and turns what it raises into an outcome.
fn within<T>(work: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, Exception> {
    Python::attach(|py| {
        take_turns(py);
        work(py).map_err(|error| exception(py, error))
    })
}

fn operand<'a, 'py>(py: Python<'py>, value: &'a Value) -> PyResult<&'a Bound<'py, PyAny>> {
    object(py, value).map_err(|why| pyo3::exceptions::PyTypeError::new_err(why.message))
}

impl AnySort for ObjectSort {
    fn accepts(&self, value: &Value) -> bool {
        within(|py| self.0.accepts(operand(py, value)?)).unwrap_or(false)
    }

    fn draw(&self, rng: &mut Rng, earlier: &[Value]) -> Result<Drawn, Exception> {
        within(|py| {
            let value = self.0.draw(py, rng, earlier)?;
            let tree = ObjectTree::new(self.0.clone(), value.clone().unbind(), py);
            Ok(Drawn {
                value: wrap(value),
                tree: Some(Box::new(tree)),
            })
        })
    }

    fn edges(&self) -> Vec<Value> {
        within(|py| self.0.edges(py)).unwrap_or_default()
    }

    fn domain(&self) -> Option<Vec<Value>> {
        let domain = self.0.domain()?;
        Python::attach(|py| Some(domain.iter().map(|v| wrap(v.bind(py).clone())).collect()))
    }

    fn size(&self) -> Option<usize> {
        self.0.domain().map(<[Py<PyAny>]>::len)
    }

    fn equal(
        &self,
        probe: &mut Probe,
        left: &Value,
        right: &Value,
        operands: &[Value],
        depth: usize,
    ) -> Result<bool, Exception> {
        within(|py| {
            let (left, right) = (operand(py, left)?, operand(py, right)?);
            match &self.0.options().equality {
                Equality::Plain => left.eq(right),
                Equality::Custom(equal) => equal.bind(py).call1((left, right))?.is_truthy(),
                Equality::Key(key) => {
                    let key = key.bind(py);
                    key.call1((left,))?.eq(key.call1((right,))?)
                }
                Equality::Within { ulps, absolute } => {
                    let operands = operands
                        .iter()
                        .map(|v| components(operand(py, v)?))
                        .collect::<PyResult<Vec<_>>>()?;
                    let operands: Vec<&Vec<f64>> = operands.iter().collect();
                    let tolerance =
                        Tolerance::ulps(*ulps, |v: &Vec<f64>| v.clone()).or_absolute(*absolute);
                    let (left, right) = (components(left)?, components(right)?);
                    let error = tolerance.error(&left, &right, &operands, depth);
                    if error <= 1.0 {
                        probe.note(error);
                    }
                    Ok(error <= 1.0)
                }
            }
        })
    }

    fn is_ordered(&self) -> bool {
        self.0.options().order.is_some() || self.0.is_naturally_ordered()
    }

    fn compare(&self, left: &Value, right: &Value) -> Result<Option<Ordering>, Exception> {
        within(|py| {
            let (left, right) = (operand(py, left)?, operand(py, right)?);
            let at_most = |a: &Bound<'_, PyAny>, b: &Bound<'_, PyAny>| match &self.0.options().order
            {
                Some(order) => order.bind(py).call1((a, b))?.is_truthy(),
                None => a.le(b),
            };
            Ok(match (at_most(left, right)?, at_most(right, left)?) {
                (true, true) => Some(Ordering::Equal),
                (true, false) => Some(Ordering::Less),
                (false, true) => Some(Ordering::Greater),
                (false, false) => None,
            })
        })
    }

    fn is_exact(&self) -> bool {
        matches!(self.0.options().equality, Equality::Plain)
    }

    fn show(&self, value: &Value) -> String {
        within(|py| {
            let value = operand(py, value)?;
            let shown = match &self.0.options().shown {
                Some(shown) => shown.bind(py).call1((value,))?.str()?,
                None => return helpers::show(py)?.call1((value,))?.extract(),
            };
            Ok(shown.to_string_lossy().into_owned())
        })
        .unwrap_or_else(|why| format!("a value that cannot be printed ({})", why.message))
    }

    fn weight(&self, value: &Value) -> u128 {
        within(|py| {
            let weight = helpers::weight(py)?.call1((operand(py, value)?,))?;
            Ok(weight.extract().unwrap_or(u128::MAX))
        })
        .unwrap_or(u128::MAX)
    }

    fn tree(&self, value: &Value) -> Option<Box<dyn AnyTree>> {
        Python::attach(|py| {
            let value = object(py, value).ok()?.clone().unbind();
            let tree = ObjectTree::new(self.0.clone(), value, py);
            Some(Box::new(tree) as Box<dyn AnyTree>)
        })
    }

    fn encode(&self, value: &Value) -> Option<String> {
        within(|py| {
            helpers::encode(py)?
                .call1((operand(py, value)?,))?
                .extract()
        })
        .ok()
        .flatten()
    }

    fn decode(&self, text: &str) -> Option<Value> {
        within(|py| {
            let decoded = helpers::decode(py)?.call1((text,))?;
            if decoded.is_none() {
                return Ok(None);
            }
            let value = decoded.get_item(0)?;
            Ok(self.0.accepts(&value)?.then(|| wrap(value)))
        })
        .ok()
        .flatten()
    }

    fn takes(&self, value: &Value) -> bool {
        value.get::<Object>().is_some()
    }

    fn to_plain(&self, value: &Value) -> Option<String> {
        within(|py| {
            helpers::to_plain(py)?
                .call1((operand(py, value)?,))?
                .extract()
        })
        .ok()
        .flatten()
    }

    fn read_plain(&self, text: &str) -> Option<Value> {
        within(|py| {
            let plain = helpers::read_plain(py)?.call1((text,))?;
            if plain.is_none() {
                return Ok(None);
            }
            // JSON has fewer types than Python: the first reading that the sampler means counts.
            let plain = plain.get_item(0)?;
            for reading in helpers::readings(py)?.call1((&plain,))?.try_iter()? {
                let reading = reading?;
                if self.0.accepts(&reading)? {
                    return Ok(Some(wrap(reading)));
                }
            }
            Ok(Some(wrap(plain)))
        })
        .ok()
        .flatten()
    }

    fn isomorphism(&self) -> Option<&'static str> {
        None
    }

    fn round_trips(&self, _value: &Value) -> Result<bool, Exception> {
        Ok(true)
    }
}

/// Returns the numbers of which a value is made, for a tolerance.
fn components(value: &Bound<'_, PyAny>) -> PyResult<Vec<f64>> {
    use pyo3::types::{PyComplex, PyComplexMethods as _, PyList, PyTuple};
    if let Ok(number) = value.cast::<PyComplex>() {
        return Ok(vec![number.real(), number.imag()]);
    }
    if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let mut all = Vec::new();
        for part in value.try_iter()? {
            all.extend(components(&part?)?);
        }
        return Ok(all);
    }
    Ok(vec![value.call_method0("__float__")?.extract()?])
}

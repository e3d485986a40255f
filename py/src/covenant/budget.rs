//! Amounts as a frozen class, and how Python writes them.

use super::refusal;
use crate::errors::invalid;
use lawful_covenant::budget::{Amounts, Resource};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyInt, PyMapping, PyString, PyType};

/// Whole units of what calls cost: `Budget(tokens=1000, calls=5)`.
///
/// `micro_currency` are millionths of a unit of currency. Every amount is a whole number from 0 to
/// 2^63 - 1; what is not named is 0. Wherever a `Budget` is expected, a dictionary of the same names
/// does too.
///
/// >>> from lawful.covenant import Budget
/// >>> Budget(tokens=1000, calls=5).tokens
/// 1000
/// >>> Budget(tokens=0.5)
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `0.5` tokens are no amount; use a whole number from 0 to 2^63 - 1
#[pyclass(frozen, eq, hash, module = "lawful.covenant")]
#[derive(PartialEq, Eq, Hash)]
pub struct Budget(pub Amounts);

const NAMES: [&str; Resource::COUNT] = [
    "tokens",
    "calls",
    "micro_currency",
    "milliseconds",
    "entropy_bits",
];

/// Returns the resource of a name, written as Python or as a covenant writes it.
pub fn resource(name: &str) -> PyResult<Resource> {
    name.replace('_', "-").parse().map_err(invalid)
}

/// Returns the Python name of a resource.
pub fn name_of(resource: Resource) -> &'static str {
    NAMES.get(resource as usize).copied().unwrap_or_default()
}

/// Reads a whole number from 0 to 2^63 - 1, and nothing that only looks like one.
#[inline]
fn number(name: &str, given: &Bound<'_, PyAny>) -> PyResult<i64> {
    if given.is_instance_of::<PyInt>()
        && !given.is_instance_of::<PyBool>()
        && let Ok(number) = given.extract::<i64>()
        && number >= 0
    {
        return Ok(number);
    }
    Err(no_amount(name, given))
}

#[cold]
fn no_amount(name: &str, given: &Bound<'_, PyAny>) -> PyErr {
    let shown = given.repr().map(|text| text.to_string());
    let shown: String = shown.unwrap_or_default().chars().take(80).collect();
    invalid(format!(
        "`{shown}` {} are no amount; use a whole number from 0 to 2^63 - 1",
        name.replace('_', "-")
    ))
}

#[inline]
fn with(amounts: Amounts, resource: Resource, number: i64) -> PyResult<Amounts> {
    if number == 0 {
        return Ok(amounts);
    }
    amounts
        .and(resource, i128::from(number))
        .map_err(refusal::budget)
}

/// Reads amounts: a `Budget`, or a dictionary of amounts by name.
///
/// # Errors
/// If something is not a resource, or not an amount.
#[inline]
pub fn amounts(given: &Bound<'_, PyAny>) -> PyResult<Amounts> {
    if let Ok(budget) = given.cast::<Budget>() {
        return Ok(budget.get().0);
    }
    if let Ok(entries) = given.cast::<PyDict>() {
        let mut all = Amounts::NONE;
        for (name, value) in entries {
            all = entry(all, &name, &value)?;
        }
        return Ok(all);
    }
    let Ok(entries) = given.cast::<PyMapping>() else {
        return Err(invalid(format!(
            "a `{}` is no budget; give a `Budget`, or a dictionary such as {{\"tokens\": 100}}",
            given.get_type().name()?
        )));
    };
    let mut all = Amounts::NONE;
    for item in entries.items()? {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        all = entry(all, &name, &value)?;
    }
    Ok(all)
}

fn entry(all: Amounts, name: &Bound<'_, PyAny>, value: &Bound<'_, PyAny>) -> PyResult<Amounts> {
    let name = name
        .cast::<PyString>()
        .map_err(|_| invalid("the names of amounts are texts, such as `tokens`"))?;
    let name = name.to_str()?;
    let resource = resource(name)?;
    with(all, resource, number(name, value)?)
}

#[pymethods]
impl Budget {
    #[new]
    #[pyo3(signature = (*, tokens=None, calls=None, micro_currency=None, milliseconds=None,
        entropy_bits=None))]
    fn new(
        tokens: Option<&Bound<'_, PyAny>>,
        calls: Option<&Bound<'_, PyAny>>,
        micro_currency: Option<&Bound<'_, PyAny>>,
        milliseconds: Option<&Bound<'_, PyAny>>,
        entropy_bits: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Budget> {
        let given = [tokens, calls, micro_currency, milliseconds, entropy_bits];
        let mut all = Amounts::NONE;
        for ((name, resource), given) in NAMES.into_iter().zip(Resource::ALL).zip(given) {
            if let Some(given) = given {
                all = with(all, resource, number(name, given)?)?;
            }
        }
        Ok(Budget(all))
    }

    /// The largest amount: 2^63 - 1.
    #[classattr]
    const MOST: i64 = i64::MAX;

    /// Tokens of a language model.
    #[getter]
    fn tokens(&self) -> u64 {
        self.0.get(Resource::Tokens)
    }

    /// Calls.
    #[getter]
    fn calls(&self) -> u64 {
        self.0.get(Resource::Calls)
    }

    /// Millionths of a unit of currency.
    #[getter]
    fn micro_currency(&self) -> u64 {
        self.0.get(Resource::MicroCurrency)
    }

    /// Milliseconds of run time.
    #[getter]
    fn milliseconds(&self) -> u64 {
        self.0.get(Resource::Milliseconds)
    }

    /// Bits of entropy.
    #[getter]
    fn entropy_bits(&self) -> u64 {
        self.0.get(Resource::EntropyBits)
    }

    /// Returns the amounts that are not 0, by name.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let entries = PyDict::new(py);
        for resource in Resource::ALL {
            let amount = self.0.get(resource);
            if amount > 0 {
                entries.set_item(name_of(resource), amount)?;
            }
        }
        Ok(entries)
    }

    fn __bool__(&self) -> bool {
        !self.0.is_none()
    }

    fn __str__(&self) -> String {
        self.0.to_string()
    }

    fn __repr__(&self) -> String {
        let some = Resource::ALL.into_iter().filter(|r| self.0.get(*r) > 0);
        let texts: Vec<String> = some
            .map(|r| format!("{}={}", name_of(r), self.0.get(r)))
            .collect();
        format!("Budget({})", texts.join(", "))
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyDict>,))> {
        let restore = py.get_type::<Self>().getattr("_of")?;
        Ok((restore, (self.to_dict(py)?,)))
    }

    /// Makes a budget of amounts by name.
    #[classmethod]
    #[pyo3(signature = (amounts, /))]
    fn _of(_class: &Bound<'_, PyType>, amounts: &Bound<'_, PyAny>) -> PyResult<Budget> {
        self::amounts(amounts).map(Budget)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

//! Calls as a frozen class.

use super::arguments::arguments;
use super::budget::{Budget, amounts};
use crate::errors::invalid;
use crate::frozen::first_word;
use crate::given::given;
use lawful_covenant::budget::Amounts;
use lawful_covenant::call::{self, Cost};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

/// What an agent asks for: an action, its arguments, what it costs, the model that runs it.
///
/// `cost` is known and spent when the call is allowed; `at_most` is a ceiling that is set aside, and
/// settled when the call has ended. Wherever a call is expected, its action alone does too.
///
/// >>> from lawful.covenant import Call
/// >>> call = Call("fs.write:/srv/app/a.txt", arguments={"text": "x"}, cost={"calls": 1})
/// >>> call.action, call.digest == Call("fs.write:/srv/app/a.txt").digest
/// ('fs.write:/srv/app/a.txt', False)
/// >>> Call("fs.write:/srv/../etc/passwd")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: ...
#[pyclass(frozen, eq, module = "lawful.covenant")]
#[derive(PartialEq)]
pub struct Call(pub call::Call);

/// Reads what a call costs.
///
/// # Errors
/// If both are given, or something is not an amount.
#[inline]
pub fn cost(
    known: Option<&Bound<'_, PyAny>>,
    ceiling: Option<&Bound<'_, PyAny>>,
) -> PyResult<Cost> {
    let (given, make): (_, fn(Amounts) -> Cost) = match (known, ceiling) {
        (None, None) => return Ok(Cost::Nothing),
        (Some(known), None) => (known, Cost::Known),
        (None, Some(ceiling)) => (ceiling, Cost::AtMost),
        (Some(_), Some(_)) => {
            return Err(invalid(
                "give `cost`, which is known, or `at_most`, which is settled afterwards; not both",
            ));
        }
    };
    let amounts = amounts(given)?;
    Ok(if amounts.is_none() {
        Cost::Nothing
    } else {
        make(amounts)
    })
}

/// What Python may give beside an action.
pub struct Rest<'a, 'py> {
    pub arguments: Option<&'a Bound<'py, PyAny>>,
    pub cost: Option<&'a Bound<'py, PyAny>>,
    pub at_most: Option<&'a Bound<'py, PyAny>>,
    pub model: Option<&'a str>,
}

/// Reads an action.
pub fn action(text: &Bound<'_, PyString>) -> PyResult<lawful_covenant::capability::Action> {
    text.to_str()
        .map_err(|_| invalid("the action is not Unicode; it has a lone surrogate"))?
        .parse()
        .map_err(invalid)
}

/// Makes the call that Python means: an action or a call, and what is to be different in it.
///
/// # Errors
/// If something is not what it should be.
pub fn made(given: &Bound<'_, PyAny>, rest: &Rest<'_, '_>) -> PyResult<call::Call> {
    let mut call = if let Ok(call) = given.cast::<Call>() {
        call.get().0.clone()
    } else if let Ok(text) = given.cast::<PyString>() {
        call::Call::new(action(text)?)
    } else {
        return Err(invalid(format!(
            "a `{}` is no call; give an action such as `fs.read:/srv/notes`, or a `Call`",
            given.get_type().name()?
        )));
    };
    if let Some(given) = rest.arguments {
        call.arguments = arguments(given)?;
    }
    if rest.cost.is_some() || rest.at_most.is_some() {
        call.cost = cost(rest.cost, rest.at_most)?;
    }
    if let Some(model) = rest.model {
        call.model = Some(model.to_owned());
    }
    Ok(call)
}

#[pymethods]
impl Call {
    #[new]
    #[pyo3(signature = (action, *, arguments=None, cost=None, at_most=None, model=None))]
    fn new(
        action: &Bound<'_, PyAny>,
        arguments: Option<&Bound<'_, PyAny>>,
        cost: Option<&Bound<'_, PyAny>>,
        at_most: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] model: Option<&str>,
    ) -> PyResult<Call> {
        let rest = Rest {
            arguments,
            cost,
            at_most,
            model,
        };
        made(action, &rest).map(Call)
    }

    /// What is to be done, to what.
    #[getter]
    fn action(&self) -> &str {
        self.0.action.as_str()
    }

    /// The arguments as JSON.
    #[getter]
    fn arguments(&self) -> String {
        self.0.arguments.value().to_string()
    }

    /// What it costs, if that is known.
    #[getter]
    fn cost(&self) -> Option<Budget> {
        match self.0.cost {
            Cost::Known(amounts) => Some(Budget(amounts)),
            _ => None,
        }
    }

    /// What it costs at most, if its cost is known only afterwards.
    #[getter]
    fn at_most(&self) -> Option<Budget> {
        match self.0.cost {
            Cost::AtMost(amounts) => Some(Budget(amounts)),
            _ => None,
        }
    }

    /// The model that runs it.
    #[getter]
    fn model(&self) -> Option<&str> {
        self.0.model.as_deref()
    }

    /// The digest of exactly this call, 64 hexadecimal digits: an approval is bound to it.
    #[getter]
    fn digest(&self) -> String {
        self.0.digest().to_string()
    }

    fn __hash__(&self) -> u64 {
        first_word(self.0.digest().as_bytes())
    }

    fn __getnewargs_ex__<'py>(&self, py: Python<'py>) -> PyResult<((&str,), Bound<'py, PyDict>)> {
        let rest = PyDict::new(py);
        let arguments = py
            .import("json")?
            .call_method1("loads", (self.arguments(),))?;
        rest.set_item("arguments", arguments)?;
        rest.set_item("cost", self.cost())?;
        rest.set_item("at_most", self.at_most())?;
        rest.set_item("model", self.model())?;
        Ok(((self.action(),), rest))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }

    fn __repr__(&self) -> String {
        let digest = self.0.digest();
        format!("<Call {} {}>", self.0.action, digest.short())
    }
}

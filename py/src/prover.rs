//! Provers written in Python, and the ones that ship.

use crate::ending::Running;
use crate::errors::{InvalidInput, invalid};
use crate::evidence::{self, Counterexample, class};
use crate::given::given;
use crate::guard::guarded;
use crate::model::Model;
use crate::raised::exception;
use crate::value::{Object, wrap};
use crate::waiter::Waiter;
use crate::{helpers, hold};
use lawful::check::{CaseJudge, Tried};
use lawful::evidence as data;
use lawful::{Exception, Value};
use lawful_operad::prover::{
    Allowance, Answer, Equality, Line, Population, Problem, Prove, Seen, Settled as Core,
    Task as CoreTask, settle_watched,
};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The data of a [`Settled`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SettledData {
    outcome: String,
    why: String,
    verdict: data::Verdict,
    derivation: Vec<String>,
    cites: Vec<String>,
}

class! {
    /// What is known after a prover was asked and its answer checked.
    ///
    /// >>> from lawful import provers
    /// >>> provers.settle("int.i64.wrapping_add", "lattice.absorption_join", lambda task: None)
    /// Traceback (most recent call last):
    ///     ...
    /// lawful.errors.InvalidInput: `int.i64.wrapping_add` makes no claim about `lattice.absorption_join`
    /// >>> provers.settle("int.i64.wrapping_add", "semigroup.associative", lambda task: provers.Refutation(1, 2, 3))
    /// Settled(refused: the answer of the prover is wrong: the law holds for a = 1, b = 2, c = 3)
    Settled, "Settled", SettledData
}

#[pymethods]
impl Settled {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("outcome", "verdict")
    }

    /// `proved`, `refuted`, `unknown`, `refused`, `late` or `raised`.
    #[getter]
    fn outcome(&self) -> &str {
        &self.0.outcome
    }

    /// Why nothing is known; empty if something is.
    #[getter]
    fn why(&self) -> &str {
        &self.0.why
    }

    /// The verdict on the law. A prover that lies, raises or is late leaves it at `NotRun`.
    #[getter]
    fn verdict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        evidence::verdict(py, Arc::new(self.0.verdict.clone()))
    }

    /// The derivation that was replayed, a line for each term.
    #[getter]
    fn derivation<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.derivation)
    }

    /// The laws that the derivation cites, which were checked.
    #[getter]
    fn cites<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.cites)
    }

    /// The refuting case, which was run again and shrunk; `None` if there is none.
    #[getter]
    fn counterexample(&self) -> Option<Counterexample> {
        match &self.0.verdict {
            data::Verdict::Refuted { counterexample } => {
                Some(Counterexample(Arc::new((**counterexample).clone())))
            }
            _ => None,
        }
    }

    fn __repr__(&self) -> String {
        let told = match (&self.counterexample(), self.0.derivation.last()) {
            (Some(counterexample), _) => evidence::summary(&counterexample.0),
            (None, Some(_)) => self.0.derivation.join(" "),
            (None, None) => self.0.why.clone(),
        };
        format!("Settled({}: {told})", self.0.outcome)
    }
}

fn settled(core: &Core) -> Settled {
    let (derivation, cites) = match core {
        Core::Proved { derivation, cites } => (derivation.clone(), cites.clone()),
        _ => (Vec::new(), Vec::new()),
    };
    Settled(Arc::new(SettledData {
        outcome: core.name().to_owned(),
        why: core.why(),
        verdict: core.verdict(),
        derivation,
        cites,
    }))
}

/// The question that a prover is asked, and how much it may spend.
///
/// >>> from lawful import provers
/// >>> def prover(task):
/// ...     print(task.model, task.statement)
/// ...     print(task.judge(*task.draw(0)))
/// ...     return provers.Unknown("only looking")
/// >>> provers.settle("int.i64.wrapping_add", "semigroup.associative", prover).outcome
/// int.i64.wrapping_add (a · b) · c = a · (b · c)
/// holds
/// 'unknown'
#[pyclass(frozen, module = "lawful.provers")]
pub struct Task(CoreTask);

#[pymethods]
impl Task {
    /// The id of the model.
    #[getter]
    fn model(&self) -> &str {
        self.0.problem().model().id()
    }

    /// The id of the law.
    #[getter]
    fn law(&self) -> &str {
        self.0.problem().law()
    }

    /// The law, printed.
    #[getter]
    fn statement(&self) -> String {
        self.0.problem().statement()
    }

    /// The names of the variables, in order.
    #[getter]
    fn variables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.problem().def().names())
    }

    /// Both sides of the law as terms, if it is an equation between operations.
    #[getter]
    fn goal(&self) -> Option<(String, String)> {
        self.0.problem().goal()
    }

    /// The laws that a derivation may cite, by id, each as an equation between terms.
    #[getter]
    fn citable<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let laws = PyDict::new(py);
        for (law, equation) in self.0.problem().citable() {
            laws.set_item(law, equation)?;
        }
        Ok(laws)
    }

    /// The seed from which a prover that needs chance should draw.
    #[getter]
    fn seed(&self) -> u64 {
        self.0.allowance().seed
    }

    /// Whether the time or the cases are used up: the prover should answer now.
    #[getter]
    fn is_over(&self) -> bool {
        self.0.is_over()
    }

    /// How many cases ran.
    #[getter]
    fn ran(&self) -> u64 {
        self.0.ran()
    }

    /// Draws the values of random case `index`, as a run with this seed does.
    fn draw<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] index: u64,
    ) -> PyResult<Bound<'py, PyTuple>> {
        let judge = self.0.cases().map_err(|why| invalid(why.message))?;
        let values = judge.draw(index).map_err(|why| invalid(why.message))?;
        let sorts = judge.sorts().zip(&values);
        let given = sorts.map(|(sort, value)| crate::plain::give(py, &**sort, value));
        PyTuple::new(py, given.collect::<PyResult<Vec<_>>>()?)
    }

    /// Runs one case and counts it: `holds`, `vacuous` or `refuted`.
    ///
    /// Raises `InvalidInput` if the allowance is used up, or a value is of another type.
    #[pyo3(signature = (*values))]
    fn judge(&self, values: &Bound<'_, PyTuple>) -> PyResult<&'static str> {
        let judge = self.0.cases().map_err(|why| invalid(why.message))?;
        if values.len() != judge.sorts().len() {
            return Err(InvalidInput::new_err(format!(
                "the law has {} variables, but {} values were given",
                judge.sorts().len(),
                values.len()
            )));
        }
        let sorts = judge.sorts().zip(values.iter());
        let taken = sorts.map(|(sort, value)| crate::plain::take(&**sort, value));
        let taken = taken.collect::<PyResult<Vec<Value>>>()?;
        let (tried, _) = self.0.judge(&taken).map_err(|why| invalid(why.message))?;
        Ok(match tried {
            Tried::Held => "holds",
            Tried::Vacuous => "vacuous",
            Tried::Refuted | Tried::Interrupted => "refuted",
        })
    }

    fn __repr__(&self) -> String {
        format!("Task({}/{})", self.model(), self.law())
    }
}

/// A callable that takes a task.
struct ObjectProver(Py<PyAny>);

impl Prove for ObjectProver {
    fn prove(&self, task: &CoreTask) -> Result<Answer, Exception> {
        let mut came = Err(Exception::new("the prover did not run"));
        let mut ask = || {
            came = Python::attach(|py| {
                let asked = Bound::new(py, Task(task.clone()))
                    .and_then(|given| self.0.bind(py).call1((given,)))
                    .and_then(|answer| read(task, &answer));
                asked.map_err(|error| exception(py, error))
            });
        };
        // So that a thread that hangs can be ended.
        if hold::is_worker() {
            ask();
        } else {
            hold::hold(&mut ask);
        }
        came
    }
}

/// Reads what a prover returned; only the shape is looked at.
fn read(task: &CoreTask, answer: &Bound<'_, PyAny>) -> PyResult<Answer> {
    let kind: String = match answer.getattr("_kind") {
        Ok(kind) => kind.extract()?,
        Err(_) => {
            return Err(pyo3::exceptions::PyTypeError::new_err(format!(
                "a prover must return a `Derivation`, a `Refutation` or `Unknown`, but returned a `{}`",
                answer.get_type().name()?
            )));
        }
    };
    if kind == "derivation" {
        let lines: Vec<(String, String)> = answer.getattr("lines")?.extract()?;
        let line = |(term, by)| Line { term, by };
        return Ok(Answer::Derivation(lines.into_iter().map(line).collect()));
    }
    if kind == "refutation" {
        let values = answer.getattr("values")?.cast_into::<PyTuple>()?;
        let variables = &task.problem().def().variables;
        let mut taken = Vec::new();
        for (place, value) in values.iter().enumerate() {
            let sort = variables
                .get(place)
                .and_then(|v| task.problem().model().sort(&v.sort));
            taken.push(match sort {
                Some(sort) => crate::plain::take(&**sort, value)?,
                None => wrap(value),
            });
        }
        return Ok(Answer::Counterexample(taken));
    }
    Ok(Answer::Unknown(answer.getattr("why")?.extract()?))
}

/// Watches what a Python model compares its values with.
fn watch(model: &Arc<lawful::model::Model>, law: &str) -> impl Fn(&[Value]) -> Vec<Seen> + use<> {
    let judge = CaseJudge::new(model, law, 0);
    move |values| {
        let seen = Python::attach(|py| -> PyResult<Vec<Seen>> {
            let Some(judge) = &judge else {
                return Ok(Vec::new());
            };
            let objects: Vec<&Py<PyAny>> = values
                .iter()
                .filter_map(|v| v.get::<Object>().map(|o| &o.0))
                .collect();
            if objects.len() != values.len() {
                return Ok(Vec::new());
            }
            let spied = helpers::spied(py)?.call1((objects,))?;
            let spied: Vec<Value> = spied
                .try_iter()?
                .map(|o| o.map(wrap))
                .collect::<PyResult<_>>()?;
            judge.judge(&spied);
            let told: Vec<(u64, f64, String, String)> = helpers::seen(py)?.call0()?.extract()?;
            let one = |(place, distance, left, right)| Seen {
                place,
                distance,
                values: [left, right],
            };
            Ok(told.into_iter().map(one).collect())
        });
        // What is seen only guides the search.
        seen.unwrap_or_default()
    }
}

/// Asks a prover about a law. Use `lawful.provers.settle`.
#[pyfunction]
#[pyo3(signature = (model, law, prover, *, constants, watched, seconds, cases, seed, checking, shrink))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn settle(
    py: Python<'_>,
    model: PyRef<'_, Model>,
    #[pyo3(from_py_with = given)] law: &str,
    prover: Bound<'_, PyAny>,
    #[pyo3(from_py_with = given)] constants: Vec<String>,
    watched: bool,
    #[pyo3(from_py_with = given)] seconds: f64,
    #[pyo3(from_py_with = given)] cases: u64,
    #[pyo3(from_py_with = given)] seed: u64,
    #[pyo3(from_py_with = given)] checking: f64,
    #[pyo3(from_py_with = given)] shrink: u64,
) -> PyResult<Settled> {
    let problem = Problem::new(Arc::clone(&model.0), law).map_err(invalid)?;
    let allowance = Allowance {
        time: crate::run::seconds("time", seconds)?,
        cases,
        seed,
        checking: crate::run::seconds("checking", checking)?,
        shrink,
        ..Allowance::default()
    };
    let known: Option<String> = prover.extract().ok();
    let prover: Arc<dyn Prove> = match known.as_deref() {
        Some("equality") => Arc::new(Equality::default()),
        Some("population") => {
            let mut population = Population::default().constants(constants);
            if watched {
                population = population.watching(watch(&model.0, law));
            }
            Arc::new(population)
        }
        _ if prover.is_callable() => Arc::new(ObjectProver(prover.unbind())),
        _ => {
            return Err(InvalidInput::new_err(
                "a prover is a function that takes a task, or one that ships",
            ));
        }
    };
    let _running = Running::begin(py)?;
    let mut waiter = Waiter::default();
    let core =
        guarded(|| Ok(py.detach(|| settle_watched(&problem, prover, &allowance, &mut waiter))))?;
    waiter.settle()?;
    Ok(settled(&core))
}

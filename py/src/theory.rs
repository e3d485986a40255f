//! Theories as frozen classes.

use crate::evidence::class;
use crate::law::{Law, LawData};
use lawful::theory as core;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The data of an [`Operation`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OperationData {
    name: String,
    arguments: Vec<String>,
    result: String,
    symbol: Option<String>,
    about: String,
}

class! {
    /// An operation of a theory: the method that a model has for it.
    ///
    /// >>> import lawful
    /// >>> lawful.find_theory("semigroup").operations[0]
    /// Operation(combine(Elem, Elem) -> Elem)
    Operation, "Operation", OperationData
}

#[pymethods]
impl Operation {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("name", "arguments", "result")
    }

    /// The name of the method.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The sorts of the arguments.
    #[getter]
    fn arguments<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.arguments)
    }

    /// The sort of the result; `Option<Elem>` for a value or `None`.
    #[getter]
    fn result(&self) -> &str {
        &self.0.result
    }

    /// The symbol that laws print, if it has one.
    #[getter]
    fn symbol(&self) -> Option<&str> {
        self.0.symbol.as_deref()
    }

    /// What it is for.
    #[getter]
    fn about(&self) -> &str {
        &self.0.about
    }

    fn __repr__(&self) -> String {
        let data = &self.0;
        format!(
            "Operation({}({}) -> {})",
            data.name,
            data.arguments.join(", "),
            data.result
        )
    }
}

/// The data of a [`Theory`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TheoryData {
    id: String,
    about: String,
    law_set: u32,
    parents: Vec<String>,
    sorts: Vec<String>,
    operations: Vec<OperationData>,
    laws: Vec<LawData>,
    own_laws: usize,
}

class! {
    /// A signature and its laws.
    ///
    /// >>> import lawful
    /// >>> theory = lawful.find_theory("monoid")
    /// >>> [law.id for law in theory.laws]
    /// ['semigroup.associative', 'monoid.left_identity', 'monoid.right_identity']
    Theory, "Theory", TheoryData
}

impl Theory {
    fn new(def: &core::TheoryDef) -> Theory {
        let operation = |op: &core::OpDef| OperationData {
            name: op.key.name().to_owned(),
            arguments: op.args.iter().map(ToString::to_string).collect(),
            result: op.result.to_string(),
            symbol: op.symbol.as_ref().map(ToString::to_string),
            about: op.about.to_string(),
        };
        let law = |law: &core::LawDef| LawData::new(law, &def.signature);
        Theory(Arc::new(TheoryData {
            id: def.id.clone(),
            about: def.about.to_string(),
            law_set: def.law_set,
            parents: def.parents.clone(),
            sorts: def
                .signature
                .sorts
                .iter()
                .map(ToString::to_string)
                .collect(),
            operations: def.signature.ops.iter().map(operation).collect(),
            laws: def.laws.iter().map(law).collect(),
            own_laws: def.own_laws,
        }))
    }

    fn laws_of<'py>(py: Python<'py>, laws: &[LawData]) -> PyResult<Bound<'py, PyTuple>> {
        let laws: Vec<Law> = laws.iter().map(|l| Law(Arc::new(l.clone()))).collect();
        PyTuple::new(py, laws)
    }
}

#[pymethods]
impl Theory {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str,) {
        ("id",)
    }

    /// The id: `commutative_monoid`.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// What it is, in one line.
    #[getter]
    fn about(&self) -> &str {
        &self.0.about
    }

    /// The version of its own laws.
    #[getter]
    fn law_set(&self) -> u32 {
        self.0.law_set
    }

    /// The theories that it extends.
    #[getter]
    fn parents<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.parents)
    }

    /// The sorts: for `Elem`, a model has a sampler called `elem`.
    #[getter]
    fn sorts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.sorts)
    }

    /// The operations: for each, a model has a method.
    #[getter]
    fn operations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let operations = self.0.operations.iter();
        PyTuple::new(
            py,
            operations
                .map(|op| Operation(Arc::new(op.clone())))
                .collect::<Vec<_>>(),
        )
    }

    /// The laws, inherited ones included.
    #[getter]
    fn laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        Theory::laws_of(py, &self.0.laws)
    }

    /// The laws that the theory states itself.
    #[getter]
    fn own_laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let laws = &self.0.laws;
        let from = laws.len().saturating_sub(self.0.own_laws);
        Theory::laws_of(py, laws.get(from..).unwrap_or_default())
    }

    fn __repr__(&self) -> String {
        format!("Theory({}: {} laws)", self.0.id, self.0.laws.len())
    }
}

/// Returns every theory, sorted by id.
///
/// >>> import lawful
/// >>> "monoid" in [theory.id for theory in lawful.theories()]
/// True
#[pyfunction]
pub fn theories(py: Python<'_>) -> PyResult<Bound<'_, PyTuple>> {
    let all: Vec<Theory> = core::theories().iter().map(Theory::new).collect();
    PyTuple::new(py, all)
}

/// Returns the lawbreakers: the theory, the id, what it does, the short names of the laws it breaks.
#[pyfunction]
pub fn lawbreakers() -> Vec<(String, String, String, Vec<String>)> {
    let all = core::lawbreakers().into_iter();
    all.map(|(theory, breaker)| {
        let model = &breaker.model;
        let breaks = breaker.breaks.iter().map(ToString::to_string).collect();
        (
            theory,
            model.id().to_owned(),
            model.about().to_owned(),
            breaks,
        )
    })
    .collect()
}

//! A law as a frozen class.

use crate::evidence::class;
use lawful::theory as core;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The data of a [`Variable`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct VariableData {
    name: String,
    sort: String,
}

class! {
    /// A variable of a law.
    ///
    /// >>> import lawful
    /// >>> lawful.find_law("semigroup.associative").variables[0]
    /// Variable(a: Elem)
    Variable, "Variable", VariableData
}

#[pymethods]
impl Variable {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("name", "sort")
    }

    /// The name.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The sort.
    #[getter]
    fn sort(&self) -> &str {
        &self.0.sort
    }

    fn __repr__(&self) -> String {
        format!("Variable({}: {})", self.0.name, self.0.sort)
    }
}

/// The data of a [`Law`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LawData {
    id: String,
    name: String,
    theory: String,
    about: String,
    statement: String,
    variables: Vec<VariableData>,
    law_set: u32,
    floor: u64,
}

impl LawData {
    /// Describes a law.
    pub fn new(def: &core::LawDef, signature: &core::Signature) -> LawData {
        let variable = |v: &core::Variable| VariableData {
            name: v.name.to_string(),
            sort: v.sort.to_string(),
        };
        LawData {
            id: def.id.to_string(),
            name: def.id.name.to_string(),
            theory: def.id.theory.to_string(),
            about: def.about.to_string(),
            statement: def.statement(signature),
            variables: def.variables.iter().map(variable).collect(),
            law_set: def.law_set,
            floor: def.floor,
        }
    }
}

class! {
    /// A universally quantified statement over a theory.
    ///
    /// >>> import lawful
    /// >>> lawful.find_law("semigroup.associative")
    /// Law(semigroup.associative: (a · b) · c = a · (b · c))
    Law, "Law", LawData
}

#[pymethods]
impl Law {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("id", "statement")
    }

    /// The id: `semigroup.associative`.
    #[getter]
    fn id(&self) -> &str {
        &self.0.id
    }

    /// The name in the theory that states it: `associative`.
    #[getter]
    fn name(&self) -> &str {
        &self.0.name
    }

    /// The theory that states it.
    #[getter]
    fn theory(&self) -> &str {
        &self.0.theory
    }

    /// What it says, in words.
    #[getter]
    fn about(&self) -> &str {
        &self.0.about
    }

    /// What it says, in notation.
    #[getter]
    fn statement(&self) -> &str {
        &self.0.statement
    }

    /// The variables, in order.
    #[getter]
    fn variables<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let variables = self.0.variables.iter();
        PyTuple::new(
            py,
            variables
                .map(|v| Variable(Arc::new(v.clone())))
                .collect::<Vec<_>>(),
        )
    }

    /// The version of the law set of the theory.
    #[getter]
    fn law_set(&self) -> u32 {
        self.0.law_set
    }

    /// How many effective cases a verdict needs.
    #[getter]
    fn floor(&self) -> u64 {
        self.0.floor
    }

    fn __repr__(&self) -> String {
        format!("Law({}: {})", self.0.id, self.0.statement)
    }
}

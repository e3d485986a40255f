//! Models as a frozen class.

use crate::evidence::{class, python_claim};
use crate::given::given;
use lawful::model as core;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The data of a [`Claim`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ClaimData {
    law: String,
    statement: String,
    claim: String,
    has_witness: bool,
}

class! {
    /// A law and what the author of a model claims about it.
    ///
    /// >>> import lawful
    /// >>> claims = lawful.find_model("int.i64.wrapping_add").claims
    /// >>> [(claim.law, claim.claim) for claim in claims if claim.law == "semigroup.associative"]
    /// [('semigroup.associative', 'holds')]
    Claim, "Claim", ClaimData
}

#[pymethods]
impl Claim {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("law", "claim")
    }

    /// The id of the law.
    #[getter]
    fn law(&self) -> &str {
        &self.0.law
    }

    /// The law, printed.
    #[getter]
    fn statement(&self) -> &str {
        &self.0.statement
    }

    /// What is claimed: `holds` or `fails`.
    #[getter]
    fn claim(&self) -> &str {
        &self.0.claim
    }

    /// Whether the author gave a witness for a negative claim.
    #[getter]
    fn has_witness(&self) -> bool {
        self.0.has_witness
    }

    fn __repr__(&self) -> String {
        format!("Claim({} {})", self.0.law, self.0.claim)
    }
}

/// One implementation of theories, with samplers for its sorts.
///
/// `register` makes models from Python objects; models that are linked in Rust are listed alike.
///
/// >>> import lawful
/// >>> model = lawful.find_model("int.i64.wrapping_add")
/// >>> model.id, model.language
/// ('int.i64.wrapping_add', 'rust')
/// >>> model.call("combine", 3, 4)
/// 7
#[pyclass(frozen, module = "lawful")]
pub struct Model(pub Arc<core::Model>);

impl Model {
    fn claim_data(&self) -> Vec<ClaimData> {
        let signature = self.0.signature();
        let claims = self.0.claims().iter();
        claims
            .map(|c| ClaimData {
                law: c.id(),
                statement: c.statement(signature),
                claim: python_claim(c.claim()).to_owned(),
                has_witness: c.witness().is_some(),
            })
            .collect()
    }

    fn identity(&self) -> (&str, &str, &str, Vec<ClaimData>) {
        let model = &self.0;
        (
            model.id(),
            model.version(),
            model.language(),
            self.claim_data(),
        )
    }
}

#[pymethods]
impl Model {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str,) {
        ("id",)
    }

    /// The id.
    #[getter]
    fn id(&self) -> &str {
        self.0.id()
    }

    /// The version.
    #[getter]
    fn version(&self) -> &str {
        self.0.version()
    }

    /// The language: `rust` or `python`.
    #[getter]
    fn language(&self) -> &str {
        self.0.language()
    }

    /// One line about the model.
    #[getter]
    fn about(&self) -> &str {
        self.0.about()
    }

    /// The theories that it claims.
    #[getter]
    fn theories<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.theories())
    }

    /// The claims, sorted by the id of the law.
    #[getter]
    fn claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let claims = self.claim_data().into_iter();
        PyTuple::new(py, claims.map(|c| Claim(Arc::new(c))).collect::<Vec<_>>())
    }

    /// Returns the model with the claims of the given laws only.
    fn only(&self, #[pyo3(from_py_with = given)] laws: Vec<String>) -> Model {
        Model(Arc::new(self.0.only(|law| laws.iter().any(|l| l == law))))
    }

    /// Calls an operation of the model, whatever it is written in.
    ///
    /// Values go to a model in another language as JSON does. Raises `ModelRaised` if the model's code
    /// raises or panics, `InvalidInput` if there is no such operation or a value is of another sort.
    #[pyo3(signature = (operation, *arguments))]
    fn call<'py>(
        &self,
        py: Python<'py>,
        #[pyo3(from_py_with = given)] operation: &str,
        arguments: &Bound<'py, PyTuple>,
    ) -> PyResult<Bound<'py, PyAny>> {
        crate::judge::call(py, self, operation, arguments)
    }

    fn __eq__(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.identity() == other.identity()
    }

    fn __hash__(&self) -> PyResult<u64> {
        crate::frozen::hash(&(self.0.id(), self.0.version()))
    }

    /// A model pickles as its id: the process that unpickles must have registered it too.
    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<(Bound<'py, PyAny>, (String,))> {
        let find = py.import("lawful")?.getattr("find_model")?;
        Ok((find, (self.0.id().to_owned(),)))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }

    fn __repr__(&self) -> String {
        let model = &self.0;
        format!("Model({}: {})", model.id(), model.theories().join(", "))
    }
}

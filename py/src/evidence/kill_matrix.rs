//! Which law notices which fault.

use super::{class, tuple};
use lawful::evidence as data;
use pyo3::prelude::*;
use pyo3::types::PyTuple;

class! {
    /// One mutant of a model and the laws that notice it.
    ///
    /// >>> import lawful
    /// >>> mutant = lawful.measure_adequacy("int.i64.wrapping_add", cases=50).mutants[0]
    /// >>> len(mutant.killed_by) > 0
    /// True
    Mutant, "Mutant", data::MutantRow
}

#[pymethods]
impl Mutant {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("name", "killed_by")
    }

    /// What was changed.
    #[getter]
    fn name(&self) -> &str {
        &self.0.mutant
    }

    /// For each law of the matrix, in order, whether it refuted the mutant.
    #[getter]
    fn killed_by<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.killed_by)
    }

    /// Whether the mutant gave the same answers as the model in every case tried.
    #[getter]
    fn same_behavior(&self) -> bool {
        self.0.same_behaviour
    }

    /// Whether the mutant is a fault that no law noticed.
    #[getter]
    fn survived(&self) -> bool {
        self.0.survived()
    }

    fn __repr__(&self) -> String {
        format!(
            "Mutant({:?}, survived={})",
            self.0.mutant,
            python_bool(self.0.survived())
        )
    }
}

class! {
    /// Mutants of one model against its laws.
    ///
    /// >>> import lawful
    /// >>> matrix = lawful.measure_adequacy("int.i64.wrapping_add", cases=50)
    /// >>> matrix.model, "semigroup.associative" in matrix.laws
    /// ('int.i64.wrapping_add', True)
    KillMatrix, "KillMatrix", data::KillMatrix
}

#[pymethods]
impl KillMatrix {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str, &'static str) {
        ("model", "laws", "mutants")
    }

    /// The id of the model.
    #[getter]
    fn model(&self) -> &str {
        &self.0.model
    }

    /// The ids of the laws: the columns.
    #[getter]
    fn laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, &self.0.laws)
    }

    /// The mutants: the rows.
    #[getter]
    fn mutants<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        tuple::<_, Mutant>(py, &self.0.mutants)
    }

    /// The faults that no law noticed.
    #[getter]
    fn survivors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        let rows: Vec<data::MutantRow> = self.0.survivors().cloned().collect();
        tuple::<_, Mutant>(py, &rows)
    }

    /// The laws that kill nothing that another law does not kill too.
    #[getter]
    fn redundant_laws<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyTuple>> {
        PyTuple::new(py, self.0.redundant_laws())
    }

    fn __repr__(&self) -> String {
        let survivors = self.0.survivors().count();
        format!(
            "KillMatrix({}: {} laws, {} mutants, {survivors} survivors)",
            self.0.model,
            self.0.laws.len(),
            self.0.mutants.len()
        )
    }
}

/// Returns a truth value as Python prints it.
pub fn python_bool(truth: bool) -> &'static str {
    if truth { "True" } else { "False" }
}

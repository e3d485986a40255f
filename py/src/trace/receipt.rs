//! Receipts as a frozen class.

use super::opening;
use crate::given::given;
use lawful_trace as trace;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// What an append did: where the nodes are and how safe they are.
///
/// `durability` is `volatile` (in this process), `written` (handed to the operating system) or
/// `synced` (on the medium).
///
/// >>> from lawful.trace import TraceLedger, TraceNode
/// >>> TraceLedger().extend([TraceNode("a", "brain", 1), TraceNode("b", "brain", 2)])
/// Receipt(first=0, appended=2, length=2, durability='volatile')
#[pyclass(frozen, eq, hash, module = "lawful.trace")]
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct Receipt(pub trace::Receipt);

#[pymethods]
impl Receipt {
    /// Raises `InvalidInput` if the durability is none of the three.
    #[new]
    fn new(
        #[pyo3(from_py_with = given)] first: u64,
        #[pyo3(from_py_with = given)] appended: u64,
        #[pyo3(from_py_with = given)] length: u64,
        #[pyo3(from_py_with = given)] durability: &str,
    ) -> PyResult<Receipt> {
        let durability = opening::durability(durability)?;
        Ok(Receipt(trace::Receipt {
            first,
            appended,
            length,
            durability,
        }))
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str, &'static str) {
        ("first", "appended", "length", "durability")
    }

    /// The index of the first node of the call.
    #[getter]
    fn first(&self) -> u64 {
        self.0.first
    }

    /// How many nodes the ledger has gained.
    #[getter]
    fn appended(&self) -> u64 {
        self.0.appended
    }

    /// How many nodes the ledger has after the call.
    #[getter]
    fn length(&self) -> u64 {
        self.0.length
    }

    /// How safe the nodes are: `volatile`, `written` or `synced`.
    #[getter]
    fn durability(&self) -> String {
        self.0.durability.to_string()
    }

    fn __repr__(&self) -> String {
        let trace::Receipt {
            first,
            appended,
            length,
            durability,
        } = &self.0;
        format!(
            "Receipt(first={first}, appended={appended}, length={length}, durability='{durability}')"
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (u64, u64, u64, String)) {
        let arguments = (
            self.first(),
            self.appended(),
            self.length(),
            self.durability(),
        );
        (py.get_type::<Self>(), arguments)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

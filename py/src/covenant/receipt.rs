//! What is left of a call, as a frozen class.

use super::budget::Budget;
use crate::errors::invalid;
use crate::given::given;
use lawful_covenant::budget::Amounts;
use lawful_covenant::run;
use pyo3::prelude::*;
use pyo3::types::PyType;

/// What is left of a call that has ended.
///
/// >>> from lawful.covenant import Covenant, Guard
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> granted = Covenant.propose(by=agent, grantor=owner, permissions=["tool:*"]).grant(owner)
/// >>> with Guard(granted).begin("tool:search") as running:
/// ...     pass
/// >>> running.receipt.outcome, running.receipt.troubles
/// ('succeeded', [])
#[pyclass(frozen, eq, hash, module = "lawful.covenant")]
#[derive(PartialEq, Eq, Hash)]
pub struct CallReceipt {
    call: String,
    outcome: run::Outcome,
    spent: Amounts,
    not_enforced: Option<String>,
    troubles: Vec<String>,
}

impl From<run::Receipt> for CallReceipt {
    fn from(receipt: run::Receipt) -> CallReceipt {
        CallReceipt {
            call: receipt.call,
            outcome: receipt.outcome,
            spent: receipt.spent,
            not_enforced: receipt.not_enforced.map(|refused| refused.to_string()),
            troubles: receipt.troubles.iter().map(ToString::to_string).collect(),
        }
    }
}

/// What a receipt is made of.
type Parts<'py> = (
    &'py str,
    &'static str,
    Budget,
    Option<&'py str>,
    Vec<String>,
);

#[pymethods]
impl CallReceipt {
    #[new]
    #[pyo3(signature = (call, outcome, spent, not_enforced=None, troubles=Vec::new()))]
    fn new(
        #[pyo3(from_py_with = given)] call: String,
        #[pyo3(from_py_with = given)] outcome: &str,
        spent: &Bound<'_, Budget>,
        #[pyo3(from_py_with = given)] not_enforced: Option<String>,
        #[pyo3(from_py_with = given)] troubles: Vec<String>,
    ) -> PyResult<CallReceipt> {
        let mut known = run::Outcome::ALL.into_iter();
        let outcome = known.find(|known| known.name() == outcome).ok_or_else(|| {
            invalid(format!(
                "`{outcome}` is no outcome; use `succeeded`, `failed`, `panicked` or `lost`"
            ))
        })?;
        Ok(CallReceipt {
            call,
            outcome,
            spent: spent.get().0,
            not_enforced,
            troubles,
        })
    }

    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("call", "outcome", "spent")
    }

    /// The name of the call on the ledger: `verify_run` asks for it.
    #[getter]
    pub fn call(&self) -> &str {
        &self.call
    }

    /// How it ended: `succeeded`, `failed`, `panicked` or `lost`.
    #[getter]
    fn outcome(&self) -> &'static str {
        self.outcome.name()
    }

    /// What it has cost.
    #[getter]
    fn spent(&self) -> Budget {
        Budget(self.spent)
    }

    /// Why it would have been refused if the guard enforced; in shadow mode only.
    #[getter]
    fn not_enforced(&self) -> Option<&str> {
        self.not_enforced.as_deref()
    }

    /// What went wrong after the call; the guard allows nothing more if that is anything but a cost
    /// above the ceiling.
    #[getter]
    fn troubles(&self) -> Vec<String> {
        self.troubles.clone()
    }

    fn __reduce__<'py>(&'py self, py: Python<'py>) -> (Bound<'py, PyType>, Parts<'py>) {
        let (call, outcome, spent) = (self.call(), self.outcome(), self.spent());
        let parts = (call, outcome, spent, self.not_enforced(), self.troubles());
        (py.get_type::<Self>(), parts)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }

    fn __repr__(&self) -> String {
        format!(
            "<CallReceipt {} {}, {}>",
            self.call, self.outcome, self.spent
        )
    }
}

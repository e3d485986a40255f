//! What is left of a call, as a frozen class.

use super::budget::Budget;
use lawful_covenant::budget::Amounts;
use lawful_covenant::run;
use pyo3::prelude::*;

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
#[pyclass(frozen, module = "lawful.covenant")]
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

#[pymethods]
impl CallReceipt {
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

    fn __repr__(&self) -> String {
        format!(
            "<CallReceipt {} {}, {}>",
            self.call, self.outcome, self.spent
        )
    }
}

//! Decisions as a frozen class.

use super::budget::{Budget, amounts};
use super::enforcement::Why;
use super::refusal::{self, CovenantError, Denied};
use super::review::ReviewRequest;
use crate::errors::NeedsReview;
use lawful_covenant::budget::Amounts;
use lawful_covenant::gate::Ticket;
use lawful_covenant::run::NOT_ENFORCED;
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use std::sync::{Mutex, PoisonError};

/// What a gate decided about a call: true if the call is allowed.
///
/// A call with a ceiling (`at_most`) is ended with `settle`, or with `refund` if it did not happen; a
/// decision that is lost counts its ceiling as spent.
///
/// >>> from lawful.covenant import Covenant, CovenantGate
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> gate = CovenantGate(
/// ...     Covenant.propose(by=agent, grantor=owner, permissions=["fs.read:/srv/**"]).grant(owner)
/// ... )
/// >>> gate.check("fs.read:/srv/notes").clause
/// 'fs.read:/srv/**'
/// >>> decision = gate.check("fs.write:/srv/notes")
/// >>> bool(decision), decision.clause, decision.reason
/// (False, 'not-allowed', 'no permission allows it')
#[pyclass(frozen, module = "lawful.covenant")]
pub struct Decision {
    allowed: bool,
    enforced: bool,
    why: Why,
    requests: Vec<ReviewRequest>,
    reserved: Option<Amounts>,
    ticket: Mutex<Option<Ticket>>,
}

impl Decision {
    /// An allowance, with the ticket if something is set aside.
    pub fn allowed(clause: String, ticket: Option<Ticket>, enforced: bool) -> Decision {
        let reason = format!("`{clause}` allows it");
        Decision {
            allowed: true,
            enforced,
            why: Why { clause, reason },
            requests: Vec::new(),
            reserved: ticket.as_ref().and_then(Ticket::reserved).copied(),
            ticket: Mutex::new(ticket),
        }
    }

    /// A denial, or a review that must be first.
    pub fn denied(why: Why, requests: Vec<ReviewRequest>, enforced: bool) -> Decision {
        Decision {
            allowed: false,
            enforced,
            why,
            requests,
            reserved: None,
            ticket: Mutex::new(None),
        }
    }

    fn take(&self) -> PyResult<Option<Ticket>> {
        let mut ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = ticket.take();
        if taken.is_none() && self.reserved.is_some() {
            return Err(CovenantError::new_err(
                "the call is settled already; a ticket is used once",
            ));
        }
        Ok(taken)
    }
}

#[pymethods]
impl Decision {
    /// Whether the covenant allows the call.
    #[getter]
    #[pyo3(name = "allowed")]
    fn is_allowed(&self) -> bool {
        self.allowed
    }

    /// Whether the call may run: it is allowed, or the denial is not enforced.
    #[getter]
    fn may_run(&self) -> bool {
        self.allowed || !self.enforced
    }

    /// Whether the decision is enforced; in shadow mode it is not.
    #[getter]
    fn enforced(&self) -> bool {
        self.enforced
    }

    /// What decided: the text of a permission, or `not-allowed`, `may-not-use`, `not-yet`, `expired`,
    /// `revoked`, `clock`, `budget`, `review`.
    #[getter]
    fn clause(&self) -> &str {
        &self.why.clause
    }

    /// What decided, as a sentence.
    #[getter]
    fn reason(&self) -> &str {
        &self.why.reason
    }

    /// What reviewers must approve first.
    #[getter]
    fn requests(&self) -> Vec<ReviewRequest> {
        self.requests.clone()
    }

    /// What is set aside for the call.
    #[getter]
    fn reserved(&self) -> Option<Budget> {
        self.reserved.map(Budget)
    }

    /// Says what the call has cost; the rest of what was set aside is free again. A known cost was
    /// spent when the call was allowed, and stays so.
    ///
    /// Raises `CovenantError` if it cost more than was set aside (it is spent then as far as there is
    /// something), or it was settled before.
    #[pyo3(signature = (spent, /))]
    fn settle(&self, spent: &Bound<'_, PyAny>) -> PyResult<()> {
        let spent = amounts(spent)?;
        match self.take()? {
            Some(ticket) => ticket.settle(&spent).map_err(refusal::budget),
            None => Ok(()),
        }
    }

    /// Says that the call did not happen: what was set aside is free again. A known cost stays spent.
    ///
    /// Raises `CovenantError` if it was settled before.
    fn refund(&self) -> PyResult<()> {
        match self.take()? {
            Some(ticket) => ticket.cancel().map_err(refusal::budget),
            None => Ok(()),
        }
    }

    /// Raises `Denied`, or `NeedsReview`, if the call may not run.
    fn require(&self, py: Python<'_>) -> PyResult<()> {
        if self.allowed || !self.enforced {
            return Ok(());
        }
        Err(raised(py, &self.why, self.requests.clone(), None)?)
    }

    fn __bool__(&self) -> bool {
        self.allowed
    }

    fn __str__(&self) -> String {
        let what = if self.allowed { "allowed" } else { "denied" };
        let shadow = if self.enforced {
            String::new()
        } else {
            format!("{NOT_ENFORCED}: ")
        };
        format!("{shadow}{what}: {}", self.why.reason)
    }

    fn __repr__(&self) -> String {
        format!("<Decision {}>", self.__str__())
    }
}

/// Makes the exception for a call that may not happen.
pub fn raised(
    py: Python<'_>,
    why: &Why,
    requests: Vec<ReviewRequest>,
    call: Option<&str>,
) -> PyResult<PyErr> {
    let message = if requests.is_empty() {
        format!("the call is denied: {}", why.reason)
    } else {
        why.reason.clone()
    };
    let error = if requests.is_empty() {
        Denied::new_err(message)
    } else {
        NeedsReview::new_err(message)
    };
    let value = error.value(py);
    value.setattr("clause", &why.clause)?;
    value.setattr("reason", &why.reason)?;
    value.setattr("call", call)?;
    value.setattr("requests", PyTuple::new(py, requests)?)?;
    Ok(error)
}

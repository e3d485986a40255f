//! Requests for review and approvals as frozen classes.

use super::time;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, refusal};
use lawful_covenant::review::{self, Reviewed};
use pyo3::prelude::*;

/// A question to reviewers: may exactly this call happen? A `Decision` and a `NeedsReview` have them.
///
/// >>> from lawful.covenant import Call, Covenant, CovenantGate, ReviewGate
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> gate = ReviewGate("deploys", "deploy:**", reviewers=[owner])
/// >>> covenant = Covenant.propose(
/// ...     by=agent, grantor=owner, permissions=["deploy:**"], review_gates=[gate]
/// ... ).grant(owner)
/// >>> guard = CovenantGate(covenant)
/// >>> [request] = guard.check("deploy:web").requests
/// >>> bool(guard.check("deploy:web", approvals=[request.approve(owner)]))
/// True
#[pyclass(frozen, eq, hash, module = "lawful.covenant")]
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct ReviewRequest(pub review::ReviewRequest);

#[pymethods]
impl ReviewRequest {
    /// Approves the call with the key of a reviewer.
    ///
    /// Raises `InvalidInput` or `KeyStoreError` if the key cannot sign.
    #[pyo3(signature = (key, /))]
    fn approve(&self, py: Python<'_>, key: &Bound<'_, Key>) -> PyResult<Approval> {
        let key = key.get();
        let signed = detached(py, || review::Approval::sign(&self.0, &key.0))?;
        Ok(Approval {
            request: self.0.clone(),
            approval: signed.map_err(refusal::sign)?,
        })
    }

    /// The digest of the covenant, 64 hexadecimal digits.
    #[getter]
    fn covenant(&self) -> String {
        self.0.covenant.to_string()
    }

    /// The name of the gate that asks.
    #[getter]
    fn gate(&self) -> &str {
        &self.0.gate
    }

    /// The digest of the call, 64 hexadecimal digits: `Call.digest` gives it.
    #[getter]
    fn call(&self) -> String {
        self.0.call.to_string()
    }

    /// From when on the answer is no.
    #[getter]
    fn deadline<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.deadline)
    }

    fn __repr__(&self) -> String {
        format!(
            "<ReviewRequest {} for call {}>",
            self.0.gate,
            self.0.call.short()
        )
    }
}

/// A reviewer's signature under a request. It is for one call, and is used once.
///
/// `ReviewRequest.approve` makes it; see there.
///
/// >>> from lawful.covenant import Approval
/// >>> Approval()
/// Traceback (most recent call last):
/// TypeError: ...
#[pyclass(frozen, eq, module = "lawful.covenant")]
#[derive(PartialEq, Clone)]
pub struct Approval {
    request: review::ReviewRequest,
    approval: review::Approval,
}

#[pymethods]
impl Approval {
    /// What was approved.
    #[getter]
    fn request(&self) -> ReviewRequest {
        ReviewRequest(self.request.clone())
    }

    /// Who approves.
    #[getter]
    fn key(&self) -> PublicKey {
        PublicKey(self.approval.key.clone())
    }

    fn __repr__(&self) -> String {
        let by = self.approval.key.short_fingerprint();
        format!("<Approval of {} by {by}>", self.request.gate)
    }
}

/// Brings approvals together by what they approve.
pub fn reviewed(approvals: &[Bound<'_, Approval>]) -> Vec<Reviewed> {
    let mut all: Vec<Reviewed> = Vec::new();
    for approval in approvals {
        let Approval { request, approval } = approval.get();
        match all.iter_mut().find(|reviewed| reviewed.request == *request) {
            Some(reviewed) => reviewed.approvals.push(approval.clone()),
            None => all.push(Reviewed {
                request: request.clone(),
                approvals: vec![approval.clone()],
            }),
        }
    }
    all
}

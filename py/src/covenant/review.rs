//! Requests for review and approvals as frozen classes.

use super::{refusal, time};
use crate::errors::DamagedFile;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, refusal as keys};
use lawful_covenant::review::{self, Reviewed};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{Hash, Hasher};

/// How something is made again: from its bytes.
type Again<'py> = (Bound<'py, PyAny>, (Bound<'py, PyBytes>,));

/// A question to reviewers: may exactly this call happen? A `Decision` and a `NeedsReview` have them.
///
/// A reviewer may be somewhere else: `bytes(request)` goes there, and `bytes(approval)` comes back.
///
/// >>> from lawful.covenant import Approval, Covenant, CovenantGate, ReviewGate, ReviewRequest
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> gate = ReviewGate("deploys", "deploy:**", reviewers=[owner])
/// >>> covenant = Covenant.propose(
/// ...     by=agent, grantor=owner, permissions=["deploy:**"], review_gates=[gate]
/// ... ).grant(owner)
/// >>> guard = CovenantGate(covenant)
/// >>> [request] = guard.check("deploy:web").requests
/// >>> answer = bytes(ReviewRequest.from_bytes(bytes(request)).approve(owner))
/// >>> bool(guard.check("deploy:web", approvals=[Approval.from_bytes(answer)]))
/// True
#[pyclass(frozen, eq, hash, module = "lawful.covenant")]
#[derive(PartialEq, Eq, Hash, Clone)]
pub struct ReviewRequest(pub review::ReviewRequest);

/// Reads a request with its approvals.
fn read(data: &[u8]) -> PyResult<Reviewed> {
    Reviewed::from_bytes(data).map_err(|error| refusal::encoding(&error))
}

impl ReviewRequest {
    fn stored(&self) -> Reviewed {
        Reviewed {
            request: self.0.clone(),
            approvals: Vec::new(),
        }
    }
}

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
            approval: signed.map_err(keys::sign)?,
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

    /// Reads the stored form. No signature is verified: the gate does that.
    ///
    /// Raises `DamagedFile` if the bytes are none, and `FutureVersion` if they are of a newer format.
    #[classmethod]
    #[pyo3(signature = (data, /))]
    fn from_bytes(
        _class: &Bound<'_, PyType>,
        #[pyo3(from_py_with = given)] data: &[u8],
    ) -> PyResult<ReviewRequest> {
        let read = read(data)?;
        if !read.approvals.is_empty() {
            return Err(DamagedFile::new_err(
                "the bytes are an approval, not a request; use `Approval.from_bytes`",
            ));
        }
        Ok(ReviewRequest(read.request))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.stored().to_bytes())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Again<'py>> {
        let restore = py.get_type::<Self>().getattr("from_bytes")?;
        Ok((restore, (self.__bytes__(py),)))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
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

impl Approval {
    fn stored(&self) -> Reviewed {
        Reviewed {
            request: self.request.clone(),
            approvals: vec![self.approval.clone()],
        }
    }
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

    /// Reads the stored form. No signature is verified: the gate does that.
    ///
    /// Raises `DamagedFile` if the bytes are none, and `FutureVersion` if they are of a newer format.
    #[classmethod]
    #[pyo3(signature = (data, /))]
    fn from_bytes(
        _class: &Bound<'_, PyType>,
        #[pyo3(from_py_with = given)] data: &[u8],
    ) -> PyResult<Approval> {
        let Reviewed { request, approvals } = read(data)?;
        match <[review::Approval; 1]>::try_from(approvals) {
            Ok([approval]) => Ok(Approval { request, approval }),
            Err(other) => Err(DamagedFile::new_err(format!(
                "the bytes have {} approvals; an approval is one",
                other.len()
            ))),
        }
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.stored().to_bytes())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Again<'py>> {
        let restore = py.get_type::<Self>().getattr("from_bytes")?;
        Ok((restore, (self.__bytes__(py),)))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = std::hash::DefaultHasher::new();
        self.stored().to_bytes().hash(&mut hasher);
        hasher.finish()
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

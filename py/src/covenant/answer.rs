//! What is proved about calls, as a frozen class and functions.

use super::budget::Budget;
use super::call::{Rest, made};
use super::parties::{Party, grantors};
use super::receipt::CallReceipt;
use super::{refusal, terms, time};
use crate::given::given;
use crate::guard::detached;
use crate::platform::PublicKey;
use crate::trace::{Checkpoint, LogKey, ProofFile, TraceLedger, policy};
use lawful_covenant::call::Call;
use lawful_covenant::run::{self, Believing, Decided, Mode};
use lawful_trace::proof_file;
use pyo3::prelude::*;

/// What is proved about a call: was it authorised, by whom, under which covenant, at what cost?
///
/// `verify_run` returns it; see there.
///
/// >>> from lawful.covenant import RunAnswer
/// >>> RunAnswer()
/// Traceback (most recent call last):
/// TypeError: ...
#[pyclass(frozen, eq, module = "lawful.covenant")]
#[derive(PartialEq)]
pub struct RunAnswer(run::RunAnswer);

#[pymethods]
impl RunAnswer {
    /// Whether the call was authorised.
    #[getter]
    fn authorised(&self) -> bool {
        self.0.is_authorised()
    }

    /// Whether the guard enforced; in shadow mode it did not.
    #[getter]
    fn enforced(&self) -> bool {
        self.0.mode == Mode::Enforced
    }

    /// Whether the call was handed to its tool.
    #[getter]
    fn executed(&self) -> bool {
        self.0.executed
    }

    /// Who granted the covenant.
    #[getter]
    fn grantor(&self) -> PublicKey {
        PublicKey(self.0.grantor.clone())
    }

    /// Who held it.
    #[getter]
    fn holder(&self) -> PublicKey {
        PublicKey(self.0.holder.clone())
    }

    /// The names from the covenant to the last link under which the call was made.
    #[getter]
    fn lineage(&self) -> Vec<String> {
        self.0.lineage.iter().map(ToString::to_string).collect()
    }

    /// What decided: the permission that allowed, or the sentence that was recorded with the denial;
    /// `None` if nothing was decided.
    #[getter]
    fn clause(&self) -> Option<&str> {
        match &self.0.decided {
            Decided::Authorised { permission, .. } => Some(permission),
            Decided::Denied { clause, .. } => Some(clause),
            Decided::Nothing => None,
        }
    }

    /// When that was decided.
    #[getter]
    fn decided_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        match &self.0.decided {
            Decided::Authorised { at, .. } | Decided::Denied { at, .. } => {
                time::to_python(py, *at).map(Some)
            }
            Decided::Nothing => Ok(None),
        }
    }

    /// What was set aside for the call; `None` if it was not authorised.
    #[getter]
    fn reserved(&self) -> Option<Budget> {
        match &self.0.decided {
            Decided::Authorised { reserved, .. } => Some(Budget(*reserved)),
            _ => None,
        }
    }

    /// Who approved it in reviews.
    #[getter]
    fn reviewers(&self) -> Vec<PublicKey> {
        match &self.0.decided {
            Decided::Authorised { reviewers, .. } => terms::public(reviewers),
            _ => Vec::new(),
        }
    }

    /// How the call ended: `succeeded`, `failed`, `panicked`, `lost`; `None` if it did not happen, or
    /// never returned.
    #[getter]
    fn outcome(&self) -> Option<&'static str> {
        self.0.ended.map(|ended| ended.outcome.name())
    }

    /// What it has cost; `None` if it did not happen, or never returned.
    #[getter]
    fn spent(&self) -> Option<Budget> {
        self.0.ended.map(|ended| Budget(ended.spent))
    }

    /// When it ended.
    #[getter]
    fn ended_at<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let ended = self.0.ended;
        ended.map(|ended| time::to_python(py, ended.at)).transpose()
    }

    /// Whether the whole ledger was looked at: then the call was not executed a second time, and no
    /// budget was overspent.
    #[getter]
    fn whole_ledger(&self) -> bool {
        self.0.whole_ledger
    }

    fn __repr__(&self) -> String {
        let what = match (&self.0.decided, self.0.mode) {
            (Decided::Authorised { .. }, _) => "authorised",
            (Decided::Denied { .. }, Mode::Enforced) => "denied",
            (Decided::Denied { .. }, Mode::Shadow) => "denied, not enforced",
            (Decided::Nothing, _) => "undecided",
        };
        match self.0.ended {
            Some(ended) => format!("<RunAnswer {what}, {}, {}>", ended.outcome, ended.spent),
            None => format!("<RunAnswer {what}>"),
        }
    }
}

/// The name of a call on the ledger, or its receipt.
#[derive(FromPyObject)]
pub enum Named<'py> {
    /// The receipt.
    #[pyo3(annotation = "CallReceipt")]
    Receipt(Bound<'py, CallReceipt>),
    /// The name.
    #[pyo3(annotation = "str")]
    Name(String),
}

impl Named<'_> {
    fn text(&self) -> &str {
        match self {
            Named::Receipt(receipt) => receipt.get().call(),
            Named::Name(name) => name,
        }
    }
}

fn asked(call: &Bound<'_, PyAny>) -> PyResult<Call> {
    let rest = Rest {
        arguments: None,
        cost: None,
        at_most: None,
        model: None,
    };
    made(call, &rest)
}

/// Answers from a ledger and a signed head: was this call authorised, by whom, under which covenant, at
/// what cost?
///
/// `name` is the name of the call, as its receipt or a `Denied` has it, or the receipt; `call` is the
/// call itself, an action or a `Call`. `origin`, `log`, `witnesses` and `quorum` say whom to believe
/// about the head, as in `Checkpoint.verify`; `grantors` are those who may grant.
///
/// All nodes under the head are hashed again, and all records of runs are read: the answer also says
/// that every execution was authorised before it, that the call happened once, and that no budget was
/// overspent.
///
/// Raises `ProofRejected` if the head is not to be believed, a node was changed, removed or moved, a
/// record cannot have happened, or the call is another one; `NotFound` if there is no such call.
///
/// >>> from lawful.covenant import Covenant, Guard, verify_run
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent, log = (store.new_key(name) for name in ("owner", "agent", "log"))
/// >>> granted = Covenant.propose(by=agent, grantor=owner, permissions=["tool:*"]).grant(owner)
/// >>> guard = Guard(granted, signer=log, origin="example.com/log")
/// >>> with guard.begin("tool:search") as running:
/// ...     pass
/// >>> verify_run(
/// ...     guard.ledger, guard.seal(), running.receipt, "tool:search",
/// ...     origin="example.com/log", log=log.public_key, grantors=[owner],
/// ... )
/// <RunAnswer authorised, succeeded, nothing>
#[pyfunction]
#[pyo3(signature = (ledger, checkpoint, name, call, *, origin, log, grantors, witnesses=None,
    quorum=None))]
#[expect(
    clippy::too_many_arguments,
    reason = "they say what is asked and whom to believe"
)]
pub fn verify_run(
    py: Python<'_>,
    ledger: &Bound<'_, TraceLedger>,
    checkpoint: &Bound<'_, Checkpoint>,
    #[pyo3(from_py_with = given)] name: Named<'_>,
    call: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = given)] origin: &str,
    #[pyo3(from_py_with = given)] log: LogKey<'_>,
    #[pyo3(from_py_with = given)] grantors: Vec<Party<'_>>,
    #[pyo3(from_py_with = given)] witnesses: Option<Vec<String>>,
    #[pyo3(from_py_with = given)] quorum: Option<usize>,
) -> PyResult<RunAnswer> {
    let policy = policy(origin, log, witnesses, quorum)?;
    let (grantors, call) = (self::grantors(Some(&grantors))?, asked(call)?);
    let ledger = ledger.get().shared()?;
    let (head, name) = (checkpoint.get().note.to_string(), name.text().to_owned());
    let answer = detached(py, || {
        let believing = Believing {
            log: &policy,
            grantors: &grantors,
        };
        run::verify_run(&*ledger, head.as_bytes(), &name, &call, believing)
    })?;
    answer.map(RunAnswer).map_err(refusal::runs)
}

/// Makes proof files of the nodes of a call and of what it follows: all that somebody without the
/// ledger needs for `verify_proofs`.
///
/// The arguments are those of `verify_run`.
///
/// Raises `ProofRejected` if the head is not to be believed, and `NotFound` if there is no such call.
///
/// >>> from lawful.covenant import Covenant, Guard, prove_run, verify_proofs
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent, log = (store.new_key(name) for name in ("owner", "agent", "log"))
/// >>> granted = Covenant.propose(by=agent, grantor=owner, permissions=["tool:*"]).grant(owner)
/// >>> guard = Guard(granted, signer=log, origin="example.com/log")
/// >>> with guard.begin("tool:search") as running:
/// ...     pass
/// >>> believed = {"origin": "example.com/log", "log": log.public_key}
/// >>> proofs = prove_run(guard.ledger, guard.seal(), running.receipt, **believed)
/// >>> verify_proofs(proofs, running.receipt, "tool:search", grantors=[owner], **believed)
/// <RunAnswer authorised, succeeded, nothing>
#[pyfunction]
#[pyo3(signature = (ledger, checkpoint, name, *, origin, log, witnesses=None, quorum=None))]
#[expect(
    clippy::too_many_arguments,
    reason = "they say what is asked and whom to believe"
)]
pub fn prove_run(
    py: Python<'_>,
    ledger: &Bound<'_, TraceLedger>,
    checkpoint: &Bound<'_, Checkpoint>,
    #[pyo3(from_py_with = given)] name: Named<'_>,
    #[pyo3(from_py_with = given)] origin: &str,
    #[pyo3(from_py_with = given)] log: LogKey<'_>,
    #[pyo3(from_py_with = given)] witnesses: Option<Vec<String>>,
    #[pyo3(from_py_with = given)] quorum: Option<usize>,
) -> PyResult<Vec<ProofFile>> {
    let policy = policy(origin, log, witnesses, quorum)?;
    let ledger = ledger.get().shared()?;
    let (head, name) = (checkpoint.get().note.to_string(), name.text().to_owned());
    let proofs = detached(py, || {
        run::prove_run(&*ledger, head.as_bytes(), &name, &policy)
    })?;
    let proofs = proofs.map_err(refusal::runs)?;
    Ok(proofs.into_iter().map(ProofFile).collect())
}

/// Answers from proof files that carry their nodes, as `prove_run` makes them. What is not there cannot
/// be seen: that the call happened once, and that no budget was overspent, only `verify_run` says.
///
/// Raises as `verify_run`.
///
/// >>> from lawful.covenant import verify_proofs
/// >>> from lawful.platform import KeyStore
/// >>> key = KeyStore.memory().new_key("log")
/// >>> verify_proofs([], "x", "tool:x", origin="a.com/log", log=key.public_key, grantors=[key])
/// Traceback (most recent call last):
/// lawful.errors.NotFound: there is no call `x` under the signed head
#[pyfunction]
#[pyo3(signature = (proofs, name, call, *, origin, log, grantors, witnesses=None, quorum=None))]
#[expect(
    clippy::too_many_arguments,
    reason = "they say what is asked and whom to believe"
)]
pub fn verify_proofs(
    py: Python<'_>,
    proofs: Vec<Bound<'_, ProofFile>>,
    #[pyo3(from_py_with = given)] name: Named<'_>,
    call: &Bound<'_, PyAny>,
    #[pyo3(from_py_with = given)] origin: &str,
    #[pyo3(from_py_with = given)] log: LogKey<'_>,
    #[pyo3(from_py_with = given)] grantors: Vec<Party<'_>>,
    #[pyo3(from_py_with = given)] witnesses: Option<Vec<String>>,
    #[pyo3(from_py_with = given)] quorum: Option<usize>,
) -> PyResult<RunAnswer> {
    let policy = policy(origin, log, witnesses, quorum)?;
    let (grantors, call) = (self::grantors(Some(&grantors))?, asked(call)?);
    let proofs: Vec<proof_file::ProofFile> =
        proofs.iter().map(|proof| proof.get().0.clone()).collect();
    let name = name.text().to_owned();
    let answer = detached(py, || {
        let believing = Believing {
            log: &policy,
            grantors: &grantors,
        };
        run::verify_proofs(&proofs, &name, &call, believing)
    })?;
    answer.map(RunAnswer).map_err(refusal::runs)
}

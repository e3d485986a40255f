//! Tokens, what becomes of them, and where that is recorded.

use super::clock;
use super::lct::Lct;
use super::refusal;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, time};
use crate::trace::{Receipt, TraceLedger};
use lawful_platform::TrustedKeys;
use lawful_trust::identity::{self, IdentityError, LctId, Status};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes the keys that are trusted.
pub fn trusted(keys: &[Bound<'_, PublicKey>]) -> TrustedKeys {
    keys.iter().map(|key| key.get().0.clone()).collect()
}

/// One change of status, signed by who asked for it: `StatusChange(data)` from its bytes.
///
/// `Lifecycle.change` makes one. A change always has a good signature; whether it may be is another
/// question.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import Lct, Lifecycle, StatusChange
/// >>> key = KeyStore.memory().new_key("me")
/// >>> life = Lifecycle(Lct.create("human", key))
/// >>> change = life.change("dormant", key, reason="night")
/// >>> StatusChange(bytes(change)) == change
/// True
/// >>> life.apply(change)
/// >>> life.status
/// 'dormant'
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct StatusChange(identity::StatusChange);

#[pymethods]
impl StatusChange {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str, &'static str) {
        ("lct_id", "status_before", "status_after")
    }

    #[new]
    #[pyo3(signature = (data, /))]
    fn new(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<StatusChange> {
        identity::StatusChange::from_bytes(data)
            .map(StatusChange)
            .map_err(refusal::identity)
    }

    /// Whose status changes.
    #[getter]
    fn lct_id(&self) -> String {
        self.0.lct().to_string()
    }

    /// How many changes came before this one.
    #[getter]
    fn sequence(&self) -> u64 {
        self.0.sequence()
    }

    /// The status before.
    #[getter]
    fn status_before(&self) -> &'static str {
        self.0.from().name()
    }

    /// The status after.
    #[getter]
    fn status_after(&self) -> &'static str {
        self.0.to().name()
    }

    /// When it was signed, as the signer says.
    #[getter]
    fn at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.at())
    }

    /// Why.
    #[getter]
    fn reason(&self) -> &str {
        self.0.reason()
    }

    /// Who signed.
    #[getter]
    fn by(&self) -> PublicKey {
        PublicKey(self.0.by().clone())
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.to_bytes().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("StatusChange({})", self.__bytes__(py).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Bound<'py, PyBytes>,)) {
        (py.get_type::<Self>(), (self.__bytes__(py),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// A token with its status: active, dormant, void or slashed. The last two are final.
///
/// The owner may rest, wake and end itself; the parent, while it is active, and trusted authorities may
/// do that too, and only they can slash. It is changed in place by `apply`.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import Lct, Lifecycle
/// >>> store = KeyStore.memory()
/// >>> me, court = store.new_key("me"), store.new_key("court")
/// >>> life = Lifecycle(Lct.create("role", me))
/// >>> life.apply(life.change("slashed", court, reason="broke rule 3"), authorities=[court.public_key])
/// >>> life.status
/// 'slashed'
/// >>> life.change("active", me)  # doctest: +ELLIPSIS
/// Traceback (most recent call last):
/// lawful.errors.IdentityRefused: `lct:...` is slashed and cannot become active; that is final
#[pyclass(frozen, module = "lawful.trust")]
pub struct Lifecycle(Mutex<identity::Lifecycle>);

impl Lifecycle {
    /// Returns what is known, for as long as nobody else wants it.
    pub fn held(&self) -> MutexGuard<'_, identity::Lifecycle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[pymethods]
impl Lifecycle {
    #[new]
    #[pyo3(signature = (lct, /))]
    fn new(lct: &Lct) -> Lifecycle {
        Lifecycle(Mutex::new(identity::Lifecycle::begin(lct.0.clone())))
    }

    /// The token.
    #[getter]
    fn lct(&self) -> Lct {
        Lct(self.held().lct().clone())
    }

    /// The status: `active`, `dormant`, `void` or `slashed`.
    #[getter]
    fn status(&self) -> &'static str {
        self.held().status().name()
    }

    /// Returns whether the status is `active`.
    fn is_active(&self) -> bool {
        self.held().status() == Status::Active
    }

    /// How often the status changed.
    #[getter]
    fn changes(&self) -> u64 {
        self.held().changes()
    }

    /// Makes and signs the next change. It counts when it is applied.
    ///
    /// Raises `InvalidInput` if there is no such status, `IdentityRefused` if it cannot follow.
    #[pyo3(signature = (to, key, *, reason="", now=None))]
    fn change(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] to: &str,
        key: &Key,
        #[pyo3(from_py_with = given)] reason: &str,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<StatusChange> {
        let to: Status = to.parse().map_err(invalid)?;
        let now = clock::or_now(now)?;
        let life = self.held().clone();
        detached(py, || life.change(to, &key.0, reason, now))?
            .map(StatusChange)
            .map_err(refusal::identity)
    }

    /// Applies a change. What became of the parent is not known here: it counts as active. A
    /// `StatusLedger` knows it, and asks for it.
    ///
    /// Raises `IdentityRefused` if it does not follow what is known, or who signed may not make it.
    /// Nothing changes then.
    #[pyo3(signature = (change, /, *, authorities=Vec::new()))]
    fn apply(&self, change: &StatusChange, authorities: Vec<Bound<'_, PublicKey>>) -> PyResult<()> {
        self.held()
            .apply(&change.0, &trusted(&authorities))
            .map_err(refusal::identity)
    }

    fn __repr__(&self) -> String {
        let held = self.held();
        format!("<Lifecycle of {}: {}>", held.lct().id(), held.status())
    }
}

/// A ledger on which tokens are minted and their changes recorded, in one order for everybody.
///
/// What is read back is verified as if it came from a stranger, and judged by what the ledger says
/// before it: the first mint counts, of two changes with one number the first, and what a parent does
/// while it is active. Whatever does not verify or may not be is passed over, so nobody can make a token
/// unreadable; `passed_over` tells it. Authorities are those whose changes count beside those of owners
/// and parents: whoever does not name the court does not see its verdicts.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trace import TraceLedger
/// >>> from lawful.trust import Lct, StatusLedger
/// >>> key = KeyStore.memory().new_key("me")
/// >>> statuses, lct = StatusLedger(TraceLedger()), Lct.create("human", key)
/// >>> statuses.mint(lct).length
/// 1
/// >>> _ = statuses.record(statuses.lifecycle(lct.id).change("void", key))
/// >>> statuses.lifecycle(lct.id).status
/// 'void'
#[pyclass(frozen, module = "lawful.trust")]
pub struct StatusLedger(Py<TraceLedger>);

#[pymethods]
impl StatusLedger {
    #[new]
    #[pyo3(signature = (ledger, /))]
    fn new(ledger: Py<TraceLedger>) -> StatusLedger {
        StatusLedger(ledger)
    }

    /// Puts a token on the ledger. The authorities are those who may have changed the status of its
    /// parent.
    ///
    /// Raises `IdentityRefused` if it is there already, or if its parent is on the ledger and is not
    /// active.
    #[pyo3(signature = (lct, /, *, authorities=Vec::new(), now=None))]
    fn mint(
        &self,
        py: Python<'_>,
        lct: &Lct,
        authorities: Vec<Bound<'_, PublicKey>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Receipt> {
        let now = clock::or_now(now)?;
        let keys = trusted(&authorities);
        self.ask(py, |statuses| statuses.mint(&lct.0, &keys, now))
            .map(Receipt)
    }

    /// Puts a change on the ledger, if it may follow what is there.
    ///
    /// Raises `NotFound` if the token is not on the ledger, otherwise as `Lifecycle.apply`; also if
    /// only its parent may make the change and is not active.
    #[pyo3(signature = (change, /, *, authorities=Vec::new(), now=None))]
    fn record(
        &self,
        py: Python<'_>,
        change: &StatusChange,
        authorities: Vec<Bound<'_, PublicKey>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Receipt> {
        let now = clock::or_now(now)?;
        let keys = trusted(&authorities);
        self.ask(py, |statuses| statuses.record(&change.0, &keys, now))
            .map(Receipt)
    }

    /// Reads a token with all its changes from the ledger, and verifies each.
    ///
    /// Raises `NotFound` if it is not there.
    #[pyo3(signature = (lct_id, /, *, authorities=Vec::new()))]
    fn lifecycle(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] lct_id: &str,
        authorities: Vec<Bound<'_, PublicKey>>,
    ) -> PyResult<Lifecycle> {
        let id: LctId = lct_id.parse().map_err(invalid)?;
        let keys = trusted(&authorities);
        self.ask(py, |statuses| statuses.lifecycle(&id, &keys))
            .map(|life| Lifecycle(Mutex::new(life)))
    }

    /// Returns the nodes of a token that do not count, each with its index and why, in the order of the
    /// ledger. Changes by authorities that are not named here are among them.
    ///
    /// >>> from lawful.platform import KeyStore
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> from lawful.trust import Lct, StatusLedger
    /// >>> ledger, lct = TraceLedger(), Lct.create("human", KeyStore.memory().new_key("me"))
    /// >>> statuses = StatusLedger(ledger)
    /// >>> _ = statuses.mint(lct)
    /// >>> at = ledger[0].timestamp
    /// >>> _ = ledger.append(TraceNode("x", "mallory", at, kind="lct.status", walk_id=lct.id))
    /// >>> statuses.passed_over(lct.id)
    /// [(1, 'this is not a change of status: it does not begin as version 1 does')]
    /// >>> statuses.lifecycle(lct.id).status
    /// 'active'
    #[pyo3(signature = (lct_id, /, *, authorities=Vec::new()))]
    fn passed_over(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] lct_id: &str,
        authorities: Vec<Bound<'_, PublicKey>>,
    ) -> PyResult<Vec<(u64, String)>> {
        let id: LctId = lct_id.parse().map_err(invalid)?;
        let keys = trusted(&authorities);
        let passed = self.ask(py, |statuses| statuses.passed_over(&id, &keys))?;
        Ok(passed
            .into_iter()
            .map(|passed| (passed.index, passed.why.to_string()))
            .collect())
    }
}

impl StatusLedger {
    /// Asks the ledger, while other threads of Python run.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(identity::StatusLedger<'_>) -> Result<T, IdentityError> + Send,
    ) -> PyResult<T> {
        let kept = self.0.get();
        let ledger = kept.ledger()?;
        detached(py, || {
            ask(identity::StatusLedger::with_index(&*ledger, &kept.index))
        })?
        .map_err(refusal::identity)
    }
}

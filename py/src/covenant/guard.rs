//! Guards as a class.

use super::call::{Rest, made};
use super::chain::Chain;
use super::contract::closed;
use super::decision::raised;
use super::enforcement::refusing;
use super::gate::balance_of;
use super::opening::Given;
use super::parties::{Party, grantors};
use super::refusal::{self, CovenantError};
use super::review::{Approval, ReviewRequest, reviewed};
use super::running::Running;
use super::standing::Standing;
use crate::given::given;
use crate::guard::detached;
use crate::helpers;
use crate::platform::{Key, PublicKey};
use crate::trace::{Checkpoint, TraceLedger};
use crate::trust::{ManualClock, TrustStore};
use lawful_covenant::gate::Stopped;
use lawful_covenant::run::{self, Mode, Refusal};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use std::sync::atomic::{AtomicBool, Ordering};

/// What stands around every call of a run: each is proposed, authorised or denied, executed and
/// returned, and each of these is a node of the ledger.
///
/// As a decorator it guards a function, sync or async: its name and its arguments are the call, which
/// is the action `tool:NAME` unless `action` says another one. What is denied raises `Denied` with the
/// clause, and the function does not run. Exceptions of the function are recorded and raised again.
/// `begin` guards a block. As a context manager the guard is closed at the end.
///
/// With `enforced=False` the guard is in shadow mode: it decides and records, and stops nothing; every
/// record says "not enforced". `trust` is a store in which the outcome of every call counts for
/// `entity`; `standing` is what conditions on trust, keys and models look at. `signer` signs the head of the ledger, as the log `origin`, when `seal` is called. A guard
/// that is opened on a ledger with records of its covenant goes on with what is left of the budget.
///
/// >>> from lawful.covenant import Covenant, Denied, Guard
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> granted = Covenant.propose(
/// ...     by=agent, grantor=owner, permissions=["tool:add"], budget={"calls": 1}
/// ... ).grant(owner)
/// >>> guard = Guard(granted)
/// >>> @guard(cost={"calls": 1})
/// ... def add(a, b):
/// ...     return a + b
/// >>> add(1, 2)
/// 3
/// >>> try:
/// ...     add(3, 4)
/// ... except Denied as denied:
/// ...     print(denied.clause, len(guard.ledger))
/// budget 7
#[pyclass(frozen, module = "lawful.covenant")]
pub struct Guard {
    guard: run::Guard,
    ledger: Py<TraceLedger>,
    /// Whether files or stores take part, which can take their time.
    may_wait: bool,
    closed: AtomicBool,
    process: u32,
}

impl Guard {
    fn of(guard: run::Guard, ledger: Bound<'_, TraceLedger>, may_wait: bool) -> Guard {
        Guard {
            guard,
            may_wait: may_wait || ledger.get().kept.is_in_files(),
            ledger: ledger.unbind(),
            closed: AtomicBool::new(false),
            process: std::process::id(),
        }
    }

    fn usable(&self) -> PyResult<()> {
        if self.closed.load(Ordering::Acquire) {
            return Err(closed("guard"));
        }
        if std::process::id() != self.process {
            return Err(CovenantError::new_err(
                "the guard was opened before this process was forked; open another one here",
            ));
        }
        Ok(())
    }
}

#[pymethods]
impl Guard {
    #[new]
    #[pyo3(signature = (covenant, ledger=None, *, enforced=true, clock=None, grantors=None,
        trust=None, entity=None, magnitude=0.1, standing=None, signer=None, origin=None))]
    #[expect(clippy::too_many_arguments, reason = "each has a default and a name")]
    fn new<'py>(
        py: Python<'py>,
        covenant: &Bound<'py, PyAny>,
        ledger: Option<Bound<'py, TraceLedger>>,
        enforced: bool,
        clock: Option<&Bound<'py, ManualClock>>,
        #[pyo3(from_py_with = given)] grantors: Option<Vec<Party<'py>>>,
        trust: Option<&Bound<'py, TrustStore>>,
        #[pyo3(from_py_with = given)] entity: Option<&str>,
        #[pyo3(from_py_with = given)] magnitude: f64,
        standing: Option<&Bound<'py, Standing>>,
        signer: Option<Bound<'py, Key>>,
        #[pyo3(from_py_with = given)] origin: Option<&str>,
    ) -> PyResult<Guard> {
        let ledger = match ledger {
            Some(ledger) => ledger,
            None => Bound::new(py, TraceLedger::in_memory())?,
        };
        let given = Given {
            ledger: &ledger,
            enforced,
            clock,
            grantors,
            trust,
            entity,
            magnitude,
            standing,
            signer,
            origin,
        };
        let guard = given.open(py, covenant)?;
        Ok(Guard::of(
            guard,
            ledger,
            trust.is_some() || standing.is_some(),
        ))
    }

    /// Opens a guard for somebody to whom this covenant was passed on: the budget comes out of this
    /// one's, and it records on the same ledger.
    ///
    /// Raises `CovenantError` if the chain does not hold or does not come from this covenant, or the
    /// budget is not free.
    #[pyo3(signature = (chain, *, grantors))]
    fn open_child(
        &self,
        py: Python<'_>,
        chain: &Bound<'_, Chain>,
        #[pyo3(from_py_with = given)] grantors: Vec<Party<'_>>,
    ) -> PyResult<Guard> {
        self.usable()?;
        let grantors = self::grantors(Some(&grantors))?;
        let chain = &chain.get().chain;
        let child = detached(py, || self.guard.open_child(chain, &grantors))?;
        let ledger = self.ledger.bind(py).clone();
        Ok(Guard::of(
            child.map_err(refusal::guard)?,
            ledger,
            self.may_wait,
        ))
    }

    /// Decides about a call, records that, and hands it over for execution; `with` ends it.
    ///
    /// The arguments are those of `CovenantGate.check`.
    ///
    /// Raises `Denied` if it is refused, `NeedsReview` if reviewers must approve it first (never in
    /// shadow mode), `InvalidInput` if the action, an argument or an amount is none.
    #[pyo3(signature = (call, *, cost=None, at_most=None, arguments=None, model=None,
        approvals=None))]
    #[expect(clippy::too_many_arguments, reason = "each has a default and a name")]
    fn begin(
        &self,
        py: Python<'_>,
        call: &Bound<'_, PyAny>,
        cost: Option<&Bound<'_, PyAny>>,
        at_most: Option<&Bound<'_, PyAny>>,
        arguments: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] model: Option<&str>,
        approvals: Option<Vec<Bound<'_, Approval>>>,
    ) -> PyResult<Running> {
        self.usable()?;
        let rest = Rest {
            arguments,
            cost,
            at_most,
            model,
        };
        let call = made(call, &rest)?;
        let reviewed = reviewed(approvals.as_deref().unwrap_or_default());
        let begun = if self.may_wait || !reviewed.is_empty() {
            detached(py, || self.guard.begin(&call, &reviewed))?
        } else {
            self.guard.begin(&call, &reviewed)
        };
        match begun {
            Ok(running) => Ok(Running::of(running, self.may_wait)),
            Err(refused) => {
                let why = refusing(self.guard.gate(), &refused.why);
                let requests = match &refused.why {
                    Refusal::Stopped(Stopped::Review(requests)) => {
                        requests.iter().cloned().map(ReviewRequest).collect()
                    }
                    _ => Vec::new(),
                };
                Err(raised(py, &why, requests, refused.recorded.as_deref())?)
            }
        }
    }

    /// Guards a function: `@guard`, or `@guard(action=..., cost=...)`.
    ///
    /// `omit` names parameters that are no part of the call, `self` for instance. `settle` is called
    /// with the result of a call with a ceiling (`at_most`) and returns what it has cost; without it
    /// the ceiling is spent. The guarded function has `call_of(*args, **kwargs)`, which returns the
    /// `Call` that these arguments make, and `with_receipt(*args, **kwargs)`, which returns the result
    /// and the `CallReceipt`.
    ///
    /// Raises `InvalidInput` if the function is a generator, whose body would run after the call.
    #[pyo3(signature = (function=None, /, *, action=None, cost=None, at_most=None, model=None,
        omit=None, settle=None))]
    #[expect(clippy::too_many_arguments, reason = "each has a default and a name")]
    fn __call__<'py>(
        this: &Bound<'py, Self>,
        function: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] action: Option<&str>,
        cost: Option<&Bound<'py, PyAny>>,
        at_most: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] model: Option<&str>,
        omit: Option<&Bound<'py, PyAny>>,
        settle: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = this.py();
        let options = PyDict::new(py);
        options.set_item("action", action)?;
        options.set_item("cost", cost)?;
        options.set_item("at_most", at_most)?;
        options.set_item("model", model)?;
        options.set_item("settle", settle)?;
        if let Some(omit) = omit {
            options.set_item("omit", omit)?;
        }
        helpers::decorate(py)?.call((this, function), Some(&options))
    }

    /// Signs the head of the ledger: all that was recorded so far is then vouched for.
    ///
    /// A ledger in files is synced first: what is signed must not be lost and made anew.
    ///
    /// Raises `CovenantError` if the guard has no signer, `LedgerError` if the ledger is closed or the
    /// sync fails.
    fn seal(&self, py: Python<'_>) -> PyResult<Checkpoint> {
        // It stays open while its head is signed, even if another thread closes it.
        let _open = self.ledger.get().ledger()?;
        let note = detached(py, || self.guard.seal())?;
        Checkpoint::of(note.map_err(refusal::guard)?)
    }

    /// Allows nothing more, and lets another guard of the covenant be opened on the ledger. The ledger
    /// stays open; calls that run can still end.
    fn close(&self) {
        self.closed.store(true, Ordering::Release);
        self.guard.close();
    }

    /// The ledger.
    #[getter]
    fn ledger(&self, py: Python<'_>) -> Py<TraceLedger> {
        self.ledger.clone_ref(py)
    }

    /// The name of the run: the names of its calls begin with it.
    #[getter]
    fn name(&self) -> &str {
        self.guard.run_name()
    }

    /// Whether what is denied is stopped; in shadow mode it is not.
    #[getter]
    fn enforced(&self) -> bool {
        self.guard.mode() == Mode::Enforced
    }

    /// Why the guard allows nothing any more, if an earlier call could not be brought to its end.
    #[getter]
    fn halted(&self) -> Option<&str> {
        self.guard.halted()
    }

    /// Where the budget is: `granted` is always `spent`, `reserved`, `free` and `escrowed` together.
    ///
    /// Raises `CovenantError` if the account is in doubt.
    #[getter]
    fn balance<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let balance = self.guard.gate().account().balance();
        balance_of(py, &balance.map_err(refusal::budget)?)
    }

    /// Who may act.
    #[getter]
    fn holder(&self) -> PublicKey {
        PublicKey(self.guard.gate().holder().clone())
    }

    /// The name of the covenant or link, 64 hexadecimal digits.
    #[getter]
    fn digest(&self) -> String {
        self.guard.gate().name().to_string()
    }

    fn __enter__(this: Py<Self>) -> PyResult<Py<Self>> {
        this.get().usable()?;
        Ok(this)
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(&self, _exception: &Bound<'_, PyTuple>) {
        self.close();
    }

    fn __repr__(&self) -> String {
        let shadow = match self.guard.mode() {
            Mode::Enforced => "",
            Mode::Shadow => ", not enforced",
        };
        format!("<Guard {}{shadow}>", self.guard.run_name())
    }
}

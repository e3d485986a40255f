//! Gates as a class.

use super::allowed_calls::KnownCalls;
use super::budget::{Budget, amounts};
use super::call::{Rest, action, cost, made};
use super::chain::Chain;
use super::clock::watched;
use super::contract::{Covenant, no_covenant};
use super::decision::Decision;
use super::enforcement::{allowing, denying, waiting};
use super::parties::{Party, granted_by_one_of, grantors};
use super::refusal::{self, CovenantError};
use super::review::{Approval, ReviewRequest, reviewed};
use super::revocations::revocations;
use super::standing::Standing;
use crate::ending::Home;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::helpers;
use crate::platform::PublicKey;
use crate::trust::ManualClock;
use lawful_covenant::budget::{Amounts, Balance};
use lawful_covenant::call::{Call, Cost};
use lawful_covenant::capability;
use lawful_covenant::gate::{self, Surroundings};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use std::sync::{Arc, Mutex, PoisonError};

/// What every call under a covenant asks before it happens: `CovenantGate(covenant)`.
///
/// In this order, and the first clause that denies decides: may the holder use it, the time, the
/// revocation, the permissions with their conditions, the reviews, the budget. A call that is denied
/// spends nothing. With `enforced=False` the gate is in shadow mode: it decides, and whoever looks at
/// `Decision.may_run` goes on. A `Chain` is verified when the gate opens, for the `grantors` who are
/// trusted; with `grantors`, a covenant that somebody else granted is refused. Threads may share a
/// gate; a process that was forked opens one of its own.
///
/// The budget of a gate is its own: two gates of one covenant spend it twice. Use one, or a `Guard`
/// on a ledger.
///
/// >>> from lawful.covenant import Covenant, CovenantGate
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> gate = CovenantGate(Covenant.propose(
/// ...     by=agent,
/// ...     grantor=owner,
/// ...     permissions=["pay:*/transfer when /amount <= 500"],
/// ...     budget={"tokens": 1000},
/// ... ).grant(owner))
/// >>> bool(gate.check("pay:bank/transfer", cost={"tokens": 10}, arguments={"amount": 500}))
/// True
/// >>> gate.check("pay:bank/transfer", arguments={"amount": 501}).reason
/// 'the conditions of `pay:*/transfer when /amount <= 500` do not hold'
/// >>> gate.check("pay:bank/transfer", cost={"tokens": 991}, arguments={"amount": 5}).reason
/// '`991` tokens were asked for, and 990 are free'
#[pyclass(frozen, module = "lawful.covenant")]
pub struct CovenantGate {
    gate: gate::CovenantGate,
    enforced: bool,
    /// Whether a store may be asked, which can take its time.
    may_wait: bool,
    /// What a call costs that `decide` is asked about.
    call_cost: Amounts,
    known: Mutex<KnownCalls>,
    home: Home,
}

/// Returns what a gate has beside a covenant.
pub fn surroundings(
    clock: Option<&Bound<'_, ManualClock>>,
    standing: Option<&Bound<'_, Standing>>,
) -> Surroundings {
    let watch = watched(clock.map(Bound::get));
    let mut around = Surroundings::new(Arc::clone(revocations()), watch);
    if let Some(standing) = standing {
        around.standing = Arc::clone(&standing.get().0) as Arc<dyn capability::Standing>;
    }
    around
}

/// Returns the parts of a balance by name.
pub fn balance_of<'py>(py: Python<'py>, balance: &Balance) -> PyResult<Bound<'py, PyDict>> {
    let parts = PyDict::new(py);
    for (name, amounts) in [
        ("granted", balance.granted),
        ("spent", balance.spent),
        ("reserved", balance.reserved),
        ("free", balance.free),
        ("escrowed", balance.escrowed),
    ] {
        parts.set_item(name, Bound::new(py, Budget(amounts))?)?;
    }
    Ok(parts)
}

impl CovenantGate {
    /// Makes sure that this is the process whose budget it is.
    #[inline]
    fn usable(&self) -> PyResult<()> {
        if self.home.is_here() {
            return Ok(());
        }
        Err(CovenantError::new_err(
            "the gate was opened before this process was forked; open another one here",
        ))
    }

    fn of(
        py: Python<'_>,
        gate: gate::CovenantGate,
        (enforced, may_wait): (bool, bool),
        call_cost: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CovenantGate> {
        Ok(CovenantGate {
            gate,
            enforced,
            may_wait,
            call_cost: call_cost.map(amounts).transpose()?.unwrap_or_default(),
            known: Mutex::default(),
            home: Home::here(py)?,
        })
    }

    fn told(&self, decision: gate::Decision) -> Decision {
        match decision {
            gate::Decision::Allowed(ticket) => {
                let clause = allowing(&self.gate, ticket.by);
                let ticket = ticket.reserved().is_some().then_some(ticket);
                Decision::allowed(clause, ticket, self.enforced)
            }
            gate::Decision::Review(requests) => {
                let why = waiting(&requests);
                let requests = requests.into_iter().map(ReviewRequest).collect();
                Decision::denied(why, requests, self.enforced)
            }
            gate::Decision::Denied(clause) => {
                let why = denying(&self.gate, &clause);
                Decision::denied(why, Vec::new(), self.enforced)
            }
        }
    }

    /// Decides about an action without arguments, model and approvals.
    #[inline]
    fn check_plain(
        &self,
        py: Python<'_>,
        given: &Bound<'_, PyString>,
        cost: Cost,
    ) -> PyResult<Py<Decision>> {
        // No code of Python runs while this is locked, so nothing can ask for it twice.
        let (decision, by) = {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let text = given.to_str().unwrap_or_default();
            let Some(known) = known.get(text) else {
                drop(known);
                return self.check_new(py, given, cost);
            };
            known.call.cost = cost;
            let decision = self.gate.decide(&known.call);
            match decision {
                gate::Decision::Allowed(ticket) if ticket.reserved().is_none() => {
                    let by = ticket.by;
                    if let Some((before, allowed)) = &known.allowed
                        && *before == by
                    {
                        return Ok(allowed.clone_ref(py));
                    }
                    (gate::Decision::Allowed(ticket), Some(by))
                }
                other => (other, None),
            }
        };
        let decision = Py::new(py, self.told(decision))?;
        if let Some(by) = by
            && let Ok(text) = given.to_str()
        {
            let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
            let kept = (by, decision.clone_ref(py));
            let before = known
                .get(text)
                .and_then(|known| known.allowed.replace(kept));
            // What was there is let go after the lock is.
            drop(known);
            drop(before);
        }
        Ok(decision)
    }

    #[cold]
    fn check_new(
        &self,
        py: Python<'_>,
        given: &Bound<'_, PyString>,
        cost: Cost,
    ) -> PyResult<Py<Decision>> {
        let call = Call::new(action(given)?);
        let text = call.action.as_str().to_owned();
        let decided = self.gate.decide(&call.clone().with_cost(cost));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.keep(&text, call);
        drop(known);
        Py::new(py, self.told(decided))
    }
}

#[pymethods]
impl CovenantGate {
    #[new]
    #[pyo3(signature = (covenant, *, grantors=None, clock=None, enforced=true, call_cost=None,
        standing=None))]
    fn new(
        py: Python<'_>,
        covenant: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = given)] grantors: Option<Vec<Party<'_>>>,
        clock: Option<&Bound<'_, ManualClock>>,
        enforced: bool,
        call_cost: Option<&Bound<'_, PyAny>>,
        standing: Option<&Bound<'_, Standing>>,
    ) -> PyResult<CovenantGate> {
        let around = surroundings(clock, standing);
        let gate = if let Ok(covenant) = covenant.cast::<Covenant>() {
            let granted = covenant.get().granted()?;
            granted_by_one_of(&granted, grantors.as_deref())?;
            detached(py, || gate::CovenantGate::open(&granted, &around))?
        } else if let Ok(chain) = covenant.cast::<Chain>() {
            let grantors = self::grantors(grantors.as_deref())?;
            let now = around.clock.now().map_err(invalid)?;
            let chain = &chain.get().chain;
            detached(py, || {
                let mandate = chain.verify(&grantors, revocations(), now)?;
                Ok(gate::CovenantGate::of_mandate(&mandate, &around))
            })?
            .map_err(refusal::delegation)?
        } else {
            return Err(no_covenant(covenant));
        };
        let modes = (enforced, standing.is_some());
        CovenantGate::of(py, gate.map_err(refusal::gate)?, modes, call_cost)
    }

    /// Opens the gate of somebody to whom this covenant was passed on: the budget comes out of this
    /// one's, and gates and rates count together.
    ///
    /// Raises `CovenantError` if the chain does not hold or does not come from this covenant, or the
    /// budget is not free.
    #[pyo3(signature = (chain, *, grantors, now=None))]
    fn open_child(
        &self,
        py: Python<'_>,
        chain: &Bound<'_, Chain>,
        #[pyo3(from_py_with = given)] grantors: Vec<Party<'_>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<CovenantGate> {
        self.usable()?;
        let (grantors, now) = (self::grantors(Some(&grantors))?, super::time::or_now(now)?);
        let chain = &chain.get().chain;
        let gate = detached(py, || {
            let mandate = chain.verify(&grantors, revocations(), now)?;
            Ok(self.gate.open_child(&mandate))
        })?
        .map_err(refusal::delegation)?;
        let modes = (self.enforced, self.may_wait);
        CovenantGate::of(py, gate.map_err(refusal::gate)?, modes, None)
    }

    /// Decides about a call: an action such as `fs.read:/srv/notes`, or a `Call`.
    ///
    /// `cost` is spent when the call is allowed; `at_most` is set aside, and settled with the decision.
    /// `arguments` are plain values, for permissions with conditions. `approvals` are of reviewers who
    /// were asked.
    ///
    /// Raises `InvalidInput` if the action, an argument or an amount is none; nothing is spent then.
    #[pyo3(signature = (call, *, cost=None, at_most=None, arguments=None, model=None,
        approvals=None))]
    #[expect(clippy::too_many_arguments, reason = "each has a default and a name")]
    fn check(
        &self,
        py: Python<'_>,
        call: &Bound<'_, PyAny>,
        cost: Option<&Bound<'_, PyAny>>,
        at_most: Option<&Bound<'_, PyAny>>,
        arguments: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] model: Option<&str>,
        approvals: Option<Vec<Bound<'_, Approval>>>,
    ) -> PyResult<Py<Decision>> {
        self.usable()?;
        if arguments.is_none()
            && model.is_none()
            && approvals.is_none()
            && !self.may_wait
            && let Ok(text) = call.cast::<PyString>()
        {
            return self.check_plain(py, text, self::cost(cost, at_most)?);
        }
        let rest = Rest {
            arguments,
            cost,
            at_most,
            model,
        };
        let call = made(call, &rest)?;
        let reviewed = reviewed(approvals.as_deref().unwrap_or_default());
        let decision = if reviewed.is_empty() && !self.may_wait {
            self.gate.decide(&call)
        } else {
            detached(py, || self.gate.decide_reviewed(&call, &reviewed))?
        };
        Py::new(py, self.told(decision))
    }

    /// Tells whether time, revocation, permissions and conditions allow a call now. Nobody is asked for
    /// a review, and nothing is spent.
    #[pyo3(signature = (call, *, arguments=None, model=None))]
    fn permits(
        &self,
        py: Python<'_>,
        call: &Bound<'_, PyAny>,
        arguments: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] model: Option<&str>,
    ) -> PyResult<Decision> {
        let rest = Rest {
            arguments,
            cost: None,
            at_most: None,
            model,
        };
        self.usable()?;
        let call = made(call, &rest)?;
        Ok(match detached(py, || self.gate.permits(&call))? {
            Ok(by) => Decision::allowed(allowing(&self.gate, by), None, self.enforced),
            Err(clause) => {
                Decision::denied(denying(&self.gate, &clause), Vec::new(), self.enforced)
            }
        })
    }

    /// Decides about a call of an adapter: anything with `tool` and `arguments`. So a gate can be the
    /// policy of an adapter.
    ///
    /// A tool without `:` is the action `tool:NAME`. Every call costs `call_cost`. What cannot be read
    /// is denied.
    #[pyo3(signature = (call, /))]
    fn decide<'py>(
        this: &Bound<'py, Self>,
        call: &Bound<'py, PyAny>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let cost = Bound::new(this.py(), Budget(this.get().call_cost))?;
        helpers::decide_call(this.py())?.call1((this, call, cost))
    }

    /// Where the budget is: `granted` is always `spent`, `reserved`, `free` and `escrowed` together.
    ///
    /// Raises `CovenantError` if the account is in doubt.
    #[getter]
    fn balance<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let balance = self.gate.account().balance().map_err(refusal::budget)?;
        balance_of(py, &balance)
    }

    /// Whether what is denied is stopped; in shadow mode it is not.
    #[getter]
    fn enforced(&self) -> bool {
        self.enforced
    }

    /// Who may act.
    #[getter]
    fn holder(&self) -> PublicKey {
        PublicKey(self.gate.holder().clone())
    }

    /// The name of the covenant or link, 64 hexadecimal digits.
    #[getter]
    fn digest(&self) -> String {
        self.gate.name().to_string()
    }

    fn __repr__(&self) -> String {
        let shadow = if self.enforced { "" } else { ", not enforced" };
        format!("<CovenantGate of {}{shadow}>", self.gate.name().short())
    }
}

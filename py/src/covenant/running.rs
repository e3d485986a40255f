//! Calls that are being executed, as a class.

use super::budget::amounts;
use super::receipt::CallReceipt;
use super::refusal::CovenantError;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_covenant::budget::Amounts;
use lawful_covenant::run::{self, Outcome};
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};

/// A call that was authorised and is being executed: `with guard.begin(...) as running:`.
///
/// It ends with the block: with an exception it has failed, and that is recorded. Without a block end
/// it with `finish`; one that is lost is recorded so, and all that was set aside counts as spent.
///
/// >>> from lawful.covenant import Covenant, Guard
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> guard = Guard(Covenant.propose(
/// ...     by=agent, grantor=owner, permissions=["model:*"], budget={"tokens": 1000}
/// ... ).grant(owner))
/// >>> with guard.begin("model:small", at_most={"tokens": 400}) as running:
/// ...     running.spend({"tokens": 123})
/// >>> running.receipt.spent, guard.balance["free"]
/// (Budget(tokens=123), Budget(tokens=877))
#[pyclass(frozen, module = "lawful.covenant")]
pub struct Running {
    state: Mutex<State>,
    name: String,
    not_enforced: Option<String>,
    /// Whether files or stores take part in the end, which can take their time.
    may_wait: bool,
    process: u32,
}

#[derive(Default)]
struct State {
    running: Option<run::Running>,
    spent: Option<Amounts>,
    receipt: Option<Py<CallReceipt>>,
}

impl Running {
    pub fn of(running: run::Running, may_wait: bool) -> Running {
        Running {
            name: running.call().to_owned(),
            not_enforced: running.not_enforced().map(ToString::to_string),
            state: Mutex::new(State {
                running: Some(running),
                ..State::default()
            }),
            may_wait,
            process: std::process::id(),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn end(
        &self,
        py: Python<'_>,
        outcome: Outcome,
        spent: Option<Amounts>,
        message: Option<&str>,
    ) -> PyResult<Py<CallReceipt>> {
        if std::process::id() != self.process {
            return Err(CovenantError::new_err(
                "the call was begun before this process was forked; end it where it was begun",
            ));
        }
        let (running, spent) = {
            let mut state = self.lock();
            let running = state.running.take().ok_or_else(ended)?;
            (running, spent.or(state.spent))
        };
        let finish = || running.finish(outcome, spent.as_ref(), message);
        let receipt = if self.may_wait {
            detached(py, finish)?
        } else {
            finish()
        };
        let receipt = Py::new(py, CallReceipt::from(receipt))?;
        self.lock().receipt = Some(receipt.clone_ref(py));
        Ok(receipt)
    }
}

/// Says what an exception is: its class and its text.
fn told(error: &Bound<'_, PyAny>) -> String {
    let class = error.get_type().name().map(|name| name.to_string());
    let text = error.str().map(|text| text.to_string_lossy().into_owned());
    format!(
        "{}: {}",
        class.unwrap_or_default(),
        text.unwrap_or_else(|_| "it cannot be printed".to_owned())
    )
}

fn ended() -> PyErr {
    CovenantError::new_err("the call has ended already; begin another one")
}

#[pymethods]
impl Running {
    /// Says what the call has cost so far, all together. It counts even if the call fails later; only a
    /// call with a ceiling looks at it.
    ///
    /// Raises `InvalidInput` if something is not an amount, `CovenantError` if the call has ended.
    #[pyo3(signature = (spent, /))]
    fn spend(&self, spent: &Bound<'_, PyAny>) -> PyResult<()> {
        let spent = amounts(spent)?;
        let mut state = self.lock();
        if state.running.is_none() {
            drop(state);
            return Err(CovenantError::new_err(
                "the call has ended; say what it costs before that",
            ));
        }
        state.spent = Some(spent);
        Ok(())
    }

    /// Ends the call and returns its receipt.
    ///
    /// `outcome` is `succeeded`, `failed` or `panicked`. `spent` is what a call with a ceiling has
    /// cost: by default what `spend` said, or else all of the ceiling. `message` is what a tool said
    /// that failed.
    ///
    /// Raises `CovenantError` if the call has ended already.
    #[pyo3(signature = (outcome="succeeded", *, spent=None, message=None))]
    fn finish(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] outcome: &str,
        spent: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] message: Option<&str>,
    ) -> PyResult<Py<CallReceipt>> {
        let outcome = Outcome::ALL
            .into_iter()
            .find(|known| known.name() == outcome && *known != Outcome::Lost)
            .ok_or_else(|| {
                invalid(format!(
                    "`{outcome}` is not how a call ends; use `succeeded`, `failed` or `panicked`"
                ))
            })?;
        let spent = spent.map(amounts).transpose()?;
        self.end(py, outcome, spent, message)
    }

    /// Ends the call because of an exception, and returns its receipt.
    #[pyo3(signature = (error, /))]
    fn fail(&self, py: Python<'_>, error: &Bound<'_, PyAny>) -> PyResult<Py<CallReceipt>> {
        self.end(py, Outcome::Failed, None, Some(&told(error)))
    }

    /// The name of the call on the ledger.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Why the call would have been refused if the guard enforced; in shadow mode only.
    #[getter]
    fn not_enforced(&self) -> Option<&str> {
        self.not_enforced.as_deref()
    }

    /// What is left of the call, when it has ended.
    #[getter]
    fn receipt(&self, py: Python<'_>) -> Option<Py<CallReceipt>> {
        let state = self.lock();
        state.receipt.as_ref().map(|receipt| receipt.clone_ref(py))
    }

    fn __enter__(this: Py<Self>) -> PyResult<Py<Self>> {
        if this.get().lock().running.is_none() {
            return Err(ended());
        }
        Ok(this)
    }

    #[pyo3(signature = (_class, error, _traceback, /))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _class: &Bound<'_, PyAny>,
        error: &Bound<'_, PyAny>,
        _traceback: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        if self.lock().running.is_none() {
            // The block has ended it itself.
            return Ok(());
        }
        if error.is_none() {
            self.end(py, Outcome::Succeeded, None, None)?;
        } else {
            self.fail(py, error)?;
        }
        Ok(())
    }

    fn __repr__(&self) -> String {
        let ended = self.lock().running.is_none();
        format!(
            "<Running {}{}>",
            self.name,
            if ended { ", ended" } else { "" }
        )
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if std::process::id() != self.process {
            // In a forked process the call belongs to the parent: nothing may be recorded here.
            let state = self.state.get_mut().unwrap_or_else(PoisonError::into_inner);
            std::mem::forget(state.running.take());
        }
    }
}

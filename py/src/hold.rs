//! Holding the interpreter during the work on one law, and threads that hang in a model's code.
//!
//! Attaching a thread for every operation costs more than the operation, and two threads that
//! fight over the lock cost more again. So a worker holds the lock for one law and lets go of it
//! every few milliseconds.

use pyo3::prelude::*;
use std::cell::Cell;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread::{self, ThreadId};
use std::time::{Duration, Instant};

/// How long other threads may wait for the lock.
const TURN: Duration = Duration::from_millis(2);

thread_local! {
    /// Since when this thread has held the lock, if it works on a law.
    static HELD: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// The threads that work on a law of a Python model, and how Python calls them.
static WORKING: Mutex<Option<HashMap<ThreadId, Worker>>> = Mutex::new(None);

struct Worker {
    ident: u64,
    abandoned: bool,
}

fn working() -> MutexGuard<'static, Option<HashMap<ThreadId, Worker>>> {
    // Nothing can panic while the map is held, so a poisoned lock is still whole.
    WORKING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn ident(py: Python<'_>) -> PyResult<u64> {
    py.import("_thread")?
        .getattr("get_ident")?
        .call0()?
        .extract()
}

/// Takes a thread from the map when its work ends, however it ends.
struct Leave;

impl Drop for Leave {
    fn drop(&mut self) {
        HELD.set(None);
        if let Some(threads) = working().as_mut() {
            threads.remove(&thread::current().id());
        }
    }
}

/// Runs the work on one law while holding the interpreter.
pub fn hold(work: &mut dyn FnMut()) {
    Python::attach(|py| {
        if let Ok(ident) = ident(py) {
            let worker = Worker {
                ident,
                abandoned: false,
            };
            working()
                .get_or_insert_default()
                .insert(thread::current().id(), worker);
        }
        HELD.set(Some(Instant::now()));
        let _leave = Leave;
        work();
    });
}

/// Forgets all threads that work on a law: after a fork they are not here.
pub fn forget() {
    if let Some(threads) = working().as_mut() {
        threads.clear();
    }
}

/// Lets other threads run if this one has held the interpreter for its turn.
pub fn take_turns(py: Python<'_>) {
    if HELD.get().is_some_and(|since| since.elapsed() > TURN) {
        py.detach(|| {});
        HELD.set(Some(Instant::now()));
    }
}

/// Returns whether this thread works on a law of a run.
pub fn is_worker() -> bool {
    HELD.get().is_some()
}

/// Asks a thread that hangs in a model's code to end.
pub fn abandon(py: Python<'_>, thread: ThreadId) -> PyResult<()> {
    let mut found = false;
    if let Some(worker) = working().as_mut().and_then(|w| w.get_mut(&thread)) {
        worker.abandoned = true;
        found = true;
    }
    if found {
        crate::helpers::watch_exit(py)?.call0()?;
        end_abandoned(py);
    }
    Ok(())
}

fn end_abandoned(py: Python<'_>) -> usize {
    let idents: Vec<u64> = working()
        .iter()
        .flat_map(HashMap::values)
        .filter(|worker| worker.abandoned)
        .map(|worker| worker.ident)
        .collect();
    for ident in &idents {
        raise_in(py, *ident);
    }
    idents.len()
}

/// Raises `Abandoned` in another thread, at its next line of Python.
#[expect(
    unsafe_code,
    reason = "the interpreter offers no safe way to end another thread"
)]
fn raise_in(py: Python<'_>, ident: u64) {
    let exception = py.get_type::<crate::errors::Abandoned>();
    let Ok(ident) = ident.try_into() else {
        return;
    };
    // SAFETY: the interpreter is held, `exception` is a live exception class, and the function
    // ignores an ident that no thread has.
    unsafe {
        pyo3::ffi::PyThreadState_SetAsyncExc(ident, exception.as_ptr());
    }
}

/// Returns how many threads hang in a model's code.
#[pyfunction]
pub fn _abandoned() -> usize {
    let threads = working();
    let workers = threads.iter().flat_map(HashMap::values);
    workers.filter(|worker| worker.abandoned).count()
}

/// Asks all threads that hang in a model's code to end, and returns how many there are.
#[pyfunction]
pub fn _end_abandoned(py: Python<'_>) -> usize {
    end_abandoned(py)
}

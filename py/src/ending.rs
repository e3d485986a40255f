//! Runs that are under way when the interpreter ends: they stop before it does.
//!
//! A thread that wants the interpreter when it is gone is ended by Python in the middle of Rust code,
//! which does not go well.

use crate::errors::InvalidInput;
use crate::given::given;
use crate::helpers;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

static ENDING: AtomicBool = AtomicBool::new(false);
static RUNS: AtomicUsize = AtomicUsize::new(0);
/// How often this process was forked from another, since one of them began to count.
static FORKS: AtomicU32 = AtomicU32::new(0);

/// A run that is under way.
pub struct Running(());

impl Running {
    /// Begins a run.
    ///
    /// # Errors
    /// If the interpreter is about to end.
    pub fn begin(py: Python<'_>) -> PyResult<Running> {
        helpers::watch_exit(py)?.call0()?;
        RUNS.fetch_add(1, Ordering::SeqCst);
        let running = Running(());
        if is_ending() {
            return Err(InvalidInput::new_err(
                "the interpreter is ending; nothing is checked any more",
            ));
        }
        Ok(running)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // After a fork nothing is counted any more, perhaps not even this run.
        let _ = RUNS.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1));
    }
}

/// Returns whether the interpreter is about to end: runs should stop.
pub fn is_ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// The process that something was made in; looking whether it is this one costs next to nothing.
pub struct Home(u32);

impl Home {
    /// This process.
    ///
    /// # Errors
    /// If Python cannot be asked to tell of forks.
    pub fn here(py: Python<'_>) -> PyResult<Home> {
        watch_forks(py)?;
        Ok(Home(FORKS.load(Ordering::SeqCst)))
    }

    /// Whether this process is still the one.
    #[inline]
    pub fn is_here(&self) -> bool {
        self.0 == FORKS.load(Ordering::Relaxed)
    }
}

/// Has Python tell, from now on, of processes that are forked from this one.
///
/// # Errors
/// If Python cannot be asked.
pub fn watch_forks(py: Python<'_>) -> PyResult<()> {
    static WATCHED: PyOnceLock<()> = PyOnceLock::new();
    WATCHED.get_or_try_init(py, || {
        let os = py.import("os")?;
        if !os.hasattr("register_at_fork")? {
            // A system without forks.
            return Ok::<_, PyErr>(());
        }
        let told = PyDict::new(py);
        told.set_item(
            "after_in_child",
            py.import("lawful._core")?.getattr("_forked")?,
        )?;
        os.call_method("register_at_fork", (), Some(&told))
            .map(|_| ())
    })?;
    Ok(())
}

/// Forgets the runs of the process that this one was forked from: their threads are not here. Its ledgers
/// stay its own.
#[pyfunction]
pub fn _forked() {
    RUNS.store(0, Ordering::SeqCst);
    FORKS.fetch_add(1, Ordering::SeqCst);
    crate::hold::forget();
    lawful_trace::file::close_inherited_locks();
}

/// Ends all runs, and waits that long for them; returns whether all have ended.
#[pyfunction]
pub fn _end_runs(py: Python<'_>, #[pyo3(from_py_with = given)] seconds: f64) -> bool {
    ENDING.store(true, Ordering::SeqCst);
    let limit = Duration::try_from_secs_f64(seconds).unwrap_or_default();
    py.detach(|| {
        let started = Instant::now();
        while RUNS.load(Ordering::SeqCst) > 0 {
            if started.elapsed() > limit {
                return false;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        true
    })
}

//! A run of the checker, watched from Python.

use crate::ending::Running;
use crate::errors::{InvalidInput, invalid};
use crate::evidence::Report;
use crate::given::given;
use crate::guard::guarded;
use crate::model::Model;
use crate::{ending, hold, regressions};
use lawful::check::{self as core, Budget, Config, Observer};
use lawful::evidence::LawEvidence;
use pyo3::exceptions::PyKeyboardInterrupt;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::ThreadId;
use std::time::Duration;

/// The observer of a run: passes on progress, and asks whether the user wants to stop.
struct Watcher {
    progress: Option<Py<PyAny>>,
    error: Option<PyErr>,
}

impl Observer for Watcher {
    fn done(&mut self, model: &str, law: &LawEvidence, done: usize, all: usize) {
        let Some(progress) = &self.progress else {
            return;
        };
        let told = Python::attach(|py| {
            let law = crate::evidence::LawEvidence::from(Arc::new(law.clone()));
            progress.call1(py, (model, law, done, all)).map(drop)
        });
        if let Err(error) = told {
            self.error.get_or_insert(error);
        }
    }

    fn interrupted(&mut self) -> bool {
        if let Err(error) = Python::attach(|py| py.check_signals()) {
            let stop = Python::attach(|py| error.is_instance_of::<PyKeyboardInterrupt>(py));
            if stop {
                return true;
            }
            self.error.get_or_insert(error);
        }
        self.error.is_some() || ending::is_ending()
    }

    fn gave_up(&mut self, _model: &str, thread: ThreadId) {
        if let Err(error) = Python::attach(|py| hold::abandon(py, thread)) {
            self.error.get_or_insert(error);
        }
    }
}

/// Returns a time in seconds, if it is one.
pub fn seconds(name: &str, given: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(given)
        .ok()
        .filter(|time| *time <= Duration::from_secs(10_000_000))
        .ok_or_else(|| {
            invalid(format!(
                "`{name}` must be a time in seconds, but is `{given}`"
            ))
        })
}

/// Checks every claim of the models. Use `lawful.check`.
#[pyfunction]
#[pyo3(signature = (models, *, cases, seconds, seed, shard, threads, deadline, shrink, regressions, progress))]
#[expect(clippy::too_many_arguments, reason = "they are the options of Python")]
pub fn check(
    py: Python<'_>,
    models: Vec<PyRef<'_, Model>>,
    #[pyo3(from_py_with = given)] cases: Option<u64>,
    #[pyo3(from_py_with = given)] seconds: Option<f64>,
    #[pyo3(from_py_with = given)] seed: u64,
    #[pyo3(from_py_with = given)] shard: &str,
    #[pyo3(from_py_with = given)] threads: usize,
    #[pyo3(from_py_with = given)] deadline: f64,
    #[pyo3(from_py_with = given)] shrink: u64,
    #[pyo3(from_py_with = given)] regressions: Option<PathBuf>,
    progress: Option<Py<PyAny>>,
) -> PyResult<(Report, usize, Option<String>)> {
    let mut config = Config {
        seed,
        shard: shard
            .parse()
            .map_err(|why| InvalidInput::new_err(format!("{why}")))?,
        threads,
        deadline: self::seconds("deadline", deadline)?,
        shrink,
        ..Config::default()
    };
    match (cases, seconds) {
        (Some(_), Some(_)) => return Err(invalid("give cases or a time, not both")),
        (Some(cases), None) => config.budget = Budget::Cases(cases),
        (None, Some(time)) => config.budget = Budget::Time(self::seconds("time", time)?),
        (None, None) => {}
    }
    config.validate().map_err(invalid)?;
    let stored = match &regressions {
        Some(path) => regressions::read(path)?,
        None => Default::default(),
    };
    let models: Vec<Arc<lawful::model::Model>> = models.iter().map(|m| Arc::clone(&m.0)).collect();
    let _running = Running::begin(py)?;
    let mut watcher = Watcher {
        progress,
        error: None,
    };
    let report = guarded(|| {
        py.detach(|| core::check(&models, &config, &stored, &mut watcher))
            .map_err(invalid)
    })?;
    if let Some(error) = watcher.error {
        return Err(error);
    }
    // A file that cannot be written must not cost the report.
    let (learnt, unkept) = match regressions
        .as_ref()
        .map(|path| regressions::learn(path, &report))
    {
        None => (0, None),
        Some(Ok(learnt)) => (learnt, None),
        Some(Err(error)) => (0, Some(error.value(py).to_string())),
    };
    Ok((Report::new(report), learnt, unkept))
}

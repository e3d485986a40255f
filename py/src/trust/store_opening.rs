//! Opening of stores.

use super::clock::{Machine, ManualClock};
use super::refusal;
use super::store::TrustStore;
use super::waiting;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::platform::time;
use lawful_trust::store::{RedbOptions, Sharing, shown};
use lawful_trust::{self as trust, DecayRate};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::RwLock;

/// What a store does besides keeping.
struct Settings<'a> {
    model: &'a str,
    decay_rate: Option<f64>,
    clock: Option<&'a ManualClock>,
    clock_skew: f64,
}

impl Settings<'_> {
    fn finish(self, store: trust::TrustStore, place: Option<String>) -> PyResult<TrustStore> {
        let place = place.map(|place| shown(&place));
        let store = store.with_model(self.model).map_err(refusal::store)?;
        let store = match self.clock {
            None => store.with_clock(Machine),
            Some(clock) => store.with_clock(clock.0.clone()),
        };
        let store = match self.decay_rate {
            None => store,
            Some(rate) => store.with_decay(DecayRate::new(rate).map_err(refusal::trust)?),
        };
        let skew = time::span("clock_skew", self.clock_skew)?;
        Ok(TrustStore {
            store: RwLock::new(Some(store.with_clock_skew(skew))),
            place,
            process: std::process::id(),
        })
    }

    /// Refuses settings before anything is opened for them.
    fn check(&self) -> PyResult<()> {
        trust::model::rules(self.model).map_err(refusal::trust)?;
        if let Some(rate) = self.decay_rate {
            DecayRate::new(rate).map_err(refusal::trust)?;
        }
        time::span("clock_skew", self.clock_skew).map(|_| ())
    }
}

/// Reads a place: a text, or a path.
fn place(given: Option<&Bound<'_, PyAny>>) -> PyResult<String> {
    let Some(given) = given else {
        let home = std::env::var_os("HOME")
            .or_else(|| std::env::var_os("USERPROFILE"))
            .filter(|home| !home.is_empty())
            .ok_or_else(|| invalid("there is no home directory; give a place for the store"))?;
        let path = PathBuf::from(home).join(".web4/governance/entities");
        return text_of(path);
    };
    if let Ok(text) = given.extract::<String>() {
        return Ok(text);
    }
    match given.extract::<PathBuf>() {
        Ok(path) => text_of(path),
        Err(_) => Err(PyTypeError::new_err(format!(
            "the place of a store is a text or a path, not `{}`",
            given.get_type().name()?
        ))),
    }
}

fn text_of(path: PathBuf) -> PyResult<String> {
    path.into_os_string().into_string().map_err(|path| {
        invalid(format!(
            "`{}` is not UTF-8; use another place",
            path.to_string_lossy()
        ))
    })
}

#[pymethods]
impl TrustStore {
    #[new]
    #[pyo3(signature = (path=None, *, model="evidence", decay_rate=None, clock=None, clock_skew=0.0,
        patience=10.0, turns=false))]
    #[expect(clippy::too_many_arguments, reason = "a store has that many settings")]
    fn new(
        py: Python<'_>,
        path: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] model: &str,
        #[pyo3(from_py_with = given)] decay_rate: Option<f64>,
        clock: Option<&Bound<'_, ManualClock>>,
        #[pyo3(from_py_with = given)] clock_skew: f64,
        #[pyo3(from_py_with = given)] patience: f64,
        turns: bool,
    ) -> PyResult<TrustStore> {
        let place = place(path)?;
        let settings = Settings {
            model,
            decay_rate,
            clock: clock.map(Bound::get),
            clock_skew,
        };
        settings.check()?;
        let sharing = if turns { Sharing::Turns } else { Sharing::Held };
        let patience = time::span("patience", patience)?.unsigned_abs();
        let file = RedbOptions::new().sharing(sharing).patience(patience);
        let file = file.give_up(waiting::give_up);
        let opened = detached(py, || trust::TrustStore::open_with(&place, file))?;
        settings.finish(opened.map_err(waiting::told)?, Some(place))
    }

    /// Makes a store in memory, with the settings of the class.
    #[staticmethod]
    #[pyo3(signature = (*, model="evidence", decay_rate=None, clock=None, clock_skew=0.0))]
    fn memory(
        #[pyo3(from_py_with = given)] model: &str,
        #[pyo3(from_py_with = given)] decay_rate: Option<f64>,
        clock: Option<&Bound<'_, ManualClock>>,
        #[pyo3(from_py_with = given)] clock_skew: f64,
    ) -> PyResult<TrustStore> {
        let settings = Settings {
            model,
            decay_rate,
            clock: clock.map(Bound::get),
            clock_skew,
        };
        settings.finish(trust::TrustStore::memory(), None)
    }
}

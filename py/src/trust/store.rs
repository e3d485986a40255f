//! Stores of entities as a class.

use super::clock;
use super::entity::EntityTrust;
use super::event::SignedWitnessEvent;
use super::refusal::{self, TrustStoreError};
use super::waiting;
use crate::given::given;
use crate::guard::detached;
use crate::platform::PublicKey;
use lawful_trust::entity::Arrival;
use lawful_trust::store::{Contents, Outcome};
use lawful_trust::{self as trust, DecayRate, StoreError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyIterator, PyList};
use std::sync::{PoisonError, RwLock};

/// A store of entities: `TrustStore(place)`, or `TrustStore.memory()`.
///
/// The place is `postgresql://...`, a file whose name ends in `.redb`, or else a directory of JSON
/// files, which the published `web4-trust` packages read and write too. Without a place it is their
/// directory, `.web4/governance/entities` in the home directory. These packages drop what they do not
/// know: after they saved an entity, its scores count as they say, and which events of witnesses were
/// heard is forgotten.
///
/// Updates and witnessings are transactions: they happen wholly or not at all, and threads and
/// processes that work at the same time lose nothing. A `.redb` file is held by one process until
/// `close()`; others wait for it `patience` seconds, or, if all are opened with `turns=True`, use it in
/// turns, one operation each, which is slower. `decay_rate` lets evidence fade when it is read and
/// before it is changed; without it, nothing fades by itself. Entities of the model web4-0.1 fade after
/// more than a day in which nothing happened, as in the published packages. Threads may share a store. `len(store)` counts the entities, and `for id in
/// store` goes through their ids in order.
///
/// >>> from lawful.trust import TrustStore
/// >>> store = TrustStore.memory()
/// >>> print(store.update("mcp:files", True, 0.1).trust_level())
/// Medium
/// >>> witness, target = store.witness("role:auditor", "mcp:files", True, 0.5)
/// >>> target.witnessed_by, store.list_entities("role")
/// (['role:auditor'], ['role:auditor'])
/// >>> list(store)
/// ['mcp:files', 'role:auditor']
/// >>> store.update("mcp:files", True, float("inf"))
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: the magnitude is `inf`; use a number that is finite
#[pyclass(frozen, module = "lawful.trust")]
pub struct TrustStore {
    pub(super) store: RwLock<Option<trust::TrustStore>>,
    /// Without a password; `None` in memory.
    pub(super) place: Option<String>,
    pub(super) process: u32,
}

impl TrustStore {
    /// Runs something with the store, while other threads of Python run unless it is short.
    pub fn run<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&trust::TrustStore) -> Result<T, StoreError> + Send,
    ) -> PyResult<T> {
        let place = match &self.place {
            // What is done in memory is over before another thread could begin.
            None => return self.run_here(work),
            Some(place) => place,
        };
        if std::process::id() != self.process {
            return Err(TrustStoreError::new_err(format!(
                "the store `{place}` was opened before this process was forked; open it again here"
            )));
        }
        detached(py, || self.run_here(work))?
    }

    /// Runs something long, while other threads of Python run.
    pub fn run_long<T: Send>(
        &self,
        py: Python<'_>,
        work: impl FnOnce(&trust::TrustStore) -> Result<T, StoreError> + Send,
    ) -> PyResult<T> {
        if self.place.is_some() {
            return self.run(py, work);
        }
        detached(py, || self.run_here(work))?
    }

    #[inline]
    fn run_here<T>(
        &self,
        work: impl FnOnce(&trust::TrustStore) -> Result<T, StoreError>,
    ) -> PyResult<T> {
        let held = self.store.read().unwrap_or_else(PoisonError::into_inner);
        match &*held {
            Some(store) => work(store).map_err(waiting::told),
            None => Err(TrustStoreError::new_err(format!(
                "the store {} is closed; open it again",
                self.place.as_deref().unwrap_or("in memory")
            ))),
        }
    }
}

#[pymethods]
impl TrustStore {
    /// Returns an entity; makes and saves a new one if there is none.
    ///
    /// Raises `InvalidInput` if the id is none, `DamagedFile` if its record is damaged, and
    /// `TrustStoreError` if the store cannot be used.
    fn get(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
    ) -> PyResult<EntityTrust> {
        self.run(py, |store| store.get(entity_id))
            .map(EntityTrust::of)
    }

    /// Returns an entity, or `None` if the store does not have it. Nothing is saved.
    fn find(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
    ) -> PyResult<Option<EntityTrust>> {
        let found = self.run(py, |store| store.find(entity_id))?;
        Ok(found.map(EntityTrust::of))
    }

    /// Saves an entity over whatever the store has under its id. To change one that others may change
    /// too, use `update` or `witness`.
    fn save(&self, py: Python<'_>, trust: &Bound<'_, EntityTrust>) -> PyResult<()> {
        let held = trust.get();
        if self.place.is_none() {
            let entity = held.held();
            return self.run_here(|store| store.save(&entity));
        }
        let entity = held.held().clone();
        self.run(py, |store| store.save(&entity))
    }

    /// Adds the outcome of an action of an entity, and returns it as it is then.
    fn update(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
    ) -> PyResult<EntityTrust> {
        self.run(py, |store| store.update(entity_id, success, magnitude))
            .map(EntityTrust::of)
    }

    /// Adds many outcomes, each an id, a success and a magnitude, in one transaction: all or none.
    ///
    /// >>> from lawful.trust import TrustStore
    /// >>> store = TrustStore.memory()
    /// >>> store.update_all([("mcp:a", True, 0.1), ("mcp:b", False, 0.2), ("mcp:a", True, 0.1)])
    /// >>> store.get("mcp:a").action_count
    /// 2
    #[pyo3(signature = (outcomes, /))]
    fn update_all(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] outcomes: Vec<(PyBackedStr, bool, f64)>,
    ) -> PyResult<()> {
        self.run_long(py, move |store| {
            let all: Vec<Outcome<'_>> = outcomes
                .iter()
                .map(|(id, success, magnitude)| Outcome {
                    id,
                    success: *success,
                    magnitude: *magnitude,
                })
                .collect();
            store.update_all(&all)
        })
    }

    /// Adds that an entity has witnessed an action of another one, to both or to none; returns the
    /// witness and the target as they are then. The witness counts for what it is trusted itself.
    fn witness(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] witness_id: &str,
        #[pyo3(from_py_with = given)] target_id: &str,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
    ) -> PyResult<(EntityTrust, EntityTrust)> {
        let (witness, target) = self.run(py, |store| {
            store.witness(witness_id, target_id, success, magnitude)
        })?;
        Ok((EntityTrust::of(witness), EntityTrust::of(target)))
    }

    /// Hears a signed event, once: its target does, and the witness counts for what the store knows of
    /// it. Returns `new`, `repeated`, or `too old` to know. What is new is recorded with both or with
    /// none.
    ///
    /// Which events were heard is forgotten when the entity is deleted, and in a directory of JSON files
    /// also when a published `web4-trust` package saves it, which drops what it does not know. An event
    /// that is heard again after that is `new` and counts once more.
    ///
    /// Raises `BadSignature` if the key did not sign it.
    ///
    /// >>> from lawful.platform import KeyStore
    /// >>> from lawful.trust import SignedWitnessEvent, TrustStore
    /// >>> key = KeyStore.memory().new_key("auditor")
    /// >>> event = SignedWitnessEvent.sign(key, "role:auditor", "mcp:files", 1, True, 0.5)
    /// >>> store = TrustStore.memory()
    /// >>> store.hear(event, key.public_key), store.hear(event, key.public_key)
    /// ('new', 'repeated')
    /// >>> store.get("mcp:files").witness_count
    /// 1
    fn hear(
        &self,
        py: Python<'_>,
        event: &SignedWitnessEvent,
        public_key: &PublicKey,
    ) -> PyResult<&'static str> {
        let verified = event.0.verify(&public_key.0).map_err(refusal::witness)?;
        self.run(py, |store| store.hear(&verified))
            .map(Arrival::name)
    }

    /// Returns an entity as it is at a time, faded at a rate a day until then, or `None` if the store
    /// does not have it. Nothing is saved.
    #[pyo3(signature = (entity_id, time, decay_rate=0.01))]
    fn as_of(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
        time: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = given)] decay_rate: f64,
    ) -> PyResult<Option<EntityTrust>> {
        let rate = DecayRate::new(decay_rate).map_err(refusal::trust)?;
        let time = clock::or_now(Some(time))?;
        let found = self.run(py, |store| store.as_of(entity_id, time, rate))?;
        Ok(found.map(EntityTrust::of))
    }

    /// Lists the ids of all entities, or of those of a type, in order. Files of other programs whose ids
    /// are none here, `mcp:` for instance, are passed over; `damaged()` tells them too.
    ///
    /// Raises `DamagedFile` if a record is damaged; with `skip_damaged` the others are listed, and
    /// `damaged()` tells which are.
    #[pyo3(signature = (entity_type=None, *, skip_damaged=false))]
    fn list_entities(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_type: Option<&str>,
        skip_damaged: bool,
    ) -> PyResult<Vec<String>> {
        self.run_long(py, |store| {
            if skip_damaged {
                return Ok(store.listing(entity_type)?.ids);
            }
            store.list_entities(entity_type)
        })
    }

    /// Reads every entity and tells what is damaged, and how; empty if all is well. In a directory of
    /// JSON files it also tells which files are of entities that nobody can ask for: those with the name
    /// of another entity's file, and those of other programs whose ids are none here.
    fn damaged(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let damaged = self.run_long(py, trust::TrustStore::damaged)?;
        Ok(damaged.iter().map(ToString::to_string).collect())
    }

    /// Reads all entities, or those of a type, once: returns those that can be read, in the order of
    /// their ids, and what `damaged()` tells.
    ///
    /// >>> from lawful.trust import TrustStore
    /// >>> store = TrustStore.memory()
    /// >>> _ = store.update("mcp:a", True, 0.1)
    /// >>> entities, damaged = store.read_all("mcp")
    /// >>> [entity.entity_id for entity in entities], damaged
    /// (['mcp:a'], [])
    #[pyo3(signature = (entity_type=None))]
    fn read_all(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_type: Option<&str>,
    ) -> PyResult<(Vec<EntityTrust>, Vec<String>)> {
        let Contents { entities, damaged } =
            self.run_long(py, |store| store.read_all(entity_type))?;
        let damaged = damaged.iter().map(ToString::to_string).collect();
        Ok((entities.into_iter().map(EntityTrust::of).collect(), damaged))
    }

    /// Returns all entities of a type, in the order of their ids.
    ///
    /// Raises `DamagedFile` if one is damaged; with `skip_damaged` the others are returned.
    #[pyo3(signature = (entity_type, *, skip_damaged=false))]
    fn get_by_type(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_type: &str,
        skip_damaged: bool,
    ) -> PyResult<Vec<EntityTrust>> {
        let all = self.run_long(py, |store| {
            if skip_damaged {
                store.readable(Some(entity_type))
            } else {
                store.get_by_type(entity_type)
            }
        })?;
        Ok(all.into_iter().map(EntityTrust::of).collect())
    }

    /// Returns whether the store has an entity.
    fn exists(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
    ) -> PyResult<bool> {
        self.run(py, |store| store.exists(entity_id))
    }

    /// Deletes an entity; returns whether the store had it. Which events of witnesses it has heard is
    /// forgotten too: if one of them is heard once more, it counts once more.
    fn delete(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_id: &str,
    ) -> PyResult<bool> {
        self.run(py, |store| store.delete(entity_id))
    }

    /// The place of the store, without a password; `None` in memory.
    #[getter]
    fn place(&self) -> Option<&str> {
        self.place.as_deref()
    }

    fn __len__(&self, py: Python<'_>) -> PyResult<usize> {
        self.run_long(py, |store| Ok(store.list_entities(None)?.len()))
    }

    /// A store without entities is a store.
    fn __bool__(&self) -> bool {
        true
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyIterator>> {
        let ids = self.run_long(py, |store| store.list_entities(None))?;
        PyList::new(py, ids)?.try_iter()
    }

    fn __contains__(&self, py: Python<'_>, entity_id: &Bound<'_, PyAny>) -> PyResult<bool> {
        match entity_id.extract::<PyBackedStr>() {
            Ok(id) => self.exists(py, &id),
            Err(_) => Ok(false),
        }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(match &self.place {
            None => "TrustStore.memory()".to_owned(),
            Some(place) => format!("TrustStore({})", place.into_pyobject(py)?.repr()?),
        })
    }

    /// Closes the store, so that another process can have its file. A second time does nothing.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        detached(py, || {
            let taken = self
                .store
                .write()
                .unwrap_or_else(PoisonError::into_inner)
                .take();
            if std::process::id() == self.process {
                drop(taken);
            } else {
                // In a forked process the store belongs to the parent.
                std::mem::forget(taken);
            }
        })
    }

    fn __enter__(this: Py<Self>) -> PyResult<Py<Self>> {
        this.get().run_here(|_| Ok(()))?;
        Ok(this)
    }

    #[pyo3(signature = (*_exception))]
    fn __exit__(
        &self,
        py: Python<'_>,
        _exception: &Bound<'_, pyo3::types::PyTuple>,
    ) -> PyResult<()> {
        self.close(py)
    }
}

impl Drop for TrustStore {
    fn drop(&mut self) {
        if std::process::id() != self.process {
            let store = self.store.get_mut().unwrap_or_else(PoisonError::into_inner);
            std::mem::forget(store.take());
        }
    }
}

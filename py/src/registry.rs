//! The models that this process knows: those linked in Rust and those registered in Python.

use crate::errors::{InvalidInput, NotFound, invalid};
use crate::given::given;
use crate::model::Model;
use lawful::model as core;
use lawful::registry;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

struct Registered {
    model: Arc<core::Model>,
    origin: String,
}

static PYTHON: Mutex<BTreeMap<String, Registered>> = Mutex::new(BTreeMap::new());

fn python() -> MutexGuard<'static, BTreeMap<String, Registered>> {
    PYTHON.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Returns every model, sorted by id.
pub fn all() -> PyResult<Vec<Arc<core::Model>>> {
    let linked = registry::models().map_err(invalid)?;
    let mut models: Vec<Arc<core::Model>> = linked.to_vec();
    models.extend(python().values().map(|r| Arc::clone(&r.model)));
    models.sort_by(|a, b| a.id().cmp(b.id()));
    Ok(models)
}

/// Returns every registered model, sorted by id.
#[pyfunction]
pub fn models() -> PyResult<Vec<Model>> {
    Ok(all()?.into_iter().map(Model).collect())
}

/// Returns where the models that were registered in Python come from: the id and the class of each.
#[pyfunction]
pub fn origins() -> Vec<(String, String)> {
    let known = python();
    let pairs = known.iter();
    pairs
        .map(|(id, registered)| (id.clone(), registered.origin.clone()))
        .collect()
}

/// Finds a registered model by its id.
///
/// Raises `NotFound` if there is none.
#[pyfunction]
pub fn find(#[pyo3(from_py_with = given)] id: &str) -> PyResult<Model> {
    let found = all()?.into_iter().find(|m| m.id() == id);
    found
        .map(Model)
        .ok_or_else(|| NotFound::new_err(format!("no model is called `{id}`")))
}

/// Registers a model. The same origin may register a model again; another one may not.
///
/// Raises `InvalidInput` if the id is taken.
#[pyfunction]
pub fn add(model: PyRef<'_, Model>, #[pyo3(from_py_with = given)] origin: String) -> PyResult<()> {
    let id = model.0.id().to_owned();
    let taken = |by: &str| {
        InvalidInput::new_err(format!(
            "two models are called `{id}`, one from `{by}` and one from `{origin}`; an id must be unique"
        ))
    };
    let linked = registry::models().map_err(invalid)?;
    if linked.iter().any(|m| m.id() == id) {
        return Err(taken("a Rust crate"));
    }
    let mut known = python();
    if let Some(other) = known.get(&id)
        && other.origin != origin
    {
        return Err(taken(&other.origin));
    }
    let model = Arc::clone(&model.0);
    known.insert(id.clone(), Registered { model, origin });
    Ok(())
}

/// Checks that every model that a manifest names is registered. One id per line; `#` begins a
/// comment.
///
/// Raises `InvalidInput` if one is missing.
#[pyfunction]
pub fn require(#[pyo3(from_py_with = given)] manifest: &str) -> PyResult<()> {
    registry::require(manifest, &all()?).map_err(invalid)
}

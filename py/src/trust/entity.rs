//! The trust in one entity as a class that is changed in place.

use super::clock;
use super::dictionary;
use super::level::TrustLevel;
use super::refusal;
use super::restore::Pickled;
use super::tensor::{T3Tensor, V3Tensor, dimension};
use crate::given::given;
use crate::platform::time;
use lawful_trust::model::rules;
use lawful_trust::{self as trust, Dimension};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The trust in one entity, `EntityTrust("type:name")`: what its model keeps, who witnessed, how
/// often it acted and when.
///
/// It is changed in place, by threads too, so it has no hash. An error changes nothing. Times are
/// aware `datetime`s; without one, the time is now.
///
/// >>> from lawful.trust import EntityTrust
/// >>> entity = EntityTrust("test:verify")
/// >>> entity.update_from_outcome(True, 0.1)
/// >>> print(f"Trust Level: {entity.trust_level()}")
/// Trust Level: Medium
/// >>> print(f"T3 Average: {entity.t3_average():.4f}")
/// T3 Average: 0.5167
/// >>> EntityTrust("")
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `` is not an entity id: it is empty; use `type:name`
#[pyclass(frozen, module = "lawful.trust")]
pub struct EntityTrust(Mutex<trust::EntityTrust>);

impl EntityTrust {
    /// Holds an entity.
    #[inline]
    pub fn of(entity: trust::EntityTrust) -> EntityTrust {
        EntityTrust(Mutex::new(entity))
    }

    /// Returns the entity, for as long as nobody else wants it.
    #[inline]
    pub fn held(&self) -> MutexGuard<'_, trust::EntityTrust> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the binary form.
    pub fn read(data: &[u8]) -> PyResult<EntityTrust> {
        trust::EntityTrust::from_bytes(data)
            .map(EntityTrust::of)
            .map_err(refusal::trust)
    }

    fn set(&self, dimension: Dimension, score: f64) -> PyResult<()> {
        self.held()
            .set_score(dimension, score)
            .map_err(refusal::trust)
    }
}

macro_rules! scores {
    ($($get:ident, $set:ident, $dimension:ident, $doc:literal;)*) => {
        #[pymethods]
        impl EntityTrust {
            $(
                #[doc = $doc]
                #[getter]
                fn $get(&self) -> f64 {
                    self.held().score(Dimension::$dimension)
                }

                #[setter]
                fn $set(&self, #[pyo3(from_py_with = given)] score: f64) -> PyResult<()> {
                    self.set(Dimension::$dimension, score)
                }
            )*
        }
    };
}

scores! {
    talent, set_talent, Talent, "The score of talent, 0 to 1.";
    training, set_training, Training, "The score of training, 0 to 1.";
    temperament, set_temperament, Temperament, "The score of temperament, 0 to 1.";
    valuation, set_valuation, Valuation, "The score of valuation, 0 to 1.";
    veracity, set_veracity, Veracity, "The score of veracity, 0 to 1.";
    validity, set_validity, Validity, "The score of validity, 0 to 1.";
}

#[pymethods]
impl EntityTrust {
    #[classattr]
    fn __match_args__() -> (&'static str,) {
        ("entity_id",)
    }

    #[new]
    #[pyo3(signature = (entity_id, *, model="evidence", now=None))]
    fn new(
        #[pyo3(from_py_with = given)] entity_id: &str,
        #[pyo3(from_py_with = given)] model: &str,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<EntityTrust> {
        let rules = rules(model).map_err(refusal::trust)?;
        trust::EntityTrust::with_model(entity_id, rules, clock::or_now(now)?)
            .map(EntityTrust::of)
            .map_err(refusal::trust)
    }

    /// The id, `type:name`.
    #[getter]
    fn entity_id(&self) -> String {
        self.held().entity_id().to_owned()
    }

    /// What stands before the first colon of the id.
    #[getter]
    fn entity_type(&self) -> String {
        self.held().entity_type().to_owned()
    }

    /// What stands after the first colon of the id.
    #[getter]
    fn entity_name(&self) -> String {
        self.held().entity_name().to_owned()
    }

    /// The name of the trust model.
    #[getter]
    fn model(&self) -> &'static str {
        self.held().model().name()
    }

    /// How many actions there were.
    #[getter]
    fn action_count(&self) -> u64 {
        self.held().action_count()
    }

    /// How many actions succeeded.
    #[getter]
    fn success_count(&self) -> u64 {
        self.held().success_count()
    }

    /// How many testimonies have counted.
    #[getter]
    fn witness_count(&self) -> u64 {
        self.held().witness_count()
    }

    /// Who has witnessed this entity, in the order of the first time; a new list.
    #[getter]
    fn witnessed_by(&self) -> Vec<String> {
        self.held().witnessed_by().map(str::to_owned).collect()
    }

    /// Whom this entity has witnessed, in the order of the first time; a new list.
    #[getter]
    fn has_witnessed(&self) -> Vec<String> {
        self.held().has_witnessed().map(str::to_owned).collect()
    }

    /// When the entity was created.
    #[getter]
    fn created_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let at = self.held().created_at();
        time::to_python(py, at)
    }

    /// When the last action was; `None` before the first.
    #[getter]
    fn last_action<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let at = self.held().last_action();
        at.map(|at| time::to_python(py, at)).transpose()
    }

    /// Until when all is known: the last action or the creation, or until when time has gone by. From
    /// then on `decay_until`, `as_of` and stores let what is known fade.
    #[getter]
    fn known_until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let at = self.held().known_until();
        time::to_python(py, at)
    }

    /// Until when `decay_until` has let time go by.
    #[getter]
    fn decayed_until<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let at = self.held().decayed_until();
        time::to_python(py, at)
    }

    /// How often each of the six dimensions was observed, trust first.
    #[getter]
    fn observation_counts(&self) -> [u32; 6] {
        self.held().observation_counts()
    }

    /// How much of the trust rests on evidence, 0 to 1.
    #[getter]
    fn confidence(&self) -> f64 {
        self.held().confidence()
    }

    /// Returns a score by the name of its dimension.
    ///
    /// Raises `InvalidInput` if it is not the name of a dimension.
    #[pyo3(signature = (dimension, /))]
    fn score(&self, #[pyo3(from_py_with = given)] dimension: &str) -> PyResult<f64> {
        Ok(self.held().score(self::dimension(dimension)?))
    }

    /// Returns how little a score rests on evidence, 0 to 1.
    ///
    /// Raises `InvalidInput` if it is not the name of a dimension.
    #[pyo3(signature = (dimension, /))]
    fn uncertainty(&self, #[pyo3(from_py_with = given)] dimension: &str) -> PyResult<f64> {
        Ok(self.held().uncertainty(self::dimension(dimension)?))
    }

    /// Returns the mean of talent, training and temperament.
    fn t3_average(&self) -> f64 {
        self.held().t3_average()
    }

    /// Returns the mean of valuation, veracity and validity.
    fn v3_average(&self) -> f64 {
        self.held().v3_average()
    }

    /// Returns the level of `t3_average`, which prints as `Medium` for instance.
    fn trust_level(&self) -> TrustLevel {
        TrustLevel(self.held().trust_level())
    }

    /// Returns the part of the actions that succeeded, one half if there were none.
    fn success_rate(&self) -> f64 {
        self.held().success_rate()
    }

    /// Returns the days since the last action, or since the creation; whole seconds are counted.
    ///
    /// Raises `InvalidInput` if the clock went back.
    #[pyo3(signature = (now=None))]
    fn days_since_last_action(&self, now: Option<&Bound<'_, PyAny>>) -> PyResult<f64> {
        let now = clock::or_now(now)?;
        self.held()
            .days_since_last_action(now)
            .map_err(refusal::trust)
    }

    /// Returns a copy of the trust tensor.
    fn t3(&self) -> T3Tensor {
        T3Tensor::of(self.held().t3())
    }

    /// Returns a copy of the value tensor.
    fn v3(&self) -> V3Tensor {
        V3Tensor::of(self.held().v3())
    }

    /// Returns the scores under the twelve names of the older generation.
    fn legacy<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        // A copy: making objects of Python may run code that wants this entity.
        let entity = self.held().clone();
        dictionary::legacy(py, &entity)
    }

    /// Returns the 14 entries of the published packages: ids, scores, counts and witnesses, without
    /// times and evidence. `bytes(entity)` has everything.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let entity = self.held().clone();
        dictionary::write(py, &entity)
    }

    /// Makes an entity of a dictionary as `to_dict` writes it, or as the six-dimension generation did.
    ///
    /// Only `entity_id` is needed. Of each tensor all scores are given, or none and they are one half.
    /// The entity gets the least evidence that has these scores. Other entries are not looked at.
    ///
    /// Raises `InvalidInput` if an entry makes no sense.
    ///
    /// >>> from lawful.trust import EntityTrust
    /// >>> entity = EntityTrust.from_dict({"entity_id": "mcp:a", "action_count": 3, "success_count": 2})
    /// >>> round(entity.success_rate(), 2)
    /// 0.67
    #[staticmethod]
    #[pyo3(signature = (entries, /, *, model="evidence", now=None))]
    fn from_dict(
        entries: &Bound<'_, PyDict>,
        #[pyo3(from_py_with = given)] model: &str,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<EntityTrust> {
        dictionary::read(entries, model, clock::or_now(now)?).map(EntityTrust::of)
    }

    /// Reads what `bytes(entity)` gives.
    ///
    /// Raises `InvalidInput` if it is something else.
    #[staticmethod]
    #[pyo3(signature = (data, /))]
    fn from_bytes(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<EntityTrust> {
        EntityTrust::read(data)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let bytes = self.held().to_bytes();
        PyBytes::new(py, &bytes)
    }

    fn __eq__(&self, other: &Bound<'_, EntityTrust>) -> bool {
        let theirs = other.get().held().clone();
        *self.held() == theirs
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let held = self.held().clone();
        let id = held.entity_id().into_pyobject(py)?.repr()?.to_string();
        Ok(format!(
            "EntityTrust({id}, t3={:.3}, level={})",
            held.t3_average(),
            held.trust_level()
        ))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Pickled<'py>> {
        let restore = py.import("lawful._core")?.getattr("_restore_trust")?;
        Ok((restore, ("EntityTrust", self.__bytes__(py))))
    }

    fn __copy__(&self) -> EntityTrust {
        EntityTrust::of(self.held().clone())
    }

    fn __deepcopy__(&self, _memo: &Bound<'_, PyAny>) -> EntityTrust {
        EntityTrust::of(self.held().clone())
    }
}

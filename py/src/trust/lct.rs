//! Linked context tokens as a frozen class.

use super::lifecycle::Lifecycle;
use super::refusal;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, time};
use lawful_platform::Signer;
use lawful_trust::identity::{self, Endorsement, EntityType};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Reads the name of a type of entities.
pub fn entity_type(name: &str) -> PyResult<EntityType> {
    name.parse().map_err(invalid)
}

/// A linked context token, who somebody is: `Lct.create("human", key)`, or `Lct(data)` from its bytes.
///
/// The id is computed from the public key, and the key signs the token; a child carries its parent's
/// endorsement. A token always has good signatures. Types are human, ai_software, ai_embodied,
/// organization, society, role, task, resource and hybrid.
///
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import Lct
/// >>> key = KeyStore.memory().new_key("me")
/// >>> lct = Lct.create("human", key)
/// >>> Lct(bytes(lct)) == lct, lct.id.startswith("lct:")
/// (True, True)
/// >>> Lct.create("robot", key)
/// Traceback (most recent call last):
/// lawful.errors.InvalidInput: `robot` is not a type of entities; use human, ai_software, ai_embodied, organization, society, role, task, resource or hybrid
#[pyclass(frozen, eq, module = "lawful.trust")]
#[derive(PartialEq)]
pub struct Lct(pub identity::Lct);

#[pymethods]
impl Lct {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("id", "entity_type")
    }

    #[new]
    #[pyo3(signature = (data, /))]
    fn new(#[pyo3(from_py_with = given)] data: &[u8]) -> PyResult<Lct> {
        identity::Lct::from_bytes(data)
            .map(Lct)
            .map_err(refusal::identity)
    }

    /// Makes the token of a key, without a parent.
    #[staticmethod]
    #[pyo3(signature = (entity_type, key, *, now=None))]
    fn create(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_type: &str,
        key: &Key,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Lct> {
        let kind = self::entity_type(entity_type)?;
        let now = super::clock::or_now(now)?;
        detached(py, || identity::Lct::create(kind, &key.0, now))?
            .map(Lct)
            .map_err(refusal::identity)
    }

    /// Makes the token of a child, whose key is given, endorsed by its parent with the parent's key.
    ///
    /// Raises `IdentityRefused` if the parent is not active or the key is not the parent's.
    #[staticmethod]
    #[pyo3(signature = (entity_type, key, *, parent, parent_key, now=None))]
    fn create_child(
        py: Python<'_>,
        #[pyo3(from_py_with = given)] entity_type: &str,
        key: &Key,
        parent: &Lifecycle,
        parent_key: &Key,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Lct> {
        let kind = self::entity_type(entity_type)?;
        let now = super::clock::or_now(now)?;
        let child = key.0.public_key().clone();
        let parent = parent.held().clone();
        detached(py, || {
            let endorsement = Endorsement::issue(&parent, &parent_key.0, kind, &child, now)?;
            identity::Lct::create_child(endorsement, &key.0)
        })?
        .map(Lct)
        .map_err(refusal::identity)
    }

    /// The id, `lct:` and 64 hexadecimal digits.
    #[getter]
    fn id(&self) -> String {
        self.0.id().to_string()
    }

    /// What the entity is, `human` for instance.
    #[getter]
    fn entity_type(&self) -> &'static str {
        self.0.entity_type().name()
    }

    /// When the token was made, as its owner says.
    #[getter]
    fn created_at<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.0.created_at())
    }

    /// The public key.
    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key().clone())
    }

    /// The id of the parent; `None` without one.
    #[getter]
    fn parent_id(&self) -> Option<String> {
        self.0.parent().map(|id| id.to_string())
    }

    /// How many ancestors the line has.
    #[getter]
    fn lineage_depth(&self) -> u64 {
        self.0.depth()
    }

    /// Returns the least coherence with which an entity of this type counts as one.
    fn coherence_threshold(&self) -> f64 {
        self.0.entity_type().coherence_threshold()
    }

    /// Verifies that this token is a child of another.
    ///
    /// Raises `IdentityRefused` if it is not.
    #[pyo3(signature = (parent, /))]
    fn verify_lineage(&self, parent: &Lct) -> PyResult<()> {
        self.0.verify_lineage(&parent.0).map_err(refusal::identity)
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.id().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("Lct({})", self.__bytes__(py).repr()?))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Bound<'py, PyBytes>,)) {
        (py.get_type::<Self>(), (self.__bytes__(py),))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

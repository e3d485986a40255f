//! How strongly a token is bound to hardware, as a frozen class.

use super::lct::Lct;
use super::refusal;
use crate::errors::invalid;
use crate::given::given;
use crate::platform::Attested;
use lawful_trust::identity;
use pyo3::prelude::*;
use pyo3::types::PyType;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a verified attestation says of a token: where its key lives, and the most trust that follows.
///
/// `HardwareBinding(lct, attested)`; it can be made of nothing else. The attestation must be of the token's
/// key, with the token's id as the entity.
///
/// >>> from lawful.platform import Challenges, KeyStore
/// >>> from lawful.trust import HardwareBinding, Lct
/// >>> store = KeyStore.memory()
/// >>> lct = Lct.create("human", store.new_key("me"))
/// >>> challenges = Challenges()
/// >>> attestation = store.attest("me", entity=lct.id, challenge=challenges.issue())
/// >>> binding = HardwareBinding(lct, attestation.verify(challenges))
/// >>> binding.level, binding.trust_ceiling
/// ('software', 0.4)
#[pyclass(frozen, module = "lawful.trust")]
pub struct HardwareBinding {
    binding: identity::Binding,
    lct: Py<Lct>,
    attested: Py<Attested>,
}

#[pymethods]
impl HardwareBinding {
    #[classattr]
    fn __match_args__() -> (&'static str, &'static str) {
        ("lct_id", "level")
    }

    #[new]
    #[pyo3(signature = (lct, attested, /))]
    fn new(lct: Py<Lct>, attested: Py<Attested>) -> PyResult<HardwareBinding> {
        let verified = attested
            .get()
            .verified()
            .ok_or_else(|| invalid("no verifier gives such a ceiling"))?;
        Ok(HardwareBinding {
            binding: identity::Binding::of(&lct.get().0, &verified).map_err(refusal::identity)?,
            lct,
            attested,
        })
    }

    /// Whose binding this is.
    #[getter]
    fn lct_id(&self) -> String {
        self.binding.lct().to_string()
    }

    /// The level: `software`, `hardware` or `measured_hardware`.
    #[getter]
    fn level(&self) -> &'static str {
        self.binding.level().name()
    }

    /// The most trust that follows, 0 to 1, as verified.
    #[getter]
    fn trust_ceiling(&self) -> f64 {
        self.binding.trust_ceiling().value()
    }

    /// The ceiling times the freshness of the attestation.
    #[getter]
    fn effective_ceiling(&self) -> f64 {
        self.binding.effective_ceiling()
    }

    /// Returns a score, cut at the effective ceiling. What is not a number becomes 0.
    #[pyo3(signature = (score, /))]
    fn cut(&self, #[pyo3(from_py_with = given)] score: f64) -> f64 {
        self.binding.cut(score)
    }

    fn __eq__(&self, other: &HardwareBinding) -> bool {
        self.binding == other.binding
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.binding.lct().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self) -> String {
        format!(
            "<HardwareBinding of {}: {}, ceiling {}>",
            self.binding.lct(),
            self.binding.level(),
            self.binding.trust_ceiling()
        )
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> (Bound<'py, PyType>, (Py<Lct>, Py<Attested>)) {
        let parts = (self.lct.clone_ref(py), self.attested.clone_ref(py));
        (py.get_type::<Self>(), parts)
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

//! What a verified attestation shows.

use super::public_key::PublicKey;
use crate::evidence::class;
use lawful_platform::attestation as core;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};
use serde::{Deserialize, Serialize};

/// The data of an [`Attested`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AttestedData {
    entity: String,
    public_key: lawful_platform::PublicKey,
    anchor: lawful_platform::Anchor,
    ceiling: f64,
    freshness: f64,
    platform_state: lawful_platform::tpm2::PcrValues,
}

class! {
    /// What a verifier knows after it has verified an attestation.
    ///
    /// >>> from lawful.platform import Challenges, KeyStore
    /// >>> store, challenges = KeyStore.memory(), Challenges()
    /// >>> _ = store.new_key("me")
    /// >>> attested = store.attest("me", entity="example", challenge=challenges.issue()).verify(challenges)
    /// >>> attested.anchor, 0 < attested.ceiling < 1
    /// ('software', True)
    Attested, "Attested", AttestedData
}

impl Attested {
    /// Takes down what was verified.
    pub fn of(verified: core::Attested) -> Attested {
        Attested(std::sync::Arc::new(AttestedData {
            entity: verified.entity_id,
            public_key: verified.public_key,
            anchor: verified.anchor,
            ceiling: verified.ceiling.value(),
            freshness: verified.freshness,
            platform_state: verified.platform_state,
        }))
    }

    /// Returns what was verified, if its ceiling is one that a verifier gives.
    pub fn verified(&self) -> Option<core::Attested> {
        use lawful_platform::attestation::Ceiling;
        let ceiling = [
            Ceiling::TPM2_WITH_PCRS,
            Ceiling::FIDO2,
            Ceiling::TPM2,
            Ceiling::SECURE_ENCLAVE,
            Ceiling::SOFTWARE,
        ]
        .into_iter()
        .find(|ceiling| ceiling.value() == self.0.ceiling)?;
        Some(core::Attested {
            entity_id: self.0.entity.clone(),
            public_key: self.0.public_key.clone(),
            anchor: self.0.anchor,
            ceiling,
            freshness: self.0.freshness,
            platform_state: self.0.platform_state.clone(),
        })
    }
}

#[pymethods]
impl Attested {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    fn match_args() -> (&'static str, &'static str) {
        ("entity", "ceiling")
    }

    /// Who owns the key.
    #[getter]
    fn entity(&self) -> &str {
        &self.0.entity
    }

    /// The key.
    #[getter]
    fn public_key(&self) -> PublicKey {
        PublicKey(self.0.public_key.clone())
    }

    /// Where it lives, as far as was verified.
    #[getter]
    fn anchor(&self) -> &'static str {
        self.0.anchor.name()
    }

    /// The most trust that follows, from 0 to 1: computed, never taken from the envelope.
    #[getter]
    fn ceiling(&self) -> f64 {
        self.0.ceiling
    }

    /// How fresh it is, from 0 to 1.
    #[getter]
    fn freshness(&self) -> f64 {
        self.0.freshness
    }

    /// The ceiling times the freshness.
    #[getter]
    fn effective(&self) -> f64 {
        self.0.ceiling * self.0.freshness
    }

    /// The platform state that a TPM signed: numbers of registers and their values.
    #[getter]
    fn platform_state<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let state = PyDict::new(py);
        for (index, value) in self.0.platform_state.iter() {
            state.set_item(index, PyBytes::new(py, value))?;
        }
        Ok(state)
    }

    fn __repr__(&self) -> String {
        let data = &self.0;
        format!(
            "Attested('{}': {}, ceiling {})",
            data.entity, data.anchor, data.ceiling
        )
    }
}

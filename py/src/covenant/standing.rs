//! What is known of holders and models, as a class.

use super::parties::Party;
use super::time;
use crate::errors::invalid;
use crate::given::given;
use crate::platform::{Attested, Certified};
use crate::trust::TrustStore;
use lawful_covenant::clock::Moment;
use lawful_covenant::run::VerifiedStanding;
use pyo3::prelude::*;
use std::sync::Arc;

/// What is known of holders and models because it was verified, for permissions with conditions on it:
/// `trust >= 700`, `key in ["tpm2"]`, `model certified`. Everything else is unknown, and denies.
///
/// >>> from lawful.covenant import Covenant, CovenantGate, Standing
/// >>> from lawful.platform import KeyStore
/// >>> from lawful.trust import TrustStore
/// >>> key, store = KeyStore.memory().new_key("me"), TrustStore.memory()
/// >>> standing = Standing(trust=store)
/// >>> standing.name(key, "agent:me")
/// >>> permissions = ["tool:* when trust >= 510"]
/// >>> granted = Covenant.propose(by=key, grantor=key, permissions=permissions).grant(key)
/// >>> gate = CovenantGate(granted, standing=standing)
/// >>> bool(gate.check("tool:x"))
/// False
/// >>> _ = store.update("agent:me", True, 0.1)
/// >>> bool(gate.check("tool:x"))
/// True
#[pyclass(frozen, module = "lawful.covenant")]
pub struct Standing(pub Arc<VerifiedStanding>);

fn until(seconds: f64, now: Option<&Bound<'_, PyAny>>) -> PyResult<Moment> {
    time::after(time::or_now(now)?, seconds)
}

#[pymethods]
impl Standing {
    #[new]
    #[pyo3(signature = (*, trust=None))]
    fn new(py: Python<'_>, trust: Option<&Bound<'_, TrustStore>>) -> PyResult<Standing> {
        let standing = VerifiedStanding::new();
        let standing = match trust {
            None => standing,
            Some(store) => standing.with_trust(store.get().run(py, |store| Ok(store.clone()))?),
        };
        Ok(Standing(Arc::new(standing)))
    }

    /// Says which entity of the trust store a key belongs to.
    fn name(
        &self,
        #[pyo3(from_py_with = given)] key: Party<'_>,
        #[pyo3(from_py_with = given)] entity: &str,
    ) -> PyResult<()> {
        self.0.name(&key.key()?, entity);
        Ok(())
    }

    /// Takes in where a key lives, as an attestation that was verified shows; it counts for `seconds`.
    ///
    /// Raises `InvalidInput` if no verifier gives what it says.
    #[pyo3(signature = (attested, *, seconds=3600.0, now=None))]
    fn attested(
        &self,
        attested: &Attested,
        #[pyo3(from_py_with = given)] seconds: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let verified = attested.verified().ok_or_else(|| {
            invalid("the ceiling of the attestation is not one that a verifier gives")
        })?;
        self.0.attested(&verified, until(seconds, now)?);
        Ok(())
    }

    /// Takes in that a model has a law certificate that was verified; it counts for `seconds`, and not
    /// longer than the certificate is valid.
    #[pyo3(signature = (certified, *, seconds=3600.0, now=None))]
    fn certified(
        &self,
        certified: &Certified,
        #[pyo3(from_py_with = given)] seconds: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let verified = certified.verified();
        let mut until = until(seconds, now)?;
        if let Some(end) = verified.predicate.expires_at {
            until = until.min(time::moment(end)?);
        }
        self.0.certified(&verified, until);
        Ok(())
    }

    fn __repr__(&self) -> &'static str {
        "<Standing>"
    }
}

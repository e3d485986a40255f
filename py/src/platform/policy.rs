//! What a verifier of attestations trusts.

use super::public_key::PublicKey;
use super::time;
use crate::errors::invalid;
use crate::given::given;
use lawful_platform::Anchor;
use lawful_platform::attestation as core;
use lawful_platform::fido2::AttestationRoots;
use lawful_platform::tpm2::PcrValues;
use pyo3::prelude::*;
use std::collections::BTreeMap;

/// What a verifier of attestations trusts: without anything, only software keys pass.
///
/// `attestation_keys` are those of TPMs; `expected_pcrs` maps numbers of registers, 0 to 23, to 32
/// bytes; `authenticator_roots` are certificates in DER; `enrolled` maps keys that were seen in
/// person to `fido2` or `secure_enclave`; `clock_skew` is in seconds.
///
/// >>> from lawful.platform import Policy
/// >>> policy = Policy(clock_skew=2.0)
#[pyclass(frozen, module = "lawful.platform")]
pub struct Policy(pub core::Policy);

#[pymethods]
impl Policy {
    #[new]
    #[pyo3(signature = (*, attestation_keys = Vec::new(), expected_pcrs = None, authenticator_roots = Vec::new(), enrolled = Vec::new(), clock_skew = 0.0))]
    fn new(
        attestation_keys: Vec<PyRef<'_, PublicKey>>,
        #[pyo3(from_py_with = given)] expected_pcrs: Option<BTreeMap<u8, [u8; 32]>>,
        #[pyo3(from_py_with = given)] authenticator_roots: Vec<Vec<u8>>,
        enrolled: Vec<(PyRef<'_, PublicKey>, String)>,
        #[pyo3(from_py_with = given)] clock_skew: f64,
    ) -> PyResult<Policy> {
        let mut policy =
            core::Policy::new().allow_clock_skew(time::span("clock_skew", clock_skew)?);
        for key in attestation_keys {
            policy = policy.trust_attestation_key(key.0.clone());
        }
        if let Some(values) = expected_pcrs {
            policy = policy.expect_pcrs(PcrValues::new(values).map_err(invalid)?);
        }
        let roots = authenticator_roots
            .iter()
            .try_fold(AttestationRoots::new(), |roots, der| roots.trust(der))
            .map_err(invalid)?;
        policy = policy.trust_authenticators(roots);
        for (key, anchor) in enrolled {
            let anchor: Anchor = serde_json::from_value(anchor.as_str().into()).map_err(|_| {
                invalid(format!(
                    "`{anchor}` is not an anchor; use fido2 or secure_enclave"
                ))
            })?;
            policy = policy.enrol(key.0.clone(), anchor);
        }
        Ok(Policy(policy))
    }
}

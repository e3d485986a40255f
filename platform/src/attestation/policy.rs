//! What a verifier trusts.

use crate::fido2::AttestationRoots;
use crate::tpm2::PcrValues;
use crate::{Anchor, PublicKey, TrustedKeys};
use jiff::SignedDuration;
use std::collections::BTreeMap;

/// What a verifier trusts: without anything, only software keys pass.
///
/// A key in a TPM or a Secure Enclave looks like any other P-256 key. That it lives in hardware is
/// known only through something that was trusted before: an attestation key, the root of a maker,
/// or an enrolment in person.
#[derive(Debug, Clone, Default)]
pub struct Policy {
    pub(super) attestation_keys: TrustedKeys,
    pub(super) expected_pcrs: Option<PcrValues>,
    pub(super) authenticator_roots: AttestationRoots,
    pub(super) enrolled: BTreeMap<PublicKey, Anchor>,
    pub(super) clock_skew: SignedDuration,
}

impl Policy {
    /// Begins with a policy that trusts no hardware and allows no difference between clocks.
    pub fn new() -> Policy {
        Policy::default()
    }

    /// Trusts the attestation key of a TPM. How it was found to be in a TPM (by the maker's
    /// endorsement certificate, or by enrolment in person) is the caller's business.
    pub fn trust_attestation_key(mut self, key: PublicKey) -> Policy {
        self.attestation_keys.add(key);
        self
    }

    /// Compares the platform state of TPMs with reference values: a TPM in another state is
    /// refused, and one in this state reaches the ceiling 1.0.
    pub fn expect_pcrs(mut self, values: PcrValues) -> Policy {
        self.expected_pcrs = Some(values);
        self
    }

    /// Trusts the authenticators whose attestation certificates come from these roots.
    pub fn trust_authenticators(mut self, roots: AttestationRoots) -> Policy {
        self.authenticator_roots = roots;
        self
    }

    /// Trusts that this one key lives in a FIDO2 authenticator or a Secure Enclave, because that was
    /// seen when it was made. For software and TPM keys this has no effect: the first need no trust,
    /// the second have their own proof.
    pub fn enrol(mut self, key: PublicKey, anchor: Anchor) -> Policy {
        self.enrolled.insert(key, anchor);
        self
    }

    pub(super) fn is_enrolled(&self, key: &PublicKey, anchor: Anchor) -> bool {
        self.enrolled.get(key) == Some(&anchor)
    }

    /// Allows statements from up to this long in the future.
    pub fn allow_clock_skew(mut self, skew: SignedDuration) -> Policy {
        self.clock_skew = skew;
        self
    }
}

//! What follows from an envelope.

use super::statement::CONTEXT;
use super::{
    AttestationError, Ceiling, Challenges, Envelope, Policy, Proof, Registration, Tpm2Proof,
};
use crate::fido2::{self, TrustPath};
use crate::tpm2::{self, PcrValues};
use crate::{Anchor, PublicKey, Verifier};
use jiff::Timestamp;

/// What a verifier knows after it has verified an envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Attested {
    /// Who.
    pub entity_id: String,
    /// The key that belongs to them.
    pub public_key: PublicKey,
    /// Where it lives, as far as was verified.
    pub anchor: Anchor,
    /// The most trust that follows.
    pub ceiling: Ceiling,
    /// How fresh the statement is, from 0 to 1.
    pub freshness: f64,
    /// The platform state that a TPM signed; empty without one.
    pub platform_state: PcrValues,
}

impl Attested {
    /// Returns the ceiling times the freshness.
    pub fn effective(&self) -> f64 {
        self.ceiling.value() * self.freshness
    }
}

impl Envelope {
    /// Verifies the envelope, uses its challenge up, and computes the trust ceiling from what was
    /// verified. A ceiling that the envelope claims is ignored.
    ///
    /// The challenge is used up only if everything else is good, so nobody can spoil it with
    /// garbage.
    ///
    /// # Errors
    /// If anything does not fit; see [`AttestationError`]. There is no partial success: hardware
    /// that cannot be verified is refused, not treated as software.
    pub fn verify(
        &self,
        policy: &Policy,
        challenges: &Challenges,
        now: Timestamp,
    ) -> Result<Attested, AttestationError> {
        let statement = &self.statement;
        statement.check()?;
        let issued_at = statement.issued_at;
        let age = now.duration_since(issued_at);
        if -age > policy.clock_skew {
            return Err(AttestationError::FromTheFuture { issued_at, now });
        }
        let longest = statement.purpose.longest_age();
        let ended = longest
            .and_then(|longest| issued_at.checked_add(longest).ok())
            .map_or(statement.expires_at, |end| end.min(statement.expires_at));
        if now >= ended {
            return Err(AttestationError::Expired { ended, now });
        }
        let challenged_at = challenges.check(&statement.challenge, now)?;
        if challenged_at.duration_since(issued_at) > policy.clock_skew {
            return Err(AttestationError::BeforeChallenge { issued_at });
        }
        if statement.anchor != self.proof.anchor() {
            return Err(AttestationError::OtherAnchor {
                stated: statement.anchor,
                proved: self.proof.anchor(),
            });
        }
        statement
            .public_key
            .verify(&CONTEXT, &statement.to_bytes(), self.proof.signature())
            .map_err(AttestationError::BadSignature)?;
        let ceiling = match &self.proof {
            Proof::Software { .. } => self.software()?,
            Proof::Tpm2(proof) => self.tpm2(proof, policy)?,
            Proof::Fido2 { registration, .. } => self.fido2(registration.as_ref(), policy)?,
            Proof::SecureEnclave { .. } => self.secure_enclave(policy)?,
        };
        challenges.redeem(&statement.challenge, now)?;
        Ok(Attested {
            entity_id: statement.entity_id.clone(),
            public_key: statement.public_key.clone(),
            anchor: statement.anchor,
            ceiling,
            freshness: statement.purpose.freshness(age),
            platform_state: statement.platform_state.clone(),
        })
    }

    /// Only a TPM can show a platform state.
    fn no_platform_state(&self) -> Result<(), AttestationError> {
        if self.statement.platform_state.is_empty() {
            Ok(())
        } else {
            Err(tpm2::Tpm2Error::OtherPlatformState.into())
        }
    }

    fn software(&self) -> Result<Ceiling, AttestationError> {
        self.no_platform_state()?;
        Ok(Ceiling::SOFTWARE)
    }

    fn tpm2(&self, proof: &Tpm2Proof, policy: &Policy) -> Result<Ceiling, AttestationError> {
        let statement = &self.statement;
        let nonce = statement.digest();
        let signed_by_trusted = |attest: &[u8], signature: &[u8]| {
            let signature = tpm2::EcdsaSignature::parse(signature)?;
            policy
                .attestation_keys
                .iter()
                .find(|key| signature.is_of(key, attest))
                .ok_or(AttestationError::UntrustedDevice(Anchor::Tpm2))
        };
        let certifier = signed_by_trusted(&proof.certify, &proof.certify_signature)?;
        let quoter = signed_by_trusted(&proof.quote, &proof.quote_signature)?;
        if certifier != quoter {
            return Err(AttestationError::UntrustedDevice(Anchor::Tpm2));
        }
        tpm2::verify_certified_key(
            &proof.certify,
            &nonce,
            &proof.key_public,
            &statement.public_key,
        )?;
        tpm2::verify_quoted_state(&proof.quote, &nonce, &statement.platform_state)?;
        match &policy.expected_pcrs {
            None => Ok(Ceiling::TPM2),
            Some(expected) if expected.is_empty() => Ok(Ceiling::TPM2),
            Some(expected) => {
                expected.agree_with(&statement.platform_state)?;
                Ok(Ceiling::TPM2_WITH_PCRS)
            }
        }
    }

    fn fido2(
        &self,
        registration: Option<&Registration>,
        policy: &Policy,
    ) -> Result<Ceiling, AttestationError> {
        self.no_platform_state()?;
        let key = &self.statement.public_key;
        if key.rp_id_hash().is_none() {
            return Err(AttestationError::UntrustedDevice(Anchor::Fido2));
        }
        if policy.is_enrolled(key, Anchor::Fido2) {
            return Ok(Ceiling::FIDO2);
        }
        let registration = registration.ok_or(AttestationError::UntrustedDevice(Anchor::Fido2))?;
        let verified = fido2::verify_registration(
            &registration.attestation_object,
            &registration.client_data_hash,
            &policy.authenticator_roots,
        )?;
        if verified.public_key != *key {
            return Err(AttestationError::OtherRegistration);
        }
        match verified.trust_path {
            TrustPath::Chain { .. } => Ok(Ceiling::FIDO2),
            TrustPath::None | TrustPath::SelfSigned | TrustPath::UnknownRoot => {
                Err(AttestationError::UntrustedDevice(Anchor::Fido2))
            }
        }
    }

    fn secure_enclave(&self, policy: &Policy) -> Result<Ceiling, AttestationError> {
        self.no_platform_state()?;
        if policy.is_enrolled(&self.statement.public_key, Anchor::SecureEnclave) {
            Ok(Ceiling::SECURE_ENCLAVE)
        } else {
            Err(AttestationError::UntrustedDevice(Anchor::SecureEnclave))
        }
    }
}

//! The party that credentials are made for, and what it demands.

use super::{
    Assertion, AttestationRoots, CounterGuard, Fido2Error, Registered, verify_registration,
};
use crate::{DeviceStatement, PublicKey};
use sha2::{Digest, Sha256};

/// A relying party: the name that credentials are bound to, and whether the person must be verified
/// by PIN or body, not only be present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    id: String,
    needs_verified_user: bool,
}

impl RelyingParty {
    /// The longest id, in bytes.
    pub const LONGEST_ID: usize = 253;

    /// Makes a relying party that asks for presence only. The id is a domain name: 1 to 253
    /// characters of `a-z 0-9 . -`.
    ///
    /// # Errors
    /// If the id is not one.
    pub fn new(id: &str) -> Result<RelyingParty, Fido2Error> {
        let allowed =
            |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
        if id.is_empty() || id.len() > Self::LONGEST_ID || !id.chars().all(allowed) {
            return Err(Fido2Error::Malformed {
                structure: "a relying party id",
                problem: "use 1 to 253 of a-z 0-9 . -",
            });
        }
        Ok(RelyingParty {
            id: id.to_owned(),
            needs_verified_user: false,
        })
    }

    /// Demands that the person is verified.
    pub fn with_verified_user(mut self) -> RelyingParty {
        self.needs_verified_user = true;
        self
    }

    /// Returns the id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Returns whether the person must be verified.
    pub fn needs_verified_user(&self) -> bool {
        self.needs_verified_user
    }

    /// Returns the SHA-256 of the id.
    pub fn id_hash(&self) -> [u8; 32] {
        Sha256::digest(self.id.as_bytes()).into()
    }

    /// Verifies a registration that this party asked for.
    ///
    /// # Errors
    /// As [`verify_registration`], or it is for another party, or nobody was present or verified.
    pub fn verify_registration(
        &self,
        attestation_object: &[u8],
        client_data_hash: &[u8],
        roots: &AttestationRoots,
    ) -> Result<Registered, Fido2Error> {
        let registered = verify_registration(attestation_object, client_data_hash, roots)?;
        self.check(&registered.public_key, registered.device)?;
        Ok(registered)
    }

    /// Verifies an assertion that this party asked for, and takes its counter.
    ///
    /// # Errors
    /// As [`Assertion::verify`], or it is for another party, or nobody was present or verified, or
    /// the counter did not go up.
    pub fn verify_assertion(
        &self,
        key: &PublicKey,
        assertion: &Assertion<'_>,
        counter: &mut CounterGuard,
    ) -> Result<DeviceStatement, Fido2Error> {
        let device = assertion.verify(key)?;
        self.check(key, device)?;
        counter.advance(device.counter)?;
        Ok(device)
    }

    fn check(&self, key: &PublicKey, device: DeviceStatement) -> Result<(), Fido2Error> {
        if key.rp_id_hash() != Some(&self.id_hash()) {
            return Err(Fido2Error::OtherRelyingParty(self.id.clone()));
        }
        if !device.user_present() {
            return Err(Fido2Error::NoUserPresent(device.flags));
        }
        if self.needs_verified_user && !device.user_verified() {
            return Err(Fido2Error::NoUserVerified(device.flags));
        }
        Ok(())
    }
}

//! Assertions: an authenticator signs a challenge.

use super::{AuthenticatorData, Fido2Error};
use crate::public_key::CurveKey;
use crate::{DeviceStatement, PublicKey, ecdsa_p256, ed25519};

/// An assertion as an authenticator or browser returns it.
#[derive(Debug, Clone, Copy)]
pub struct Assertion<'a> {
    /// The authenticator data.
    pub authenticator_data: &'a [u8],
    /// The SHA-256 of the client data.
    pub client_data_hash: &'a [u8; 32],
    /// The signature: DER for ES256, 64 bytes for EdDSA.
    pub signature: &'a [u8],
}

impl Assertion<'_> {
    /// Verifies that the credential with this key signed, for the relying party of the key.
    ///
    /// Flags and counter are returned for [`RelyingParty`](super::RelyingParty) and
    /// [`CounterGuard`](super::CounterGuard) to judge.
    ///
    /// # Errors
    /// If the structure is malformed, is for another relying party, or the key did not sign it.
    pub fn verify(&self, key: &PublicKey) -> Result<DeviceStatement, Fido2Error> {
        let data = AuthenticatorData::parse(self.authenticator_data)?;
        if key.rp_id_hash() != Some(&data.rp_id_hash) {
            return Err(Fido2Error::OtherRelyingParty(
                "the one of the key".to_owned(),
            ));
        }
        let message = [self.authenticator_data, self.client_data_hash].concat();
        let good = match key.curve() {
            CurveKey::P256(key) => ecdsa_p256::verify_foreign_der(key, &message, self.signature),
            CurveKey::Ed25519(key) => self
                .signature
                .try_into()
                .is_ok_and(|signature| ed25519::verify(key, &message, signature)),
        };
        if good {
            Ok(data.device)
        } else {
            Err(Fido2Error::BadAssertion)
        }
    }
}

//! A key in an authenticator.

use super::device::Device;
use super::fido_store::Place;
use crate::attestation::Registration;
use crate::device_thread::DeviceThread;
use crate::fido2::{Assertion, AuthenticatorData, CounterGuard, Fido2Error, RelyingParty};
use crate::open_keys::KeyFlag;
use crate::public_key::CurveKey;
use crate::store_index::StoreIndex;
use crate::{
    Anchor, Context, Key, KeyName, PublicKey, SignError, Signature, Signer, StoreError, Verifier,
    ecdsa_p256,
};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// A key in a FIDO2 authenticator. Signing waits for the person to touch it.
///
/// The signature carries the authenticator's flags and counter; see
/// [`DeviceStatement`](crate::DeviceStatement). The counter is remembered in the store's file: one
/// that does not go up, as that of a cloned authenticator, is refused.
pub struct FidoKey {
    pub(super) name: KeyName,
    pub(super) public: PublicKey,
    pub(super) credential: Vec<u8>,
    pub(super) registration: Registration,
    pub(super) relying_party: RelyingParty,
    pub(super) device: Arc<DeviceThread<Device>>,
    pub(super) index: Arc<StoreIndex<Place>>,
    pub(super) alive: KeyFlag,
}

pub(super) fn refused(error: Fido2Error) -> StoreError {
    StoreError::Refused {
        device: Anchor::Fido2,
        reason: error.to_string(),
    }
}

impl FidoKey {
    /// Returns the registration: what shows others the make of the authenticator.
    pub fn registration(&self) -> &Registration {
        &self.registration
    }

    /// Remembers the counter of a new signature, or refuses it.
    fn count(&self, counter: u32) -> Result<(), StoreError> {
        self.index.update(|keys| {
            let place = keys
                .get_mut(&self.name)
                .filter(|place| place.public_key == self.public);
            let place = place.ok_or_else(|| StoreError::Deleted(self.name.clone()))?;
            let mut guard = CounterGuard::new(place.counter);
            guard.advance(counter).map_err(refused)?;
            place.counter = guard.last();
            Ok(())
        })
    }
}

impl Signer for FidoKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        self.alive.check(&self.name)?;
        // The authenticator signs the hash of what it is given.
        let challenge = context.preimage(message)?.into_owned();
        let hash = Sha256::digest(&challenge).into();
        let credential = self.credential.clone();
        let answer = self
            .device
            .run(move |device| device.get_assertion(&credential, &challenge))?;
        let assertion = Assertion {
            authenticator_data: &answer.authenticator_data,
            client_data_hash: &hash,
            signature: &answer.signature,
        };
        let device = assertion.verify(&self.public).map_err(refused)?;
        if self.relying_party.needs_verified_user() && !device.user_verified() {
            return Err(refused(Fido2Error::NoUserVerified(device.flags)).into());
        }
        let raw = match self.public.curve() {
            CurveKey::P256(_) => ecdsa_p256::lower_s_of_der(&answer.signature),
            CurveKey::Ed25519(_) => answer.signature.as_slice().try_into().ok(),
        };
        let data = AuthenticatorData::parse(&answer.authenticator_data).map_err(refused)?;
        let signature = raw
            .filter(|_| !data.has_extensions && data.credential.is_none())
            .map(|raw| Signature::of_security_key(self.public.algorithm(), device, raw))
            .ok_or_else(|| StoreError::Refused {
                device: Anchor::Fido2,
                reason: "signing: the authenticator added data that was not asked for".to_owned(),
            })?;
        self.public
            .verify(context, message, &signature)
            .map_err(|error| StoreError::Refused {
                device: Anchor::Fido2,
                reason: format!("signing: {error}"),
            })?;
        self.count(device.counter)?;
        Ok(signature)
    }
}

impl Key for FidoKey {
    fn name(&self) -> &KeyName {
        &self.name
    }
}

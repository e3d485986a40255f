//! The FIDO2 store.

use super::device::Device;
use super::key::refused;
use super::{FidoKey, FidoOptions};
use crate::attestation::{Proof, Registration, Statement};
use crate::device_thread::DeviceThread;
use crate::fido2::{AttestationRoots, Registered, RelyingParty};
use crate::open_keys::OpenKeys;
use crate::store_index::StoreIndex;
use crate::{
    Algorithm, Anchor, Attest, Capabilities, Create, KeyName, KeyStore, Password, PublicKey,
    SignError, SkEcdsaP256, SkEd25519, StoreError,
};
use serde::{Deserialize, Serialize};
use std::path::Path;
use std::sync::Arc;

/// The most keys in one index.
const MOST_KEYS: usize = 64;

/// What is known about a credential.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Place {
    pub(super) public_key: PublicKey,
    pub(super) counter: u32,
    pub(super) registration: Registration,
}

/// Keys in a FIDO2 authenticator.
///
/// Keys are made for one relying party. Each signature needs the person to touch the authenticator,
/// and its PIN if one is given.
///
/// An authenticator cannot seal data: asking it to does not compile.
///
/// ```compile_fail
/// use lawful_platform::{Context, Seal, fido2::FidoStore};
/// fn keep(store: &FidoStore, context: &Context) {
///     let _ = store.seal(context, b"data");
/// }
/// ```
pub struct FidoStore {
    device: Arc<DeviceThread<Device>>,
    index: Arc<StoreIndex<Place>>,
    relying_party: RelyingParty,
    open: OpenKeys,
}

impl FidoStore {
    /// Connects to an authenticator. `index` is the file that maps names to keys; it need not exist.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] if there is no authenticator, or several and none is named; or
    /// the index cannot be read.
    pub fn open(index: &Path, options: FidoOptions) -> Result<FidoStore, StoreError> {
        let relying_party = options.relying_party.clone();
        let deadline = options.deadline;
        let device = DeviceThread::start(Anchor::Fido2, deadline, || Device::open(options))?;
        let index = StoreIndex::new(index);
        index.read()?;
        Ok(FidoStore {
            device: Arc::new(device),
            index: Arc::new(index),
            relying_party,
            open: OpenKeys::default(),
        })
    }

    /// Returns how many wrong PINs the authenticator takes before it blocks itself.
    ///
    /// # Errors
    /// If the authenticator is gone or has no PIN.
    pub fn pin_attempts_left(&self) -> Result<u32, StoreError> {
        self.device.run(|device| device.pin_attempts_left())
    }

    /// Gives the authenticator its first PIN, and uses it from now on.
    ///
    /// # Errors
    /// If it has one already, does not accept this one (4 to 63 bytes), or is gone.
    pub fn set_first_pin(&self, pin: Password) -> Result<(), StoreError> {
        self.device.run(move |device| device.set_first_pin(pin))
    }

    /// Checks a registration of our own, whoever made the authenticator.
    fn check(&self, registration: &Registration) -> Result<Registered, StoreError> {
        self.relying_party
            .verify_registration(
                &registration.attestation_object,
                &registration.client_data_hash,
                &AttestationRoots::new(),
            )
            .map_err(refused)
    }

    fn create_key(&self, name: &KeyName, algorithm: Algorithm) -> Result<FidoKey, StoreError> {
        let room = |keys: &std::collections::BTreeMap<KeyName, Place>| match keys.contains_key(name)
        {
            true => Err(StoreError::KeyExists(name.clone())),
            false if keys.len() >= MOST_KEYS => Err(StoreError::Full(MOST_KEYS)),
            false => Ok(()),
        };
        // Before the person is asked to touch anything; and again below, since that takes time.
        room(&self.index.read()?)?;
        let challenge = crate::secret::random::<32>()?;
        let text = name.as_str().to_owned();
        let registration = self
            .device
            .run(move |device| device.make_credential(algorithm, &text, &*challenge))?;
        let registered = self.check(&registration)?;
        if registered.public_key.algorithm() != algorithm {
            return Err(StoreError::Refused {
                device: Anchor::Fido2,
                reason: format!("it made a key for `{}`", registered.public_key.algorithm()),
            });
        }
        let place = Place {
            public_key: registered.public_key.clone(),
            counter: registered.device.counter,
            registration,
        };
        let kept = place.clone();
        self.index.update(|keys| {
            room(keys)?;
            keys.insert(name.clone(), kept);
            Ok(())
        })?;
        Ok(self.key(name, place, registered.credential_id))
    }

    fn key(&self, name: &KeyName, place: Place, credential: Vec<u8>) -> FidoKey {
        FidoKey {
            name: name.clone(),
            public: place.public_key,
            credential,
            registration: place.registration,
            relying_party: self.relying_party.clone(),
            device: Arc::clone(&self.device),
            index: Arc::clone(&self.index),
            alive: self.open.lock().flag(name),
        }
    }
}

impl KeyStore for FidoStore {
    type Key = FidoKey;

    const CAPABILITIES: Capabilities = Capabilities {
        anchor: Anchor::Fido2,
        algorithms: &[Algorithm::SkEd25519, Algorithm::SkEcdsaP256],
        seals: false,
        attests: true,
        needs_presence: true,
    };

    fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        Ok(self.index.read()?.into_keys().collect())
    }

    /// Opens a key. The authenticator is not asked: whether it has the key shows when it signs.
    fn open(&self, name: &KeyName) -> Result<FidoKey, StoreError> {
        let place = self.index.read()?.remove(name);
        let place = place.ok_or_else(|| StoreError::NoSuchKey(name.clone()))?;
        let registered = self.check(&place.registration)?;
        if registered.public_key != place.public_key {
            return Err(StoreError::Damaged {
                what: format!("the key `{name}`"),
                problem: "its registration is of another key",
            });
        }
        Ok(self.key(name, place, registered.credential_id))
    }

    fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        let mut open = self.open.lock();
        self.index.update(|keys| match keys.remove(name) {
            Some(_) => Ok(()),
            None => Err(StoreError::NoSuchKey(name.clone())),
        })?;
        open.end(name);
        Ok(())
    }
}

impl Create<SkEd25519> for FidoStore {
    fn create(&self, name: &KeyName) -> Result<FidoKey, StoreError> {
        self.create_key(name, Algorithm::SkEd25519)
    }
}

impl Create<SkEcdsaP256> for FidoStore {
    fn create(&self, name: &KeyName) -> Result<FidoKey, StoreError> {
        self.create_key(name, Algorithm::SkEcdsaP256)
    }
}

impl Attest for FidoStore {
    fn attest(&self, key: &FidoKey, statement: &Statement) -> Result<Proof, SignError> {
        let signature = statement.sign_with(key)?;
        Ok(Proof::Fido2 {
            signature,
            registration: Some(key.registration.clone()),
        })
    }
}

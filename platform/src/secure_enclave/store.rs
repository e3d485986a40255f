//! The store in the enclave.

use super::{EnclaveKey, enclave};
use crate::attestation::{Proof, Statement};
use crate::open_keys::{OpenKeys, OpenKeysGuard};
use crate::store_index::StoreIndex;
use crate::{
    Algorithm, Anchor, Attest, Capabilities, Context, Create, EcdsaP256, KeyName, KeyStore,
    PublicKey, Seal, Sealed, Secret, SignError, StoreError,
};
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use security_framework::key::SecKey;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What is known about a key.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    label: String,
    public_key: PublicKey,
}

/// The label of the key that seals.
const SEALING: &str = "lawful.sealing";

/// Keys in the Secure Enclave of this device. Untested on hardware; see the
/// [module](crate::secure_enclave).
pub struct EnclaveStore {
    index: StoreIndex<Place>,
    open: OpenKeys,
}

impl EnclaveStore {
    /// Opens the store. `index` is the file that maps names to keys; it need not exist.
    ///
    /// # Errors
    /// If the index cannot be read.
    pub fn open(index: &Path) -> Result<EnclaveStore, StoreError> {
        let index = StoreIndex::new(index);
        index.read()?;
        Ok(EnclaveStore {
            index,
            open: OpenKeys::default(),
        })
    }

    fn handle(
        open: &mut OpenKeysGuard<'_>,
        name: &KeyName,
        place: Place,
        key: SecKey,
    ) -> EnclaveKey {
        EnclaveKey {
            name: name.clone(),
            public: place.public_key,
            key,
            alive: open.flag(name),
        }
    }

    fn sealing_key(&self) -> Result<SecKey, StoreError> {
        // The lock of the index keeps two processes from making it at the same time.
        self.index.update(|_| match enclave::find(SEALING)? {
            Some(key) => Ok(key),
            None => enclave::create(SEALING),
        })
    }
}

fn parse(sec1: &[u8]) -> Result<PublicKey, StoreError> {
    PublicKey::p256(sec1).map_err(|error| StoreError::Refused {
        device: Anchor::SecureEnclave,
        reason: error.to_string(),
    })
}

impl KeyStore for EnclaveStore {
    type Key = EnclaveKey;

    const CAPABILITIES: Capabilities = Capabilities {
        anchor: Anchor::SecureEnclave,
        algorithms: &[Algorithm::EcdsaP256],
        seals: true,
        attests: true,
        needs_presence: false,
    };

    fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        Ok(self.index.read()?.into_keys().collect())
    }

    fn open(&self, name: &KeyName) -> Result<EnclaveKey, StoreError> {
        let mut open = self.open.lock();
        let place = self.index.read()?.remove(name);
        let place = place.ok_or_else(|| StoreError::NoSuchKey(name.clone()))?;
        let damaged = |problem| StoreError::Damaged {
            what: format!("the key `{name}`"),
            problem,
        };
        let key = enclave::find(&place.label)?
            .ok_or_else(|| damaged("the index names a key that is not in this enclave"))?;
        if parse(&enclave::public_key(&key)?)? != place.public_key {
            return Err(damaged("the index names another key"));
        }
        Ok(Self::handle(&mut open, name, place, key))
    }

    fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        let mut open = self.open.lock();
        self.index.update(|keys| {
            let place = keys
                .remove(name)
                .ok_or_else(|| StoreError::NoSuchKey(name.clone()))?;
            match enclave::find(&place.label)? {
                Some(key) => enclave::delete(&key),
                None => Ok(()),
            }
        })?;
        open.end(name);
        Ok(())
    }
}

impl Create<EcdsaP256> for EnclaveStore {
    fn create(&self, name: &KeyName) -> Result<EnclaveKey, StoreError> {
        let mut open = self.open.lock();
        // Labels are random, so that a deleted key and its successor are never mixed up.
        let label = format!(
            "lawful.{}",
            crate::hex::encode(&*crate::secret::random::<16>()?)
        );
        let (place, key) = self.index.update(|keys| {
            if keys.contains_key(name) {
                return Err(StoreError::KeyExists(name.clone()));
            }
            let key = enclave::create(&label)?;
            let public_key = parse(&enclave::public_key(&key)?)?;
            let place = Place { label, public_key };
            keys.insert(name.clone(), place.clone());
            Ok((place, key))
        })?;
        Ok(Self::handle(&mut open, name, place, key))
    }
}

fn associated(wrapped: &[u8], context: &Context) -> Vec<u8> {
    [
        b"lawful secure enclave seal v1\0",
        wrapped,
        context.name().as_bytes(),
    ]
    .concat()
}

/// The body of sealed data: the length of the wrapped key (2 bytes), the wrapped key, the nonce (24),
/// the ciphertext. The wrapped key and the context are authenticated with it.
impl Seal for EnclaveStore {
    const LARGEST_PLAINTEXT: usize = Sealed::LARGEST;

    fn seal(&self, context: &Context, plaintext: &[u8]) -> Result<Sealed, StoreError> {
        crate::sealed::check_plaintext(plaintext, Sealed::LARGEST)?;
        let key = crate::secret::random::<32>()?;
        let wrapped = enclave::wrap(&self.sealing_key()?, &*key)?;
        let nonce = crate::secret::random::<24>()?;
        let ciphertext = XChaCha20Poly1305::new((&*key).into())
            .encrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: plaintext,
                    aad: &associated(&wrapped, context),
                },
            )
            .map_err(|_| StoreError::SealBroken)?;
        let length = (wrapped.len() as u16).to_be_bytes();
        Ok(Sealed::new(
            Anchor::SecureEnclave,
            [&length[..], &wrapped, &*nonce, &ciphertext].concat(),
        ))
    }

    fn unseal(&self, context: &Context, sealed: &Sealed) -> Result<Secret, StoreError> {
        let broken = || StoreError::SealBroken;
        let body = sealed.body_for(Anchor::SecureEnclave)?;
        let (length, rest) = body.split_first_chunk::<2>().ok_or_else(broken)?;
        let length = usize::from(u16::from_be_bytes(*length));
        let (wrapped, rest) = rest.split_at_checked(length).ok_or_else(broken)?;
        let (nonce, ciphertext) = rest.split_first_chunk::<24>().ok_or_else(broken)?;
        let key = Secret::new(enclave::unwrap(&self.sealing_key()?, wrapped)?);
        let key: &[u8; 32] = key.expose().try_into().map_err(|_| broken())?;
        XChaCha20Poly1305::new(key.into())
            .decrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: ciphertext,
                    aad: &associated(wrapped, context),
                },
            )
            .map(Secret::new)
            .map_err(|_| broken())
    }
}

impl Attest for EnclaveStore {
    fn attest(&self, key: &EnclaveKey, statement: &Statement) -> Result<Proof, SignError> {
        statement
            .sign_with(key)
            .map(|signature| Proof::SecureEnclave { signature })
    }
}

//! A key store of any kind.

use super::refusal::KeyStoreError;
use crate::errors::invalid;
use jiff::Timestamp;
use lawful_platform::attestation::{Envelope, Nonce, Purpose, Statement};
#[cfg(feature = "fido2")]
use lawful_platform::fido2::FidoStore;
use lawful_platform::tpm2::PcrValues;
#[cfg(feature = "tpm2")]
use lawful_platform::tpm2::TpmStore;
use lawful_platform::{
    Algorithm, Anchor, Attest, Capabilities, Context, Create, EcdsaP256, Ed25519, Key, KeyName,
    KeyStore, Seal, Sealed, Secret, SignError, Signer, SoftwareStore, StoreError,
};
#[cfg(feature = "fido2")]
use lawful_platform::{SkEcdsaP256, SkEd25519};
use pyo3::PyErr;

/// A key of any store.
pub type AnyKey = Box<dyn Key>;

/// A store of one of the kinds that this build has.
pub enum AnyStore {
    /// In a file or in memory.
    Software(SoftwareStore),
    /// In a TPM 2.0.
    #[cfg(feature = "tpm2")]
    Tpm2(TpmStore),
    /// In a FIDO2 authenticator.
    #[cfg(feature = "fido2")]
    Fido2(FidoStore),
}

/// Does the same with whichever store it is.
macro_rules! each {
    ($this:expr, $store:ident => $do:expr) => {
        match $this {
            AnyStore::Software($store) => $do,
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2($store) => $do,
            #[cfg(feature = "fido2")]
            AnyStore::Fido2($store) => $do,
        }
    };
}

/// What an attestation is to say.
pub struct Asked {
    pub entity: String,
    pub purpose: Purpose,
    pub challenge: Nonce,
    pub issued_at: Timestamp,
    pub expires_at: Timestamp,
}

fn capabilities_of<S: KeyStore>(_: &S) -> Capabilities {
    S::CAPABILITIES
}

fn open<S>(store: &S, name: &KeyName) -> Result<AnyKey, StoreError>
where
    S: KeyStore<Key: 'static>,
{
    Ok(Box::new(store.open(name)?))
}

fn create<A, S>(store: &S, name: &KeyName) -> Result<AnyKey, StoreError>
where
    A: lawful_platform::AlgorithmType,
    S: Create<A> + KeyStore<Key: 'static>,
{
    Ok(Box::new(Create::<A>::create(store, name)?))
}

fn attest<S: Attest>(
    store: &S,
    name: &KeyName,
    asked: Asked,
    platform_state: PcrValues,
) -> Result<Envelope, SignError> {
    let key = store.open(name)?;
    let statement = Statement {
        entity_id: asked.entity,
        public_key: key.public_key().clone(),
        anchor: S::CAPABILITIES.anchor,
        purpose: asked.purpose,
        challenge: asked.challenge,
        issued_at: asked.issued_at,
        expires_at: asked.expires_at,
        platform_state,
    };
    let proof = store.attest(&key, &statement)?;
    Ok(Envelope { statement, proof })
}

impl AnyStore {
    /// Returns what the store can do.
    pub fn capabilities(&self) -> Capabilities {
        each!(self, store => capabilities_of(store))
    }

    fn anchor(&self) -> Anchor {
        self.capabilities().anchor
    }

    /// Lists the names of the keys.
    pub fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        each!(self, store => store.list())
    }

    /// Opens a key.
    pub fn open(&self, name: &KeyName) -> Result<AnyKey, StoreError> {
        each!(self, store => open(store, name))
    }

    /// Deletes a key.
    pub fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        each!(self, store => store.delete(name))
    }

    /// Returns the algorithm that is meant: the one that is named, or the first that the store has.
    ///
    /// # Errors
    /// If the store makes no keys for it.
    pub fn algorithm(&self, given: Option<&str>) -> Result<Algorithm, PyErr> {
        let can = self.capabilities().algorithms;
        let meant = match (given, can.first()) {
            (Some(given), _) => given.parse().map_err(invalid)?,
            (None, Some(first)) => *first,
            (None, None) => return Err(KeyStoreError::new_err("the store makes no keys")),
        };
        if can.contains(&meant) {
            return Ok(meant);
        }
        let names: Vec<_> = can.iter().map(|algorithm| algorithm.name()).collect();
        Err(invalid(format!(
            "a {} store makes no keys for `{meant}`; use {}",
            self.anchor(),
            names.join(" or ")
        )))
    }

    /// Makes a key; `None` if the store makes none for the algorithm.
    pub fn create(
        &self,
        name: &KeyName,
        algorithm: Algorithm,
    ) -> Option<Result<AnyKey, StoreError>> {
        Some(match (self, algorithm) {
            (AnyStore::Software(store), Algorithm::Ed25519) => create::<Ed25519, _>(store, name),
            (AnyStore::Software(store), Algorithm::EcdsaP256) => {
                create::<EcdsaP256, _>(store, name)
            }
            #[cfg(feature = "tpm2")]
            (AnyStore::Tpm2(store), Algorithm::EcdsaP256) => create::<EcdsaP256, _>(store, name),
            #[cfg(feature = "fido2")]
            (AnyStore::Fido2(store), Algorithm::SkEd25519) => create::<SkEd25519, _>(store, name),
            #[cfg(feature = "fido2")]
            (AnyStore::Fido2(store), Algorithm::SkEcdsaP256) => {
                create::<SkEcdsaP256, _>(store, name)
            }
            _ => return None,
        })
    }

    /// Seals data; `None` if the store cannot.
    pub fn seal(&self, context: &Context, data: &[u8]) -> Option<Result<Sealed, StoreError>> {
        match self {
            AnyStore::Software(store) => Some(store.seal(context, data)),
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2(store) => Some(store.seal(context, data)),
            #[cfg(feature = "fido2")]
            AnyStore::Fido2(_) => None,
        }
    }

    /// Unseals data; `None` if the store cannot.
    pub fn unseal(&self, context: &Context, sealed: &[u8]) -> Option<Result<Secret, StoreError>> {
        let with = |unseal: &dyn Fn(&Sealed) -> Result<Secret, StoreError>| {
            Some(Sealed::from_bytes(sealed).and_then(|sealed| unseal(&sealed)))
        };
        match self {
            AnyStore::Software(store) => with(&|sealed| store.unseal(context, sealed)),
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2(store) => with(&|sealed| store.unseal(context, sealed)),
            #[cfg(feature = "fido2")]
            AnyStore::Fido2(_) => None,
        }
    }

    /// Proves where a key lives. A TPM's statement tells the state of its registers.
    pub fn attest(&self, name: &KeyName, asked: Asked) -> Result<Envelope, SignError> {
        match self {
            AnyStore::Software(store) => attest(store, name, asked, PcrValues::default()),
            #[cfg(feature = "tpm2")]
            AnyStore::Tpm2(store) => attest(store, name, asked, store.platform_state()?),
            #[cfg(feature = "fido2")]
            AnyStore::Fido2(store) => attest(store, name, asked, PcrValues::default()),
        }
    }

    /// Returns when a key was made, in seconds since 1970; `None` if the store does not note it.
    pub fn created(&self, name: &KeyName) -> Result<Option<u64>, StoreError> {
        match self {
            AnyStore::Software(store) => store.created(name).map(Some),
            #[cfg(any(feature = "tpm2", feature = "fido2"))]
            other => other.open(name).map(|_| None),
        }
    }

    /// Says that a store cannot do something, and what can.
    pub fn cannot(&self, what: &str, who: &str) -> PyErr {
        KeyStoreError::new_err(format!("a {} store cannot {what}; {who}", self.anchor()))
    }
}

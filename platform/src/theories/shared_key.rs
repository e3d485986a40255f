//! Keys and stores as values of a sort: shared, compared by what is public, printed without secrets.

use crate::{Seal, Sealed, Secret, Signer, SoftwareStore, StoreError};
use std::fmt;
use std::sync::Arc;

/// A key that many cases share. Equal if the public keys are; printed as the public key.
#[derive(Clone)]
pub struct SharedKey(pub Arc<dyn Signer>);

impl PartialEq for SharedKey {
    fn eq(&self, other: &SharedKey) -> bool {
        self.0.public_key() == other.0.public_key()
    }
}

impl fmt::Debug for SharedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.public_key())
    }
}

/// A sealing store without its type.
pub trait Vault: Send + Sync {
    /// Seals data; see [`Seal::seal`].
    ///
    /// # Errors
    /// As there.
    fn seal(&self, context: &crate::Context, plaintext: &[u8]) -> Result<Sealed, StoreError>;

    /// Unseals data; see [`Seal::unseal`].
    ///
    /// # Errors
    /// As there.
    fn unseal(&self, context: &crate::Context, sealed: &Sealed) -> Result<Secret, StoreError>;
}

impl<S: Seal> Vault for S {
    fn seal(&self, context: &crate::Context, plaintext: &[u8]) -> Result<Sealed, StoreError> {
        Seal::seal(self, context, plaintext)
    }

    fn unseal(&self, context: &crate::Context, sealed: &Sealed) -> Result<Secret, StoreError> {
        Seal::unseal(self, context, sealed)
    }
}

/// A sealing store that many cases share. Equal only to itself; printed as its number.
#[derive(Clone)]
pub struct SharedVault {
    number: usize,
    vault: Arc<dyn Vault>,
}

impl SharedVault {
    /// Shares a store under a number that no other store has.
    pub fn new(number: usize, vault: impl Vault + 'static) -> SharedVault {
        SharedVault {
            number,
            vault: Arc::new(vault),
        }
    }

    /// Makes some software stores in memory.
    pub(super) fn software(count: usize) -> Result<Vec<SharedVault>, StoreError> {
        (0..count)
            .map(|number| Ok(Self::new(number, SoftwareStore::in_memory()?)))
            .collect()
    }

    /// Returns the store.
    pub fn vault(&self) -> &dyn Vault {
        &*self.vault
    }
}

impl PartialEq for SharedVault {
    fn eq(&self, other: &SharedVault) -> bool {
        Arc::ptr_eq(&self.vault, &other.vault)
    }
}

impl fmt::Debug for SharedVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "store {}", self.number)
    }
}

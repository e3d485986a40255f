//! A set of keys, each of which is enough.

use crate::{Context, PublicKey, Signature, Verifier, VerifyError};
use std::collections::BTreeSet;

/// A set of trusted keys: a signature is good if one of them made it.
///
/// An empty set trusts nobody.
///
/// ```
/// use lawful_platform::{Context, Signer, SoftwareKey, TrustedKeys, Verifier};
/// let key = SoftwareKey::generate_ed25519().unwrap();
/// let context = Context::new("example").unwrap();
/// let signature = key.sign(&context, b"hello").unwrap();
/// let trusted = TrustedKeys::from_iter([key.public_key().clone()]);
/// assert!(trusted.verify(&context, b"hello", &signature).is_ok());
/// assert!(TrustedKeys::default().verify(&context, b"hello", &signature).is_err());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedKeys {
    keys: BTreeSet<PublicKey>,
}

impl TrustedKeys {
    /// Adds a key; returns whether it is new.
    pub fn add(&mut self, key: PublicKey) -> bool {
        self.keys.insert(key)
    }

    /// Removes a key; returns whether it was there.
    pub fn remove(&mut self, key: &PublicKey) -> bool {
        self.keys.remove(key)
    }

    /// Returns whether a key is trusted.
    pub fn contains(&self, key: &PublicKey) -> bool {
        self.keys.contains(key)
    }

    /// Visits the keys in order.
    pub fn iter(&self) -> impl Iterator<Item = &PublicKey> {
        self.keys.iter()
    }

    /// Returns how many keys there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Returns whether nobody is trusted.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// Finds the trusted key that made a signature.
    ///
    /// # Errors
    /// If none did, or the message does not belong in the context.
    pub fn signer_of(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<&PublicKey, VerifyError> {
        context.preimage(message)?;
        self.keys
            .iter()
            .find(|key| key.verify(context, message, signature).is_ok())
            .ok_or(VerifyError::NoTrustedKey(self.keys.len()))
    }
}

impl FromIterator<PublicKey> for TrustedKeys {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> TrustedKeys {
        TrustedKeys {
            keys: keys.into_iter().collect(),
        }
    }
}

impl Verifier for TrustedKeys {
    fn verify(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError> {
        self.signer_of(context, message, signature).map(|_| ())
    }
}

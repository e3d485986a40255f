//! Keys in memory.

use crate::open_keys::KeyFlag;
use crate::public_key::CurveKey;
use crate::{
    Algorithm, Context, Key, KeyName, PublicKey, SignError, Signature, Signer, StoreError,
    ecdsa_p256, ed25519,
};
use ed25519_dalek::VerifyingKey;
use ed25519_dalek::hazmat::ExpandedSecretKey;

/// A key in memory. Its secret is wiped when it is dropped; it cannot be printed, cloned,
/// serialized or read.
///
/// ```
/// use lawful_platform::{Context, Signer, SoftwareKey, Verifier};
/// let key = SoftwareKey::generate_ed25519().unwrap();
/// let context = Context::new("example").unwrap();
/// let signature = key.sign(&context, b"hello").unwrap();
/// assert!(key.public_key().verify(&context, b"hello", &signature).is_ok());
/// assert!(key.public_key().verify(&context, b"hullo", &signature).is_err());
/// ```
/// ```compile_fail
/// fn print(key: lawful_platform::SoftwareKey) { println!("{key:?}"); }
/// ```
/// ```compile_fail
/// fn copy(key: &lawful_platform::SoftwareKey) -> lawful_platform::SoftwareKey { Clone::clone(key) }
/// ```
pub struct SoftwareKey {
    public: PublicKey,
    secret: SecretKey,
}

/// The secret. Boxed, so that moving the key leaves no copy behind on the stack.
enum SecretKey {
    Ed25519(Box<ExpandedSecretKey>, VerifyingKey),
    P256(Box<p256::ecdsa::SigningKey>),
}

impl SoftwareKey {
    /// Makes a new Ed25519 key that no store knows.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn generate_ed25519() -> Result<SoftwareKey, StoreError> {
        Ok(Self::from_ed25519_seed(&*crate::secret::random()?))
    }

    /// Makes a new P-256 key that no store knows.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn generate_p256() -> Result<SoftwareKey, StoreError> {
        loop {
            // One number in 2^32 is not below the order of the group.
            if let Some(key) = Self::from_p256_scalar(&*crate::secret::random()?) {
                return Ok(key);
            }
        }
    }

    /// Makes the Ed25519 key of a seed of 32 bytes, as in RFC 8032.
    pub fn from_ed25519_seed(seed: &[u8; 32]) -> SoftwareKey {
        let secret = Box::new(ExpandedSecretKey::from(seed));
        let public = VerifyingKey::from(&*secret);
        SoftwareKey {
            public: PublicKey::of_curve(CurveKey::Ed25519(public)),
            secret: SecretKey::Ed25519(secret, public),
        }
    }

    /// Makes the P-256 key of a big-endian number of 32 bytes; `None` unless it is in `1..n`.
    pub fn from_p256_scalar(scalar: &[u8; 32]) -> Option<SoftwareKey> {
        let key = Box::new(p256::ecdsa::SigningKey::from_slice(scalar).ok()?);
        Some(SoftwareKey {
            public: PublicKey::of_curve(CurveKey::P256(*key.verifying_key())),
            secret: SecretKey::P256(key),
        })
    }

    /// Makes the key of a stored secret; `None` if it is not one of the algorithm.
    pub(super) fn from_secret(algorithm: Algorithm, secret: &[u8; 32]) -> Option<SoftwareKey> {
        match algorithm {
            Algorithm::Ed25519 => Some(Self::from_ed25519_seed(secret)),
            Algorithm::EcdsaP256 => Self::from_p256_scalar(secret),
            Algorithm::SkEd25519 | Algorithm::SkEcdsaP256 => None,
        }
    }
}

impl Signer for SoftwareKey {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        let prefix = context.prefix_of(message)?;
        let parts = [&prefix[..], message];
        Ok(match &self.secret {
            SecretKey::Ed25519(secret, public) => {
                Signature::ed25519(ed25519::sign(secret, public, parts))
            }
            SecretKey::P256(key) => Signature::p256(ecdsa_p256::sign(key, &parts.concat())),
        })
    }
}

/// A key that was opened in a [`SoftwareStore`](super::SoftwareStore).
///
/// The secret stays in memory while the handle lives. Deleting the key in the store object that
/// opened it stops the handle; handles in other processes keep the secret that they have read.
pub struct StoredKey {
    pub(super) name: KeyName,
    pub(super) key: SoftwareKey,
    pub(super) alive: KeyFlag,
}

impl Signer for StoredKey {
    fn public_key(&self) -> &PublicKey {
        self.key.public_key()
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signature, SignError> {
        self.alive.check(&self.name)?;
        self.key.sign(context, message)
    }
}

impl Key for StoredKey {
    fn name(&self) -> &KeyName {
        &self.name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use static_assertions::assert_not_impl_any;

    // Secrets cannot be printed, copied or written by accident.
    assert_not_impl_any!(SoftwareKey: std::fmt::Debug, std::fmt::Display, Clone, Copy, serde::Serialize);
    assert_not_impl_any!(StoredKey: std::fmt::Debug, std::fmt::Display, Clone, Copy, serde::Serialize);
    assert_not_impl_any!(crate::Secret: std::fmt::Debug, std::fmt::Display, Clone, Copy, serde::Serialize);
    assert_not_impl_any!(crate::Password: std::fmt::Debug, std::fmt::Display, Clone, Copy, serde::Serialize);
    assert_not_impl_any!(super::super::contents::Contents: std::fmt::Debug, Clone, serde::Serialize);
    assert_not_impl_any!(super::super::file_format::FileKey: std::fmt::Debug, Clone, serde::Serialize);

    // Both secret types wipe themselves.
    static_assertions::assert_impl_all!(ExpandedSecretKey: zeroize::ZeroizeOnDrop);
    static_assertions::assert_impl_all!(p256::ecdsa::SigningKey: zeroize::ZeroizeOnDrop);
}

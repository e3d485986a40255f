//! What is asked of the system.

use crate::{Anchor, StoreError};
use core_foundation::error::CFError;
use security_framework::access_control::{ProtectionMode, SecAccessControl};
use security_framework::item::{
    ItemClass, ItemSearchOptions, KeyClass, Limit, Location, Reference, SearchResult,
};
use security_framework::key::{Algorithm, GenerateKeyOptions, KeyType, SecKey, Token};

const ENCLAVE: Anchor = Anchor::SecureEnclave;
/// `errSecItemNotFound`.
const NOT_FOUND: i32 = -25300;
/// `kSecAccessControlPrivateKeyUsage`: the key may be used for signing and decrypting in the enclave.
const PRIVATE_KEY_USAGE: usize = 1 << 30;

fn refused(doing: &str, reason: impl std::fmt::Display) -> StoreError {
    StoreError::Refused {
        device: ENCLAVE,
        reason: format!("{doing}: {reason}"),
    }
}

fn told(doing: &'static str) -> impl Fn(CFError) -> StoreError {
    move |error| refused(doing, error)
}

/// Makes a P-256 key in the enclave, kept under a label.
pub(super) fn create(label: &str) -> Result<SecKey, StoreError> {
    let protection = Some(ProtectionMode::AccessibleWhenUnlockedThisDeviceOnly);
    let access = SecAccessControl::create_with_protection(protection, PRIVATE_KEY_USAGE)
        .map_err(|error| refused("making the key", error))?;
    let mut options = GenerateKeyOptions::default();
    options
        .set_key_type(KeyType::ec())
        .set_size_in_bits(256)
        .set_label(label)
        .set_token(Token::SecureEnclave)
        .set_location(Location::DataProtectionKeychain)
        .set_access_control(access);
    SecKey::new(&options).map_err(told("making the key"))
}

/// Finds a key by its label.
pub(super) fn find(label: &str) -> Result<Option<SecKey>, StoreError> {
    let found = ItemSearchOptions::new()
        .class(ItemClass::key())
        .key_class(KeyClass::private())
        .ignore_legacy_keychains()
        .label(label)
        .load_refs(true)
        .limit(Limit::Max(1))
        .search();
    match found {
        Ok(results) => Ok(results.into_iter().find_map(|result| match result {
            SearchResult::Ref(Reference::Key(key)) => Some(key),
            _ => None,
        })),
        Err(error) if error.code() == NOT_FOUND => Ok(None),
        Err(error) => Err(refused("finding the key", error)),
    }
}

/// Returns the public key as an uncompressed SEC1 point.
pub(super) fn public_key(key: &SecKey) -> Result<Vec<u8>, StoreError> {
    key.public_key()
        .and_then(|public| public.external_representation())
        .map(|data| data.to_vec())
        .ok_or_else(|| refused("reading the key", "it has no public key"))
}

/// Signs a message with SHA-256; the signature is in DER.
pub(super) fn sign(key: &SecKey, message: &[u8]) -> Result<Vec<u8>, StoreError> {
    key.create_signature(Algorithm::ECDSASignatureMessageX962SHA256, message)
        .map_err(told("signing"))
}

/// Deletes a key.
pub(super) fn delete(key: &SecKey) -> Result<(), StoreError> {
    key.delete()
        .map_err(|error| refused("deleting the key", error))
}

const WRAP: Algorithm = Algorithm::ECIESEncryptionCofactorVariableIVX963SHA256AESGCM;

/// Encrypts a few bytes so that only the enclave can decrypt them.
pub(super) fn wrap(key: &SecKey, secret: &[u8]) -> Result<Vec<u8>, StoreError> {
    let public = key
        .public_key()
        .ok_or_else(|| refused("sealing", "it has no public key"))?;
    public.encrypt_data(WRAP, secret).map_err(told("sealing"))
}

/// Decrypts what was wrapped; anything else is not ours.
pub(super) fn unwrap(key: &SecKey, wrapped: &[u8]) -> Result<Vec<u8>, StoreError> {
    key.decrypt_data(WRAP, wrapped)
        .map_err(|_| StoreError::SealedElsewhere)
}

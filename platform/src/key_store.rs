//! What a key store does: the traits that every store implements.

use crate::attestation::{Proof, Statement};
use crate::{
    Algorithm, AlgorithmType, Anchor, Context, KeyName, Sealed, Secret, SignError, Signer,
    StoreError,
};

/// A key that lives in a store and has a name there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key of a store",
    note = "implement `Signer` and `Key`; the secret stays inside"
)]
pub trait Key: Signer {
    /// Returns the name of the key in its store.
    fn name(&self) -> &KeyName;
}

/// What a store can do, as data: for code that does not know the type of the store.
///
/// The same facts are in the types: a store that can make Ed25519 keys implements
/// [`Create<Ed25519>`](Create), one that can seal implements [`Seal`], one that can attest
/// implements [`Attest`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Capabilities {
    /// Where the keys live.
    pub anchor: Anchor,
    /// The algorithms that keys can be created for.
    pub algorithms: &'static [Algorithm],
    /// Whether the store implements [`Seal`].
    pub seals: bool,
    /// Whether the store implements [`Attest`].
    pub attests: bool,
    /// Whether signing needs a person to touch the device.
    pub needs_presence: bool,
}

/// A place where keys live.
///
/// A store can be used from many threads. Deleting a key is final: handles that this store object
/// gave out stop signing.
///
/// ```
/// use lawful_platform::{Create, Ed25519, KeyStore, SoftwareStore};
/// let store = SoftwareStore::in_memory().unwrap();
/// let name = "first".parse().unwrap();
/// Create::<Ed25519>::create(&store, &name).unwrap();
/// assert_eq!(store.list().unwrap(), [name.clone()]);
/// store.delete(&name).unwrap();
/// assert!(store.open(&name).is_err());
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a key store",
    note = "implement `KeyStore`, and `Create<A>` for each algorithm that the store can make keys for"
)]
pub trait KeyStore: Send + Sync {
    /// The keys of the store.
    type Key: Key;

    /// What the store can do.
    const CAPABILITIES: Capabilities;

    /// Lists the names of the keys, sorted.
    ///
    /// # Errors
    /// If the store cannot be read.
    fn list(&self) -> Result<Vec<KeyName>, StoreError>;

    /// Opens a key by its name.
    ///
    /// # Errors
    /// [`StoreError::NoSuchKey`], or the store cannot be read.
    fn open(&self, name: &KeyName) -> Result<Self::Key, StoreError>;

    /// Deletes a key for ever.
    ///
    /// # Errors
    /// [`StoreError::NoSuchKey`], or the store cannot be written.
    fn delete(&self, name: &KeyName) -> Result<(), StoreError>;
}

/// A store that can make keys for the algorithm `A`.
#[diagnostic::on_unimplemented(
    message = "the store `{Self}` cannot make keys for `{A}`",
    note = "a TPM makes P-256 keys, a FIDO2 authenticator makes security keys, the software store makes Ed25519 and P-256 keys"
)]
pub trait Create<A: AlgorithmType>: KeyStore {
    /// Makes a key.
    ///
    /// # Errors
    /// [`StoreError::KeyExists`], [`StoreError::Full`], or the store cannot be written.
    fn create(&self, name: &KeyName) -> Result<Self::Key, StoreError>;
}

/// A store that can encrypt data so that only it can read it again.
#[diagnostic::on_unimplemented(
    message = "the store `{Self}` cannot seal data",
    note = "the software store and the TPM store can"
)]
pub trait Seal: KeyStore {
    /// The largest plaintext, in bytes.
    const LARGEST_PLAINTEXT: usize;

    /// Seals data in a context.
    ///
    /// # Errors
    /// [`StoreError::TooLarge`], or the store is gone.
    fn seal(&self, context: &Context, plaintext: &[u8]) -> Result<Sealed, StoreError>;

    /// Unseals data that this store sealed in the same context.
    ///
    /// # Errors
    /// [`StoreError::SealedElsewhere`], [`StoreError::SealBroken`],
    /// [`StoreError::PlatformChanged`], or the store is gone.
    fn unseal(&self, context: &Context, sealed: &Sealed) -> Result<Secret, StoreError>;
}

/// A store that can prove to others where a key lives.
#[diagnostic::on_unimplemented(
    message = "the store `{Self}` cannot attest its keys",
    note = "see `Attest`; what a verifier believes is computed from the proof"
)]
pub trait Attest: KeyStore {
    /// Proves a statement about a key.
    ///
    /// # Errors
    /// If the key cannot sign, or the device is gone.
    fn attest(&self, key: &Self::Key, statement: &Statement) -> Result<Proof, SignError>;
}

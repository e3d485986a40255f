//! The software store.

use super::contents::{Contents, Entry, MOST_KEYS};
use super::vault::Vault;
use super::{Cost, SoftwareKey, StoredKey, seal};
use crate::attestation::{Proof, Statement};
use crate::open_keys::{OpenKeys, OpenKeysGuard};
use crate::{
    Algorithm, Anchor, Attest, Capabilities, Context, Create, EcdsaP256, Ed25519, KeyName,
    KeyStore, Password, Seal, Sealed, Secret, SignError, StoreError,
};
use std::path::Path;
use zeroize::Zeroizing;

/// Keys in one encrypted file, or in memory.
///
/// The file is read anew for every operation, so several processes can share it; writers take
/// turns. Signing needs no file.
///
/// ```
/// use lawful_platform::{Cost, Create, Ed25519, KeyStore, Password, SoftwareStore};
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("keys");
/// let password = Password::new("correct horse battery staple").unwrap();
/// let store = SoftwareStore::create(&path, &password, Cost::WORTHLESS).unwrap();
/// Create::<Ed25519>::create(&store, &"me".parse().unwrap()).unwrap();
/// assert!(SoftwareStore::open(&path, &password).is_ok());
/// assert!(SoftwareStore::open(&path, &Password::new("wrong").unwrap()).is_err());
/// ```
pub struct SoftwareStore {
    vault: Vault,
    open: OpenKeys,
}

impl SoftwareStore {
    fn on(vault: Vault) -> SoftwareStore {
        SoftwareStore {
            vault,
            open: OpenKeys::default(),
        }
    }

    /// Makes a store that is gone when it is dropped.
    ///
    /// # Errors
    /// If the system gives no random numbers.
    pub fn in_memory() -> Result<SoftwareStore, StoreError> {
        Vault::in_memory().map(Self::on)
    }

    /// Makes a new file with mode 0600.
    ///
    /// # Errors
    /// If there is a file already, or it cannot be written.
    pub fn create(
        path: &Path,
        password: &Password,
        cost: Cost,
    ) -> Result<SoftwareStore, StoreError> {
        Vault::create(path, password, cost).map(Self::on)
    }

    /// Opens a file.
    ///
    /// # Errors
    /// [`StoreError::WrongPassword`]; [`StoreError::Damaged`]; [`StoreError::FutureVersion`];
    /// [`StoreError::TooLarge`]; [`StoreError::TooOpen`] if others may read the file; or it cannot
    /// be read.
    pub fn open(path: &Path, password: &Password) -> Result<SoftwareStore, StoreError> {
        Vault::open(path, password).map(Self::on)
    }

    /// Encrypts the file anew under another password. Store objects that were opened with the old
    /// one refuse from then on. Does nothing for a store in memory.
    ///
    /// # Errors
    /// If the file cannot be read or written.
    pub fn change_password(&self, password: &Password, cost: Cost) -> Result<(), StoreError> {
        self.vault.change_password(password, cost)
    }

    /// Returns when a key was made, in seconds since 1970.
    ///
    /// # Errors
    /// [`StoreError::NoSuchKey`], or the store cannot be read.
    pub fn created(&self, name: &KeyName) -> Result<u64, StoreError> {
        self.vault
            .read(|contents| Ok(entry(contents, name)?.created))
    }

    fn handle(open: &mut OpenKeysGuard<'_>, name: &KeyName, key: SoftwareKey) -> StoredKey {
        StoredKey {
            name: name.clone(),
            key,
            alive: open.flag(name),
        }
    }

    fn create_key(&self, name: &KeyName, algorithm: Algorithm) -> Result<StoredKey, StoreError> {
        #[expect(clippy::disallowed_methods, reason = "a key records when it was made")]
        let created = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| since.as_secs());
        let mut open = self.open.lock();
        let key = self.vault.update(|contents| {
            if contents.keys.contains_key(name) {
                return Err(StoreError::KeyExists(name.clone()));
            }
            if contents.keys.len() >= MOST_KEYS {
                return Err(StoreError::Full(MOST_KEYS));
            }
            loop {
                let secret: Zeroizing<[u8; 32]> = crate::secret::random()?;
                // For P-256, one number in 2^32 is not a secret key.
                if let Some(key) = SoftwareKey::from_secret(algorithm, &secret) {
                    contents.keys.insert(
                        name.clone(),
                        Entry {
                            algorithm,
                            created,
                            secret,
                        },
                    );
                    return Ok(key);
                }
            }
        })?;
        Ok(Self::handle(&mut open, name, key))
    }
}

fn entry<'c>(contents: &'c Contents, name: &KeyName) -> Result<&'c Entry, StoreError> {
    contents
        .keys
        .get(name)
        .ok_or_else(|| StoreError::NoSuchKey(name.clone()))
}

impl KeyStore for SoftwareStore {
    type Key = StoredKey;

    const CAPABILITIES: Capabilities = Capabilities {
        anchor: Anchor::Software,
        algorithms: &[Algorithm::Ed25519, Algorithm::EcdsaP256],
        seals: true,
        attests: true,
        needs_presence: false,
    };

    fn list(&self) -> Result<Vec<KeyName>, StoreError> {
        self.vault
            .read(|contents| Ok(contents.keys.keys().cloned().collect()))
    }

    fn open(&self, name: &KeyName) -> Result<StoredKey, StoreError> {
        let mut open = self.open.lock();
        let key = self.vault.read(|contents| {
            let entry = entry(contents, name)?;
            SoftwareKey::from_secret(entry.algorithm, &entry.secret).ok_or(StoreError::Damaged {
                what: format!("the key `{name}`"),
                problem: "its secret does not fit its algorithm",
            })
        })?;
        Ok(Self::handle(&mut open, name, key))
    }

    fn delete(&self, name: &KeyName) -> Result<(), StoreError> {
        let mut open = self.open.lock();
        self.vault
            .update(|contents| match contents.keys.remove(name) {
                Some(_) => Ok(()),
                None => Err(StoreError::NoSuchKey(name.clone())),
            })?;
        open.end(name);
        Ok(())
    }
}

impl Create<Ed25519> for SoftwareStore {
    fn create(&self, name: &KeyName) -> Result<StoredKey, StoreError> {
        self.create_key(name, Algorithm::Ed25519)
    }
}

impl Create<EcdsaP256> for SoftwareStore {
    fn create(&self, name: &KeyName) -> Result<StoredKey, StoreError> {
        self.create_key(name, Algorithm::EcdsaP256)
    }
}

impl Seal for SoftwareStore {
    const LARGEST_PLAINTEXT: usize = Sealed::LARGEST;

    fn seal(&self, context: &Context, plaintext: &[u8]) -> Result<Sealed, StoreError> {
        self.vault
            .read(|contents| seal::seal(&contents.seal_key, context, plaintext))
    }

    fn unseal(&self, context: &Context, sealed: &Sealed) -> Result<Secret, StoreError> {
        self.vault
            .read(|contents| seal::unseal(&contents.seal_key, context, sealed))
    }
}

impl Attest for SoftwareStore {
    fn attest(&self, key: &StoredKey, statement: &Statement) -> Result<Proof, SignError> {
        statement
            .sign_with(key)
            .map(|signature| Proof::Software { signature })
    }
}

//! The bytes of a key file.
//!
//! | at | bytes | what |
//! |---:|---:|---|
//! | 0 | 8 | `lawfulks` |
//! | 8 | 2 | version, big-endian like all numbers here: 1 |
//! | 10 | 1 | key derivation: 1 is argon2id, version 0x13 |
//! | 11 | 1 | cipher: 1 is XChaCha20-Poly1305 |
//! | 12 | 12 | cost: KiB, passes, lanes, 4 bytes each |
//! | 24 | 16 | salt |
//! | 40 | 32 | password check: SHA-256 of a label and the second half of the derived bytes |
//! | 72 | 24 | nonce |
//! | 96 | 4 | length n of the ciphertext |
//! | 100 | n | ciphertext with its tag; bytes 0 to 99 are authenticated with it |
//! | 100 + n | 32 | SHA-256 of all bytes before |
//!
//! The checksum at the end has no key: it tells damage from a wrong password before any work is
//! done. Whoever alters the file on purpose can mend it, and is then caught by the password check
//! or by the cipher; an altered salt or cost, with the checksum mended, looks like a wrong password.

use super::Cost;
use crate::StoreError;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

const MAGIC: &[u8; 8] = b"lawfulks";
const VERSION: u16 = 1;
const HEADER: usize = 100;
const CHECKSUM: usize = 32;
const CHECK_LABEL: &[u8] = b"lawful key store password check v1";

/// The largest key file, in bytes.
pub(super) const LARGEST: u64 = 1 << 20;

/// A key file whose outer form is sound; nothing is decrypted yet.
pub(super) struct KeyFile<'a> {
    header: [u8; HEADER],
    ciphertext: &'a [u8],
    cost: Cost,
    name: &'a str,
}

/// The keys that a password and a salt give.
pub(super) struct FileKey {
    cipher: Zeroizing<[u8; 32]>,
    check: [u8; 32],
    salt: [u8; 16],
    cost: Cost,
}

impl FileKey {
    /// Derives the keys. Takes as long as the cost says.
    pub(super) fn derive(
        password: &[u8],
        salt: [u8; 16],
        cost: Cost,
    ) -> Result<FileKey, StoreError> {
        let derived = cost.derive(password, &salt)?;
        let (cipher, proof) = derived.split_at(32);
        let mut key = Zeroizing::new([0; 32]);
        key.copy_from_slice(cipher);
        let check = Sha256::new()
            .chain_update(CHECK_LABEL)
            .chain_update(proof)
            .finalize()
            .into();
        Ok(FileKey {
            cipher: key,
            check,
            salt,
            cost,
        })
    }

    /// Encrypts the contents into the bytes of a file.
    pub(super) fn encrypt(&self, contents: &[u8]) -> Result<Vec<u8>, StoreError> {
        let nonce = crate::secret::random::<24>()?;
        let length = contents.len() + 16;
        let mut file = Vec::with_capacity(HEADER + length + CHECKSUM);
        file.extend(MAGIC);
        file.extend(VERSION.to_be_bytes());
        file.extend([1, 1]);
        file.extend(self.cost.parts().iter().flat_map(|part| part.to_be_bytes()));
        file.extend(self.salt);
        file.extend(self.check);
        file.extend(*nonce);
        file.extend((length as u32).to_be_bytes());
        let sealed = XChaCha20Poly1305::new((&*self.cipher).into())
            .encrypt(
                &XNonce::from(*nonce),
                Payload {
                    msg: contents,
                    aad: &file,
                },
            )
            .map_err(|_| StoreError::TooLarge {
                what: "the key store".to_owned(),
                size: contents.len() as u64,
                limit: LARGEST,
            })?;
        file.extend(sealed);
        let checksum = Sha256::digest(&file);
        file.extend(checksum);
        if file.len() as u64 > LARGEST {
            return Err(StoreError::TooLarge {
                what: "the key store".to_owned(),
                size: file.len() as u64,
                limit: LARGEST,
            });
        }
        Ok(file)
    }
}

impl<'a> KeyFile<'a> {
    /// Reads the outer form. `name` is the name of the file, for messages.
    pub(super) fn parse(bytes: &'a [u8], name: &'a str) -> Result<KeyFile<'a>, StoreError> {
        let damaged = |problem| StoreError::Damaged {
            what: format!("`{name}`"),
            problem,
        };
        if bytes.len() as u64 > LARGEST {
            return Err(StoreError::TooLarge {
                what: format!("`{name}`"),
                size: bytes.len() as u64,
                limit: LARGEST,
            });
        }
        let start = bytes
            .first_chunk::<10>()
            .ok_or_else(|| damaged("it is too short"))?;
        let [magic @ .., v0, v1] = start;
        if magic != MAGIC {
            return Err(damaged(
                "it is not a key store: it does not begin with `lawfulks`",
            ));
        }
        match u16::from_be_bytes([*v0, *v1]) {
            VERSION => {}
            0 => return Err(damaged("there is no version 0")),
            found => {
                return Err(StoreError::FutureVersion {
                    what: format!("`{name}`"),
                    found,
                    newest: VERSION,
                });
            }
        }
        let (body, checksum) = bytes
            .split_last_chunk::<CHECKSUM>()
            .ok_or_else(|| damaged("it is too short"))?;
        if Sha256::digest(body).as_slice() != checksum {
            return Err(damaged("its checksum is wrong"));
        }
        let (header, ciphertext) = body
            .split_first_chunk::<HEADER>()
            .ok_or_else(|| damaged("it is too short"))?;
        let file = KeyFile {
            header: *header,
            ciphertext,
            cost: Cost::WORTHLESS,
            name,
        };
        if file.field::<2>(10) != [1, 1] {
            return Err(damaged("it names a cipher that this version does not have"));
        }
        if file.number(96) as usize != ciphertext.len() {
            return Err(damaged("its length is wrong"));
        }
        let cost = Cost::new(file.number(12), file.number(16), file.number(20))
            .map_err(|_| damaged("its cost is out of range"))?;
        Ok(KeyFile { cost, ..file })
    }

    fn field<const N: usize>(&self, at: usize) -> [u8; N] {
        self.header
            .get(at..)
            .and_then(<[u8]>::first_chunk)
            .copied()
            .unwrap_or([0; N])
    }

    fn number(&self, at: usize) -> u32 {
        u32::from_be_bytes(self.field(at))
    }

    /// Derives the keys that this file needs from a password.
    ///
    /// Fails with [`StoreError::WrongPassword`] if they do not fit.
    pub(super) fn unlock(&self, password: &[u8]) -> Result<FileKey, StoreError> {
        let key = FileKey::derive(password, self.field(24), self.cost)?;
        self.check(&key)?;
        Ok(key)
    }

    fn check(&self, key: &FileKey) -> Result<(), StoreError> {
        // Both sides are hashes that an attacker with the file knows or cannot predict: comparing
        // them in variable time tells nothing.
        if self.field(40) == key.check && self.field(24) == key.salt {
            Ok(())
        } else {
            Err(StoreError::WrongPassword)
        }
    }

    /// Decrypts the contents.
    pub(super) fn decrypt(&self, key: &FileKey) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        self.check(key)?;
        XChaCha20Poly1305::new((&*key.cipher).into())
            .decrypt(
                &XNonce::from(self.field::<24>(72)),
                Payload {
                    msg: self.ciphertext,
                    aad: &self.header,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_| StoreError::Damaged {
                what: format!("`{}`", self.name),
                problem: "the password is right and the contents were altered",
            })
    }
}

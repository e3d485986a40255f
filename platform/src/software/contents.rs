//! What is inside a key store.
//!
//! Encoded: the sealing key (32 bytes), the number of keys (2 bytes), and for each key, sorted by
//! name: the algorithm (1), the time it was made (8, seconds since 1970), the length of the name
//! (1), the name, the secret (32).

use super::SoftwareKey;
use crate::{Algorithm, KeyName, StoreError};
use std::collections::BTreeMap;
use zeroize::Zeroizing;

/// The most keys in one store.
pub(super) const MOST_KEYS: usize = 4096;

/// One key at rest.
pub(super) struct Entry {
    pub(super) algorithm: Algorithm,
    pub(super) created: u64,
    pub(super) secret: Zeroizing<[u8; 32]>,
}

/// All secrets of a store.
pub(super) struct Contents {
    pub(super) seal_key: Zeroizing<[u8; 32]>,
    pub(super) keys: BTreeMap<KeyName, Entry>,
}

impl Contents {
    /// Makes an empty store with a new sealing key.
    pub(super) fn new() -> Result<Contents, StoreError> {
        Ok(Contents {
            seal_key: crate::secret::random()?,
            keys: BTreeMap::new(),
        })
    }

    /// Encodes everything. The buffer never grows, so no copy is left behind in freed memory.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let size = 34
            + self
                .keys
                .keys()
                .map(|name| 42 + name.as_str().len())
                .sum::<usize>();
        let mut bytes = Zeroizing::new(Vec::with_capacity(size));
        bytes.extend_from_slice(&*self.seal_key);
        bytes.extend((self.keys.len() as u16).to_be_bytes());
        for (name, entry) in &self.keys {
            bytes.push(entry.algorithm.code());
            bytes.extend(entry.created.to_be_bytes());
            bytes.push(name.as_str().len() as u8);
            bytes.extend(name.as_str().as_bytes());
            bytes.extend_from_slice(&*entry.secret);
        }
        bytes
    }

    /// Decodes everything, strictly.
    pub(super) fn decode(bytes: &[u8], name: &str) -> Result<Contents, StoreError> {
        let damaged = || StoreError::Damaged {
            what: format!("`{name}`"),
            problem: "the decrypted contents do not make sense",
        };
        decode(bytes).ok_or_else(damaged)
    }
}

fn decode(bytes: &[u8]) -> Option<Contents> {
    let (seal_key, rest) = bytes.split_first_chunk::<32>()?;
    let (count, mut rest) = rest.split_first_chunk()?;
    let count = usize::from(u16::from_be_bytes(*count));
    if count > MOST_KEYS {
        return None;
    }
    let mut keys = BTreeMap::new();
    for _ in 0..count {
        let ([algorithm, created @ .., length], tail) = rest.split_first_chunk::<10>()?;
        let algorithm = Algorithm::from_code(*algorithm)?;
        let (name, tail) = tail.split_at_checked(usize::from(*length))?;
        let name: KeyName = std::str::from_utf8(name).ok()?.parse().ok()?;
        let (secret, tail) = tail.split_first_chunk::<32>()?;
        // The secret must be one, and the algorithm one that this store has.
        SoftwareKey::from_secret(algorithm, secret)?;
        let entry = Entry {
            algorithm,
            created: u64::from_be_bytes(*created),
            secret: Zeroizing::new(*secret),
        };
        if keys.last_key_value().is_some_and(|(last, _)| *last >= name) {
            return None;
        }
        keys.insert(name, entry);
        rest = tail;
    }
    rest.is_empty().then(|| Contents {
        seal_key: Zeroizing::new(*seal_key),
        keys,
    })
}

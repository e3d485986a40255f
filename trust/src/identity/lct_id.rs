//! Ids of tokens.

use crate::hex;
use lawful_platform::PublicKey;
use sha2::{Digest, Sha256};
use std::fmt;
use std::str::FromStr;

/// The id of a linked context token: a hash of its public key. Whoever has the key can prove that
/// the id is theirs, and nobody else can.
///
/// Text form: `lct:` and 64 hexadecimal digits, which is also an id of an entity in the stores.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LctId([u8; 32]);

/// Text that is not the id of a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not the id of a token; write `lct:` and 64 lowercase hexadecimal digits")]
pub struct BadLctId(String);

impl LctId {
    /// Computes the id of a public key.
    pub fn of_key(key: &PublicKey) -> LctId {
        LctId(
            Sha256::new()
                .chain_update(b"lawful.trust.lct.id\0")
                .chain_update(key.to_bytes())
                .finalize()
                .into(),
        )
    }

    /// Returns the 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub(crate) fn from_bytes(bytes: [u8; 32]) -> LctId {
        LctId(bytes)
    }
}

impl fmt::Display for LctId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "lct:{}", hex::encode(&self.0))
    }
}

impl fmt::Debug for LctId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LctId({self})")
    }
}

impl FromStr for LctId {
    type Err = BadLctId;

    fn from_str(text: &str) -> Result<LctId, BadLctId> {
        text.strip_prefix("lct:")
            .and_then(hex::decode)
            .map(LctId)
            .ok_or_else(|| BadLctId(text.chars().take(80).collect()))
    }
}

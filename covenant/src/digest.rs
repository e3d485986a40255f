//! Digests: BLAKE3 with a purpose.

use blake3::hazmat::{ContextKey, HasherExt, hash_derive_key_context};
use std::fmt;
use std::sync::OnceLock;

/// A purpose for which much is digested.
pub(crate) struct Purpose {
    name: &'static str,
    key: OnceLock<ContextKey>,
}

impl Purpose {
    pub const fn new(name: &'static str) -> Purpose {
        Purpose {
            name,
            key: OnceLock::new(),
        }
    }
}

/// The BLAKE3 digest of something that was encoded canonically, for one purpose.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// Digests bytes for a purpose: equal bytes have other digests for other purposes.
    pub(crate) fn derive(purpose: &str, parts: &[&[u8]]) -> Digest {
        let mut hasher = blake3::Hasher::new_derive_key(purpose);
        for part in parts {
            hasher.update(part);
        }
        Digest(*hasher.finalize().as_bytes())
    }

    /// Digests bytes for a purpose that is digested often: its key is computed once.
    pub(crate) fn derive_with(purpose: &Purpose, bytes: &[u8]) -> Digest {
        let key = purpose
            .key
            .get_or_init(|| hash_derive_key_context(purpose.name));
        let mut hasher = blake3::Hasher::new_from_context_key(key);
        hasher.update(bytes);
        Digest(*hasher.finalize().as_bytes())
    }

    /// Makes a digest of its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Digest {
        Digest(bytes)
    }

    /// Returns the bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Returns the first eight hexadecimal digits.
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways_give_the_same_digest() {
        static PURPOSE: Purpose = Purpose::new("lawful covenant test v1");
        let one = Digest::derive(PURPOSE.name, &[b"ab", b"c"]);
        assert_eq!(one, Digest::derive_with(&PURPOSE, b"abc"));
        assert_ne!(one, Digest::derive_with(&PURPOSE, b"abd"));
    }
}

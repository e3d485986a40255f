//! Payloads that can be forgotten: the node has a salted hash, the payload is kept beside it.

use super::{Field, MAX_PAYLOAD_BYTES, NodeError};
use bytes::Bytes;
use std::fmt;

const CONTEXT: &str = "lawful-trace 2026-11 salted payload v1";

/// A salted hash of a payload: BLAKE3 in key derivation mode, with the context
/// `lawful-trace 2026-11 salted payload v1`, of the salt (32 bytes) and the payload.
///
/// It says nothing about the payload to those who have not seen the salt, not even whether it is a
/// value that they guess. So a payload is gone when its salt and its bytes are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Commitment([u8; 32]);

impl Commitment {
    /// The size in bytes.
    pub const BYTES: usize = 32;

    /// Makes a commitment of its bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Commitment {
        Commitment(bytes)
    }

    /// Returns the bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({self})")
    }
}

impl fmt::Display for Commitment {
    /// Writes 64 hexadecimal digits.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
    }
}

/// A payload and its salt: what opens a commitment.
///
/// ```
/// use lawful_trace::Opening;
/// let opening = Opening::new(&b"a name that may have to be forgotten"[..])?;
/// assert!(opening.opens(&opening.commitment()));
/// let other = Opening::new(&b"a name that may have to be forgotten"[..])?;
/// assert!(!other.opens(&opening.commitment())); // another salt
/// # Ok::<(), lawful_trace::NodeError>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    salt: [u8; 32],
    payload: Bytes,
}

impl Opening {
    /// Salts a payload with random bytes of the operating system.
    ///
    /// # Errors
    /// If the payload is longer than 16 MiB, or there are no random bytes.
    pub fn new(payload: impl Into<Bytes>) -> Result<Opening, NodeError> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|_| NodeError::NoRandomness)?;
        Opening::with_salt(salt, payload)
    }

    /// Salts a payload with a salt that nobody else may be able to guess.
    ///
    /// # Errors
    /// If the payload is longer than 16 MiB.
    pub fn with_salt(salt: [u8; 32], payload: impl Into<Bytes>) -> Result<Opening, NodeError> {
        let payload = payload.into();
        if payload.len() > MAX_PAYLOAD_BYTES {
            return Err(NodeError::TooLong {
                field: Field::Payload,
                length: payload.len(),
                limit: MAX_PAYLOAD_BYTES,
            });
        }
        Ok(Opening { salt, payload })
    }

    /// Returns the salt.
    pub const fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// Returns the payload.
    pub const fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// Returns the commitment that this opens.
    pub fn commitment(&self) -> Commitment {
        let mut hasher = blake3::Hasher::new_derive_key(CONTEXT);
        hasher.update(&self.salt).update(&self.payload);
        Commitment(hasher.finalize().into())
    }

    /// Returns whether this opens a commitment.
    pub fn opens(&self, commitment: &Commitment) -> bool {
        blake3::Hash::from_bytes(self.commitment().0) == blake3::Hash::from_bytes(commitment.0)
    }
}

impl fmt::Debug for Opening {
    /// Writes the length only: a payload that may have to be forgotten belongs in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({} bytes)", self.payload.len())
    }
}

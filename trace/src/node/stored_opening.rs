//! Openings that a storage keeps.

use super::{Commitment, Opening};
use std::fmt;

/// The salt and the payload beside a node, where a storage keeps them: what a node reads when somebody
/// asks for its payload.
///
/// A node lives longer than the ledger that gave it, so this must hold no lock of it.
pub trait StoredOpening: Send + Sync {
    /// Reads the salt and the payload, given what the node is committed to; none if they were erased or
    /// pruned.
    ///
    /// # Errors
    /// If the storage fails, or has something else: damage is no erasure.
    fn read(&self, commitment: &Commitment) -> Result<Option<Opening>, CannotRead>;
}

/// Why a storage does not give an opening that nobody erased.
#[derive(Debug)]
pub struct CannotRead {
    /// What the storage says.
    pub why: Box<dyn std::error::Error + Send + Sync>,
    /// Whether the bytes are damaged or missing. If not, reading them again may succeed.
    pub is_damage: bool,
}

impl CannotRead {
    /// Says that the bytes are damaged.
    pub fn damaged(why: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> CannotRead {
        CannotRead {
            why: why.into(),
            is_damage: true,
        }
    }
}

impl fmt::Display for CannotRead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl std::error::Error for CannotRead {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.why.source()
    }
}

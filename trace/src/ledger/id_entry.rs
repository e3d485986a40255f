//! What an index knows of an id.

use super::words::Word;

/// The largest position.
pub const MAX_POSITION: u32 = u32::MAX - 1;

/// The hash of an id, and the position of its node.
///
/// ```text
/// bits   what
/// 32..64 hash of the id
/// 0..32  position + 1; 0 is no entry
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdEntry(u64);

impl IdEntry {
    #[inline]
    pub const fn new(hash: u32, position: u32) -> IdEntry {
        IdEntry((hash as u64) << 32 | (position + 1) as u64)
    }

    /// Reads an entry, if the word is one.
    #[inline]
    pub const fn read(word: Word) -> Option<IdEntry> {
        match u64::from_ne_bytes(word) {
            0 => None,
            entry => Some(IdEntry(entry)),
        }
    }

    #[inline]
    pub const fn word(self) -> Word {
        self.0.to_ne_bytes()
    }

    #[inline]
    pub const fn hash(self) -> u32 {
        (self.0 >> 32) as u32
    }

    #[inline]
    pub const fn position(self) -> u32 {
        self.0 as u32 - 1
    }
}

//! Many words that are read and written at random.

use crate::segment::Memory;

/// A fixed number of words, zero at first.
#[derive(Default)]
pub struct Words(Memory);

/// A word as it lies in memory.
pub type Word = [u8; size_of::<u64>()];

impl Words {
    /// Makes so many words.
    pub fn zeroed(count: usize) -> Words {
        Words(Memory::zeroed(count * size_of::<Word>()))
    }

    /// Returns all words in order.
    #[inline]
    pub fn all(&self) -> &[Word] {
        self.0.as_chunks().0
    }

    /// Returns all words in order, to be changed.
    #[inline]
    pub fn all_mut(&mut self) -> &mut [Word] {
        self.0.as_chunks_mut().0
    }
}

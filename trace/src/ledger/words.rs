//! Many words that are read and written at random.

use crate::segment::Memory;

/// A fixed number of words, zero at first.
pub struct Words(Memory);

const BYTES: usize = size_of::<u64>();

impl Words {
    /// Makes so many words.
    pub fn zeroed(count: usize) -> Words {
        Words(Memory::zeroed(count * BYTES))
    }

    #[inline]
    fn words(&self) -> &[[u8; BYTES]] {
        self.0.as_chunks().0
    }

    /// Returns the number of words.
    #[inline]
    pub fn len(&self) -> usize {
        self.0.len() / BYTES
    }

    /// Returns a word; zero if there is none.
    #[inline]
    pub fn get(&self, place: usize) -> u64 {
        let word = self.words().get(place);
        word.map_or(0, |bytes| u64::from_ne_bytes(*bytes))
    }

    /// Sets a word, if there is one.
    #[inline]
    pub fn set(&mut self, place: usize, value: u64) {
        if let Some(bytes) = self.0.as_chunks_mut().0.get_mut(place) {
            *bytes = value.to_ne_bytes();
        }
    }

    /// Returns all words in order.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        let words = self.words().iter();
        words.map(|bytes| u64::from_ne_bytes(*bytes))
    }
}

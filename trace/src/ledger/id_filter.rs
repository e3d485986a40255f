//! Says which hashes were surely never entered.

use super::words::Words;

/// Each slot of the table has so many bits here: a filter is an eighth of its table, and stays in the
/// cache when the table does not.
const BITS_OF_A_SLOT: usize = 8;
/// How many bits stand for a hash.
const BITS: u32 = 4;

/// A filter over hashes, after Bloom, with all bits of a hash in one word.
///
/// The words are ordered by hash, as the table is.
pub struct IdFilter {
    words: Words,
}

impl IdFilter {
    /// Makes a filter for a table of so many slots, with nothing in it.
    pub fn of_slots(slots: usize) -> IdFilter {
        IdFilter {
            words: Words::zeroed((slots * BITS_OF_A_SLOT).div_ceil(64)),
        }
    }

    /// Returns the word of a hash, and its bits in it.
    #[inline]
    fn place(&self, hash: u32) -> (usize, u64) {
        let word = (u64::from(hash) * self.words.len() as u64) >> 32;
        // The word is chosen by the high bits of the hash, so these must depend on all of them.
        let mixed = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
        let bits = (0..BITS).fold(0, |bits, n| bits | 1 << (mixed >> (6 * n) & 63));
        (word as usize, bits)
    }

    /// Returns false if the hash was never entered. It says true of one in forty others.
    #[inline]
    pub fn may_have(&self, hash: u32) -> bool {
        let (word, bits) = self.place(hash);
        self.words.get(word) & bits == bits
    }

    /// Enters a hash.
    #[inline]
    pub fn enter(&mut self, hash: u32) {
        let (word, bits) = self.place(hash);
        self.words.set(word, self.words.get(word) | bits);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_entered_is_known_and_little_else() {
        let slots = 1 << 16;
        let mut filter = IdFilter::of_slots(slots);
        let hash = |n: u32| n.wrapping_mul(0x85eb_ca6b) ^ n >> 7;
        let entered = (slots * 13 / 16) as u32;
        (0..entered).for_each(|n| filter.enter(hash(n)));
        assert!((0..entered).all(|n| filter.may_have(hash(n))));
        let wrong = (entered..2 * entered).filter(|n| filter.may_have(hash(*n)));
        assert!(wrong.count() < entered as usize / 20);
        assert!(!IdFilter::of_slots(16).may_have(7));
    }
}

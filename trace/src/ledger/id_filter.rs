//! Tells most new ids from those that were seen.

use super::words::Words;

/// A Bloom filter of hashes, whose bits for one hash are all in one word.
///
/// It takes a tenth of the memory of the table of ids, so it is in a nearer cache. What it has not
/// seen is surely new.
///
/// F. Putze, P. Sanders, J. Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007.
#[derive(Default)]
pub struct IdFilter {
    words: Words,
    noted: usize,
}

/// How many hashes there are for a word when the filter is full: then one new hash in 50 looks seen.
const IN_WORD: usize = 6;
const LEAST: usize = 16;

/// Returns the three bits of a hash in its word.
#[inline]
const fn bits(hash: u32) -> u64 {
    // The high bits of a hash choose the word, so those of the product are made of the low ones.
    let mixed = hash.wrapping_mul(0x9e37_79b1);
    1 << (mixed >> 26) | 1 << (mixed >> 20 & 63) | 1 << (mixed >> 14 & 63)
}

/// Returns the number of the word of a hash.
#[inline]
const fn place(hash: u32, words: usize) -> usize {
    ((hash as u128 * words as u128) >> 32) as usize
}

impl IdFilter {
    /// Makes a filter for so many hashes.
    pub fn with_room(hashes: usize) -> IdFilter {
        IdFilter {
            words: Words::zeroed(hashes.div_ceil(IN_WORD).max(LEAST)),
            noted: 0,
        }
    }

    /// Returns whether it tells well with so many more hashes.
    #[inline]
    pub fn has_room(&self, more: usize) -> bool {
        self.noted.saturating_add(more) <= self.words.all().len() * IN_WORD
    }

    /// Notes that a hash was seen.
    #[inline]
    pub fn note(&mut self, hash: u32) {
        let words = self.words.all_mut();
        let place = place(hash, words.len());
        if let Some(word) = words.get_mut(place) {
            *word = (u64::from_ne_bytes(*word) | bits(hash)).to_ne_bytes();
        }
        self.noted += 1;
    }

    /// Returns whether a hash was surely not seen.
    #[inline]
    pub fn is_new(&self, hash: u32) -> bool {
        let words = self.words.all();
        let word = words.get(place(hash, words.len()));
        word.is_none_or(|word| u64::from_ne_bytes(*word) & bits(hash) != bits(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hash(n: u32) -> u32 {
        (u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as u32
    }

    #[test]
    fn what_was_noted_is_never_new_and_few_others_look_seen() {
        for count in [0, 1, 95, 96, 97, 100_000] {
            let mut filter = IdFilter::with_room(count as usize);
            (0..count).for_each(|n| filter.note(hash(n)));
            assert!((0..count).all(|n| !filter.is_new(hash(n))));
            let others = count..count + 10_000;
            let seen = others.filter(|n| !filter.is_new(hash(*n))).count();
            assert!(seen < 400, "{seen} of 10,000 look seen among {count}");
        }
    }

    #[test]
    fn a_filter_without_room_says_that_all_are_new() {
        let filter = IdFilter::default();
        assert!(filter.is_new(7) && !filter.has_room(1));
    }

    #[test]
    fn room_ends_where_it_was_made() {
        let mut filter = IdFilter::with_room(600);
        (0..599).for_each(|n| filter.note(hash(n)));
        assert!(filter.has_room(1) && !filter.has_room(2) && !filter.has_room(usize::MAX));
    }
}

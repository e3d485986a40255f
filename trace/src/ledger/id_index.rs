//! Finds the place of an id.

use super::id_filter::IdFilter;
use super::words::Words;
use foldhash::quality::RandomState;
use std::hash::{BuildHasher, Hasher};

/// An index from ids to positions: a table of one word for each slot, open addressing, neighbours
/// first.
///
/// ```text
/// bits   what
/// 32..64 hash of the id
/// 0..32  position + 1; 0 is an empty slot
/// ```
///
/// The slot where a search begins is `hash * slots / 2^32`, so the table is ordered by hash up to
/// collisions, and growing it is one pass from front to back without looking at any id. Hashes are
/// keyed with random bytes of the process: nobody who chooses ids can choose collisions.
///
/// A large table is not in the cache, and an append that waits for its slot does nothing else
/// meanwhile. So new entries wait in a short list, and go to their slots together, when memory fetches
/// many of them side by side. A filter says of nearly every new id that it is new, without the table.
pub struct IdIndex {
    slots: Words,
    /// Entries in the table.
    used: usize,
    /// Entries that are not in the table yet, as they will be there.
    waiting: Vec<u64>,
    filter: IdFilter,
    /// How many entries the filter has seen, removed ones included.
    filtered: usize,
    keys: RandomState,
}

/// The largest position.
pub const MAX_POSITION: u32 = u32::MAX - 1;

/// How full the table may be: 13 of 16 slots.
const FULL: (usize, usize) = (13, 16);
const SMALLEST: usize = 16;
/// Above this many slots the table grows by a half, below by doubling.
const LARGE: usize = 1 << 20;
/// How many entries wait at most.
const WAITING: usize = 1024;
/// So few entries are searched where they wait.
const FEW: usize = 32;

impl Default for IdIndex {
    fn default() -> IdIndex {
        IdIndex {
            slots: Words::zeroed(SMALLEST),
            used: 0,
            waiting: Vec::new(),
            filter: IdFilter::of_slots(SMALLEST),
            filtered: 0,
            keys: RandomState::default(),
        }
    }
}

const fn hash_of(entry: u64) -> u32 {
    (entry >> 32) as u32
}

const fn entry(hash: u32, position: u32) -> u64 {
    (hash as u64) << 32 | (position + 1) as u64
}

impl IdIndex {
    /// Hashes an id.
    #[inline]
    pub fn hash(&self, id: &[u8]) -> u32 {
        let mut hasher = self.keys.build_hasher();
        hasher.write(id);
        (hasher.finish() >> 32) as u32
    }

    /// Makes room for more entries at once.
    pub fn reserve(&mut self, more: usize) {
        let least = (self.used + self.waiting.len()).saturating_add(more);
        let least = least.saturating_mul(FULL.1).div_ceil(FULL.0);
        if least > self.slots.len() {
            self.grow_to(least.max(self.next_size()));
        }
    }

    fn next_size(&self) -> usize {
        let old = self.slots.len();
        if old < LARGE { 2 * old } else { old / 2 * 3 }
    }

    /// Moves all entries to a larger table, which has them in the same order.
    #[cold]
    fn grow_to(&mut self, size: usize) {
        let old = std::mem::replace(&mut self.slots, Words::zeroed(size));
        for value in old.iter().filter(|value| *value != 0) {
            self.put(value);
        }
        self.filter_again();
    }

    /// Makes the filter anew, of the entries that are there.
    #[cold]
    fn filter_again(&mut self) {
        self.filter = IdFilter::of_slots(self.slots.len());
        let entries = self.slots.iter().filter(|value| *value != 0);
        for value in entries.chain(self.waiting.iter().copied()) {
            self.filter.enter(hash_of(value));
        }
        self.filtered = self.used + self.waiting.len();
    }

    #[inline]
    fn home(&self, hash: u32) -> usize {
        // A product of two numbers below 2^32: there are never more slots than positions twice over.
        ((u128::from(hash) * self.slots.len() as u128) >> 32) as usize
    }

    /// Puts an entry into the first free slot from its home on. The table always has one.
    #[inline]
    fn put(&mut self, value: u64) {
        let mut place = self.home(hash_of(value));
        while self.slots.get(place) != 0 {
            place = self.next(place);
        }
        self.slots.set(place, value);
    }

    /// Returns the position of an id; the function says whether the node at a position has it.
    #[inline]
    pub fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        let is = |value: u64| hash_of(value) == hash && is(value as u32 - 1);
        let mut place = self.home(hash);
        loop {
            let slot = self.slots.get(place);
            if slot == 0 {
                break;
            }
            if is(slot) {
                return Some(slot as u32 - 1);
            }
            place = self.next(place);
        }
        let waiting = self.waiting.iter().find(|value| is(**value));
        waiting.map(|value| *value as u32 - 1)
    }

    /// Returns false if no id with this hash is here. It says true of some hashes that are not here.
    #[inline]
    pub fn may_have(&self, hash: u32) -> bool {
        self.filter.may_have(hash)
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        let next = place + 1;
        if next == self.slots.len() { 0 } else { next }
    }

    /// Enters the position of an id that is not here.
    #[inline]
    pub fn enter(&mut self, hash: u32, position: u32) {
        if self.waiting.len() >= WAITING {
            self.settle();
        }
        self.filter.enter(hash);
        self.waiting.push(entry(hash, position));
    }

    /// Returns whether a search does not have to look through many entries that wait.
    #[inline]
    pub fn is_settled(&self) -> bool {
        self.waiting.len() <= FEW
    }

    /// Puts the entries that wait into their slots.
    #[inline(never)]
    pub fn settle(&mut self) {
        self.reserve(0);
        let waiting = std::mem::take(&mut self.waiting);
        for values in waiting.chunks(FEW) {
            // Reads the slots first, so that memory fetches them side by side.
            let homes = values.iter().map(|value| self.home(hash_of(*value)));
            let slots = homes.map(|home| self.slots.get(home));
            std::hint::black_box(slots.fold(0, |all, slot| all | slot));
            values.iter().for_each(|value| self.put(*value));
        }
        self.used += waiting.len();
        self.filtered += waiting.len();
        self.waiting = waiting;
        self.waiting.clear();
        if self.filtered * FULL.1 > self.slots.len() * FULL.0 {
            // It remembers what was removed.
            self.filter_again();
        }
    }

    /// Removes a position, if it is there.
    pub fn remove(&mut self, hash: u32, position: u32) {
        let value = entry(hash, position);
        if let Some(place) = self.waiting.iter().rposition(|waiting| *waiting == value) {
            self.waiting.swap_remove(place);
            return;
        }
        let mut place = self.home(hash);
        loop {
            match self.slots.get(place) {
                0 => return,
                slot if slot == value => break,
                _ => place = self.next(place),
            }
        }
        // Moves up what was pushed aside, so that no search ends at the hole too early.
        let mut hole = place;
        loop {
            place = self.next(place);
            let slot = self.slots.get(place);
            if slot == 0 {
                break;
            }
            let home = self.home(hash_of(slot));
            let from_home = self.distance(home, place);
            if from_home >= self.distance(hole, place) {
                self.slots.set(hole, slot);
                hole = place;
            }
        }
        self.slots.set(hole, 0);
        self.used -= 1;
    }

    /// Returns how many steps lead from one slot to another.
    fn distance(&self, from: usize, to: usize) -> usize {
        if to >= from {
            to - from
        } else {
            to + self.slots.len() - from
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Does what a ledger does, with ids that are their own hash.
    fn put(index: &mut IdIndex, hash: u32, position: u32) {
        let there = index.find(hash, |at| at == position);
        assert!(there.is_none() || index.may_have(hash));
        if there.is_none() {
            index.enter(hash, position);
        }
    }

    #[test]
    fn puts_and_removals_in_any_order_are_found_again() {
        // Few hashes, many of them at the end of the table: long clusters that wrap around.
        let hash = |n: u32| match n % 3 {
            0 => u32::MAX - n % 7,
            1 => n.wrapping_mul(0x9e37_79b9),
            _ => n % 5,
        };
        let mut index = IdIndex::default();
        let mut model = BTreeMap::new();
        let mut state = 1_u64;
        for step in 0..20_000_u32 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let position = (state >> 33) as u32 % 500;
            if step % 3 == 0 {
                index.remove(hash(position), position);
                model.remove(&position);
            } else {
                put(&mut index, hash(position), position);
                model.insert(position, ());
            }
            assert_eq!(index.used + index.waiting.len(), model.len());
            if step % 97 == 0 {
                index.settle();
            }
        }
        for position in 0..500 {
            let found = index.find(hash(position), |at| at == position);
            assert_eq!(found.is_some(), model.contains_key(&position));
        }
    }

    #[test]
    fn a_large_table_finds_all() {
        let mut index = IdIndex::default();
        for n in 0..100_000_u32 {
            let hash = index.hash(&n.to_le_bytes());
            put(&mut index, hash, n);
        }
        for n in 0..100_000_u32 {
            let hash = index.hash(&n.to_le_bytes());
            assert_eq!(index.find(hash, |at| at == n), Some(n));
        }
        assert!(index.slots.len() * size_of::<u64>() <= 22 * 100_000);
        let more: Vec<u32> = (100_000..250_000).collect();
        index.reserve(more.len());
        let slots = index.slots.len();
        for n in &more {
            let hash = index.hash(&n.to_le_bytes());
            put(&mut index, hash, *n);
        }
        assert_eq!(index.slots.len(), slots);
        for n in 0..250_000_u32 {
            let hash = index.hash(&n.to_le_bytes());
            assert_eq!(index.find(hash, |at| at == n), Some(n));
        }
    }

    #[test]
    fn the_filter_forgets_what_was_removed() {
        let mut index = IdIndex::default();
        for n in 0..200_000_u32 {
            let hash = index.hash(&n.to_le_bytes());
            put(&mut index, hash, n);
            if let Some(old) = n.checked_sub(100) {
                let hash = index.hash(&old.to_le_bytes());
                index.remove(hash, old);
            }
        }
        index.settle();
        let new = (200_000..300_000_u32).filter(|n| {
            let hash = index.hash(&n.to_le_bytes());
            index.may_have(hash)
        });
        assert!(new.count() < 10_000);
    }
}

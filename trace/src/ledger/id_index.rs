//! Finds the place of an id.

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
pub struct IdIndex {
    slots: Vec<u64>,
    used: usize,
    keys: RandomState,
}

/// The largest position.
pub const MAX_POSITION: u32 = u32::MAX - 1;

/// How full the table may be: 13 of 16 slots.
const FULL: (usize, usize) = (13, 16);
const SMALLEST: usize = 16;
/// Above this many slots the table grows by a half, below by doubling.
const LARGE: usize = 1 << 20;

/// The result of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found {
    /// The id is at a position.
    At(u32),
    /// It is nowhere, and belongs in this slot while the index does not change.
    Free(usize),
}

impl Default for IdIndex {
    fn default() -> IdIndex {
        IdIndex {
            slots: vec![0; SMALLEST],
            used: 0,
            keys: RandomState::default(),
        }
    }
}

impl IdIndex {
    /// Hashes an id.
    #[inline]
    pub fn hash(&self, id: &[u8]) -> u32 {
        let mut hasher = self.keys.build_hasher();
        hasher.write(id);
        (hasher.finish() >> 32) as u32
    }

    /// Makes room for one more position, so that the slot that a search gives next can be used.
    #[inline]
    pub fn reserve(&mut self) {
        if (self.used + 1) * FULL.1 > self.slots.len() * FULL.0 {
            self.grow();
        }
    }

    /// Grows the table where it lies, so that no second table takes memory meanwhile.
    ///
    /// From back to front, each entry moves to its new home, which is further back. What lies at or
    /// behind the slot that is being emptied has its final place, so a search that begins there meets
    /// nothing that will move again. The few entries for which this is not so, near the front of the
    /// table and where it wraps around, wait until all others are in place.
    #[cold]
    fn grow(&mut self) {
        let old = self.slots.len();
        let more = if old < LARGE { old } else { old / 2 };
        self.slots.reserve_exact(more);
        self.slots.resize(old + more, 0);
        let mut waiting = Vec::new();
        for place in (0..old).rev() {
            let value = self.slots.get_mut(place).map_or(0, std::mem::take);
            if value == 0 {
                continue;
            }
            let home = self.home((value >> 32) as u32);
            let behind = self.slots.get_mut(home..).unwrap_or_default();
            match behind.iter_mut().find(|slot| **slot == 0) {
                Some(free) if home >= place => *free = value,
                _ => waiting.push(value),
            }
        }
        for value in waiting {
            if let Found::Free(free) = self.find((value >> 32) as u32, |_| false) {
                self.set(free, value);
            }
        }
    }

    #[inline]
    fn home(&self, hash: u32) -> usize {
        // A product of two numbers below 2^32: there are never more slots than positions twice over.
        ((u128::from(hash) * self.slots.len() as u128) >> 32) as usize
    }

    /// Searches for an id; the function says whether the node at a position has it.
    #[inline]
    pub fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Found {
        let mut place = self.home(hash);
        loop {
            // The table always has an empty slot.
            let slot = self.slots.get(place).copied().unwrap_or_default();
            if slot == 0 {
                return Found::Free(place);
            }
            if (slot >> 32) as u32 == hash && is(slot as u32 - 1) {
                return Found::At(slot as u32 - 1);
            }
            place = self.next(place);
        }
    }

    #[inline]
    fn next(&self, place: usize) -> usize {
        let next = place + 1;
        if next == self.slots.len() { 0 } else { next }
    }

    /// Fills the slot that a search has just given, after [`IdIndex::reserve`].
    #[inline]
    pub fn fill(&mut self, free: usize, hash: u32, position: u32) {
        if let Some(slot) = self.slots.get_mut(free) {
            *slot = u64::from(hash) << 32 | u64::from(position + 1);
            self.used += 1;
        }
    }

    /// Reads the slots where searches will begin, so that memory fetches them side by side.
    #[inline]
    pub fn warm(&self, hashes: &[u32]) -> u64 {
        let slots = hashes.iter().map(|hash| self.slots.get(self.home(*hash)));
        slots.fold(0, |all, slot| all | slot.copied().unwrap_or_default())
    }

    /// Removes a position, if it is there.
    pub fn remove(&mut self, hash: u32, position: u32) {
        let value = u64::from(hash) << 32 | u64::from(position + 1);
        let mut place = self.home(hash);
        loop {
            match self.slots.get(place) {
                None | Some(0) => return,
                Some(slot) if *slot == value => break,
                Some(_) => place = self.next(place),
            }
        }
        // Moves up what was pushed aside, so that no search ends at the hole too early.
        let mut hole = place;
        loop {
            place = self.next(place);
            let slot = self.slots.get(place).copied().unwrap_or_default();
            if slot == 0 {
                break;
            }
            let home = self.home((slot >> 32) as u32);
            let from_home = self.distance(home, place);
            if from_home >= self.distance(hole, place) {
                self.set(hole, slot);
                hole = place;
            }
        }
        self.set(hole, 0);
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

    fn set(&mut self, place: usize, value: u64) {
        if let Some(slot) = self.slots.get_mut(place) {
            *slot = value;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    /// Does what a ledger does, with ids that are their own hash.
    fn put(index: &mut IdIndex, hash: u32, position: u32) {
        index.reserve();
        match index.find(hash, |at| at == position) {
            Found::Free(free) => index.fill(free, hash, position),
            Found::At(_) => {}
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
            assert_eq!(index.used, model.len());
        }
        for position in 0..500 {
            let found = index.find(hash(position), |at| at == position);
            assert_eq!(matches!(found, Found::At(_)), model.contains_key(&position));
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
            assert_eq!(index.find(hash, |at| at == n), Found::At(n));
        }
        assert!(index.slots.len() * size_of::<u64>() <= 22 * 100_000);
    }
}

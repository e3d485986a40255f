//! A table of entries, found by hash.

use super::id_entry::IdEntry;
use super::words::{Word, Words};
use std::hint::black_box;

/// A table of one word for each slot: open addressing, neighbours first.
///
/// The slot where a search begins is `hash * slots / 2^32`, so the table is ordered by hash up to
/// collisions: growing it, and putting many entries in that are in this order, is one pass from front
/// to back without looking at any id.
pub struct IdTable {
    slots: Words,
    used: usize,
}

/// How full the table may be: 9 of 16 slots. Fuller tables are searched longer, and take less memory.
const FULL: (usize, usize) = (9, 16);
const SMALLEST: usize = 16;
/// Above this many slots the table grows by a half, below by doubling.
const LARGE: usize = 1 << 20;
/// So many slots are read side by side.
const SIDE_BY_SIDE: usize = 32;

impl Default for IdTable {
    fn default() -> IdTable {
        IdTable {
            slots: Words::zeroed(SMALLEST),
            used: 0,
        }
    }
}

/// Returns the slot where a search for a hash begins.
#[inline]
const fn home(hash: u32, slots: usize) -> usize {
    // A product of two numbers below 2^32: there are never more slots than positions twice over.
    ((hash as u128 * slots as u128) >> 32) as usize
}

/// Puts an entry into the first free slot from its home on, of which the table always has one. Gives
/// back an entry on the way with the same hash, if it is the same, and then puts nothing.
#[inline]
fn put(
    slots: &mut [Word],
    new: IdEntry,
    same: impl Fn(IdEntry, IdEntry) -> bool,
) -> Option<IdEntry> {
    let mut place = home(new.hash(), slots.len());
    loop {
        let Some(slot) = slots.get_mut(place) else {
            place = 0;
            continue;
        };
        match IdEntry::read(*slot) {
            None => {
                *slot = new.word();
                return None;
            }
            Some(there) if there.hash() == new.hash() && same(there, new) => return Some(there),
            Some(_) => place += 1,
        }
    }
}

const fn never(_: IdEntry, _: IdEntry) -> bool {
    false
}

/// Reads the slots where searches for hashes begin, so that memory fetches them side by side.
#[inline]
fn look_ahead(slots: &[Word], hashes: impl Iterator<Item = u32>) {
    let homes = hashes.map(|hash| home(hash, slots.len()));
    let read = homes.filter_map(|home| slots.get(home));
    black_box(read.fold(0, |all, word| all | u64::from_ne_bytes(*word)));
}

impl IdTable {
    /// Returns the number of slots.
    pub fn slots(&self) -> usize {
        self.slots.all().len()
    }

    /// Makes room for more entries at once.
    #[inline]
    pub fn reserve(&mut self, more: usize) {
        let least = self.used.saturating_add(more);
        let least = least.saturating_mul(FULL.1).div_ceil(FULL.0);
        if least > self.slots() {
            self.grow_to(least);
        }
    }

    /// Moves all entries to a larger table, which has them in the same order.
    #[cold]
    fn grow_to(&mut self, least: usize) {
        let old = self.slots();
        let next = if old < LARGE { 2 * old } else { old / 2 * 3 };
        let new = Words::zeroed(least.max(next));
        let old = std::mem::replace(&mut self.slots, new);
        let slots = self.slots.all_mut();
        for entry in old.all().iter().filter_map(|word| IdEntry::read(*word)) {
            put(slots, entry, never);
        }
    }

    /// Puts an entry in that is not here.
    #[inline]
    pub fn put(&mut self, entry: IdEntry) {
        self.reserve(1);
        put(self.slots.all_mut(), entry, never);
        self.used += 1;
    }

    /// Puts entries in, best in the order of their hashes. Stops where one with the same hash is the same
    /// as one that is here, and returns whether that never happened.
    pub fn put_all(
        &mut self,
        entries: &[IdEntry],
        same: impl Fn(IdEntry, IdEntry) -> bool,
    ) -> bool {
        self.reserve(entries.len());
        let slots = self.slots.all_mut();
        for some in entries.chunks(SIDE_BY_SIDE) {
            look_ahead(slots, some.iter().map(|entry| entry.hash()));
            for entry in some {
                if put(slots, *entry, &same).is_some() {
                    return false;
                }
                self.used += 1;
            }
        }
        true
    }

    /// Reads the slots where searches for hashes begin, side by side.
    #[inline]
    pub fn look_ahead(&self, hashes: impl Iterator<Item = u32>) {
        look_ahead(self.slots.all(), hashes);
    }

    /// Returns the number of entries.
    pub fn len(&self) -> usize {
        self.used
    }

    /// Returns all entries, in the order of their slots.
    pub fn entries(&self) -> impl Iterator<Item = IdEntry> {
        self.slots
            .all()
            .iter()
            .filter_map(|word| IdEntry::read(*word))
    }

    /// Returns the position of an entry with a hash that the function accepts.
    #[inline]
    pub fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        let slots = self.slots.all();
        let mut place = home(hash, slots.len());
        loop {
            let Some(word) = slots.get(place) else {
                place = 0;
                continue;
            };
            let entry = IdEntry::read(*word)?;
            if entry.hash() == hash && is(entry.position()) {
                return Some(entry.position());
            }
            place += 1;
        }
    }

    /// Removes an entry, if it is there.
    pub fn remove(&mut self, entry: IdEntry) {
        let slots = self.slots.all_mut();
        let count = slots.len();
        let after = |place: usize| if place + 1 == count { 0 } else { place + 1 };
        let distance = |from: usize, to: usize| {
            if to >= from {
                to - from
            } else {
                to + count - from
            }
        };
        let read = |slots: &[Word], place: usize| slots.get(place).and_then(|w| IdEntry::read(*w));
        let mut hole = home(entry.hash(), count);
        loop {
            match read(slots, hole) {
                None => return,
                Some(there) if there == entry => break,
                Some(_) => hole = after(hole),
            }
        }
        // Moves up what was pushed aside, so that no search ends at the hole too early.
        let mut place = after(hole);
        while let Some(there) = read(slots, place) {
            let from_home = distance(home(there.hash(), count), place);
            if from_home >= distance(hole, place)
                && let Some(slot) = slots.get_mut(hole)
            {
                *slot = there.word();
                hole = place;
            }
            place = after(place);
        }
        if let Some(slot) = slots.get_mut(hole) {
            *slot = [0; size_of::<Word>()];
        }
        self.used -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn puts_and_removals_in_any_order_are_found_again() {
        // Few hashes, many of them at the end of the table: long clusters that wrap around.
        let entry = |n: u32| {
            let hash = match n % 3 {
                0 => u32::MAX - n % 7,
                1 => n.wrapping_mul(0x9e37_79b9),
                _ => n % 5,
            };
            IdEntry::new(hash, n)
        };
        let mut table = IdTable::default();
        let mut model = BTreeSet::new();
        let mut state = 1_u64;
        for step in 0..20_000_u32 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let position = (state >> 33) as u32 % 500;
            if step % 3 == 0 {
                table.remove(entry(position));
                model.remove(&position);
            } else if model.insert(position) {
                assert!(table.put_all(&[entry(position)], |one, other| one == other));
            } else {
                assert!(!table.put_all(&[entry(position)], |one, other| one == other));
            }
            assert_eq!(table.used, model.len());
        }
        for position in 0..500 {
            let found = table.find(entry(position).hash(), |at| at == position);
            assert_eq!(found.is_some(), model.contains(&position));
        }
    }

    #[test]
    fn a_reserved_table_does_not_grow() {
        let entry = |n: u32| IdEntry::new(n.wrapping_mul(0x9e37_79b9), n);
        let mut table = IdTable::default();
        (0..100_000).for_each(|n| table.put(entry(n)));
        assert!(table.slots() * size_of::<Word>() <= 22 * 100_000);
        table.reserve(150_000);
        let slots = table.slots();
        (100_000..250_000).for_each(|n| table.put(entry(n)));
        assert_eq!(table.slots(), slots);
        for n in 0..250_000 {
            assert_eq!(table.find(entry(n).hash(), |at| at == n), Some(n));
        }
    }
}

//! Finds the place of an id.

use super::by_hash::by_hash;
use super::id_entry::IdEntry;
use super::id_filter::IdFilter;
use super::id_table::IdTable;
use foldhash::quality::RandomState;
use std::hash::{BuildHasher, Hasher};

/// An index from ids to positions, which may be some positions behind.
///
/// Hashes are keyed with random bytes of the process: nobody who chooses ids can choose collisions.
///
/// A large table is not in the cache, and an append that waits for its slot does nothing else
/// meanwhile. But most new ids are known to be new without the table. An id above all others is,
/// where longer ids are above shorter ones; such are ids that count up or begin with the time. Of the
/// others a filter knows. They are entered once somebody searches, many together, so that memory
/// fetches their slots side by side.
#[derive(Default)]
pub struct IdIndex {
    table: IdTable,
    /// The position of the first id that is not in the table yet.
    next: u64,
    /// No id is above this one. It may be that of a node that is gone.
    greatest: Vec<u8>,
    filter: IdFilter,
    /// The position of the first id that is not in the filter yet.
    unfiltered: u64,
    keys: RandomState,
}

/// So few entries are not worth sorting.
const FEW: usize = 1024;

#[inline]
fn is_above(id: &[u8], other: &[u8]) -> bool {
    (id.len(), id) > (other.len(), other)
}

impl IdIndex {
    /// Makes an index whose first id will have a position.
    pub fn starting_at(position: u64) -> IdIndex {
        IdIndex {
            next: position,
            unfiltered: position,
            ..IdIndex::default()
        }
    }

    /// Returns the position of the first id that was not entered.
    #[inline]
    pub fn next(&self) -> u64 {
        self.next
    }

    /// Hashes an id.
    #[inline]
    pub fn hash(&self, id: &[u8]) -> u32 {
        let mut hasher = self.keys.build_hasher();
        hasher.write(id);
        (hasher.finish() >> 32) as u32
    }

    /// Returns the position of an id that was entered; the function says whether the node at a position
    /// has it.
    #[inline]
    pub fn find(&self, hash: u32, is: impl Fn(u32) -> bool) -> Option<u32> {
        self.table.find(hash, is)
    }

    /// Reads what searches for hashes begin with, side by side.
    pub fn look_ahead(&self, hashes: &[u32]) {
        self.table.look_ahead(hashes.iter().copied());
    }

    /// Returns whether an id is above all that were ever noted; so it is new.
    #[inline]
    pub fn is_above_all(&self, id: &[u8]) -> bool {
        is_above(id, &self.greatest)
    }

    /// Returns whether an id is surely not one of those before a position, as far as the filter knows.
    #[inline]
    pub fn is_new(&self, hash: u32, end: u64) -> bool {
        self.unfiltered >= end && self.filter.is_new(hash)
    }

    /// Makes room in the filter for the ids before a position and the next one, and returns the position
    /// of the first that is to be put into it with [`IdIndex::filter`].
    #[inline]
    pub fn begin_filter(&mut self, end: u64) -> u64 {
        let more = end.saturating_sub(self.unfiltered) as usize + 1;
        if !self.filter.has_room(more) {
            self.make_filter(end);
        }
        self.unfiltered
    }

    #[cold]
    fn make_filter(&mut self, end: u64) {
        let all = self.table.len() + end.saturating_sub(self.next) as usize + 1;
        self.filter = IdFilter::with_room(2 * all);
        for entry in self.table.entries() {
            self.filter.note(entry.hash());
        }
        self.unfiltered = self.next;
    }

    /// Puts the hash of an id into the filter, which then has all before a position.
    #[inline]
    pub fn filter(&mut self, hash: u32, end: u64) {
        self.filter.note(hash);
        self.unfiltered = end;
    }

    /// Notes an id that is above all that were noted before.
    #[inline]
    pub fn set_greatest(&mut self, id: &[u8]) {
        self.greatest.clear();
        self.greatest.extend_from_slice(id);
    }

    /// Notes an id; returns whether it is above all that were noted before.
    #[inline]
    pub fn note(&mut self, id: &[u8]) -> bool {
        let above = self.is_above_all(id);
        if above {
            self.set_greatest(id);
        }
        above
    }

    /// Makes room for more ids at once.
    pub fn reserve(&mut self, more: usize) {
        self.table.reserve(more);
    }

    /// Enters the next positions with their ids if none would be here twice; otherwise enters none, and
    /// returns false. The function says whether the nodes at two positions have the same id.
    pub fn enter_all<'i>(
        &mut self,
        ids: impl Iterator<Item = (u32, &'i [u8])>,
        same: impl Fn(u32, u32) -> bool,
    ) -> bool {
        let same = |one: IdEntry, other: IdEntry| same(one.position(), other.position());
        let new = ids.map(|(position, id)| IdEntry::new(self.hash(id), position));
        let mut new: Vec<IdEntry> = new.collect();
        if new.len() > FEW {
            new = by_hash(&new);
        }
        if self.table.put_all(&new, same) {
            self.next += new.len() as u64;
            return true;
        }
        new.iter().for_each(|entry| self.table.remove(*entry));
        false
    }

    /// Removes a position, if it was entered, given the hash of its id.
    pub fn remove(&mut self, hash: u32, position: u32) {
        self.table.remove(IdEntry::new(hash, position));
    }

    /// Enters a position again that was removed.
    pub fn put_back(&mut self, hash: u32, position: u32) {
        self.table.put(IdEntry::new(hash, position));
        self.filter.note(hash);
    }

    /// Passes over the positions before one: none of them is entered.
    pub fn skip_to(&mut self, position: u64) {
        self.next = self.next.max(position);
    }

    /// Goes back to a position: no later one is entered any more.
    pub fn go_back(&mut self, position: u64) {
        self.next = self.next.min(position);
        self.unfiltered = self.unfiltered.min(position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(index: &IdIndex, id: u32, position: u32) -> Option<u32> {
        let hash = index.hash(&id.to_be_bytes());
        index.find(hash, |at| at == position)
    }

    /// Enters ids at positions from the next one on.
    fn enter(index: &mut IdIndex, ids: &[u32], same: impl Fn(u32, u32) -> bool) -> bool {
        let bytes: Vec<[u8; 4]> = ids.iter().map(|id| id.to_be_bytes()).collect();
        let positions = index.next() as u32..;
        index.enter_all(positions.zip(bytes.iter().map(|id| &id[..])), same)
    }

    #[test]
    fn ids_are_found_however_many_are_entered_at_once() {
        let ids: Vec<u32> = (0..70_000_u32)
            .map(|n| n.wrapping_mul(0x9e37_79b9))
            .collect();
        for size in [1, 7, 32, 33, 5000, 70_000] {
            let mut index = IdIndex::default();
            for ids in ids.chunks(size) {
                assert!(enter(&mut index, ids, |_, _| false));
            }
            for (position, id) in (0..).zip(&ids) {
                assert_eq!(find(&index, *id, position), Some(position));
                assert_eq!(find(&index, *id, position + 1), None);
            }
        }
    }

    #[test]
    fn nothing_is_entered_if_an_id_is_here_twice() {
        let ids: Vec<u32> = (0..70_000).collect();
        for twice in [0, 500, 69_999] {
            let mut index = IdIndex::default();
            assert!(enter(&mut index, &[twice], |_, _| false));
            let same = |one: u32, other: u32| one == 0 && other == twice + 1;
            assert!(!enter(&mut index, &ids, same));
            assert_eq!(index.next(), 1);
            assert!((1..70_001).all(|n| find(&index, n - 1, n).is_none()));
            assert_eq!(find(&index, twice, 0), Some(0));
        }
    }

    #[test]
    fn an_id_above_all_others_is_above_those_before_it() {
        let mut index = IdIndex::default();
        let ids = [
            "n8", "n7", "n8", "n9", "n10", "n9", "z", "n\u{ff}", "n\u{ff}",
        ];
        let noted = ids.map(|id| index.note(id.as_bytes()));
        let above = [true, false, false, true, true, false, false, true, false];
        assert_eq!(noted, above);
    }
}

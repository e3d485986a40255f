//! Brings entries into the order of the table that they go to.

use super::id_entry::IdEntry;

/// How many bits of the hash count: so many that the slots of one part of the table stay in the
/// processor's nearest cache, and so few that the parts that are written to side by side do, too.
const BITS: u32 = 11;
const PARTS: usize = 1 << BITS;

#[inline]
const fn part(entry: IdEntry) -> usize {
    (entry.hash() >> (u32::BITS - BITS)) as usize
}

/// Returns the entries in the order of the high bits of their hashes, and otherwise as they were.
pub fn by_hash(entries: &[IdEntry]) -> Vec<IdEntry> {
    // Where the next entry of each part goes.
    let mut next = [0_u32; PARTS];
    for entry in entries {
        if let Some(count) = next.get_mut(part(*entry)) {
            *count += 1;
        }
    }
    let mut start = 0;
    for place in &mut next {
        start += std::mem::replace(place, start);
    }
    let mut sorted = entries.to_vec();
    for entry in entries {
        if let Some(place) = next.get_mut(part(*entry)) {
            if let Some(slot) = sorted.get_mut(*place as usize) {
                *slot = *entry;
            }
            *place += 1;
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_a_stable_sort() {
        for count in [0, 1, 2, 1000, 50_000] {
            let hash = |n: u32| n.wrapping_mul(0x9e37_79b9) ^ n >> 3;
            let entries: Vec<IdEntry> = (0..count).map(|n| IdEntry::new(hash(n), n)).collect();
            let mut expected = entries.clone();
            expected.sort_by_key(|entry| part(*entry));
            assert_eq!(by_hash(&entries), expected);
        }
    }
}

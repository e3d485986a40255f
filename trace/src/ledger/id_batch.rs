//! Many new entries of an index, sorted by where they belong.

use super::words::Words;

/// How many slots of the table one group of entries is for, so that these stay in the nearest cache.
const SLOTS_OF_A_GROUP: usize = 4096;
const MOST_GROUPS: usize = 1 << 10;

/// Many new entries, in groups by the high bits of their hashes: each group is for one part of the
/// table, which is ordered by hash.
pub struct IdBatch {
    entries: Words,
    /// How many entries each group has.
    counts: Vec<u32>,
    /// How many it has room for.
    room: usize,
    /// By how much a hash is shifted to give its group.
    shift: u32,
    /// What found no room in its group.
    aside: Vec<u64>,
}

impl IdBatch {
    /// Makes room for about so many entries of a table of so many slots.
    pub fn new(count: usize, slots: usize) -> IdBatch {
        let groups = slots.div_ceil(SLOTS_OF_A_GROUP).next_power_of_two();
        let groups = groups.clamp(2, MOST_GROUPS);
        // Hashes are random: few groups are much larger than others.
        let mean = count.div_ceil(groups);
        let room = mean + mean / 8 + 64;
        IdBatch {
            entries: Words::zeroed(groups * room),
            counts: vec![0; groups],
            room,
            shift: 32 - groups.ilog2(),
            aside: Vec::new(),
        }
    }

    /// Adds an entry with its hash.
    #[inline]
    pub fn push(&mut self, hash: u32, entry: u64) {
        let group = (hash >> self.shift) as usize;
        match self.counts.get_mut(group) {
            Some(count) if (*count as usize) < self.room => {
                self.entries
                    .set(group * self.room + *count as usize, entry);
                *count += 1;
            }
            _ => self.aside.push(entry),
        }
    }

    /// Returns all entries, group by group.
    pub fn iter(&self) -> impl Iterator<Item = u64> {
        let groups = self.counts.iter().enumerate();
        let entries = groups.flat_map(|(group, count)| {
            let start = group * self.room;
            (start..start + *count as usize).map(|place| self.entries.get(place))
        });
        entries.chain(self.aside.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_entries_come_back_ordered_by_group() {
        for spread in [0x9e37_79b9_u32, 0, 1] {
            let mut batch = IdBatch::new(20_000, 1 << 15);
            let hash = |n: u32| n.wrapping_mul(spread);
            (0..20_000).for_each(|n| batch.push(hash(n), u64::from(n)));
            let mut all: Vec<u64> = batch.iter().collect();
            if spread > 1 {
                let groups = all.iter().map(|n| hash(*n as u32) >> batch.shift);
                assert!(groups.is_sorted());
            }
            all.sort_unstable();
            assert!(all.into_iter().eq(0..20_000));
        }
    }
}

//! One level of a tree.

use super::{Hash, TreeHash};
use crate::workers::on_all_cores;
use rayon::prelude::*;

/// From how many hashes on both cores work: below, waking the other one costs more.
pub(super) const PARALLEL: usize = 4096;
/// How many hashes one task makes.
pub(super) const TASK: usize = 1024;

/// Hashes of one level, from some place on.
#[derive(Clone, Default)]
pub(super) struct Level {
    /// The place of the first hash that is kept.
    pub(super) first: u64,
    pub(super) hashes: Vec<Hash>,
}

impl Level {
    /// Returns the hash at a place, if it is kept.
    pub(super) fn get(&self, place: u64) -> Option<&Hash> {
        let at = usize::try_from(place.checked_sub(self.first)?).ok()?;
        self.hashes.get(at)
    }

    /// Returns the place after the last hash.
    pub(super) fn end(&self) -> u64 {
        self.first + self.hashes.len() as u64
    }

    /// Returns the hashes from a place to another.
    fn range(&self, from: u64, to: u64) -> &[Hash] {
        let at = |place: u64| usize::try_from(place.checked_sub(self.first)?).ok();
        at(from)
            .zip(at(to))
            .and_then(|(from, to)| self.hashes.get(from..to))
            .unwrap_or(&[])
    }

    /// Drops what is before a place.
    pub(super) fn drop_before(&mut self, place: u64) {
        let count = place.saturating_sub(self.first);
        let count = usize::try_from(count)
            .unwrap_or(usize::MAX)
            .min(self.hashes.len());
        self.hashes.drain(..count);
        self.hashes.shrink_to_fit();
        self.first += count as u64;
    }

    /// Adds the nodes that have become whole over a lower level, `levels` below this one.
    pub(super) fn grow_over(&mut self, lower: &Level, levels: u32, hash: &dyn TreeHash) {
        let (from, to) = (self.end(), lower.end() >> levels);
        let below = lower.range(from << levels, to << levels);
        let make = |below: &[Hash], out: &mut Vec<Hash>| {
            let mut row = below.to_vec();
            for _ in 0..levels {
                let (pairs, _) = row.as_chunks::<2>();
                let mut next = vec![[0; 32]; pairs.len()];
                hash.nodes(pairs, &mut next);
                row = next;
            }
            out.extend(row);
        };
        if below.len() < PARALLEL {
            make(below, &mut self.hashes);
        } else {
            // A task is a multiple of every group.
            let row = |below: &[Hash]| {
                let mut row = Vec::new();
                make(below, &mut row);
                row
            };
            let rows: Vec<Vec<Hash>> = on_all_cores(|| below.par_chunks(TASK).map(row).collect());
            self.hashes.reserve(below.len() >> levels);
            rows.iter().for_each(|row| self.hashes.extend(row));
        }
    }
}

//! Entries that are only ever added: the shape of a ledger.

use crate::machine::generated::locked;
use crate::{Sort, machine};
use std::sync::Mutex;
use std::thread;

/// Places near the start, where there are entries.
fn places() -> Sort<u64> {
    Sort::finite([0, 1, 2, 3, 4, 5]).stored()
}

machine! {
    /// Entries that are only ever added: the shape of a ledger.
    pub shared machine Log in ::lawful::machines {
        state entries: Vec<i64> = Vec::new();

        /// Adds an entry; returns its place, from 0.
        command append(entry: i64) -> u64 {
            entries.push(*entry);
            entries.len() as u64 - 1
        }
        /// Returns the entry at a place.
        command get(place: u64 in places()) -> Option<i64> {
            entries.get(usize::try_from(*place).ok()?).copied()
        }
        /// Returns the number of entries.
        command len() -> u64 { entries.len() as u64 }
        /// Returns the first entries, all if there are fewer.
        command prefix(count: u64 in places()) -> Vec<i64> {
            entries.iter().take(usize::try_from(*count).unwrap_or(usize::MAX)).copied().collect()
        }

        /// Chooses the place first and adds the entry later: two entries may get one place.
        lawbreaker place_too_early breaks linearizable {
            live entries: Mutex<Vec<i64>> = Mutex::default();
            append(entry) => {
                let place = locked(entries).len() as u64;
                thread::yield_now();
                locked(entries).push(*entry);
                place
            };
            get(place) => {
                let place = usize::try_from(*place).ok()?;
                locked(entries).get(place).copied()
            };
            len() => locked(entries).len() as u64;
            prefix(count) => {
                let entries = locked(entries);
                entries.iter().take(*count as usize).copied().collect()
            };
        }
        /// Drops an entry that equals the last one, as if it were a repeated delivery.
        lawbreaker drops_repeats breaks refinement, linearizable {
            live entries: Mutex<Vec<i64>> = Mutex::default();
            append(entry) => {
                let mut entries = locked(entries);
                if entries.last() != Some(entry) {
                    entries.push(*entry);
                }
                entries.len() as u64 - 1
            };
            get(place) => {
                let place = usize::try_from(*place).ok()?;
                locked(entries).get(place).copied()
            };
            len() => locked(entries).len() as u64;
            prefix(count) => {
                let entries = locked(entries);
                entries.iter().take(*count as usize).copied().collect()
            };
        }
    }
}

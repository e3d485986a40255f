//! Values that are found by a key: the shape of a store.

use crate::machine::generated::locked;
use crate::{Sort, machine};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::thread;

/// Few keys, so that commands meet.
fn keys() -> Sort<i64> {
    Sort::finite([0, 1, 2]).stored()
}

machine! {
    /// Values that are found by a key: the shape of a store.
    pub shared machine Map in ::lawful::machines {
        state entries: BTreeMap<i64, i64> = BTreeMap::new();

        /// Returns the value of a key.
        command get(key: i64 in keys()) -> Option<i64> { entries.get(key).copied() }
        /// Sets the value of a key; returns the value before.
        command put(key: i64 in keys(), value: i64) -> Option<i64> { entries.insert(*key, *value) }
        /// Removes a key; returns the value that it had.
        command remove(key: i64 in keys()) -> Option<i64> { entries.remove(key) }
        /// Returns the number of keys.
        command len() -> u64 { entries.len() as u64 }

        /// Copies the map, changes the copy, and puts it back: what another thread does in between
        /// is lost.
        lawbreaker copying breaks linearizable {
            live entries: Mutex<BTreeMap<i64, i64>> = Mutex::default();
            get(key) => locked(entries).get(key).copied();
            put(key, value) => {
                let mut copy = locked(entries).clone();
                thread::yield_now();
                let before = copy.insert(*key, *value);
                *locked(entries) = copy;
                before
            };
            remove(key) => {
                let mut copy = locked(entries).clone();
                thread::yield_now();
                let before = copy.remove(key);
                *locked(entries) = copy;
                before
            };
            len() => locked(entries).len() as u64;
        }
        /// Keeps a removed key as one without a value, and counts it.
        lawbreaker counts_the_dead breaks refinement, linearizable {
            live entries: Mutex<BTreeMap<i64, Option<i64>>> = Mutex::default();
            get(key) => locked(entries).get(key).copied().flatten();
            put(key, value) => {
                let mut entries = locked(entries);
                entries.insert(*key, Some(*value)).flatten()
            };
            remove(key) => {
                let mut entries = locked(entries);
                entries.get_mut(key).and_then(Option::take)
            };
            len() => locked(entries).len() as u64;
        }
    }
}

//! One place that holds a value.

use crate::machine::generated::locked;
use crate::{Sort, machine};
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

/// Few values, so that comparisons succeed often.
fn few() -> Sort<i64> {
    Sort::finite([0, 1, 2, 3]).stored()
}

machine! {
    /// One place that holds a value.
    pub shared machine Register in ::lawful::machines {
        state held: i64 = 0;

        /// Returns the value.
        command read() -> i64 { *held }
        /// Replaces the value.
        command write(value: i64 in few()) { *held = *value; }
        /// Replaces the value if it is the expected one; returns whether it was.
        command compare_and_swap(expected: i64 in few(), value: i64 in few()) -> bool {
            let same = *held == *expected;
            if same {
                *held = *value;
            }
            same
        }

        /// Each thread sees what it wrote itself, and nothing of the others.
        lawbreaker stale breaks linearizable {
            live copies: Mutex<HashMap<ThreadId, i64>> = Mutex::default();
            read() => locked(copies).get(&thread::current().id()).copied().unwrap_or(0);
            write(value) => {
                locked(copies).insert(thread::current().id(), *value);
            };
            compare_and_swap(expected, value) => {
                let mut copies = locked(copies);
                let own = copies.entry(thread::current().id()).or_insert(0);
                let same = *own == *expected;
                if same {
                    *own = *value;
                }
                same
            };
        }
        /// Answers that it swapped, and swaps, whatever it was to expect.
        lawbreaker blind_swap breaks refinement, linearizable {
            live held: Mutex<i64> = Mutex::new(0);
            read() => *locked(held);
            write(value) => *locked(held) = *value;
            compare_and_swap(expected, value) => {
                *locked(held) = *value;
                true
            };
        }
    }
}

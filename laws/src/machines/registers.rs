//! One place that holds a value.

use crate::machine::generated::locked;
use crate::{Sort, machine};
use std::collections::HashMap;
use std::sync::Mutex;
use std::thread::{self, ThreadId};

/// A value, and what each thread remembers of it.
#[derive(Default)]
struct Remembered {
    value: i64,
    seen: HashMap<ThreadId, i64>,
}

/// Few values, so that comparisons succeed often.
fn few() -> Sort<i64> {
    Sort::finite([0, 1, 2, 3]).stored()
}

machine! {
    /// One place that holds a value.
    pub shared machine Register {
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

        /// Each thread goes on reading what it read or wrote last.
        lawbreaker stale breaks linearizable {
            live held: Mutex<Remembered> = Mutex::default();
            read() => {
                let mut held = locked(held);
                let value = held.value;
                *held.seen.entry(thread::current().id()).or_insert(value)
            };
            write(value) => {
                let mut held = locked(held);
                held.value = *value;
                held.seen.insert(thread::current().id(), *value);
            };
            compare_and_swap(expected, value) => {
                let mut held = locked(held);
                let same = held.value == *expected;
                if same {
                    held.value = *value;
                }
                let now = held.value;
                held.seen.insert(thread::current().id(), now);
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

//! Numbers that are counted up.

use crate::machine;
use crate::machine::generated::locked;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

machine! {
    /// A number that is counted up; beyond its ends it wraps around.
    pub shared machine Counter in ::lawful::machines {
        state total: i64 = 0;

        /// Adds a number and returns the new total.
        command add(n: i64) -> i64 {
            *total = total.wrapping_add(*n);
            *total
        }
        /// Returns the total.
        command get() -> i64 { *total }

        /// Reads, then writes: what another thread adds in between is lost.
        lawbreaker torn breaks linearizable {
            live total: AtomicI64 = AtomicI64::new(0);
            add(n) => {
                let sum = total.load(SeqCst).wrapping_add(*n);
                std::thread::yield_now();
                total.store(sum, SeqCst);
                sum
            };
            get() => total.load(SeqCst);
        }
        /// Stops at the ends.
        lawbreaker saturating breaks refinement, linearizable {
            live total: Mutex<i64> = Mutex::new(0);
            add(n) => {
                let mut total = locked(total);
                *total = total.saturating_add(*n);
                *total
            };
            get() => *locked(total);
        }
    }
}

//! First in, first out.

use crate::machine;
use crate::machine::generated::locked;
use std::collections::VecDeque;
use std::sync::Mutex;
use std::thread;

machine! {
    /// First in, first out.
    pub shared machine Queue in ::lawful::machines {
        state items: VecDeque<i64> = VecDeque::new();

        /// Adds an item at the end.
        command push(item: i64) { items.push_back(*item); }
        /// Takes the item at the front.
        command pop() -> Option<i64> { items.pop_front() }
        /// Returns the number of items.
        command len() -> u64 { items.len() as u64 }

        /// Looks at the front and removes it later: two threads may take one item, and the next one
        /// is lost.
        lawbreaker loses_an_item breaks linearizable {
            live items: Mutex<VecDeque<i64>> = Mutex::default();
            push(item) => locked(items).push_back(*item);
            pop() => {
                let front = locked(items).front().copied();
                thread::yield_now();
                locked(items).pop_front();
                front
            };
            len() => locked(items).len() as u64;
        }
        /// Takes the newest item once there are three.
        lawbreaker newest_of_three breaks refinement, linearizable {
            live items: Mutex<VecDeque<i64>> = Mutex::default();
            push(item) => locked(items).push_back(*item);
            pop() => {
                let mut items = locked(items);
                if items.len() < 3 { items.pop_front() } else { items.pop_back() }
            };
            len() => locked(items).len() as u64;
        }
    }
}

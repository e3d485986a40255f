//! Last in, first out.

use crate::machine;

/// What a stack with a small mistake holds.
#[derive(Default)]
struct Mistaken {
    items: Vec<i64>,
    pushes: u32,
}

machine! {
    /// Last in, first out; for one thread at a time.
    pub machine Stack in ::lawful::machines {
        state items: Vec<i64> = Vec::new();

        /// Puts an item on the stack.
        command push(item: i64) { items.push(*item); }
        /// Takes the item on top.
        command pop() -> Option<i64> { items.pop() }
        /// Returns the item on top.
        command top() -> i64 if !items.is_empty() { items.last().copied().unwrap_or_default() }
        /// Returns the number of items.
        command len() -> u64 { items.len() as u64 }

        /// Counts one item too many once three were pushed.
        lawbreaker off_by_one breaks refinement {
            live stack: Mistaken = Mistaken::default();
            push(item) => {
                stack.items.push(*item);
                stack.pushes += 1;
            };
            pop() => stack.items.pop();
            top() => stack.items.last().copied().unwrap_or_default();
            len() => stack.items.len() as u64 + u64::from(stack.pushes >= 3);
        }
    }
}

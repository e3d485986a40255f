//! A counter is not a queue.

use lawful::machines::{counter, queue};

fn main() {
    let _ = lawful::checked::<queue::Theory, _>("counter", counter::Reference);
}

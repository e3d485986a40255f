//! The lock-free parts of `lawful-covenant` under every interleaving of their threads.
//!
//! The parts are compiled here a second time, over loom's atomics. There is nothing here but tests.

mod atomic {
    pub(super) use loom::sync::atomic::{AtomicU64, Ordering};
}

#[path = "../../src/delegation/epoch.rs"]
mod epoch;

#[path = "../../src/clock/watch.rs"]
mod watch;

pub use epoch::{Epoch, Stamp};
pub use watch::HighWater;

#[cfg(test)]
mod tests;

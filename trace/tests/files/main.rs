//! Files of records under failures: a simulated disk that fails at every operation and loses power, and
//! files with every byte torn, flipped and cut.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod appends;
mod bad_bytes;
mod bad_folders;
mod bodies;
mod faults;
mod ledger_faults;
mod ledger_readers;
mod ledgers;
mod payload_reading;
mod payloads;
mod pruning;
mod readers;
mod script;
mod simulated_disk;
mod system_disk;

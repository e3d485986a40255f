//! An append-only ledger that proves what happened.

pub mod file;

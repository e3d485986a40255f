//! Ledgers in files as models of the theories, registered.
//!
//! Their disk is in memory: thousands of ledgers are made to check a law, and a real disk would spend the
//! time on syncs. What a disk may do to a ledger is tried elsewhere.

mod followed;
mod reopened;
mod rolling;
mod through;

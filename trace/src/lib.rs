//! An append-only ledger that proves what happened.

extern crate self as lawful_trace;

pub mod checkpoint;
mod durable_ledger;
pub mod export;
pub mod file;
pub mod file_ledger;
pub mod ledger;
pub mod merkle;
pub mod node;
pub mod proof_file;
pub mod query;
pub mod segment;
pub mod theories;
pub mod workers;

pub use durable_ledger::DurableLedger;
pub use file_ledger::{FileLedger, FileLedgerOptions};
pub use ledger::{AppendError, Expected, Ledger, LedgerOptions, MemoryLedger, Receipt, TimeRule};
pub use node::{
    Commitment, ContentId, DecodeError, Fields, Link, NodeBuilder, NodeError, NodeView, Opening,
    Payload, PayloadUnreadable, Relation, TraceNode,
};

/// Not public API. Used by the macros of this crate.
#[doc(hidden)]
pub mod __private {
    pub use lawful::inventory;
}

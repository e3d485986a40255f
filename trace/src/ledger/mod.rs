//! Ledgers: what may be appended, and what is answered.
//!
//! [`Ledger`] is the trait. [`LedgerCore`] is a ledger over any storage, which is the trait
//! [`Records`]; [`MemoryLedger`] is the one whose storage is memory.
//!
//! **Invariant:** there is no mutable access to what was appended.

mod append_error;
mod batch;
mod blocks;
mod by_hash;
mod core;
mod durability;
mod erasure;
mod expected;
mod finding_many;
mod id_entry;
mod id_filter;
mod id_index;
mod id_table;
mod indexing;
mod leads_to;
mod ledger_core;
mod ledger_trait;
mod memory_ledger;
mod memory_records;
mod nodes;
mod open_error;
mod opening_core;
mod options;
mod prune_error;
mod pruning;
mod receipt;
mod records;
mod refusal;
mod taking_in;
mod words;

pub use append_error::{AppendError, StorageError};
pub use durability::Durability;
pub(crate) use erasure::erased_by;
pub use erasure::{ERASURE_KIND, erasure};
pub use expected::Expected;
pub(crate) use leads_to::leads_to;
pub use ledger_core::LedgerCore;
pub use ledger_trait::Ledger;
pub use memory_ledger::MemoryLedger;
pub use memory_records::MemoryRecords;
pub use nodes::Nodes;
pub use open_error::OpenError;
pub use options::{LedgerOptions, TimeRule};
pub use prune_error::PruneError;
pub use receipt::Receipt;
pub use records::Records;

//! A ledger in memory.

use super::{LedgerCore, LedgerOptions, MemoryRecords};

/// A ledger in memory. Its receipts say `volatile`.
///
/// ```
/// use lawful_trace::{Ledger, MemoryLedger, TraceNode};
/// use lawful_trace::ledger::Durability;
/// let ledger = MemoryLedger::new();
/// let receipt = ledger.append(&TraceNode::new("abc", "brain", 1234567890)?)?;
/// assert_eq!((receipt.first, receipt.durability), (0, Durability::Volatile));
/// assert!(ledger.append(&TraceNode::new("abc", "other", 1234567890)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub type MemoryLedger = LedgerCore<MemoryRecords>;

impl MemoryLedger {
    /// Makes an empty ledger: time never goes back, and the tree hash is BLAKE3.
    pub fn new() -> MemoryLedger {
        MemoryLedger::with_options(LedgerOptions::default())
    }

    /// Makes an empty ledger.
    pub fn with_options(options: LedgerOptions) -> MemoryLedger {
        LedgerCore::empty(MemoryRecords::default(), options)
    }
}

impl Default for MemoryLedger {
    fn default() -> MemoryLedger {
        MemoryLedger::new()
    }
}

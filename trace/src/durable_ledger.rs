//! Ledgers that say when what they have is safe.

use crate::ledger::StorageError;
use crate::{FileLedger, Ledger, MemoryLedger};

/// A ledger that makes sure, when asked, that what it has outlives a loss of power.
///
/// Whoever signs a head asks first: a head that was signed and then lost with the power would be
/// signed once more, for other nodes.
///
/// ```
/// use lawful_trace::{DurableLedger, FileLedger, FileLedgerOptions, Ledger, LedgerOptions, TraceNode};
/// let folder = tempfile::tempdir()?;
/// let path = folder.path().join("ledger");
/// let ledger = FileLedger::create(&path, LedgerOptions::default(), FileLedgerOptions::default())?;
/// ledger.append(&TraceNode::new("abc", "brain", 1)?)?;
/// ledger.make_durable()?;
/// assert_eq!(ledger.synced(), 1);
/// # Ok::<(), Box<dyn std::error::Error + Send + Sync>>(())
/// ```
pub trait DurableLedger: Ledger {
    /// Waits until every node that was appended is as safe as the ledger can make it: on the disk for one
    /// in files. A ledger in memory makes nothing safer, and has nothing to do.
    ///
    /// # Errors
    /// If a write or the sync fails, or the ledger cannot be written: then nothing is known to be safe.
    fn make_durable(&self) -> Result<(), StorageError>;
}

impl DurableLedger for MemoryLedger {
    fn make_durable(&self) -> Result<(), StorageError> {
        Ok(())
    }
}

/// One that is open for reading makes safe what it has read, as its writer may not have done so yet.
impl DurableLedger for FileLedger {
    fn make_durable(&self) -> Result<(), StorageError> {
        self.make_safe()?;
        Ok(())
    }
}

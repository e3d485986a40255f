//! Syncs a ledger before its head is signed.

use super::kept::Usable;
use super::refusal::LedgerError;
use crate::guard::detached;
use lawful_trace::DurableLedger;
use pyo3::prelude::*;

impl Usable<'_> {
    /// Waits until every node of a ledger in files is on the disk.
    ///
    /// A head that was signed and then lost with the power would be signed once more, for other nodes.
    ///
    /// # Errors
    /// If a write or the sync fails.
    pub fn make_durable(&self, py: Python<'_>) -> PyResult<()> {
        let Usable::Files(ledger) = self else {
            return Ok(());
        };
        detached(py, || ledger.make_durable())?.map_err(|why| {
            LedgerError::new_err(format!(
                "cannot sync {} before signing: {why}",
                ledger.folder().display()
            ))
        })
    }
}

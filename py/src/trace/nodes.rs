//! The nodes of a ledger, one after the other.

use super::kept::Kept;
use super::node::TraceNode;
use pyo3::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The nodes that a ledger had when it was asked, in order.
#[pyclass(frozen, module = "lawful.trace")]
pub struct TraceNodes {
    kept: Arc<Kept>,
    next: AtomicU64,
    end: u64,
}

impl TraceNodes {
    /// # Errors
    /// If the ledger is closed.
    pub fn new(kept: &Arc<Kept>) -> PyResult<TraceNodes> {
        let ledger = kept.usable()?;
        Ok(TraceNodes {
            next: AtomicU64::new(ledger.first()),
            end: ledger.len(),
            kept: Arc::clone(kept),
        })
    }
}

#[pymethods]
impl TraceNodes {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self) -> PyResult<Option<TraceNode>> {
        let ledger = self.kept.usable()?;
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= self.end {
            self.next.store(self.end, Ordering::Relaxed);
            return Ok(None);
        }
        Ok(ledger.get(index).map(TraceNode))
    }

    fn __length_hint__(&self) -> usize {
        let left = self.end.saturating_sub(self.next.load(Ordering::Relaxed));
        usize::try_from(left).unwrap_or(usize::MAX)
    }
}

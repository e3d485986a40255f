//! The nodes of a ledger, one after the other.

use super::kept::Kept;
use super::node::TraceNode;
use pyo3::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The nodes that a ledger had when it was asked, in order or the last first. Those that are pruned
/// meanwhile are passed over.
#[pyclass(frozen, module = "lawful.trace")]
pub struct TraceNodes {
    kept: Arc<Kept>,
    first: u64,
    end: u64,
    backwards: bool,
    /// How many were asked for.
    given: AtomicU64,
}

impl TraceNodes {
    /// # Errors
    /// If the ledger is closed.
    pub fn new(kept: &Arc<Kept>, backwards: bool) -> PyResult<TraceNodes> {
        let ledger = kept.usable()?;
        let end = ledger.len();
        Ok(TraceNodes {
            first: ledger.first().min(end),
            end,
            backwards,
            given: AtomicU64::new(0),
            kept: Arc::clone(kept),
        })
    }

    fn length(&self) -> u64 {
        self.end - self.first
    }
}

#[pymethods]
impl TraceNodes {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self) -> PyResult<Option<TraceNode>> {
        let ledger = self.kept.usable()?;
        loop {
            let at = self.given.fetch_add(1, Ordering::Relaxed);
            if at >= self.length() {
                self.given.store(self.length(), Ordering::Relaxed);
                return Ok(None);
            }
            let index = if self.backwards {
                self.end - 1 - at
            } else {
                self.first + at
            };
            let node = ledger.get(index).map(TraceNode);
            if node.is_some() || index >= ledger.first() {
                return Ok(node);
            }
            let next = if self.backwards {
                self.length()
            } else {
                ledger.first() - self.first
            };
            self.given.fetch_max(next, Ordering::Relaxed);
        }
    }

    fn __length_hint__(&self) -> usize {
        let given = self.given.load(Ordering::Relaxed);
        usize::try_from(self.length().saturating_sub(given)).unwrap_or(usize::MAX)
    }
}

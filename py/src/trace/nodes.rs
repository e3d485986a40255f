//! The nodes of a ledger, one after the other.

use super::node::TraceNode;
use lawful_trace::{Ledger, MemoryLedger};
use pyo3::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The nodes that a ledger had when it was asked, in order.
#[pyclass(frozen, module = "lawful.trace")]
pub struct TraceNodes {
    ledger: Arc<MemoryLedger>,
    next: AtomicU64,
    end: u64,
}

impl TraceNodes {
    pub fn new(ledger: Arc<MemoryLedger>) -> TraceNodes {
        TraceNodes {
            next: AtomicU64::new(ledger.first()),
            end: ledger.len(),
            ledger,
        }
    }
}

#[pymethods]
impl TraceNodes {
    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self) -> Option<TraceNode> {
        let index = self.next.fetch_add(1, Ordering::Relaxed);
        if index >= self.end {
            self.next.store(self.end, Ordering::Relaxed);
            return None;
        }
        self.ledger.get(index).map(TraceNode)
    }

    fn __length_hint__(&self) -> usize {
        let left = self.end.saturating_sub(self.next.load(Ordering::Relaxed));
        usize::try_from(left).unwrap_or(usize::MAX)
    }
}

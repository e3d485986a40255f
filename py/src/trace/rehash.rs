//! Hashes a ledger once more from its nodes.

use super::refusal::{self, LedgerError};
use crate::errors::DamagedFile;
use lawful_trace::merkle::{Head, Tree};
use lawful_trace::{Ledger, MemoryLedger};
use pyo3::prelude::*;
use std::ops::ControlFlow;

/// How many nodes are hashed before an appender gets a turn.
const TURN: u64 = 1 << 12;
/// How often a ledger is hashed that is pruned meanwhile.
const TRIES: usize = 100;

/// Hashes every node that is kept once more, and compares with the head.
///
/// # Errors
/// If the head is another one, or the ledger is pruned faster than it is hashed.
pub fn rehash(ledger: &MemoryLedger) -> PyResult<Head> {
    for _ in 0..TRIES {
        if let Some(head) = try_rehash(ledger)? {
            return Ok(head);
        }
    }
    Err(LedgerError::new_err(
        "the ledger was pruned faster than it was verified; verify it when less happens to it",
    ))
}

/// Hashes every node; none if some were pruned meanwhile.
fn try_rehash(ledger: &MemoryLedger) -> PyResult<Option<Head>> {
    let mut tree = Tree::from_stump(ledger.tree_hash(), &ledger.stump());
    let (first, end) = (tree.size(), ledger.len());
    while tree.size() < end {
        let start = tree.size();
        ledger.visit(start..end.min(start + TURN), &mut |_, node| {
            tree.append(node.bytes());
            ControlFlow::Continue(())
        });
        if ledger.first() != first {
            return Ok(None);
        }
    }
    let known = ledger.head_at(end);
    if ledger.first() != first {
        return Ok(None);
    }
    let (found, known) = (tree.head(), known.map_err(refusal::prove)?);
    if found == known {
        Ok(Some(found))
    } else {
        Err(DamagedFile::new_err(format!(
            "the nodes of the ledger do not give its head of size `{end}`; do not trust it"
        )))
    }
}

//! Hashes a ledger once more from its nodes.

use super::refusal;
use crate::errors::DamagedFile;
use lawful_trace::merkle::{Head, Tree};
use lawful_trace::{Ledger, MemoryLedger};
use pyo3::prelude::*;
use std::ops::ControlFlow;

/// Hashes every node that is kept once more, and compares with the head.
///
/// # Errors
/// If the head is another one.
pub fn rehash(ledger: &MemoryLedger) -> PyResult<Head> {
    let stump = ledger.stump();
    let mut tree = Tree::from_stump(ledger.tree_hash(), &stump);
    let end = ledger.len();
    ledger.visit(ledger.first()..end, &mut |_, node| {
        tree.append(node.bytes());
        ControlFlow::Continue(())
    });
    let (found, known) = (tree.head(), ledger.head_at(end).map_err(refusal::prove)?);
    if found == known {
        Ok(found)
    } else {
        Err(DamagedFile::new_err(format!(
            "the nodes of the ledger do not give its head of size `{end}`; do not trust it"
        )))
    }
}

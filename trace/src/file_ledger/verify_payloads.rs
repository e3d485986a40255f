//! Verifies the payloads beside the nodes.

use super::FileLedgerError;
use super::ledger::FileLedger;
use crate::file::{Body, LogReader};
use crate::ledger::{Ledger, StorageError, erased_by};
use crate::node::{CannotRead, Payload};
use std::collections::BTreeSet;
use std::ops::{ControlFlow, Range};

/// How many payloads were found in which state.
#[derive(Default)]
pub(super) struct Payloads {
    pub(super) kept: u64,
    pub(super) erased: u64,
    pub(super) absent: u64,
}

/// Whether a payload is there. The payloads of a ledger may be larger than memory, so none is kept.
type IsThere = Result<bool, StorageError>;

impl FileLedger {
    /// Checks the payloads of the nodes in a range, given a reader that has just read the files.
    pub(super) fn check_payloads(
        &self,
        reader: &LogReader,
        range: Range<u64>,
    ) -> Result<Payloads, FileLedgerError> {
        let committed = self.committed(range.clone());
        // Those of pruned nodes are being removed.
        let range = range.start.max(self.first())..range.end;
        let stray = reader.bodies().find(|(record, twice)| {
            range.contains(record) && (*twice || !committed.contains(record))
        });
        if let Some((index, _)) = stray {
            return Err(FileLedgerError::StrayPayload { index });
        }
        let is_there = |index| self.opening(index).map(|opening| opening.is_some());
        let found: Vec<(u64, IsThere)> = committed
            .iter()
            .map(|index| (*index, is_there(*index)))
            .collect();
        // Whoever erases or prunes meanwhile has recorded it before anything is gone.
        self.refresh()?;
        let (first, recorded) = (self.first(), self.recorded_erasures());
        let mut payloads = Payloads::default();
        for (index, found) in found.into_iter().filter(|(index, _)| *index >= first) {
            match found {
                Ok(true) => payloads.kept += 1,
                Ok(false) if recorded.contains(&index) => payloads.erased += 1,
                Ok(false) => match reader.body(index) {
                    Ok(None) => payloads.absent += 1,
                    Ok(Some(Body::Erased)) => {
                        return Err(FileLedgerError::UnrecordedErasure { index });
                    }
                    Ok(Some(Body::Kept(_))) => return Err(FileLedgerError::Differs { index }),
                    Err(failure) => return Err(failure.into()),
                },
                Err(source) => return Err(unreadable(index, source)),
            }
        }
        Ok(payloads)
    }

    /// Returns the indices of the nodes whose payloads are beside them.
    fn committed(&self, range: Range<u64>) -> BTreeSet<u64> {
        let mut committed = BTreeSet::new();
        self.visit(range, &mut |index, node| {
            if let Payload::Committed(_) = node.payload() {
                committed.insert(index);
            }
            ControlFlow::Continue(())
        });
        committed
    }

    /// Returns the indices of the nodes whose erasure is recorded. The record comes later than the node,
    /// so it is kept as long as the node is.
    fn recorded_erasures(&self) -> BTreeSet<u64> {
        let mut targets: Vec<(u64, String)> = Vec::new();
        self.visit(0..u64::MAX, &mut |at, node| {
            targets.extend(erased_by(node).map(|target| (at, target.to_owned())));
            ControlFlow::Continue(())
        });
        let targets = targets.iter();
        targets
            .filter_map(|(at, target)| self.linked(*at, target))
            .collect()
    }
}

fn unreadable(index: u64, source: StorageError) -> FileLedgerError {
    let told = match source.downcast::<CannotRead>() {
        Ok(told) => *told,
        Err(source) => return FileLedgerError::Payload { index, source },
    };
    let CannotRead { why, is_damage } = told;
    match why.downcast::<FileLedgerError>() {
        Ok(failure) => *failure,
        Err(why) => {
            let source = CannotRead { why, is_damage }.into();
            FileLedgerError::Payload { index, source }
        }
    }
}

//! Verifies a ledger against its files.

use super::FileLedgerError;
use super::file_records::Files;
use super::ledger::FileLedger;
use super::open::memo;
use crate::file::LogReader;
use crate::ledger::Ledger;
use crate::merkle::{Head, Tree};

/// How often a ledger is read that is pruned meanwhile.
const TRIES: usize = 100;

/// What was verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// The head over the nodes in the files, computed again from their bytes.
    pub head: Head,
    /// How many nodes were read and hashed again; pruned ones cannot be.
    pub nodes: u64,
    /// How many payloads beside the nodes were read and fit their commitments.
    pub payloads: u64,
    /// How many payloads beside the nodes are gone, as a node of the ledger records: erased.
    pub erased: u64,
    /// How many payloads were never here: their nodes were appended without them.
    pub absent: u64,
}

impl FileLedger {
    /// Reads everything from the files once more, checks every frame, hashes every node, and compares
    /// with the ledger as this process knows it. Payloads are checked against their commitments, and
    /// every one that was erased must have a node that records it.
    ///
    /// A ledger that is open for reading is refreshed. What is pruned while it is read is not damaged:
    /// if nothing is left of what was read, it is read again.
    ///
    /// # Errors
    ///
    /// Damage, or anything that differs; a ledger that is pruned faster than it is read.
    pub fn verify(&self) -> Result<Verified, FileLedgerError> {
        for _ in 0..TRIES {
            if let Some(verified) = self.try_verify()? {
                return Ok(verified);
            }
        }
        Err(FileLedgerError::PrunedMeanwhile)
    }

    /// Verifies; none if everything that was read was pruned meanwhile.
    fn try_verify(&self) -> Result<Option<Verified>, FileLedgerError> {
        if let Files::Write(log) = &self.files {
            log.sync()?;
        }
        let (reader, segments, _, pruned) =
            LogReader::open_pruned(&self.folder, self.options.files.clone())?;
        self.refresh()?;
        let mut tree = match memo(pruned.as_ref())? {
            Some(memo) => Tree::from_stump(self.tree_hash(), &memo.stump),
            None => Tree::new(self.tree_hash()),
        };
        let first = tree.size();
        for segment in &segments {
            let skip = usize::try_from(first.saturating_sub(segment.first)).unwrap_or(usize::MAX);
            let places = segment.places.get(skip..).unwrap_or_default();
            tree.extend_with(places.len(), |number| {
                let [start, end] = places.get(number).copied().unwrap_or_default();
                segment
                    .bytes
                    .get(start as usize..end as usize)
                    .unwrap_or_default()
            });
        }
        // Somebody may append meanwhile: the ledger may be longer than what was read, never shorter.
        let head = tree.head();
        let known = self.head_at(head.size);
        if known.is_err() && self.first() > head.size {
            return Ok(None);
        }
        if known.ok() != Some(head) {
            let differs = (first..head.size.min(self.len())).find(|index| {
                let leaf = self
                    .get(*index)
                    .map(|node| self.tree_hash().leaf(node.bytes()));
                leaf != tree.leaf(*index)
            });
            return Err(FileLedgerError::Differs {
                index: differs.unwrap_or_else(|| self.len().min(head.size)),
            });
        }
        let payloads = self.check_payloads(&reader, first..head.size)?;
        Ok(Some(Verified {
            head,
            nodes: head.size - first,
            payloads: payloads.kept,
            erased: payloads.erased,
            absent: payloads.absent,
        }))
    }
}

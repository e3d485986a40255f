//! What is kept of pruned nodes: the memo in the file of what was pruned.
//!
//! It is a stump, and behind it the time of the last node that was pruned, 8 bytes. Without that time a
//! ledger of which all was pruned would take nodes that are earlier.

use crate::file::Pruned;
use crate::merkle::{BadProof, Stump};

/// How long the time is, in bytes.
const TIME: usize = size_of::<i64>();
/// The lengths of stumps differ by hashes.
const HASH: usize = 32;

/// What is kept of pruned nodes.
#[derive(Debug)]
pub(super) struct Memo {
    pub(super) stump: Stump,
    /// The time of the last of them, if it is known.
    pub(super) time: Option<i64>,
}

impl Memo {
    /// Writes the memo.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.stump.to_bytes();
        bytes.extend(self.time.iter().flat_map(|time| time.to_le_bytes()));
        bytes
    }

    /// Reads the memo of what was pruned.
    pub(super) fn read(pruned: &Pruned) -> Result<Memo, BadProof> {
        let memo = pruned.memo.as_slice();
        let empty = Stump::SHORTEST % HASH;
        match memo.split_last_chunk::<TIME>() {
            Some((stump, time)) if stump.len() % HASH == empty => Ok(Memo {
                stump: Stump::from_bytes(stump)?,
                time: Some(i64::from_le_bytes(*time)),
            }),
            _ => Ok(Memo {
                stump: Stump::from_bytes(memo)?,
                time: None,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;
    use crate::merkle::{Blake3, Tree};

    #[test]
    fn memos_come_back_with_and_without_a_time() {
        let mut tree = Tree::new(&Blake3);
        (0..40_u8).for_each(|n| tree.append(&[n]));
        for first in 0..=40 {
            let stump = tree.stump_at(first).unwrap();
            for time in [None, Some(i64::MIN), Some(0), Some(7)] {
                let memo = Memo {
                    stump: stump.clone(),
                    time,
                };
                let pruned = Pruned {
                    ledger: [0; 16],
                    first,
                    memo: memo.bytes(),
                };
                let read = Memo::read(&pruned).unwrap();
                assert_eq!((read.stump, read.time), (memo.stump, time));
            }
        }
    }
}

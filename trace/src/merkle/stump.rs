//! What is left of a tree below the index where it was pruned.

use super::wire::{BadProof, Reader};
use super::{Hash, MOST_LEAVES};

/// The hashes that stand for all pruned entries: at most 61 for whole subtrees and 8 for leaves.
///
/// The subtrees cover the largest multiple of eight below the first entry that is left; the leaves
/// cover the rest.
///
/// ```
/// use lawful_trace::merkle::{Blake3, Stump, Tree};
/// let mut tree = Tree::new(&Blake3);
/// for n in 0..100u8 {
///     tree.append(&[n]);
/// }
/// tree.prune(50).unwrap();
/// let bytes = tree.stump().to_bytes();
/// let mut again = Tree::from_stump(&Blake3, &Stump::from_bytes(&bytes).unwrap());
/// for n in 50..100u8 {
///     again.append(&[n]);
/// }
/// assert_eq!(again.head(), tree.head());
/// assert!(Stump::from_bytes(b"noise").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stump {
    first: u64,
    peaks: Vec<Hash>,
    leaves: Vec<Hash>,
}

const MAGIC: [u8; 4] = *b"LTS1";

impl Stump {
    /// The shortest binary form, in bytes: without hashes.
    pub const SHORTEST: usize = 4 + 8;
    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 4 + 8 + 32 * (61 + 8);

    /// The consistency of the first size needs the leaf before it, and levels that are not kept are
    /// made of eight leaves.
    pub(super) fn base_of(first: u64) -> u64 {
        first.saturating_sub(1) & !7
    }

    pub(super) fn of(first: u64, peaks: Vec<Hash>, leaves: Vec<Hash>) -> Stump {
        Stump {
            first,
            peaks,
            leaves,
        }
    }

    /// Returns the first index that is not pruned.
    pub fn first(&self) -> u64 {
        self.first
    }

    pub(super) fn base(&self) -> u64 {
        Self::base_of(self.first)
    }

    /// The roots of the largest whole subtrees before the base, from the left.
    pub(super) fn peaks(&self) -> &[Hash] {
        &self.peaks
    }

    /// The leaves from the base to the first index.
    pub(super) fn leaves(&self) -> &[Hash] {
        &self.leaves
    }

    /// Returns the binary form: `LTS1`, the first index (8 bytes, big-endian), the hashes. How many
    /// there are follows from the index.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(self.first.to_be_bytes());
        bytes.extend_from_slice(self.peaks.as_flattened());
        bytes.extend_from_slice(self.leaves.as_flattened());
        bytes
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If it is not one, or the number of hashes does not follow from the index.
    pub fn from_bytes(bytes: &[u8]) -> Result<Stump, BadProof> {
        let mut reader = Reader::new("a stump", MAGIC, bytes)?;
        let first = reader.number()?;
        if first > MOST_LEAVES {
            return Err(reader.bad(format!("`{first}` entries are more than a tree can have")));
        }
        let base = Self::base_of(first);
        let peaks = base.count_ones() as usize;
        let hashes = reader.hashes(peaks + (first - base) as usize)?;
        let (peaks, leaves) = hashes.split_at_checked(peaks).unwrap_or((&hashes, &[]));
        Ok(Stump::of(first, peaks.to_vec(), leaves.to_vec()))
    }
}

//! Proofs as bytes: one form each, and its length follows from its numbers.

use super::shape::{BridgeShape, PathShape};
use super::{ConsistencyProof, Hash, InclusionProof, MOST_LEAVES};

/// Bytes that are not a proof.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these `{length}` bytes are not {what}: {problem}")]
pub struct BadProof {
    what: &'static str,
    length: usize,
    problem: String,
}

/// Reads numbers and hashes.
pub(super) struct Reader<'b> {
    what: &'static str,
    length: usize,
    rest: &'b [u8],
}

impl<'b> Reader<'b> {
    pub(super) fn new(
        what: &'static str,
        magic: [u8; 4],
        bytes: &'b [u8],
    ) -> Result<Reader<'b>, BadProof> {
        let mut reader = Reader {
            what,
            length: bytes.len(),
            rest: bytes,
        };
        match bytes.strip_prefix(&magic) {
            Some(rest) => reader.rest = rest,
            None => {
                let magic = magic.escape_ascii();
                return Err(reader.bad(format!("they do not begin with `{magic}`")));
            }
        }
        Ok(reader)
    }

    pub(super) fn bad(&self, problem: impl Into<String>) -> BadProof {
        BadProof {
            what: self.what,
            length: self.length,
            problem: problem.into(),
        }
    }

    pub(super) fn number(&mut self) -> Result<u64, BadProof> {
        let (number, rest) = self
            .rest
            .split_first_chunk()
            .ok_or_else(|| self.bad("they end too early"))?;
        self.rest = rest;
        Ok(u64::from_be_bytes(*number))
    }

    /// Reads all that is left, which must be exactly that many hashes.
    pub(super) fn hashes(self, count: usize) -> Result<Vec<Hash>, BadProof> {
        let (hashes, rest) = self.rest.as_chunks::<32>();
        if hashes.len() != count || !rest.is_empty() {
            let given = self.rest.len();
            return Err(self.bad(format!("`{given}` bytes of hashes, not `{}`", 32 * count)));
        }
        Ok(hashes.to_vec())
    }
}

fn written(magic: [u8; 4], numbers: [u64; 2], path: &[Hash]) -> Vec<u8> {
    let mut bytes = magic.to_vec();
    bytes.extend_from_slice(numbers.map(u64::to_be_bytes).as_flattened());
    bytes.extend_from_slice(path.as_flattened());
    bytes
}

const INCLUSION: [u8; 4] = *b"LTI1";
const CONSISTENCY: [u8; 4] = *b"LTC1";

impl InclusionProof {
    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 4 + 16 + 32 * 64;

    /// Returns the binary form: `LTI1`, the index and the size (8 bytes each, big-endian), the
    /// hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        written(INCLUSION, [self.index, self.size], &self.path)
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If it is not one, the index is outside the tree, or the number of hashes does not follow from
    /// index and size.
    ///
    /// ```
    /// use lawful_trace::merkle::{Blake3, InclusionProof, Tree};
    /// let mut tree = Tree::new(&Blake3);
    /// tree.append(b"entry");
    /// let proof = tree.prove(0).unwrap();
    /// assert_eq!(InclusionProof::from_bytes(&proof.to_bytes()).unwrap(), proof);
    /// assert!(InclusionProof::from_bytes(b"noise").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<InclusionProof, BadProof> {
        let mut reader = Reader::new("an inclusion proof", INCLUSION, bytes)?;
        let (index, size) = (reader.number()?, reader.number()?);
        if index >= size || size > MOST_LEAVES {
            return Err(reader.bad(format!("there is no index `{index}` in `{size}` entries")));
        }
        let path = reader.hashes(PathShape::of(index, size).length())?;
        Ok(InclusionProof { index, size, path })
    }
}

impl ConsistencyProof {
    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 4 + 16 + 32 * 65;

    /// Returns the binary form: `LTC1`, the two sizes (8 bytes each, big-endian), the hashes.
    pub fn to_bytes(&self) -> Vec<u8> {
        written(CONSISTENCY, [self.from, self.to], &self.path)
    }

    /// Reads the binary form.
    ///
    /// # Errors
    /// If it is not one, the second size is smaller than the first, or the number of hashes does not
    /// follow from the sizes.
    ///
    /// ```
    /// use lawful_trace::merkle::{Blake3, ConsistencyProof, Tree};
    /// let mut tree = Tree::new(&Blake3);
    /// tree.append(b"entry");
    /// let proof = tree.prove_consistency(0).unwrap();
    /// assert_eq!(ConsistencyProof::from_bytes(&proof.to_bytes()).unwrap(), proof);
    /// assert!(ConsistencyProof::from_bytes(b"noise").is_err());
    /// ```
    pub fn from_bytes(bytes: &[u8]) -> Result<ConsistencyProof, BadProof> {
        let mut reader = Reader::new("a consistency proof", CONSISTENCY, bytes)?;
        let (from, to) = (reader.number()?, reader.number()?);
        if from > to || to > MOST_LEAVES {
            return Err(reader.bad(format!("`{from}` entries cannot have grown to `{to}`")));
        }
        let count = if from == 0 || from == to {
            0
        } else {
            BridgeShape::of(from, to).length()
        };
        let path = reader.hashes(count)?;
        Ok(ConsistencyProof { from, to, path })
    }
}

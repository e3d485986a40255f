//! Proof files: the C2SP `tlog-proof` format.

use crate::checkpoint::{Believed, NotBelieved, Note, Policy, base64_text};
use crate::merkle::{
    Hash, InclusionProof, MOST_LEAVES, NoTreeHash, ProofRefused, tree_hash, verify_inclusion,
};
use crate::node::MAX_NODE_BYTES;
use std::fmt;

/// That an entry is in a log: everything that a third party needs, in one text.
///
/// The file has the index, the hashes and the signed checkpoint, and may carry the entry as its
/// extra data; what is verified is then exactly that entry. Whoever verifies brings a [`Policy`] and
/// nothing else.
///
/// ```
/// use lawful_trace::proof_file::ProofFile;
/// assert!(ProofFile::parse(b"c2sp.org/tlog-proof@v2\n").is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProofFile {
    extra: Option<Vec<u8>>,
    index: u64,
    path: Vec<Hash>,
    checkpoint: String,
}

/// Bytes that are not a proof file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these `{length}` bytes are not a proof file: {problem}")]
pub struct BadProofFile {
    length: usize,
    problem: &'static str,
}

/// Why a proof file proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofFileRefused {
    /// The checkpoint is not to be believed.
    #[error(transparent)]
    Checkpoint(#[from] NotBelieved),
    /// The log has a tree hash that this program does not have.
    #[error(transparent)]
    TreeHash(#[from] NoTreeHash),
    /// The proof does not lead to the root of the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofRefused),
    /// The file does not carry the entry.
    #[error("the proof file does not carry the entry; verify it with the entry beside it")]
    NoEntry,
}

const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// More than the lines of the header, the index, and 64 hashes in base64 take.
const PROOF_BYTES: usize = 4096;

impl ProofFile {
    /// The longest file, in bytes: of the longest node in base64, the longest checkpoint, and a proof.
    pub const LONGEST: usize = 4 * MAX_NODE_BYTES.div_ceil(3) + Note::LONGEST + PROOF_BYTES;

    /// Makes a proof file from a proof and the signed checkpoint of its head, as bytes of a note.
    ///
    /// # Errors
    /// If the whole would not be a proof file: the checkpoint has no text of one, or it is too long.
    pub fn new(
        entry: Option<&[u8]>,
        proof: &InclusionProof,
        checkpoint: &str,
    ) -> Result<ProofFile, BadProofFile> {
        let file = ProofFile {
            extra: entry.map(<[u8]>::to_vec),
            index: proof.index,
            path: proof.path.clone(),
            checkpoint: checkpoint.to_owned(),
        };
        match ProofFile::parse(file.to_string().as_bytes()) {
            Ok(read) if read == file => Ok(file),
            Ok(_) => Err(BadProofFile {
                length: checkpoint.len(),
                problem: "it would be read as another file",
            }),
            Err(error) => Err(error),
        }
    }

    /// Reads a proof file.
    ///
    /// # Errors
    /// If it is too long or not of the form. A file is read only if printing it gives the same
    /// bytes.
    pub fn parse(bytes: &[u8]) -> Result<ProofFile, BadProofFile> {
        let length = bytes.len();
        let bad = |problem| BadProofFile { length, problem };
        if length > Self::LONGEST {
            return Err(bad("it is longer than one for the longest node"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| bad("it is not UTF-8"))?;
        let (head, checkpoint) = text
            .split_once("\n\n")
            .ok_or_else(|| bad("there is no empty line before the checkpoint"))?;
        if checkpoint.is_empty() {
            return Err(bad("there is no checkpoint"));
        }
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(bad("the first line is not `c2sp.org/tlog-proof@v1`"));
        }
        let extra = lines
            .next_if(|line| line.starts_with("extra "))
            .and_then(|line| line.strip_prefix("extra "))
            .map(|text| {
                base64_text::decode(text).ok_or_else(|| bad("the extra data is not base64"))
            })
            .transpose()?;
        let index = lines
            .next()
            .and_then(|line| line.strip_prefix("index "))
            .and_then(base64_text::decimal)
            .filter(|index| *index < MOST_LEAVES)
            .ok_or_else(|| bad("there is no line with the index"))?;
        // A path has at most 64 hashes, whatever the size of the tree.
        let path: Vec<Hash> = lines
            .by_ref()
            .take(64)
            .map(|line| base64_text::hash(line).ok_or_else(|| bad("a hash is not one in base64")))
            .collect::<Result<_, _>>()?;
        if lines.next().is_some() {
            return Err(bad("there are more than 64 hashes"));
        }
        Ok(ProofFile {
            extra,
            index,
            path,
            checkpoint: checkpoint.to_owned(),
        })
    }

    /// Returns the index of the entry.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Returns the hashes of the path.
    pub fn path(&self) -> &[Hash] {
        &self.path
    }

    /// Returns the signed checkpoint, as it is.
    pub fn checkpoint(&self) -> &str {
        &self.checkpoint
    }

    /// Returns the extra data, which nothing vouches for until [`ProofFile::verify_carried`] does.
    pub fn extra(&self) -> Option<&[u8]> {
        self.extra.as_deref()
    }

    /// Verifies that an entry is in the log, at the index of the file.
    ///
    /// # Errors
    /// If the checkpoint does not satisfy the policy, or the proof does not lead from the entry to
    /// its root; there is no third answer.
    pub fn verify(&self, policy: &Policy, entry: &[u8]) -> Result<Believed, ProofFileRefused> {
        let believed = policy.verify(self.checkpoint.as_bytes())?;
        let hash = tree_hash(believed.checkpoint.tree_hash_id())?;
        let head = believed.checkpoint.head();
        let proof = InclusionProof {
            index: self.index,
            size: head.size,
            path: self.path.clone(),
        };
        verify_inclusion(hash, &hash.leaf(entry), &proof, head)?;
        Ok(believed)
    }

    /// Verifies that the entry that the file carries is in the log, and returns it.
    ///
    /// # Errors
    /// If the file carries none, and as in [`ProofFile::verify`].
    pub fn verify_carried(&self, policy: &Policy) -> Result<(&[u8], Believed), ProofFileRefused> {
        let entry = self.extra().ok_or(ProofFileRefused::NoEntry)?;
        let believed = self.verify(policy, entry)?;
        Ok((entry, believed))
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", base64_text::encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", base64_text::encode(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

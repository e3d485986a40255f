//! Verification, without the ledger.

use super::shape::{BridgeShape, PathShape};
use super::{ConsistencyProof, Hash, Head, InclusionProof, MOST_LEAVES, TreeHash};

/// Why a proof proves nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProofRefused {
    /// The proof is about a tree of another size than the head.
    #[error(
        "the proof is for a tree of `{given}` entries, the head has `{expected}`; ask for a proof for this head"
    )]
    OtherSize {
        /// The size in the head.
        expected: u64,
        /// The size in the proof.
        given: u64,
    },
    /// There is no such index in a tree of this size.
    #[error("index `{index}` is outside a tree of `{size}` entries")]
    IndexOutside {
        /// The index.
        index: u64,
        /// The size of the tree.
        size: u64,
    },
    /// The larger tree is smaller.
    #[error("a log of `{from}` entries cannot have grown to `{to}`")]
    Backwards {
        /// The size it is to have grown from.
        from: u64,
        /// The size it is to have grown to.
        to: u64,
    },
    /// The size is not possible.
    #[error("`{0}` entries are more than a tree can have ({MOST_LEAVES})")]
    TooLarge(u64),
    /// The number of hashes does not follow from the sizes.
    #[error("the proof has `{given}` hashes, not `{expected}`")]
    WrongLength {
        /// The number that the shape of the tree asks for.
        expected: usize,
        /// The number in the proof.
        given: usize,
    },
    /// The hashes do not lead to the root.
    #[error("the proof does not lead to the root of the tree of `{size}` entries")]
    OtherRoot {
        /// The size of the tree.
        size: u64,
    },
}

fn expect_size(expected: u64, given: u64) -> Result<(), ProofRefused> {
    if given > MOST_LEAVES {
        return Err(ProofRefused::TooLarge(given));
    }
    if given != expected {
        return Err(ProofRefused::OtherSize { expected, given });
    }
    Ok(())
}

fn expect_root(root: Hash, head: &Head) -> Result<(), ProofRefused> {
    if root == head.root {
        Ok(())
    } else {
        Err(ProofRefused::OtherRoot { size: head.size })
    }
}

/// Verifies that a leaf is in the tree of a head, at the index of the proof.
///
/// The leaf is `hash.leaf(entry)`. Everything must fit: the size, the index, the number of hashes,
/// and the root.
///
/// # Errors
/// If anything does not; there is no third answer.
///
/// ```
/// use lawful_trace::merkle::{Blake3, Tree, TreeHash, verify_inclusion};
/// let mut tree = Tree::new(&Blake3);
/// tree.append(b"first");
/// tree.append(b"second");
/// let proof = tree.prove(1).unwrap();
/// assert!(verify_inclusion(&Blake3, &Blake3.leaf(b"second"), &proof, &tree.head()).is_ok());
/// assert!(verify_inclusion(&Blake3, &Blake3.leaf(b"other"), &proof, &tree.head()).is_err());
/// ```
pub fn verify_inclusion(
    hash: &dyn TreeHash,
    leaf: &Hash,
    proof: &InclusionProof,
    head: &Head,
) -> Result<(), ProofRefused> {
    let InclusionProof { index, size, .. } = *proof;
    expect_size(head.size, size)?;
    if index >= size {
        return Err(ProofRefused::IndexOutside { index, size });
    }
    let shape = PathShape::of(index, size);
    expect_length(shape.length(), &proof.path)?;
    let (inner, border) = split(&proof.path, shape);
    let root = inner.iter().enumerate().fold(*leaf, |at, (level, beside)| {
        beside_of(hash, &at, beside, index >> level & 1 == 1)
    });
    let root = border.iter().fold(root, |at, left| hash.node(left, &at));
    expect_root(root, head)
}

fn expect_length(expected: usize, path: &[Hash]) -> Result<(), ProofRefused> {
    if path.len() == expected {
        Ok(())
    } else {
        Err(ProofRefused::WrongLength {
            expected,
            given: path.len(),
        })
    }
}

fn split(path: &[Hash], shape: PathShape) -> (&[Hash], &[Hash]) {
    path.split_at_checked(shape.inner as usize)
        .unwrap_or((path, &[]))
}

fn beside_of(hash: &dyn TreeHash, at: &Hash, beside: &Hash, on_the_left: bool) -> Hash {
    if on_the_left {
        hash.node(beside, at)
    } else {
        hash.node(at, beside)
    }
}

/// Verifies that the tree of the head `to` begins with the whole tree of the head `from`.
///
/// # Errors
/// If a size, the number of hashes or one of the two roots does not fit; there is no third answer.
///
/// ```
/// use lawful_trace::merkle::{Blake3, Tree, verify_consistency};
/// let mut tree = Tree::new(&Blake3);
/// tree.append(b"first");
/// let before = tree.head();
/// tree.append(b"second");
/// let proof = tree.prove_consistency(1).unwrap();
/// assert!(verify_consistency(&Blake3, &before, &proof, &tree.head()).is_ok());
/// assert!(verify_consistency(&Blake3, &tree.head(), &proof, &before).is_err());
/// ```
pub fn verify_consistency(
    hash: &dyn TreeHash,
    from: &Head,
    proof: &ConsistencyProof,
    to: &Head,
) -> Result<(), ProofRefused> {
    expect_size(from.size, proof.from)?;
    expect_size(to.size, proof.to)?;
    if from.size > to.size {
        return Err(ProofRefused::Backwards {
            from: from.size,
            to: to.size,
        });
    }
    if from.size == 0 {
        expect_length(0, &proof.path)?;
        expect_root(hash.empty(), from)?;
        // Every tree begins with nothing; but the empty tree has one root.
        return if to.size == 0 {
            expect_root(hash.empty(), to)
        } else {
            Ok(())
        };
    }
    if from.size == to.size {
        expect_length(0, &proof.path)?;
        return expect_root(from.root, to);
    }
    let shape = BridgeShape::of(from.size, to.size);
    expect_length(shape.length(), &proof.path)?;
    let (start, path) = match proof.path.split_first() {
        Some((start, path)) if !shape.starts_at_root => (*start, path),
        _ => (from.root, &proof.path[..]),
    };
    let (inner, border) = split(path, shape.path);
    let (mut smaller, mut larger) = (start, start);
    for (level, beside) in inner.iter().enumerate() {
        let on_the_left = shape.place >> level & 1 == 1;
        larger = beside_of(hash, &larger, beside, on_the_left);
        // What is on the right was not there yet.
        if on_the_left {
            smaller = hash.node(beside, &smaller);
        }
    }
    for left in border {
        smaller = hash.node(left, &smaller);
        larger = hash.node(left, &larger);
    }
    expect_root(smaller, from)?;
    expect_root(larger, to)
}

//! The tree over the entries: heads, proofs, and their verification without the ledger.
//!
//! * [`TreeHash`]: how leaves and nodes are hashed; [`Blake3`] and [`Rfc6962Sha256`] are always
//!   there, others join with [`register_tree_hash!`](crate::register_tree_hash) and are found by
//!   their id ([`tree_hash`]).
//! * [`Tree`]: grows, proves, prunes ([`Stump`]).
//! * [`InclusionProof`], [`ConsistencyProof`], [`verify_inclusion`], [`verify_consistency`].
//! * [`TreeHashing`], [`Proving`]: the laws, with [`Hashes`] and [`Proves`] to check a tree hash of
//!   your own.
//!
//! **Invariant:** a proof is verified against a [`Head`], size and root; a root alone does not say
//! how many leaves there are.

mod blake3_hash;
mod head;
mod laws_support;
mod level;
mod models;
mod proof;
mod proof_law;
mod proves;
mod registry;
mod rfc6962;
mod shape;
mod stump;
mod tree;
mod tree_hash;
mod tree_hash_law;
mod verify;
mod wire;

pub use blake3_hash::Blake3;
pub use head::{Head, MOST_LEAVES};
pub use proof::{ConsistencyProof, InclusionProof};
pub use proof_law::{Proving, proving};
pub use proves::Proves;
pub use registry::{NoTreeHash, TreeHashPlugin, tree_hash};
pub use rfc6962::Rfc6962Sha256;
pub use stump::Stump;
pub use tree::{CannotProve, Tree};
pub use tree_hash::{Hash, TreeHash};
pub use tree_hash_law::{Hashes, TreeHashing, tree_hashing};
pub use verify::{ProofRefused, verify_consistency, verify_inclusion};
pub use wire::BadProof;

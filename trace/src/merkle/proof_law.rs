//! What proofs are.

use super::laws_support::{
    altered_bridge, altered_head, altered_leaf, altered_proof, bridges, digests, heads, logs,
    proofs,
};
use super::proves::{
    Proves, collapsed, doubling_root, forked, leads_to_larger, lengthened, repeated, shortened,
    unmarked, unmarked_root,
};
use super::{ConsistencyProof, Hash, Head, InclusionProof, Rfc6962Sha256, TreeHash};
use lawful::theory;

const TRUE: Proves = Proves(&Rfc6962Sha256);

theory! {
    /// Logs with proofs: everything in a log can be proved, and nothing else.
    ///
    /// The numbers in the operations choose sizes and indexes that the log has.
    pub theory Proving in ::lawful_trace::merkle {
        /// Logs that are not empty, without repeated entries.
        sort Log;
        /// Hashes of entries, and roots.
        sort Leaf;
        /// Sizes with roots.
        sort Head;
        /// Proofs of inclusion.
        sort Proof;
        /// Proofs of consistency.
        sort Bridge;
        /// Returns an entry's hash.
        op leaf_at(l: Log, i: u64, n: u64) -> Leaf;
        /// Returns the head at a size.
        op head_at(l: Log, n: u64) -> Head;
        /// Proves that an entry is in the log at a size.
        op include(l: Log, i: u64, n: u64) -> Proof;
        /// Returns whether a proof is accepted.
        op accepts(e: Leaf, p: Proof, h: Head) -> bool;
        /// Returns the head at the smaller of two sizes.
        op older(l: Log, m: u64, n: u64) -> Head;
        /// Returns the head at the larger of two sizes.
        op newer(l: Log, m: u64, n: u64) -> Head;
        /// Proves that the log grew from the smaller to the larger of two sizes.
        op grown(l: Log, m: u64, n: u64) -> Bridge;
        /// Returns whether a consistency proof is accepted.
        op links(a: Head, b: Bridge, c: Head) -> bool;
        /// Returns the root of the whole log.
        op root(l: Log) -> Leaf;
        /// Flips one bit of a leaf.
        op alter_leaf(e: Leaf, bit: u64) -> Leaf;
        /// Flips one bit of a proof: of its index, size or hashes.
        op alter_proof(p: Proof, bit: u64) -> Proof;
        /// Flips one bit of a head: of its size or root.
        op alter_head(h: Head, bit: u64) -> Head;
        /// Flips one bit of a consistency proof: of its sizes or hashes.
        op alter_bridge(b: Bridge, bit: u64) -> Bridge;
        /// Adds a hash to a proof.
        op lengthen(p: Proof) -> Proof;
        /// Returns a log in which one entry is another.
        op fork(l: Log, i: u64) -> Log;
        /// Returns a log with the last entry once more.
        op repeat_last(l: Log) -> Log;
        /// Returns a log in which each pair of entries is one entry: their two hashes.
        op collapse(l: Log) -> Log;

        /// Every entry can be proved, at every size.
        law complete(l: Log, i, n: u64) { accepts(leaf_at(l, i, n), include(l, i, n), head_at(l, n)) }
        /// An entry of which any bit was flipped is refused.
        law leaf_counts(l: Log, i, n, bit: u64) {
            !accepts(alter_leaf(leaf_at(l, i, n), bit), include(l, i, n), head_at(l, n))
        }
        /// A proof of which any bit was flipped, of hashes, index or size, is refused.
        law proof_counts(l: Log, i, n, bit: u64) {
            !accepts(leaf_at(l, i, n), alter_proof(include(l, i, n), bit), head_at(l, n))
        }
        /// A head of which any bit was flipped, of root or size, is refused.
        law head_counts(l: Log, i, n, bit: u64) {
            !accepts(leaf_at(l, i, n), include(l, i, n), alter_head(head_at(l, n), bit))
        }
        /// A proof with a hash too many is refused.
        law length_counts(l: Log, i, n: u64) {
            !accepts(leaf_at(l, i, n), lengthen(include(l, i, n)), head_at(l, n))
        }
        /// A log is consistent with all that it was.
        law consistent(l: Log, m, n: u64) {
            links(older(l, m, n), grown(l, m, n), newer(l, m, n))
        }
        /// A consistency proof of which any bit was flipped is refused.
        law bridge_counts(l: Log, m, n, bit: u64) {
            !links(older(l, m, n), alter_bridge(grown(l, m, n), bit), newer(l, m, n))
        }
        /// A log with another past is refused.
        law no_fork(l: Log, i, m, n: u64) if older(fork(l, i), m, n) != older(l, m, n) {
            !links(older(fork(l, i), m, n), grown(l, m, n), newer(l, m, n))
        }
        /// A log does not shrink.
        law no_return(l: Log, m, n: u64) if older(l, m, n) != newer(l, m, n) {
            !links(newer(l, m, n), grown(l, m, n), older(l, m, n))
        }
        /// A repeated last entry makes another root.
        law repetition_counts(l: Log) { root(repeat_last(l)) != root(l) }
        /// No log of nodes has the root of a log of leaves.
        law no_second_preimage(l: Log) if collapse(l) != l { root(collapse(l)) != root(l) }

        lawkeeper {
            Log: Vec<Vec<u8>> = logs();
            Leaf: Hash = digests();
            Head: Head = heads();
            Proof: InclusionProof = proofs();
            Bridge: ConsistencyProof = bridges();
            leaf_at(l, i, n) => TRUE.leaf_at(l, i, n);
            head_at(l, n) => TRUE.head_at(l, n);
            include(l, i, n) => TRUE.include(l, i, n);
            accepts(e, p, h) => TRUE.accepts(e, p, h);
            older(l, m, n) => TRUE.older(l, m, n);
            newer(l, m, n) => TRUE.newer(l, m, n);
            grown(l, m, n) => TRUE.grown(l, m, n);
            links(a, b, c) => TRUE.links(a, b, c);
            root(l) => TRUE.root(l);
            alter_leaf(e, bit) => altered_leaf(e, *bit);
            alter_proof(p, bit) => altered_proof(p, *bit);
            alter_head(h, bit) => altered_head(h, *bit);
            alter_bridge(b, bit) => altered_bridge(b, *bit);
            lengthen(p) => lengthened(p);
            fork(l, i) => forked(l, *i);
            repeat_last(l) => repeated(l);
            collapse(l) => collapsed(l, |entry| Rfc6962Sha256.leaf(entry));
        }
        /// Takes a proof without hashes for no proof.
        lawbreaker hasty breaks complete {
            accepts(e, p, h) => !p.path.is_empty() && TRUE.accepts(e, p, h);
        }
        /// Does not look at the first bit of the leaf, unless the leaf is all there is.
        lawbreaker blurred breaks leaf_counts {
            accepts(e, p, h) => TRUE.accepts(e, p, h) || !p.path.is_empty() && TRUE.accepts(&altered_leaf(e, 0), p, h);
        }
        /// Reads 63 bits of the size in the proof.
        lawbreaker short_sized breaks proof_counts {
            accepts(e, p, h) => TRUE.accepts(e, &InclusionProof { size: p.size & (u64::MAX >> 1), ..p.clone() }, h);
        }
        /// Reads 63 bits of the size in the head.
        lawbreaker short_headed breaks head_counts {
            accepts(e, p, h) => TRUE.accepts(e, p, &Head { size: h.size & (u64::MAX >> 1), ..*h });
        }
        /// Does not count the hashes: takes those it needs.
        lawbreaker lengthless breaks length_counts {
            accepts(e, p, h) => TRUE.accepts(e, p, h) || TRUE.accepts(e, &shortened(p), h);
        }
        /// Takes a consistency proof without hashes for no proof.
        lawbreaker stubborn breaks consistent {
            links(a, b, c) => !b.path.is_empty() && TRUE.links(a, b, c);
        }
        /// Reads 63 bits of the larger size in the proof.
        lawbreaker short_bridged breaks bridge_counts {
            links(a, b, c) => TRUE.links(a, &ConsistencyProof { to: b.to & (u64::MAX >> 1), ..b.clone() }, c);
        }
        /// Does not look at the root of the smaller tree.
        lawbreaker trusting breaks no_fork {
            links(a, b, c) => TRUE.links(a, b, c) || leads_to_larger(a, b, c);
        }
        /// Does not care which tree came first.
        lawbreaker timeless breaks no_return {
            links(a, b, c) => TRUE.links(a, b, c) || TRUE.links(c, b, a);
        }
        /// Pairs an odd node with itself.
        lawbreaker doubling breaks repetition_counts { root(l) => doubling_root(l); }
        /// Hashes leaves and nodes without a mark.
        lawbreaker confusing breaks no_second_preimage {
            root(l) => unmarked_root(l);
            collapse(l) => collapsed(l, |entry| unmarked(&[entry]));
        }
    }
}

//! What a tree hash is.

use super::laws_support::{digests, flat, rows};
use super::{Hash, Rfc6962Sha256, TreeHash};
use lawful::{Sort, theory};
use sha2::{Digest as _, Sha256};

fn plain(parts: &[&[u8]]) -> Hash {
    parts
        .iter()
        .fold(Sha256::new(), |hash, part| hash.chain_update(part))
        .finalize()
        .into()
}

fn leaf(entry: &[u8]) -> Hash {
    Rfc6962Sha256.leaf(entry)
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Rfc6962Sha256.node(left, right)
}

fn without_zeros(entry: &[u8]) -> &[u8] {
    let zeros = entry.iter().rev().take_while(|byte| **byte == 0).count();
    entry.split_at(entry.len() - zeros).0
}

theory! {
    /// A hash for trees: what differs hashes differently, on every side, and leaves are no nodes.
    pub theory TreeHashing in ::lawful_trace::merkle {
        /// Entries.
        sort Entry;
        /// Hashes.
        sort Digest;
        /// Hashes an entry.
        op leaf(e: Entry) -> Digest;
        /// Hashes two neighbours.
        op node(l: Digest, r: Digest) -> Digest;
        /// Returns the root without leaves.
        op empty() -> Digest;
        /// Returns the entry whose bytes are those of two hashes.
        op joined(l: Digest, r: Digest) -> Entry;
        /// Hashes an entry among others, many at once.
        op leaf_among(e: Entry, others: Entry, at: u64) -> Digest;
        /// Hashes two neighbours among others, many at once.
        op node_among(l: Digest, r: Digest, others: Digest, at: u64) -> Digest;

        /// No entry can be passed off as a node.
        law separated(l, r: Digest) { leaf(joined(l, r)) != node(l, r) }
        /// Entries that differ hash differently.
        law entries_apart(e, f: Entry) if e != f { leaf(e) != leaf(f) }
        /// Left and right are not the same.
        law sides_apart(l, r: Digest) if l != r { node(l, r) != node(r, l) }
        /// Another right neighbour makes another node.
        law right_counts(l, r, s: Digest) if r != s { node(l, r) != node(l, s) }
        /// Another left neighbour makes another node.
        law left_counts(l, r, s: Digest) if r != s { node(r, l) != node(s, l) }
        /// A log with one entry is not an empty one.
        law empty_apart(e: Entry) { leaf(e) != empty() }
        /// An entry has one hash, alone or among others.
        law leaves_alike(e, f: Entry, at: u64) { leaf_among(e, f, at) == leaf(e) }
        /// A node has one hash, alone or among others.
        law nodes_alike(l, r, s: Digest, at: u64) { node_among(l, r, s, at) == node(l, r) }

        lawkeeper {
            Entry: Vec<u8> = rows();
            Digest: Hash = digests();
            leaf(e) => leaf(e);
            node(l, r) => node(l, r);
            empty() => [0; 32];
            joined(l, r) => flat(l, r);
            leaf_among(e, _others, _at) => leaf(e);
            node_among(l, r, _others, _at) => node(l, r);
        }
        /// Hashes what it gets, without a mark for leaves and nodes.
        lawbreaker unmarked breaks separated {
            leaf(e) => plain(&[e]);
            node(l, r) => plain(&[l, r]);
            leaf_among(e, _others, _at) => plain(&[e]);
            node_among(l, r, _others, _at) => plain(&[l, r]);
        }
        /// Pads entries with zeros.
        lawbreaker padding breaks entries_apart {
            leaf(e) => leaf(without_zeros(e));
            leaf_among(e, _others, _at) => leaf(without_zeros(e));
        }
        /// Sorts neighbours, so that proofs need no sides.
        lawbreaker sorting breaks sides_apart {
            node(l, r) => node(l.min(r), l.max(r));
            node_among(l, r, _others, _at) => node(l.min(r), l.max(r));
        }
        /// Forgets the first byte of the right neighbour.
        lawbreaker short_right breaks right_counts {
            node(l, r) => plain(&[&[1], l, &r[1..]]);
            node_among(l, r, _others, _at) => plain(&[&[1], l, &r[1..]]);
        }
        /// Forgets the first byte of the left neighbour.
        lawbreaker short_left breaks left_counts {
            node(l, r) => plain(&[&[1], &l[1..], r]);
            node_among(l, r, _others, _at) => plain(&[&[1], &l[1..], r]);
        }
        /// Takes an empty entry for an empty log.
        lawbreaker hollow breaks empty_apart { empty() => leaf(&[]); }
        /// Mixes up two lanes when entries are hashed side by side.
        lawbreaker mixed_entries breaks leaves_alike {
            leaf_among(e, others, at) => leaf(if at % 8 == 7 { others } else { e });
        }
        /// Mixes up two lanes when nodes are hashed side by side.
        lawbreaker mixed_nodes breaks nodes_alike {
            node_among(l, r, others, at) => node(l, if at % 8 == 7 { others } else { r });
        }
    }
}

/// A tree hash as a model of [`TreeHashing`].
pub struct Hashes(pub &'static dyn TreeHash);

impl TreeHashing for Hashes {
    type Entry = Vec<u8>;
    type Digest = Hash;

    fn entry(&self) -> Sort<Vec<u8>> {
        rows()
    }

    fn digest(&self) -> Sort<Hash> {
        digests()
    }

    fn leaf(&self, e: &Vec<u8>) -> Hash {
        self.0.leaf(e)
    }

    fn node(&self, l: &Hash, r: &Hash) -> Hash {
        self.0.node(l, r)
    }

    fn empty(&self) -> Hash {
        self.0.empty()
    }

    fn joined(&self, l: &Hash, r: &Hash) -> Vec<u8> {
        flat(l, r)
    }

    fn leaf_among(&self, e: &Vec<u8>, others: &Vec<u8>, at: &u64) -> Hash {
        let at = (at % 40) as usize;
        let mut entries = vec![others.as_slice(); 40];
        let mut out = vec![[0; 32]; 40];
        if let Some(entry) = entries.get_mut(at) {
            *entry = e;
        }
        self.0.leaves(&entries, &mut out);
        out.get(at).copied().unwrap_or_default()
    }

    fn node_among(&self, l: &Hash, r: &Hash, others: &Hash, at: &u64) -> Hash {
        let at = (at % 40) as usize;
        let mut pairs = vec![[*others; 2]; 40];
        let mut out = vec![[0; 32]; 40];
        if let Some(pair) = pairs.get_mut(at) {
            *pair = [*l, *r];
        }
        self.0.nodes(&pairs, &mut out);
        out.get(at).copied().unwrap_or_default()
    }
}

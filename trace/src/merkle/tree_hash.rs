//! How a tree is hashed: a plugin.

/// A hash of a leaf or of a node.
pub type Hash = [u8; 32];

/// A way to hash the leaves and the nodes of a tree: a plugin, found by its id.
///
/// An implementation must keep leaves and nodes apart ([`TreeHashing`](super::TreeHashing) has the
/// laws); it is offered to others with [`register_tree_hash!`](crate::register_tree_hash).
pub trait TreeHash: Send + Sync + 'static {
    /// Returns the id that ledgers record: 1 to 64 characters of `a-z`, `0-9` and `-`.
    fn id(&self) -> &'static str;

    /// Returns the root of the tree without leaves.
    fn empty(&self) -> Hash;

    /// Hashes an entry.
    fn leaf(&self, entry: &[u8]) -> Hash;

    /// Hashes two neighbours.
    fn node(&self, left: &Hash, right: &Hash) -> Hash;

    /// Hashes many entries, in the calling thread; writes as many hashes as both slices have.
    fn leaves(&self, entries: &[&[u8]], out: &mut [Hash]) {
        for (entry, hash) in entries.iter().zip(out) {
            *hash = self.leaf(entry);
        }
    }

    /// Hashes many pairs of neighbours, in the calling thread; writes as many hashes as both slices
    /// have.
    fn nodes(&self, pairs: &[[Hash; 2]], out: &mut [Hash]) {
        for ([left, right], hash) in pairs.iter().zip(out) {
            *hash = self.node(left, right);
        }
    }
}

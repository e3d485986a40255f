//! Tree hashes by their ids.

use super::{Blake3, Rfc6962Sha256, TreeHash};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A tree hash that a crate offers. Made by [`register_tree_hash!`](crate::register_tree_hash).
pub struct TreeHashPlugin(#[doc(hidden)] pub &'static dyn TreeHash);

lawful::inventory::collect!(TreeHashPlugin);

/// Offers a tree hash, by its id, to every ledger of the program.
///
/// ```
/// use lawful_trace::merkle::{Hash, Rfc6962Sha256, TreeHash, tree_hash};
///
/// struct Renamed;
/// impl TreeHash for Renamed {
///     fn id(&self) -> &'static str { "renamed" }
///     fn empty(&self) -> Hash { Rfc6962Sha256.empty() }
///     fn leaf(&self, entry: &[u8]) -> Hash { Rfc6962Sha256.leaf(entry) }
///     fn node(&self, left: &Hash, right: &Hash) -> Hash { Rfc6962Sha256.node(left, right) }
/// }
/// lawful_trace::register_tree_hash!(Renamed);
/// # fn main() {
/// assert_eq!(tree_hash("renamed").unwrap().id(), "renamed");
/// # }
/// ```
#[macro_export]
macro_rules! register_tree_hash {
    ($hash:expr) => {
        $crate::__private::inventory::submit! { $crate::merkle::TreeHashPlugin(&$hash) }
    };
}

/// A tree hash that cannot be had.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NoTreeHash {
    /// No crate of the program offers it.
    #[error("no tree hash `{id}` in this program; there are {known}")]
    Unknown {
        /// The id that was asked for.
        id: String,
        /// The ids that there are.
        known: String,
    },
    /// Two crates offer different tree hashes of one id, and either could be meant.
    #[error("more than one tree hash `{id}` in this program; rename one")]
    Ambiguous {
        /// The id that was asked for.
        id: String,
    },
}

static OFFERED: LazyLock<BTreeMap<&'static str, Vec<&'static dyn TreeHash>>> =
    LazyLock::new(|| {
        let mut offered = BTreeMap::<_, Vec<_>>::new();
        let ours: [&'static dyn TreeHash; 2] = [&Blake3, &Rfc6962Sha256];
        let theirs = lawful::inventory::iter::<TreeHashPlugin>
            .into_iter()
            .map(|plugin| plugin.0);
        for hash in ours.into_iter().chain(theirs) {
            offered.entry(hash.id()).or_default().push(hash);
        }
        offered
    });

/// Returns the tree hash of an id, such as `blake3` or `rfc6962-sha256`.
///
/// # Errors
/// If nobody offers it, or more than one crate does.
///
/// ```
/// use lawful_trace::merkle::tree_hash;
/// assert_eq!(tree_hash("blake3").unwrap().id(), "blake3");
/// assert!(tree_hash("md5").is_err());
/// ```
pub fn tree_hash(id: &str) -> Result<&'static dyn TreeHash, NoTreeHash> {
    let short = || id.chars().take(64).collect();
    match OFFERED.get(id).map(Vec::as_slice) {
        Some([one]) => Ok(*one),
        Some([_, ..]) => Err(NoTreeHash::Ambiguous { id: short() }),
        _ => {
            let known: Vec<String> = OFFERED.keys().map(|id| format!("`{id}`")).collect();
            Err(NoTreeHash::Unknown {
                id: short(),
                known: known.join(", "),
            })
        }
    }
}

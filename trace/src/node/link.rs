//! Causal links.

use super::Relation;

/// A causal link to an earlier node of the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link<'a> {
    /// How the target bears on the node that has the link.
    pub relation: Relation,
    /// The id of the earlier node.
    pub target: &'a str,
}

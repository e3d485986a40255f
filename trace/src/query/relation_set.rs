//! Which causal links to follow.

use crate::node::Relation;

/// A set of relations.
///
/// ```
/// use lawful_trace::Relation;
/// use lawful_trace::query::RelationSet;
/// let set = RelationSet::from_iter([Relation::Causes, Relation::Fulfils]);
/// assert!(set.contains(Relation::Causes));
/// assert!(!set.contains(Relation::Branches));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RelationSet(u8);

impl RelationSet {
    /// Every relation.
    pub const ALL: RelationSet = RelationSet(0b1_1110);

    /// Returns whether a relation is in the set.
    pub const fn contains(self, relation: Relation) -> bool {
        self.0 & 1 << relation.number() != 0
    }
}

impl Default for RelationSet {
    fn default() -> RelationSet {
        RelationSet::ALL
    }
}

impl From<Relation> for RelationSet {
    fn from(relation: Relation) -> RelationSet {
        RelationSet(1 << relation.number())
    }
}

impl FromIterator<Relation> for RelationSet {
    fn from_iter<I: IntoIterator<Item = Relation>>(relations: I) -> RelationSet {
        let bits = relations.into_iter().map(|relation| 1 << relation.number());
        RelationSet(bits.fold(0, |all, bit: u8| all | bit))
    }
}

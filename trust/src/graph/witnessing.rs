//! The graph of who witnessed whom.

use super::TrustGraph;
use crate::{EntityTrust, TrustError};

impl TrustGraph {
    /// Makes the graph of entities and their witnesses. Whoever spoke for an entity trusts it, as
    /// much as [`Words::weight`](crate::entity::Words::weight) says: a witness who spoke against it
    /// as much as for it does not.
    ///
    /// All entities are nodes, those without witnesses too, and so are witnesses who are known by
    /// name alone.
    ///
    /// # Errors
    /// As [`TrustGraph::new`].
    ///
    /// ```
    /// use lawful_trust::EntityTrust;
    /// use lawful_trust::graph::TrustGraph;
    /// let now = "2026-01-24T12:00:00Z".parse().unwrap();
    /// let mut files = EntityTrust::new("mcp:files", now).unwrap();
    /// files.receive_witness("role:friend", true, 0.5).unwrap();
    /// files.receive_witness("role:critic", false, 0.5).unwrap();
    /// let graph = TrustGraph::of_witnessing([&files]).unwrap();
    /// assert_eq!((graph.nodes(), graph.edges()), (3, 1));
    /// ```
    pub fn of_witnessing<'e>(
        entities: impl IntoIterator<Item = &'e EntityTrust, IntoIter: Clone>,
    ) -> Result<TrustGraph, TrustError> {
        let entities = entities.into_iter();
        let names = entities.clone().map(EntityTrust::entity_id);
        let edges = entities.flat_map(|entity| {
            let words = entity.words();
            words.map(|(witness, words)| (witness, entity.entity_id(), words.weight()))
        });
        TrustGraph::with_nodes(names, edges)
    }
}

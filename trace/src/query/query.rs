//! What is asked for.

use crate::node::NodeView;
use std::ops::Range;

/// Which nodes, in which order, and how many.
///
/// All conditions must hold. A condition that is given twice holds if the node fulfils the last one
/// given; tags add up.
///
/// ```
/// use lawful_trace::query::Query;
/// let query = Query::new().kind("tool.call").tag("risky").since(1_000).limit(10).newest_first();
/// assert_eq!(query.most(), Some(10));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) id: Option<String>,
    pub(super) origin: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) walk: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) since: Option<i64>,
    pub(super) until: Option<i64>,
    pub(super) indices: Option<Range<u64>>,
    pub(super) limit: Option<usize>,
    pub(super) newest_first: bool,
}

impl Query {
    /// Asks for all nodes, oldest first.
    pub fn new() -> Query {
        Query::default()
    }

    /// Asks for the node with an id.
    #[must_use]
    pub fn id(mut self, id: impl Into<String>) -> Query {
        self.id = Some(id.into());
        self
    }

    /// Asks for nodes of an origin.
    #[must_use]
    pub fn origin(mut self, origin: impl Into<String>) -> Query {
        self.origin = Some(origin.into());
        self
    }

    /// Asks for nodes of a kind.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Query {
        self.kind = Some(kind.into());
        self
    }

    /// Asks for nodes of a walk.
    #[must_use]
    pub fn walk(mut self, walk: impl Into<String>) -> Query {
        self.walk = Some(walk.into());
        self
    }

    /// Asks for nodes with a tag, beside those asked for before.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Query {
        self.tags.push(tag.into());
        self
    }

    /// Asks for nodes that are not earlier than a time, in nanoseconds since 1970.
    #[must_use]
    pub fn since(mut self, time: i64) -> Query {
        self.since = Some(time);
        self
    }

    /// Asks for nodes that are earlier than a time, in nanoseconds since 1970.
    #[must_use]
    pub fn until(mut self, time: i64) -> Query {
        self.until = Some(time);
        self
    }

    /// Asks for nodes in a range of indices.
    #[must_use]
    pub fn indices(mut self, indices: Range<u64>) -> Query {
        self.indices = Some(indices);
        self
    }

    /// Asks for at most that many nodes.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Query {
        self.limit = Some(limit);
        self
    }

    /// Asks for the newest first.
    #[must_use]
    pub fn newest_first(mut self) -> Query {
        self.newest_first = true;
        self
    }

    /// Returns the limit.
    pub fn most(&self) -> Option<usize> {
        self.limit
    }

    /// Returns whether a node at an index is one that is asked for: reads the node, not an index.
    pub fn matches(&self, index: u64, node: NodeView<'_>) -> bool {
        let fields = node.fields();
        let is = |asked: &Option<String>, has: Option<&str>| match asked {
            Some(asked) => has == Some(asked),
            None => true,
        };
        is(&self.id, Some(fields.id))
            && is(&self.origin, Some(fields.origin))
            && is(&self.kind, fields.kind)
            && is(&self.walk, fields.walk_id)
            && self.since.is_none_or(|since| fields.timestamp >= since)
            && self.until.is_none_or(|until| fields.timestamp < until)
            && self
                .indices
                .as_ref()
                .is_none_or(|range| range.contains(&index))
            && self
                .tags
                .iter()
                .all(|tag| fields.tags().any(|has| has == tag))
    }
}

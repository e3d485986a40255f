//! Queries: `TraceLedger.query`, `causes`, `effects` and so on.

use super::ledger::TraceLedger;
use super::node::TraceNode;
use super::texts::Texts;
use super::which::Which;
use crate::errors::invalid;
use crate::given::given;
use crate::guard::detached;
use lawful_trace::query::{Index, Query, RelationSet};
use lawful_trace::{Ledger, Relation};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::collections::HashSet;
use std::sync::PoisonError;

/// Returns each node once, whatever relations there are to it.
fn once(found: impl Iterator<Item = (Relation, u64)>) -> impl Iterator<Item = u64> {
    let mut seen = HashSet::new();
    found.map(|(_, at)| at).filter(move |at| seen.insert(*at))
}

/// One text or several.
#[derive(FromPyObject)]
enum OneOrMore {
    #[pyo3(annotation = "str")]
    One(String),
    #[pyo3(annotation = "list of str")]
    More(Texts),
}

impl TraceLedger {
    /// Asks the index, having brought it up to date, while other threads of Python run.
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        ask: impl FnOnce(&Index, &dyn Ledger) -> T + Send,
    ) -> PyResult<T> {
        let ledger = self.ledger()?;
        detached(py, || {
            let mut index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
            let index = index.get_or_insert_with(|| Index::of(&*ledger));
            index.catch_up(&*ledger);
            ask(index, &*ledger)
        })
    }

    fn follow(
        &self,
        py: Python<'_>,
        node: Which<'_>,
        relations: Option<Texts>,
        limit: Option<usize>,
        ask: impl FnOnce(&Index, u64, RelationSet, usize) -> Vec<u64> + Send,
    ) -> PyResult<Vec<TraceNode>> {
        let at = node.position(&*self.ledger()?)?;
        let relations = relation_set(relations)?;
        let limit = limit.unwrap_or(usize::MAX);
        self.ask(py, |index, ledger| {
            let found = ask(index, at, relations, limit);
            found
                .into_iter()
                .filter_map(|at| ledger.get(at).map(TraceNode))
                .collect()
        })
    }
}

fn relation_set(names: Option<Texts>) -> PyResult<RelationSet> {
    let Some(names) = names else {
        return Ok(RelationSet::ALL);
    };
    let relations = names.iter().map(|name| name.parse::<Relation>());
    let relations: Result<Vec<_>, _> = relations.collect();
    Ok(relations.map_err(invalid)?.into_iter().collect())
}

/// Reads the conditions of a query from the arguments of a call.
#[expect(clippy::too_many_arguments, reason = "one for each condition")]
fn conditions(
    id: Option<String>,
    origin: Option<String>,
    kind: Option<String>,
    tag: Option<OneOrMore>,
    walk_id: Option<String>,
    since: Option<i64>,
    until: Option<i64>,
    limit: Option<usize>,
    newest_first: bool,
) -> Query {
    let mut query = Query::new();
    if let Some(id) = id {
        query = query.id(id);
    }
    if let Some(origin) = origin {
        query = query.origin(origin);
    }
    if let Some(kind) = kind {
        query = query.kind(kind);
    }
    match &tag {
        Some(OneOrMore::One(tag)) => query = query.tag(tag.as_str()),
        Some(OneOrMore::More(tags)) => {
            for tag in tags.iter() {
                query = query.tag(tag);
            }
        }
        None => {}
    }
    if let Some(walk) = walk_id {
        query = query.walk(walk);
    }
    if let Some(since) = since {
        query = query.since(since);
    }
    if let Some(until) = until {
        query = query.until(until);
    }
    if let Some(limit) = limit {
        query = query.limit(limit);
    }
    if newest_first {
        query = query.newest_first();
    }
    query
}

#[pymethods]
impl TraceLedger {
    /// Returns the nodes that fulfil all conditions, oldest first.
    ///
    /// `tag` is one tag or several, which a node must all have. `since` is included, `until` is not;
    /// both are nanoseconds since 1970. Conditions on names and times are looked up in an index.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.extend([TraceNode("a", "brain", 1, "plan"), TraceNode("b", "hand", 2, "act")]).length
    /// 2
    /// >>> [node.id for node in ledger.query(origin="hand")]
    /// ['b']
    #[pyo3(signature = (*, id=None, origin=None, kind=None, tag=None, walk_id=None, since=None,
        until=None, limit=None, newest_first=false))]
    #[expect(clippy::too_many_arguments, reason = "one for each condition")]
    fn query(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] id: Option<String>,
        #[pyo3(from_py_with = given)] origin: Option<String>,
        #[pyo3(from_py_with = given)] kind: Option<String>,
        #[pyo3(from_py_with = given)] tag: Option<OneOrMore>,
        #[pyo3(from_py_with = given)] walk_id: Option<String>,
        #[pyo3(from_py_with = given)] since: Option<i64>,
        #[pyo3(from_py_with = given)] until: Option<i64>,
        #[pyo3(from_py_with = given)] limit: Option<usize>,
        newest_first: bool,
    ) -> PyResult<Vec<TraceNode>> {
        let query = conditions(
            id,
            origin,
            kind,
            tag,
            walk_id,
            since,
            until,
            limit,
            newest_first,
        );
        self.ask(py, |index, ledger| {
            let found = index.select(ledger, &query);
            found.map(|(_, node)| TraceNode(node)).collect()
        })
    }

    /// Counts the nodes that fulfil all conditions, without reading them where an index knows.
    #[pyo3(signature = (*, id=None, origin=None, kind=None, tag=None, walk_id=None, since=None,
        until=None))]
    #[expect(clippy::too_many_arguments, reason = "one for each condition")]
    fn count(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] id: Option<String>,
        #[pyo3(from_py_with = given)] origin: Option<String>,
        #[pyo3(from_py_with = given)] kind: Option<String>,
        #[pyo3(from_py_with = given)] tag: Option<OneOrMore>,
        #[pyo3(from_py_with = given)] walk_id: Option<String>,
        #[pyo3(from_py_with = given)] since: Option<i64>,
        #[pyo3(from_py_with = given)] until: Option<i64>,
    ) -> PyResult<u64> {
        let by_id = id.is_some();
        let query = conditions(id, origin, kind, tag, walk_id, since, until, None, false);
        self.ask(py, |index, ledger| {
            if by_id {
                index.select(ledger, &query).count() as u64
            } else {
                index.count(&query)
            }
        })
    }

    /// Returns how many nodes each origin, kind, walk and tag has, the most frequent first.
    fn counts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        fn owned(counts: Vec<(&str, u64)>) -> Vec<(String, u64)> {
            let counts = counts.into_iter();
            counts
                .map(|(name, count)| (name.to_owned(), count))
                .collect()
        }
        let counted = self.ask(py, |index, _| {
            [
                ("origins", owned(index.origins())),
                ("kinds", owned(index.kinds())),
                ("walks", owned(index.walks())),
                ("tags", owned(index.tags())),
            ]
        })?;
        let told = PyDict::new(py);
        for (name, counts) in counted {
            let each = PyDict::new(py);
            for (value, count) in counts {
                each.set_item(value, count)?;
            }
            told.set_item(name, each)?;
        }
        Ok(told)
    }

    /// Returns the nodes that a node links to. `relations` names those that count; by default all do.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.extend([TraceNode("a", "brain", 1), TraceNode("b", "hand", 2, causes=["a"])]).length
    /// 2
    /// >>> ledger.causes("b"), ledger.effects("a")
    /// ([TraceNode('a', 'brain', 1)], [TraceNode('b', 'hand', 2, links=[Link('causes', 'a')])])
    #[pyo3(signature = (node, /, *, relations=None, limit=None))]
    fn causes(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
        #[pyo3(from_py_with = given)] limit: Option<usize>,
    ) -> PyResult<Vec<TraceNode>> {
        self.follow(py, node, relations, limit, |index, at, relations, limit| {
            once(index.causes(at, relations)).take(limit).collect()
        })
    }

    /// Returns the nodes that link to a node, oldest first.
    #[pyo3(signature = (node, /, *, relations=None, limit=None))]
    fn effects(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
        #[pyo3(from_py_with = given)] limit: Option<usize>,
    ) -> PyResult<Vec<TraceNode>> {
        self.follow(py, node, relations, limit, |index, at, relations, limit| {
            once(index.effects(at, relations)).take(limit).collect()
        })
    }

    /// Returns everything that a node depends on, newest first.
    #[pyo3(signature = (node, /, *, relations=None, limit=None))]
    fn ancestors(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
        #[pyo3(from_py_with = given)] limit: Option<usize>,
    ) -> PyResult<Vec<TraceNode>> {
        self.follow(py, node, relations, limit, |index, at, relations, limit| {
            index.ancestors(at, relations).take(limit).collect()
        })
    }

    /// Returns everything that depends on a node, oldest first.
    #[pyo3(signature = (node, /, *, relations=None, limit=None))]
    fn descendants(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
        #[pyo3(from_py_with = given)] limit: Option<usize>,
    ) -> PyResult<Vec<TraceNode>> {
        self.follow(py, node, relations, limit, |index, at, relations, limit| {
            index.descendants(at, relations).take(limit).collect()
        })
    }

    /// Returns a shortest path of links from an earlier node to a later one that depends on it, both
    /// ends included; an empty list if it does not.
    #[pyo3(signature = (from_node, to_node, /, *, relations=None))]
    fn path_between(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] from_node: Which<'_>,
        #[pyo3(from_py_with = given)] to_node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
    ) -> PyResult<Vec<TraceNode>> {
        let start = from_node.position(&*self.ledger()?)?;
        self.follow(py, to_node, relations, None, |index, to, relations, _| {
            index.path(start, to, relations).unwrap_or_default()
        })
    }

    /// Returns the chain of causes that a node had to wait for, oldest first, the node included.
    #[pyo3(signature = (node, /, *, relations=None))]
    fn critical_path(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] node: Which<'_>,
        #[pyo3(from_py_with = given)] relations: Option<Texts>,
    ) -> PyResult<Vec<TraceNode>> {
        self.follow(py, node, relations, None, |index, at, relations, _| {
            index.critical_path(at, relations)
        })
    }
}

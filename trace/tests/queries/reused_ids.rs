//! Queries of ledgers whose ids come again after pruning, against a model that remembers what each link
//! led to when it was appended.

use crate::queries;
use lawful_trace::export::{write_mermaid, write_otlp, write_page};
use lawful_trace::query::{Index, Query, RelationSet};
use lawful_trace::{Ledger, MemoryLedger, Relation, TraceNode};
use proptest::prelude::*;
use std::collections::BTreeSet;

#[derive(Debug, Clone)]
enum Step {
    /// Appends a node: its id, origin, kind and tag, how much later it is, and its links.
    Append([u8; 5], Vec<(u8, u8)>),
    /// Prunes so many of the nodes that are left.
    Prune(u8),
    /// Lets the index catch up.
    CatchUp,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let fields = [0..6u8, 0..3, 0..3, 0..3, 0..3];
    let links = proptest::collection::vec((0..4u8, 0..6u8), 0..3);
    let step = prop_oneof![
        8 => (fields, links).prop_map(|(fields, links)| Step::Append(fields, links)),
        2 => (0..6u8).prop_map(Step::Prune),
        1 => Just(Step::CatchUp),
    ];
    proptest::collection::vec(step, 0..40)
}

/// A node as the model knows it.
struct Known {
    node: TraceNode,
    /// Relations, and the indices that the links led to when the node was appended.
    causes: Vec<(Relation, u64)>,
}

#[derive(Default)]
struct Model {
    nodes: Vec<Known>,
    first: u64,
}

impl Model {
    fn end(&self) -> u64 {
        self.nodes.len() as u64
    }

    fn kept(&self) -> std::ops::Range<u64> {
        self.first..self.end()
    }

    fn index_of(&self, id: &str) -> Option<u64> {
        let mut kept = self.kept();
        kept.find(|index| self.nodes[*index as usize].node.id() == id)
    }

    fn append(&mut self, ledger: &MemoryLedger, fields: [u8; 5], links: &[(u8, u8)]) {
        let [id, origin, kind, tag, later] = ["n", "o", "k", "t", "t"];
        let names = [id, origin, kind, tag, later].into_iter().zip(fields);
        let names: Vec<String> = names.map(|(letter, n)| format!("{letter}{n}")).collect();
        let [id, origin, kind, tag, later] = &names[..] else {
            unreachable!()
        };
        let walk = format!("w{}", fields[2]);
        let last = self.nodes.last().map_or(0, |last| last.node.timestamp());
        let time = last + i64::from(fields[4] / 2);
        let mut node = TraceNode::builder(id, origin, time).tag(tag).tag(later);
        if kind != "k0" {
            node = node.kind(kind).walk_id(&walk);
        }
        let targets: Vec<(Relation, String)> = links
            .iter()
            .map(|(relation, target)| (Relation::ALL[usize::from(*relation)], format!("n{target}")))
            .filter(|(_, target)| self.index_of(target).is_some())
            .collect();
        for (relation, target) in &targets {
            node = node.link(*relation, target);
        }
        let node = node.build().unwrap();
        let appended = ledger.append(&node).is_ok_and(|done| done.appended == 1);
        assert_eq!(appended, self.index_of(id).is_none());
        if appended {
            let leads = node
                .links()
                .map(|link| (link.relation, self.index_of(link.target)));
            let causes = leads
                .map(|(relation, cause)| (relation, cause.unwrap()))
                .collect();
            self.nodes.push(Known { node, causes });
        }
    }

    /// The links of a node to nodes that are left.
    fn causes(&self, index: u64, relations: RelationSet) -> Vec<(Relation, u64)> {
        let causes = self.nodes[index as usize].causes.iter().copied();
        let kept = causes.filter(|(_, cause)| *cause >= self.first);
        kept.filter(|(relation, _)| relations.contains(*relation))
            .collect()
    }

    fn effects(&self, index: u64, relations: RelationSet) -> Vec<(Relation, u64)> {
        let all = self.kept().flat_map(|at| {
            let causes = self.causes(at, relations).into_iter();
            causes
                .filter(|(_, cause)| *cause == index)
                .map(move |(relation, _)| (relation, at))
        });
        all.collect()
    }

    /// Everything that the nodes in a set lead to, link by link.
    fn reached(&self, from: u64, next: impl Fn(u64) -> Vec<(Relation, u64)>) -> BTreeSet<u64> {
        let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
        while let Some(at) = left.pop() {
            left.extend(
                next(at)
                    .into_iter()
                    .map(|(_, at)| at)
                    .filter(|at| seen.insert(*at)),
            );
        }
        seen
    }

    /// The number of links on a shortest path.
    fn distance(&self, from: u64, to: u64, relations: RelationSet) -> Option<usize> {
        let mut layer = BTreeSet::from([to]);
        for distance in 0..=self.nodes.len() {
            if layer.contains(&from) {
                return Some(distance);
            }
            let causes = layer.iter().flat_map(|at| self.causes(*at, relations));
            layer = causes.map(|(_, cause)| cause).collect();
        }
        None
    }

    fn critical_path(&self, index: u64, relations: RelationSet) -> Vec<u64> {
        let time = |at: u64| self.nodes[at as usize].node.timestamp();
        let latest = |at: &u64| {
            let causes = self.causes(*at, relations).into_iter();
            causes
                .map(|(_, cause)| cause)
                .max_by_key(|cause| (time(*cause), *cause))
        };
        let mut path: Vec<u64> = std::iter::successors(Some(index), latest).collect();
        path.reverse();
        path
    }
}

fn check_walks(index: &Index, model: &Model, relations: RelationSet) -> Result<(), TestCaseError> {
    for at in model.kept() {
        let causes: Vec<_> = index.causes(at, relations).collect();
        prop_assert_eq!(causes, model.causes(at, relations));
        let effects: Vec<_> = index.effects(at, relations).collect();
        prop_assert_eq!(effects, model.effects(at, relations));
        let above = model.reached(at, |at| model.causes(at, relations));
        let ancestors: Vec<u64> = index.ancestors(at, relations).take(100).collect();
        prop_assert!(ancestors.iter().eq(above.iter().rev()));
        let below = model.reached(at, |at| model.effects(at, relations));
        let descendants: Vec<u64> = index.descendants(at, relations).take(100).collect();
        prop_assert!(descendants.iter().eq(below.iter()));
        prop_assert_eq!(
            index.critical_path(at, relations),
            model.critical_path(at, relations)
        );
        for from in model.kept() {
            let path = index.path(from, at, relations);
            let steps = path.as_ref().map(|path| path.len() - 1);
            prop_assert_eq!(steps, model.distance(from, at, relations));
            for steps in path.iter().flat_map(|path| path.windows(2)) {
                let causes = model.causes(steps[1], relations);
                prop_assert!(causes.iter().any(|(_, cause)| *cause == steps[0]));
            }
        }
    }
    Ok(())
}

fn check_counts(index: &Index, model: &Model) -> Result<(), TestCaseError> {
    let count = |has: &dyn Fn(&TraceNode) -> bool| {
        let kept = model.kept();
        kept.filter(|at| has(&model.nodes[*at as usize].node))
            .count() as u64
    };
    let total = |counts: Vec<(&str, u64)>| counts.iter().map(|(_, count)| count).sum::<u64>();
    for (name, found) in index.origins() {
        prop_assert_eq!(found, count(&|node| node.origin() == name));
    }
    for (name, found) in index.tags() {
        prop_assert_eq!(found, count(&|node| node.tags().any(|tag| tag == name)));
    }
    for (name, found) in index.kinds() {
        prop_assert_eq!(found, count(&|node| node.kind() == Some(name)));
    }
    for (name, found) in index.walks() {
        prop_assert_eq!(found, count(&|node| node.walk_id() == Some(name)));
    }
    prop_assert_eq!(total(index.origins()), count(&|_| true));
    prop_assert_eq!(total(index.kinds()), count(&|node| node.kind().is_some()));
    Ok(())
}

/// Exports have as many links as lead somewhere.
fn check_exports(ledger: &MemoryLedger, model: &Model) -> Result<(), TestCaseError> {
    let nodes = || (ledger.first()..).zip(ledger.iter());
    let written = |write: &dyn Fn(&mut Vec<u8>) -> std::io::Result<()>| {
        let mut out = Vec::new();
        write(&mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    let links: Vec<(u64, u64)> = model
        .kept()
        .flat_map(|at| {
            let causes = model.causes(at, RelationSet::ALL).into_iter();
            causes.map(move |(_, cause)| (cause, at))
        })
        .collect();
    let chart = written(&|out| write_mermaid(nodes(), out));
    let arrows: Vec<(u64, u64)> = chart
        .lines()
        .filter(|line| !line.contains("[\""))
        .filter_map(|line| {
            let (cause, rest) = line.trim().strip_prefix('n')?.split_once(' ')?;
            let (_, at) = rest.rsplit_once(" n")?;
            Some((cause.parse().ok()?, at.parse().ok()?))
        })
        .collect();
    prop_assert_eq!(arrows, links.clone());
    let spans = written(&|out| write_otlp(ledger, nodes(), "s", out));
    prop_assert_eq!(spans.matches("lawful.relation").count(), links.len());
    let page = written(&|out| write_page("t", nodes(), ledger.len(), out));
    let (_, data) = page.split_once("application/json\"").unwrap();
    let (_, data) = data.split_once('>').unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let rows: serde_json::Value = serde_json::from_str(data).unwrap();
    let leading = rows.as_array().unwrap().iter().flat_map(|row| {
        let at = row["index"].as_u64().unwrap();
        let places = row["links"].as_array().unwrap().iter();
        places.filter_map(move |link| Some((link[1].as_u64()? + model.first, at)))
    });
    prop_assert_eq!(leading.collect::<Vec<_>>(), links);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn an_index_knows_what_is_kept_and_where_links_led(
        steps in steps(),
        query in queries(),
        relation in proptest::option::of(0..4usize),
    ) {
        let ledger = MemoryLedger::new();
        let mut model = Model::default();
        let mut index = Index::of(&ledger);
        for step in &steps {
            match step {
                Step::Append(fields, links) => model.append(&ledger, *fields, links),
                Step::Prune(count) => {
                    let first = (model.first + u64::from(*count)).min(model.end());
                    ledger.prune(first).unwrap();
                    model.first = first;
                }
                Step::CatchUp => index.catch_up(&ledger),
            }
            prop_assert_eq!(index.verify(&ledger), Ok(()));
        }
        // However often it has caught up, it is the same.
        index.catch_up(&ledger);
        prop_assert_eq!(&index, &Index::of(&ledger));
        let relations = relation.map_or(RelationSet::ALL, |one| Relation::ALL[one].into());
        check_walks(&index, &model, relations)?;
        check_counts(&index, &model)?;
        check_exports(&ledger, &model)?;
        let mut expected: Vec<u64> = model
            .kept()
            .filter(|at| query.matches(*at, model.nodes[*at as usize].node.view()))
            .collect();
        if query == query.clone().newest_first() {
            expected.reverse();
        }
        expected.truncate(query.most().unwrap_or(usize::MAX));
        let found: Vec<u64> = index.select(&ledger, &query).map(|(at, _)| at).collect();
        prop_assert_eq!(&found, &expected);
        if !format!("{query:?}").starts_with("Query { id: Some") {
            prop_assert_eq!(index.count(&query), found.len() as u64);
        }
    }
}

#[test]
fn an_id_that_comes_again_is_another_node() {
    let ledger = MemoryLedger::new();
    let append = |id: &str, time, causes: &[&str]| {
        let node = TraceNode::builder(id, "o", time);
        let node = causes
            .iter()
            .fold(node, |node, id| node.link(Relation::Causes, id));
        ledger.append(&node.build().unwrap()).unwrap();
    };
    append("a", 1, &[]);
    append("b", 2, &["a"]);
    append("c", 3, &["b"]);
    let mut before = Index::of(&ledger);
    ledger.prune(2).unwrap();
    append("b", 4, &["c"]);
    before.catch_up(&ledger);
    for index in [before, Index::of(&ledger)] {
        assert_eq!(index.causes(2, RelationSet::ALL).count(), 0);
        assert_eq!(index.ancestors(2, RelationSet::ALL).take(9).count(), 0);
        assert_eq!(
            index.ancestors(3, RelationSet::ALL).collect::<Vec<_>>(),
            [2]
        );
        assert_eq!(index.critical_path(3, RelationSet::ALL), [2, 3]);
        assert_eq!(index.path(3, 2, RelationSet::ALL), None);
        assert_eq!(index.path(2, 3, RelationSet::ALL), Some(vec![2, 3]));
        assert_eq!(index.select(&ledger, &Query::new().id("b")).count(), 1);
    }
    assert_eq!(
        (ledger.linked(2, "b"), ledger.linked(3, "c")),
        (None, Some(2))
    );
}

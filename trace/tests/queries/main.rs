//! Queries against a scan, and causality on long chains and wide graphs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod reused_ids;

use lawful_trace::ledger::{LedgerOptions, TimeRule};
use lawful_trace::query::{Index, Query, RelationSet};
use lawful_trace::{Ledger, MemoryLedger, Relation, TraceNode};
use proptest::prelude::*;
use std::collections::BTreeSet;

const ALL: RelationSet = RelationSet::ALL;

fn ledger(time_rule: TimeRule) -> MemoryLedger {
    MemoryLedger::with_options(LedgerOptions::default().time_rule(time_rule))
}

/// A node as numbers: origin, kind, walk, tags, time, and how far back its causes are.
type Shape = (u8, u8, u8, Vec<u8>, u8, Vec<(u8, u8)>);

fn build(shapes: &[Shape], rule: TimeRule) -> MemoryLedger {
    let ledger = ledger(rule);
    let mut times: Vec<i64> = Vec::new();
    for (at, (origin, kind, walk, tags, time, links)) in shapes.iter().enumerate() {
        let causes: Vec<usize> = links
            .iter()
            .filter_map(|(_, back)| at.checked_sub(1 + usize::from(*back)))
            .collect();
        let least = match rule {
            TimeRule::Monotone => times.last().copied(),
            _ => causes.iter().map(|cause| times[*cause]).max(),
        };
        let time = least.map_or(i64::from(*time), |least| least + i64::from(time % 3));
        times.push(time);
        let ids: Vec<String> = causes.iter().map(|cause| format!("n{cause}")).collect();
        let (id, origin) = (format!("n{at}"), format!("o{}", origin % 3));
        let (kind, walk) = (format!("k{kind}"), format!("w{walk}"));
        let tags: Vec<String> = tags.iter().map(|tag| format!("t{}", tag % 4)).collect();
        let mut node = TraceNode::builder(&id, &origin, time);
        if kind != "k0" {
            node = node.kind(&kind);
        }
        if walk != "w0" {
            node = node.walk_id(&walk);
        }
        for tag in &tags {
            node = node.tag(tag);
        }
        for ((relation, _), target) in links
            .iter()
            .filter(|(_, back)| at > usize::from(*back))
            .zip(&ids)
        {
            node = node.link(Relation::ALL[usize::from(relation % 4)], target);
        }
        ledger.append(&node.build().unwrap()).unwrap();
    }
    ledger
}

fn shapes() -> impl Strategy<Value = Vec<Shape>> {
    let links = proptest::collection::vec((any::<u8>(), 0..12u8), 0..4);
    let tags = proptest::collection::vec(any::<u8>(), 0..3);
    let shape = (any::<u8>(), 0..3u8, 0..3u8, tags, 0..20u8, links);
    proptest::collection::vec(shape, 0..40)
}

fn queries() -> impl Strategy<Value = Query> {
    let name = |letter: &'static str| {
        proptest::option::of((0..4u8).prop_map(move |n| format!("{letter}{n}")))
    };
    let tags = proptest::collection::vec((0..5u8).prop_map(|n| format!("t{n}")), 0..3);
    let times = (
        proptest::option::of(0..30i64),
        proptest::option::of(0..30i64),
    );
    let indices = proptest::option::of((0..50u64, 0..50u64));
    let shape = (proptest::option::of(0..50usize), any::<bool>(), name("n"));
    (name("o"), name("k"), name("w"), tags, times, indices, shape).prop_map(
        |(origin, kind, walk, tags, (since, until), indices, (limit, newest, id))| {
            let mut query = Query::new();
            query = origin.into_iter().fold(query, Query::origin);
            query = kind.into_iter().fold(query, Query::kind);
            query = walk.into_iter().fold(query, Query::walk);
            query = tags.into_iter().fold(query, Query::tag);
            query = since.into_iter().fold(query, Query::since);
            query = until.into_iter().fold(query, Query::until);
            query = indices
                .into_iter()
                .fold(query, |query, (from, to)| query.indices(from..to));
            query = limit.into_iter().fold(query, Query::limit);
            query = id.into_iter().fold(query, Query::id);
            if newest { query.newest_first() } else { query }
        },
    )
}

/// What a query means: look at every node.
fn scan(ledger: &MemoryLedger, query: &Query, newest: bool) -> Vec<u64> {
    let mut found: Vec<u64> = (0..ledger.len())
        .filter(|index| query.matches(*index, ledger.get(*index).unwrap().view()))
        .collect();
    if newest {
        found.reverse();
    }
    found.truncate(query.most().unwrap_or(usize::MAX));
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_query_finds_what_a_scan_finds(shapes in shapes(), query in queries(), causal: bool) {
        let rule = if causal { TimeRule::Causal } else { TimeRule::Monotone };
        let ledger = build(&shapes, rule);
        let index = Index::of(&ledger);
        prop_assert_eq!(index.verify(&ledger), Ok(()));
        let newest = query == query.clone().newest_first();
        let found: Vec<u64> = index.select(&ledger, &query).map(|(at, _)| at).collect();
        prop_assert_eq!(&found, &scan(&ledger, &query, newest));
        if format!("{query:?}").starts_with("Query { id: None") {
            prop_assert_eq!(index.count(&query), found.len() as u64);
        }
    }

    #[test]
    fn causality_is_what_repeated_links_give(shapes in shapes()) {
        let ledger = build(&shapes, TimeRule::Monotone);
        let index = Index::of(&ledger);
        let size = ledger.len();
        // The transitive closure, row by row: causes come earlier.
        let mut closure: Vec<BTreeSet<u64>> = Vec::new();
        for at in 0..size {
            let mut all = BTreeSet::new();
            for link in ledger.get(at).unwrap().links() {
                let cause = ledger.index_of(link.target).unwrap();
                all.insert(cause);
                all.extend(closure[cause as usize].iter().copied());
            }
            closure.push(all);
        }
        for at in 0..size {
            let above: Vec<u64> = index.ancestors(at, ALL).collect();
            let expected: Vec<u64> = closure[at as usize].iter().rev().copied().collect();
            prop_assert_eq!(above, expected);
            let below: Vec<u64> = index.descendants(at, ALL).collect();
            let expected: Vec<u64> = (0..size).filter(|n| closure[*n as usize].contains(&at)).collect();
            prop_assert_eq!(below, expected);
            for from in 0..size {
                let path = index.path(from, at, ALL);
                prop_assert_eq!(path.is_some(), from == at || closure[at as usize].contains(&from));
                for steps in path.iter().flat_map(|path| path.windows(2)) {
                    prop_assert!(index.causes(steps[1], ALL).any(|(_, cause)| cause == steps[0]));
                }
            }
            for (relation, cause) in index.causes(at, ALL) {
                prop_assert!(index.effects(cause, relation.into()).any(|(_, effect)| effect == at));
            }
        }
    }
}

#[test]
fn a_chain_of_a_million_links_is_a_loop() {
    const LENGTH: u64 = 1_000_000;
    let ledger = ledger(TimeRule::Monotone);
    let ids: Vec<String> = (0..LENGTH).map(|n| format!("{n}")).collect();
    let nodes: Vec<TraceNode> = (0..ids.len())
        .map(|n| {
            let node = TraceNode::builder(&ids[n], "chain", n as i64);
            let before = n.checked_sub(1).map(|before| ids[before].as_str());
            before
                .into_iter()
                .fold(node, |node, id| node.link(Relation::Continues, id))
                .build()
                .unwrap()
        })
        .collect();
    ledger.extend(&nodes).unwrap();
    let index = Index::of(&ledger);
    let last = LENGTH - 1;
    assert_eq!(index.link_count(), last);
    assert_eq!(index.ancestors(last, ALL).count() as u64, last);
    assert_eq!(index.descendants(0, ALL).count() as u64, last);
    assert_eq!(index.path(0, last, ALL).unwrap().len() as u64, LENGTH);
    assert_eq!(index.critical_path(last, ALL).len() as u64, LENGTH);
    assert_eq!(index.ancestors(last, Relation::Causes.into()).count(), 0);
    assert_eq!(index.ancestors(last, ALL).take(3).last(), Some(last - 3));
}

fn appended(ledger: &MemoryLedger, id: &str, time: i64, causes: &[&str]) {
    let node = TraceNode::builder(id, "o", time);
    let node = causes
        .iter()
        .fold(node, |node, cause| node.link(Relation::Causes, cause));
    ledger.append(&node.build().unwrap()).unwrap();
}

#[test]
fn the_critical_path_follows_the_latest_cause() {
    let ledger = ledger(TimeRule::Causal);
    appended(&ledger, "start", 0, &[]);
    appended(&ledger, "slow", 90, &["start"]);
    appended(&ledger, "quick", 10, &["start"]);
    appended(&ledger, "same", 90, &["start"]);
    appended(&ledger, "end", 100, &["slow", "quick", "same"]);
    let index = Index::of(&ledger);
    assert_eq!(index.critical_path(4, ALL), [0, 3, 4]);
    assert_eq!(index.critical_path(9, ALL), [0; 0]);
    assert_eq!(index.path(0, 2, ALL), Some(vec![0, 2]));
    assert_eq!(index.path(2, 0, ALL), None);
    assert_eq!(index.path(1, 2, ALL), None);
    assert_eq!(index.path(0, 9, ALL), None);
}

#[test]
fn an_index_catches_up_and_finds_what_differs() {
    let one = ledger(TimeRule::Monotone);
    appended(&one, "a", 1, &[]);
    let mut index = Index::of(&one);
    appended(&one, "b", 2, &["a"]);
    assert_eq!(index.end(), 1);
    assert_eq!(index.verify(&one), Ok(()));
    index.catch_up(&one);
    assert_eq!(index, Index::of(&one));
    let other = ledger(TimeRule::Monotone);
    appended(&other, "a", 1, &[]);
    appended(&other, "b", 3, &["a"]);
    assert_eq!(index.verify(&other).unwrap_err().index, 1);
    let tagged = ledger(TimeRule::Monotone);
    let node = |id, time| TraceNode::builder(id, "o", time);
    tagged
        .append(&node("a", 1).tag("t").build().unwrap())
        .unwrap();
    assert_eq!(Index::of(&tagged).verify(&one).unwrap_err().index, 0);
}

#[test]
fn after_pruning_the_index_begins_later() {
    let ledger = ledger(TimeRule::Monotone);
    appended(&ledger, "a", 1, &[]);
    appended(&ledger, "b", 2, &["a"]);
    appended(&ledger, "c", 3, &["b"]);
    let mut old = Index::of(&ledger);
    ledger.prune(1).unwrap();
    appended(&ledger, "d", 4, &["c"]);
    let index = Index::of(&ledger);
    assert_eq!((index.first(), index.end()), (1, 4));
    assert_eq!(index.ancestors(3, ALL).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(index.causes(1, ALL).count(), 0);
    // An older one passes over what has happened since, and becomes the same once it catches up.
    assert_eq!(old.verify(&ledger), Ok(()));
    old.catch_up(&ledger);
    assert_eq!(old, index);
    assert_eq!(old.count(&Query::new().origin("o")), 3);
    assert_eq!(old.origins(), [("o", 3)]);
    ledger.prune(4).unwrap();
    old.catch_up(&ledger);
    assert_eq!((old.first(), old.end(), old.origins()), (4, 4, vec![]));
    assert_eq!(old.verify(&ledger), Ok(()));
}

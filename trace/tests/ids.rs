//! Ids are found, and found to be new, whatever was appended, refused and pruned before.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::{AppendError, Ledger, MemoryLedger, Relation, TraceNode};
use std::collections::BTreeMap;

/// Numbers that look like chance.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % end
    }
}

/// What a ledger should know: the index of each id.
#[derive(Clone, Default)]
struct Known {
    ids: BTreeMap<String, u64>,
    next: u64,
}

impl Known {
    /// Takes a node, unless its id is that of another one.
    fn take(&mut self, node: &TraceNode, ledger: &MemoryLedger) -> bool {
        match self.ids.get(node.id()) {
            Some(index) => ledger.get(*index).as_ref() == Some(node),
            None => {
                self.ids.insert(node.id().to_owned(), self.next);
                self.next += 1;
                true
            }
        }
    }
}

struct Run {
    numbers: Numbers,
    ledger: MemoryLedger,
    known: Known,
    counter: u64,
}

impl Run {
    /// An id that counts up, one in no order, or one of few.
    fn id(&mut self) -> String {
        self.counter += 1;
        match self.numbers.below(8) {
            0..=2 => format!("n{}", self.counter),
            3..=5 => format!("{:08x}", self.numbers.below(1 << 32)),
            6 => format!("{:03}", self.numbers.below(1000)),
            _ => format!("{}-long-and-different", self.numbers.below(1 << 20)),
        }
    }

    /// A node, mostly with a link to one that is there.
    fn node(&mut self) -> TraceNode {
        let id = self.id();
        let origin = ["brain", "hand"][self.numbers.below(2) as usize];
        let node = TraceNode::builder(&id, origin, 1);
        let number = self.numbers.below(self.known.next.max(1) * 2);
        let target = self.ledger.get(number).map(|node| node.id().to_owned());
        match target {
            Some(target) => node.link(Relation::Causes, &target).build().unwrap(),
            None => node.build().unwrap(),
        }
    }

    fn append(&mut self) {
        let node = self.node();
        match self.ledger.append(&node) {
            Ok(receipt) => {
                assert!(self.known.take(&node, &self.ledger));
                assert_eq!(receipt.first, self.known.ids[node.id()]);
            }
            Err(AppendError::DuplicateId { .. }) => {
                assert!(!self.known.clone().take(&node, &self.ledger));
            }
            Err(other) => panic!("{other}"),
        }
    }

    /// Appends many; all of them or none.
    fn extend(&mut self) {
        let count = self.numbers.below(120);
        let nodes: Vec<TraceNode> = (0..count).map(|_| self.node()).collect();
        let before = self.ledger.len();
        if self.ledger.extend(&nodes).is_ok() {
            for node in &nodes {
                assert!(self.known.take(node, &self.ledger), "{}", node.id());
            }
        } else {
            assert_eq!(self.ledger.len(), before);
            let mut ids: BTreeMap<&str, &TraceNode> = BTreeMap::new();
            let clash = nodes.iter().any(|node| {
                let inside = *ids.entry(node.id()).or_insert(node) != node;
                let there = self.known.ids.get(node.id());
                inside || there.is_some_and(|index| self.ledger.get(*index).as_ref() != Some(node))
            });
            assert!(clash);
        }
    }

    fn prune(&mut self) {
        let first = self.ledger.first();
        let first = first + self.numbers.below((self.known.next - first) / 4 + 1);
        self.ledger.prune(first).unwrap();
        self.known.ids.retain(|_, index| *index >= first);
    }

    fn search(&mut self) {
        let mut ids: Vec<String> = (0..5).map(|_| self.id()).collect();
        let known: Vec<&String> = self.known.ids.keys().collect();
        for _ in 0..self.numbers.below(60) {
            let number = self.numbers.below(known.len().max(1) as u64) as usize;
            ids.extend(known.get(number).map(|id| (*id).clone()));
        }
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let expected = ids.iter().map(|id| self.known.ids.get(*id).copied());
        let expected: Vec<Option<u64>> = expected.collect();
        let found: Vec<Option<u64>> = ids.iter().map(|id| self.ledger.index_of(id)).collect();
        assert_eq!(found, expected);
        let nodes = expected.iter().map(|index| self.ledger.get((*index)?));
        assert!(self.ledger.find_many(&ids) == nodes.collect::<Vec<_>>());
    }
}

#[test]
fn a_ledger_knows_its_ids_as_a_map_does() {
    for seed in 0..12 {
        let mut run = Run {
            numbers: Numbers(seed),
            ledger: MemoryLedger::new(),
            known: Known::default(),
            counter: 0,
        };
        for _ in 0..1500 {
            match run.numbers.below(40) {
                0..=33 => run.append(),
                34..=36 => run.extend(),
                37..=38 => run.search(),
                _ => run.prune(),
            }
        }
        run.search();
        for (id, index) in &run.known.ids {
            assert_eq!(run.ledger.index_of(id), Some(*index), "{id}");
        }
        assert_eq!(run.ledger.len(), run.known.next);
    }
}

//! Many nodes at once are appended, or refused, as they are one by one.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::{
    AppendError, Ledger, LedgerOptions, MemoryLedger, Opening, Relation, TimeRule, TraceNode,
};

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

/// The index of the first node and how many were appended, or the refusal.
type Outcome = Result<(u64, u64), String>;

/// Who appends one by one cannot know of later nodes.
fn said(error: AppendError) -> String {
    match error {
        AppendError::LaterTarget { id, target } => {
            AppendError::UnknownTarget { id, target }.to_string()
        }
        other => other.to_string(),
    }
}

fn one_by_one(ledger: &MemoryLedger, nodes: &[TraceNode]) -> Outcome {
    let start = ledger.len();
    let mut first = None;
    for node in nodes {
        let receipt = ledger.append(node).map_err(said)?;
        first.get_or_insert(receipt.first);
    }
    Ok((first.unwrap_or(start), ledger.len() - start))
}

fn all_at_once(ledger: &MemoryLedger, nodes: &[TraceNode]) -> Outcome {
    let receipt = ledger.extend(nodes).map_err(said)?;
    Ok((receipt.first, receipt.appended))
}

fn everything(ledger: &MemoryLedger) -> Vec<TraceNode> {
    (0..ledger.len())
        .map(|index| ledger.get(index).unwrap())
        .collect()
}

/// Appends a batch to both; a refused one leaves the ledger as it was.
fn check(
    together: &MemoryLedger,
    model: &mut MemoryLedger,
    options: LedgerOptions,
    batch: &[TraceNode],
) {
    let before = everything(together);
    let expected = one_by_one(model, batch);
    assert_eq!(all_at_once(together, batch), expected);
    if expected.is_err() {
        assert!(everything(together) == before);
        *model = MemoryLedger::with_options(options);
        one_by_one(model, &before).unwrap();
    }
    assert!(everything(together) == everything(model));
    for (index, node) in (0..).zip(everything(model)) {
        assert_eq!(together.index_of(node.id()), Some(index));
    }
    assert_eq!(together.head(), model.head());
}

/// Makes a node whose id is new, that of an earlier one, or that of an earlier one with other content.
fn node(numbers: &mut Numbers, ids: u64, time: i64, ascending: bool) -> TraceNode {
    let n = numbers.below(ids);
    let id = match ascending {
        true => format!("{time:06}"),
        false => format!("{n:04}"),
    };
    let origin = if numbers.below(40) == 0 {
        "other"
    } else {
        "brain"
    };
    let time = match numbers.below(60) {
        0 => 0,
        _ => time,
    };
    // A node whose id is known must have the same content mostly.
    let time = if ascending || ids > 10_000 { time } else { 5 };
    let target = format!("{:04}", numbers.below(ids));
    let mut builder = TraceNode::builder(&id, origin, time);
    if numbers.below(30) == 0 {
        builder = builder.link(Relation::Causes, &target);
    }
    builder.build().unwrap()
}

#[test]
fn batches_of_every_kind_are_as_one_by_one() {
    let mut accepted = [0, 0];
    for seed in 0..400 {
        let mut numbers = Numbers(seed);
        let rule = if seed % 2 == 0 {
            TimeRule::Monotone
        } else {
            TimeRule::Causal
        };
        let options = LedgerOptions::default().time_rule(rule);
        let together = MemoryLedger::with_options(options);
        let mut model = MemoryLedger::with_options(options);
        let ids = [50, 500, 20_000][seed as usize % 3];
        for round in 0..6 {
            let ascending = numbers.below(3) == 0;
            let size = 1 + numbers.below(100);
            let start = 100 * (round + 1);
            let batch = start..start + size as i64;
            let batch: Vec<TraceNode> = batch
                .map(|time| node(&mut numbers, ids, time, ascending))
                .collect();
            let before = together.len();
            check(&together, &mut model, options, &batch);
            accepted[usize::from(together.len() > before)] += 1;
        }
    }
    assert!(accepted.iter().all(|count| *count > 100), "{accepted:?}");
}

#[test]
fn an_id_is_found_twice_however_far_apart() {
    let id = |n: u64| format!("{:08x}", (n as u32).wrapping_mul(0x9e37_79b9));
    let make = |n: u64, origin: &str| TraceNode::new(&id(n), origin, 7).unwrap();
    let many: Vec<TraceNode> = (0..150_000).map(|n| make(n, "brain")).collect();
    for twice in [0, 65_535, 65_536, 149_999] {
        let ledger = MemoryLedger::new();
        let mut nodes = many.clone();
        nodes.push(make(twice, "other"));
        let error = ledger.extend(&nodes).unwrap_err().to_string();
        assert!(error.contains(&format!("index `{twice}`")), "{error}");
        assert_eq!(ledger.len(), 0);
        nodes.pop();
        nodes.push(make(twice, "brain"));
        let receipt = ledger.extend(&nodes).unwrap();
        assert_eq!((receipt.first, receipt.appended), (0, 150_000));
        assert_eq!(ledger.index_of(&id(twice)), Some(twice));
        assert_eq!(ledger.extend(&nodes).unwrap().appended, 0);
    }
}

#[test]
fn a_payload_that_cannot_be_read_does_not_become_an_erased_one() {
    let payload = Opening::new(&b"kept"[..]).unwrap();
    let kept = TraceNode::builder("lost", "brain", 1).erasable(payload);
    let kept = kept.build().unwrap();
    let lost = kept.clone().with_unreadable_payload(&"torn");
    for count in [1, 100] {
        let ledger = MemoryLedger::default();
        let mut nodes: Vec<TraceNode> = (0..count - 1)
            .map(|n| TraceNode::new(&format!("{n}"), "brain", 0).unwrap())
            .collect();
        nodes.push(lost.clone());
        let refused = ledger.append_each::<_, AppendError>(nodes.iter().map(Ok));
        assert!(
            matches!(&refused, Err(AppendError::PayloadUnreadable(why)) if why.id == "lost"),
            "{refused:?}"
        );
        assert_eq!(ledger.len(), 0);
        // One that is there already is a retry, and stays as it is.
        ledger.append(&kept).unwrap();
        assert_eq!(ledger.append(&lost).unwrap().appended, 0);
        assert_eq!(ledger.get(0).unwrap().payload_bytes(), Some(&b"kept"[..]));
    }
}

//! The evidence on machines does not depend on threads and shards, as long as they pass.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful::check::{Config, Regressions, Silent, check};
use lawful::evidence::{Report, Shard};
use lawful::machines::*;
use lawful::model::{self, Model};
use lawful::report::json_lines;
use std::sync::Arc;

fn models() -> Vec<Arc<Model>> {
    let mut models: Vec<Arc<Model>> = vec![
        Arc::new(model::of::<counter::Theory, _>("a", "1", counter::Reference).unwrap()),
        Arc::new(model::of::<register::Theory, _>("b", "1", register::Reference).unwrap()),
        Arc::new(model::of::<map::Theory, _>("c", "1", map::Reference).unwrap()),
        Arc::new(model::of::<queue::Theory, _>("d", "1", queue::Reference).unwrap()),
        Arc::new(model::of::<stack::Theory, _>("e", "1", stack::Reference).unwrap()),
        Arc::new(model::of::<log::Theory, _>("f", "1", log::Reference).unwrap()),
    ];
    // A program of one thread fails the same way every time.
    let breakers = lawful::theory::lawbreakers().into_iter();
    let one = breakers.filter(|(_, b)| b.model.id() == "lawbreaker.stack.off_by_one");
    models.extend(one.map(|(_, b)| b.model));
    assert_eq!(models.len(), 7);
    models
}

fn run(threads: usize, shard: Shard) -> Report {
    let config = Config {
        threads,
        shard,
        ..Config::default()
    };
    check(&models(), &config, &Regressions::default(), &mut Silent).unwrap()
}

fn bytes(report: &Report) -> String {
    let mut bytes = Vec::new();
    json_lines::write(&report.canonical(), &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn threads_and_shards_give_the_same_bytes() {
    let whole = bytes(&run(1, Shard::WHOLE));
    assert!(whole.contains("queue.linearizable"));
    assert_eq!(bytes(&run(2, Shard::WHOLE)), whole);
    for of in [2, 7] {
        let shards = (1..=of).map(|k| run(2, Shard::new(k, of).unwrap()));
        let merged = shards.reduce(|a, b| b.merge(a).unwrap()).unwrap();
        assert_eq!(bytes(&merged), whole, "{of} shards");
    }
}

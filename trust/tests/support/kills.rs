//! Processes that are killed while they work, and what must be there afterwards.

use crate::support::{Kind, start};
use lawful_trust::TrustStore;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::time::Duration;

/// Updates entities and lets them witness, and tells what was acknowledged, line by line, for ever.
pub fn update_and_witness(store: &TrustStore) -> ! {
    let begin = store
        .find("agent:0")
        .unwrap()
        .map_or(0, |e| e.action_count());
    println!("ready");
    for round in begin.. {
        for number in 0..5 {
            store.update(&format!("agent:{number}"), true, 0.1).unwrap();
            println!("updated {number}");
        }
        let witness = format!("role:{round}");
        store.witness(&witness, "agent:0", true, 0.1).unwrap();
        println!("witnessed {witness}");
    }
    unreachable!("it is killed before it has counted so far")
}

/// What was acknowledged of each entity, and which witnesses were.
#[derive(Default)]
pub struct Acknowledged {
    updates: BTreeMap<String, u64>,
    pub witnesses: Vec<String>,
}

impl Acknowledged {
    /// Whether enough was acknowledged to say something.
    fn is_enough(&self) -> bool {
        self.updates.values().sum::<u64>() > 20 && !self.witnesses.is_empty()
    }

    pub fn read(&mut self, line: &str) {
        if let Some(number) = line.strip_prefix("updated ") {
            *self.updates.entry(format!("agent:{number}")).or_default() += 1;
        } else if let Some(witness) = line.strip_prefix("witnessed ") {
            self.witnesses.push(witness.to_owned());
        }
    }

    /// Every entity is readable, every acknowledged change is there, and at most one that was not
    /// acknowledged; and every witnessing is on both sides or on none.
    pub fn check(&self, store: &TrustStore, killed: u64) {
        let ids = store.list_entities(None).unwrap();
        for id in &ids {
            assert_eq!(store.find(id).unwrap().unwrap().entity_id(), id);
        }
        let mut surplus = 0;
        for (id, count) in &self.updates {
            let found = store.find(id).unwrap().unwrap().action_count();
            assert!(found >= *count, "{id}: {found} of {count}");
            surplus += found - count;
        }
        // Killed early enough, there is nobody yet.
        let heard: Vec<String> = match store.find("agent:0").unwrap() {
            Some(target) => target.witnessed_by().map(str::to_owned).collect(),
            None => Vec::new(),
        };
        for witness in &self.witnesses {
            assert!(heard.contains(witness), "{witness} was acknowledged");
        }
        let mut gave: Vec<String> = ids
            .into_iter()
            .filter(|id| id.starts_with("role:"))
            .collect();
        for witness in &gave {
            let witness = store.find(witness).unwrap().unwrap();
            assert!(witness.has_witnessed().eq(["agent:0"]));
        }
        let mut sorted = heard.clone();
        sorted.sort_unstable();
        gave.sort_unstable();
        assert_eq!(sorted, gave);
        surplus += (heard.len() - self.witnesses.len()) as u64;
        assert!(surplus <= killed, "{surplus} changes more than asked for");
    }
}

/// Kills a process many times in the middle of its work. What it had begun has come to its end, one way
/// or the other, when `settle` returns.
pub fn kills_lose_nothing(kind: Kind, place: &str, settle: impl Fn()) {
    let mut acknowledged = Acknowledged::default();
    let mut round = 0;
    // A machine that is busy with other things gets more rounds.
    while round < 20 || (round < 200 && !acknowledged.is_enough()) {
        let mut child = start("update and witness", kind, place);
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let ready = lines
            .by_ref()
            .map(Result::unwrap)
            .find(|line| line == "ready");
        assert!(ready.is_some());
        // Another moment each round: killed in the middle of whatever it does then.
        std::thread::sleep(Duration::from_micros(700 + 1_931 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines {
            acknowledged.read(&line.unwrap());
        }
        round += 1;
        settle();
        acknowledged.check(&kind.open(place), round);
    }
    assert!(acknowledged.is_enough());
}

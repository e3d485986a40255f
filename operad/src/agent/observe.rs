//! Whether two agents can be told apart by what they do.

use super::{Agent, Datum};
use std::collections::{HashSet, VecDeque};

/// What observing two agents came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Observed {
    /// All reachable pairs of positions were visited, and the agents did the same in each.
    Equal {
        /// The number of pairs.
        positions: usize,
    },
    /// The agents did the same in as many pairs of positions as were allowed; there are more.
    Alike {
        /// The number of pairs.
        positions: usize,
    },
    /// The agents differ.
    Different {
        /// The inputs that lead there; the last one shows the difference.
        inputs: Vec<Datum>,
        /// What the left agent gives for the last input, or nothing if it does not take it.
        left: Option<Datum>,
        /// What the right agent gives.
        right: Option<Datum>,
    },
}

/// Compares two agents in all pairs of positions that can be reached together, shortest way first;
/// at most `limit` pairs.
pub fn observe(left: &Agent, right: &Agent, limit: usize) -> Observed {
    let start = (left.initial().clone(), right.initial().clone());
    let mut seen = HashSet::from([start.clone()]);
    let mut waiting = VecDeque::from([(start, Vec::new())]);
    let mut positions = 0;
    while let Some(((p, q), way)) = waiting.pop_front() {
        if positions >= limit {
            return Observed::Alike { positions };
        }
        positions += 1;
        let mut inputs = left.directions(&p);
        inputs.extend(right.directions(&q));
        inputs.sort();
        inputs.dedup();
        for input in inputs {
            let there = |agent: &Agent, at: &Datum| {
                agent
                    .directions(at)
                    .contains(&input)
                    .then(|| agent.step(at, &input))
                    .flatten()
            };
            let (a, b) = (there(left, &p), there(right, &q));
            let outputs = (a.as_ref().map(|s| &s.1), b.as_ref().map(|s| &s.1));
            if outputs.0 != outputs.1 {
                let (left, right) = (outputs.0.cloned(), outputs.1.cloned());
                let mut inputs: Vec<Datum> = way.clone();
                inputs.push(input);
                return Observed::Different {
                    inputs,
                    left,
                    right,
                };
            }
            if let (Some((p, _)), Some((q, _))) = (a, b)
                && seen.insert((p.clone(), q.clone()))
            {
                let mut way = way.clone();
                way.push(input);
                waiting.push_back(((p, q), way));
            }
        }
    }
    Observed::Equal { positions }
}

/// Agents are equal if all reachable positions, up to ten thousand pairs, do the same.
impl PartialEq for Agent {
    fn eq(&self, other: &Agent) -> bool {
        matches!(observe(self, other, 10_000), Observed::Equal { .. })
    }
}

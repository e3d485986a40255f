//! Nodes in short: what the laws of ledgers are tried on.

use crate::ledger::erasure;
use crate::node::{Opening, Relation, TraceNode};
use lawful::Sort;
use lawful::rng::Rng;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::ops::Deref;

/// A node in short. There are few ids, so that nodes meet. It prints as `node-1 at 11 after node-0`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Draft {
    /// The number in the id.
    pub id: u8,
    /// The time.
    pub time: i64,
    /// Whether the content is another one.
    pub twin: bool,
    /// What kind of node it is.
    pub what: What,
}

/// The nodes of one call.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Call(pub Vec<Draft>);

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Draft {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", Draft::id_of(self.id), self.time)?;
        match self.what {
            What::Plain => {}
            What::After(target) => write!(f, " after {}", Draft::id_of(target))?,
            What::Erasable => f.write_str(" erasable")?,
            What::Erases(target) => write!(f, " erases {}", Draft::id_of(target))?,
        }
        // The same id with another content.
        f.write_str(if self.twin { " (twin)" } else { "" })
    }
}

impl Deref for Call {
    type Target = [Draft];

    fn deref(&self) -> &[Draft] {
        &self.0
    }
}

/// A kind of node.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum What {
    /// It stands alone.
    Plain,
    /// Another node causes it.
    After(u8),
    /// It has a payload that can be erased.
    Erasable,
    /// It erases the payload of another node.
    Erases(u8),
}

/// How many ids there are.
pub const IDS: u8 = 6;

impl Draft {
    /// Returns the id of a number.
    pub fn id_of(number: u8) -> String {
        format!("node-{number}")
    }

    /// Returns the number of the node that this one points to.
    pub fn target(&self) -> Option<u8> {
        match self.what {
            What::Plain | What::Erasable => None,
            What::After(target) | What::Erases(target) => Some(target),
        }
    }

    /// Returns the payload that can be erased.
    pub fn payload(&self) -> Option<Vec<u8>> {
        (self.what == What::Erasable).then(|| vec![self.id; 40])
    }

    /// Makes the node; every draft has one.
    pub fn node(&self) -> Option<TraceNode> {
        let id = Draft::id_of(self.id);
        let origin = if self.twin { "twin" } else { "law" };
        let node = TraceNode::builder(&id, origin, self.time);
        match self.what {
            What::Plain => node.build(),
            What::After(target) => node.link(Relation::Causes, &Draft::id_of(target)).build(),
            What::Erasable => {
                let payload = self.payload().unwrap_or_default();
                let opening = Opening::with_salt([self.id; 32], payload).ok()?;
                node.erasable(opening).build()
            }
            What::Erases(target) => erasure(&Draft::id_of(target), &id, origin, self.time),
        }
        .ok()
    }

    fn drawn(rng: &mut Rng, earliest: i64) -> Draft {
        let other = rng.below(usize::from(IDS)) as u8;
        Draft {
            id: rng.below(usize::from(IDS)) as u8,
            time: earliest + [0, 0, 0, 0, 0, 1, 1, -1][rng.below(8)],
            twin: rng.below(8) == 0,
            what: match rng.below(8) {
                0 | 1 => What::After(other),
                2 | 3 => What::Erasable,
                4 => What::Erases(other),
                _ => What::Plain,
            },
        }
    }
}

/// Returns the nodes of drafts.
pub fn nodes(drafts: &[Draft]) -> Vec<TraceNode> {
    drafts.iter().filter_map(Draft::node).collect()
}

const fn draft(id: u8, time: i64, what: What) -> Draft {
    Draft {
        id,
        time,
        twin: false,
        what,
    }
}

/// What was appended before, node by node; some of it is refused.
pub fn plans() -> Sort<Vec<Draft>> {
    let drawn = |rng: &mut Rng| (0..rng.below(6)).map(|_| Draft::drawn(rng, 10)).collect();
    Sort::drawn(drawn).edges_from(vec![
        vec![],
        vec![draft(0, 10, What::Plain)],
        vec![draft(0, 10, What::Erasable), draft(1, 10, What::After(0))],
        vec![draft(0, 11, What::Plain), draft(1, 10, What::Plain)],
    ])
}

/// Nodes of one call.
pub fn calls() -> Sort<Vec<Draft>> {
    let drawn = |rng: &mut Rng| (0..rng.below(4)).map(|_| Draft::drawn(rng, 11)).collect();
    Sort::drawn(drawn).edges_from(vec![
        vec![],
        vec![draft(0, 10, What::Plain)],
        vec![draft(2, 11, What::Plain), draft(3, 11, What::After(2))],
        vec![draft(2, 11, What::After(3)), draft(3, 11, What::Plain)],
        vec![draft(4, 12, What::Plain), draft(5, 9, What::After(4))],
        vec![draft(2, 11, What::Erases(0))],
        vec![draft(1, 11, What::After(1))],
        vec![draft(0, 12, What::After(1))],
        vec![draft(3, 12, What::Erasable), draft(4, 12, What::Erases(3))],
    ])
}

/// Nodes of calls that are mostly accepted, so that what threads do matters.
pub fn small_calls() -> Sort<Call> {
    let drawn = |rng: &mut Rng| {
        let id = rng.below(usize::from(IDS)) as u8;
        let mut call = vec![draft(id, 11, What::Plain)];
        match rng.below(8) {
            0 => call.clear(),
            1 => call = vec![draft(id, 11, What::Erasable)],
            2 => call = vec![Draft::drawn(rng, 11)],
            3 => call.push(Draft::drawn(rng, 11)),
            4 => call.push(draft((id + 1) % IDS, 11, What::After(id))),
            // Apart they hardly meet: a program prunes too often.
            5 => {
                let eraser = draft((id + 1) % IDS, 11, What::Erases(id));
                call = vec![draft(id, 11, What::Erasable), eraser];
            }
            _ => {}
        }
        call
    };
    Sort::drawn(drawn)
        .edges_from(vec![
            vec![draft(0, 11, What::Plain)],
            vec![draft(1, 11, What::Plain)],
            vec![draft(2, 11, What::Erasable), draft(3, 11, What::After(2))],
            vec![draft(4, 11, What::Erases(2))],
        ])
        .map(Call)
        .given_as(|call| nodes(call))
}

/// Contents of ledgers.
pub fn contents() -> Sort<Vec<TraceNode>> {
    plans().map(|plan| nodes(&plan))
}

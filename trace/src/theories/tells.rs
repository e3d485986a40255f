//! Ledgers as models of the theories.

use super::draft::{Call, Draft, calls, contents, nodes, plans};
use super::{Ledgering, Ledgers, Outcome};
use crate::ledger::{ERASURE_KIND, Expected, Ledger, StorageError};
use crate::merkle::{ConsistencyProof, Head, verify_consistency, verify_inclusion};
use crate::node::TraceNode;
use crate::query::{Index, RelationSet};
use lawful::Sort;
use std::ops::{ControlFlow, Deref};

/// A new ledger, with what it lives in: a folder, for instance.
pub struct Fresh {
    ledger: Box<dyn Ledger>,
    _ground: Box<dyn Send + Sync>,
}

impl Fresh {
    /// Takes a new ledger, and what is to be dropped after it.
    pub fn new(ledger: impl Ledger + 'static, ground: impl Send + Sync + 'static) -> Fresh {
        Fresh {
            ledger: Box::new(ledger),
            _ground: Box::new(ground),
        }
    }
}

impl Deref for Fresh {
    type Target = dyn Ledger;

    fn deref(&self) -> &Self::Target {
        &*self.ledger
    }
}

/// A kind of ledger as a model of [`Ledgers`] and [`Ledgering`]: the function makes a new one, whose
/// tree hash is BLAKE3. For [`Ledgering`] its time never goes back.
#[derive(Debug, Clone, Copy)]
pub struct Tells(pub fn() -> Result<Fresh, StorageError>);

impl Tells {
    /// Makes a ledger and appends a plan, node by node.
    fn planned(&self, plan: &[Draft]) -> Option<Fresh> {
        let ledger = (self.0)().ok()?;
        for node in nodes(plan) {
            // What is refused is not there; which nodes are depends on what came before.
            let _ = ledger.append(&node);
        }
        Some(ledger)
    }

    /// Also appends a call, several times; returns the last answer.
    fn called(&self, plan: &[Draft], call: &[Draft], times: usize) -> (Option<Fresh>, Outcome) {
        let Some(ledger) = self.planned(plan) else {
            return (None, Outcome::Failed);
        };
        let nodes = nodes(call);
        let mut outcome = Outcome::Failed;
        for _ in 0..times {
            outcome = Outcome::of(&ledger.extend(&nodes));
        }
        (Some(ledger), outcome)
    }
}

/// Returns all nodes of a ledger, as they are at one moment.
fn read(ledger: &dyn Ledger) -> Vec<TraceNode> {
    let mut all = Vec::new();
    ledger.visit(0..u64::MAX, &mut |_, node| {
        all.extend(TraceNode::from_bytes(node.bytes().to_vec()));
        ControlFlow::Continue(())
    });
    all
}

fn read_all(ledger: Option<Fresh>) -> Vec<TraceNode> {
    ledger.map(|ledger| read(&*ledger)).unwrap_or_default()
}

/// Says whether every link points to an earlier node whose time is not later.
fn is_caused(nodes: &[TraceNode]) -> bool {
    nodes.iter().enumerate().all(|(index, node)| {
        node.links().all(|link| {
            let mut earlier = nodes.iter().take(index);
            let target = earlier.find(|node| node.id() == link.target);
            target.is_some_and(|target| target.timestamp() <= node.timestamp())
        })
    })
}

/// Says whether what is new is at the end, in the order of the call.
fn follows(old: &[TraceNode], new: &[TraceNode], call: &[TraceNode]) -> bool {
    let known = |id| old.iter().any(|node| node.id() == id);
    let mut asked: Vec<&str> = Vec::new();
    for id in call.iter().map(TraceNode::id) {
        if !known(id) && !asked.contains(&id) {
            asked.push(id);
        }
    }
    let end = new.get(old.len()..).unwrap_or_default();
    end.iter().map(TraceNode::id).eq(asked)
}

impl Ledgers for Tells {
    type Plan = Vec<Draft>;
    type Call = Vec<Draft>;
    type Content = Vec<TraceNode>;
    type Answer = Outcome;

    fn plan(&self) -> Sort<Vec<Draft>> {
        plans()
    }

    fn call(&self) -> Sort<Vec<Draft>> {
        calls()
    }

    fn content(&self) -> Sort<Vec<TraceNode>> {
        contents()
    }

    fn answer(&self) -> Sort<Outcome> {
        Sort::finite([Outcome::Failed, Outcome::Conflict])
    }

    fn before(&self, p: &Vec<Draft>) -> Vec<TraceNode> {
        read_all(self.planned(p))
    }

    fn after(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> Vec<TraceNode> {
        read_all(self.called(p, c, 1).0)
    }

    fn stays_on_retry(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> bool {
        self.called(p, c, 1).0.is_some_and(|ledger| {
            let before = read(&*ledger);
            let _ = ledger.extend(&nodes(c));
            read(&*ledger) == before
        })
    }

    fn outcome(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> Outcome {
        self.called(p, c, 1).1
    }

    fn outcome_of_retry(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> Outcome {
        self.called(p, c, 2).1
    }

    fn accepted(&self, o: &Outcome) -> bool {
        o.is_accepted()
    }

    fn retold(&self, o: &Outcome) -> Outcome {
        o.retold()
    }

    fn begins(&self, a: &Vec<TraceNode>, b: &Vec<TraceNode>) -> bool {
        a.starts_with(b)
    }

    fn follows(&self, a: &Vec<TraceNode>, b: &Vec<TraceNode>, c: &Vec<Draft>) -> bool {
        follows(a, b, &nodes(c))
    }

    fn caused(&self, a: &Vec<TraceNode>) -> bool {
        is_caused(a)
    }

    fn got(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> Vec<TraceNode> {
        let Some(ledger) = self.called(p, c, 1).0 else {
            return Vec::new();
        };
        let asked = nodes(c);
        let ids: Vec<&str> = asked.iter().map(TraceNode::id).collect();
        let one_by_one: Vec<_> = ids.iter().map(|id| ledger.find(id)).collect();
        if ledger.find_many(&ids) != one_by_one {
            return Vec::new();
        }
        one_by_one.into_iter().flatten().collect()
    }

    fn asked(&self, c: &Vec<Draft>) -> Vec<TraceNode> {
        nodes(c)
    }

    fn proved(&self, p: &Vec<Draft>, i: &u64) -> bool {
        let Some(ledger) = self.planned(p) else {
            return false;
        };
        let hash = ledger.tree_hash();
        let head = ledger.head();
        if head.size == 0 {
            return ledger.prove(0).is_err();
        }
        let index = i % head.size;
        let proof = ledger.prove(index).ok();
        let node = ledger.get(index);
        proof.zip(node).is_some_and(|(proof, node)| {
            verify_inclusion(hash, &hash.leaf(node.bytes()), &proof, &head).is_ok()
        })
    }

    fn fooled(&self, p: &Vec<Draft>, i: &u64, c: &Vec<Draft>) -> bool {
        let Some(ledger) = self.planned(p).filter(|ledger| !ledger.is_empty()) else {
            return false;
        };
        let (hash, head) = (ledger.tree_hash(), ledger.head());
        let index = i % head.size.max(1);
        let (proof, true_node) = (ledger.prove(index).ok(), ledger.get(index));
        proof.is_some_and(|proof| {
            nodes(c)
                .iter()
                .filter(|node| Some(*node) != true_node.as_ref())
                .any(|node| verify_inclusion(hash, &hash.leaf(node.bytes()), &proof, &head).is_ok())
        })
    }

    fn keeps_heads(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> bool {
        let Some(ledger) = self.planned(p) else {
            return false;
        };
        let head = ledger.head();
        let _ = ledger.extend(&nodes(c));
        ledger.head_at(head.size).ok() == Some(head)
    }

    fn proves_growth(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> bool {
        let Some(ledger) = self.planned(p) else {
            return false;
        };
        let older = ledger.head();
        let _ = ledger.extend(&nodes(c));
        let newer = ledger.head();
        ledger.prove_consistency(older.size).is_ok_and(|proof| {
            verify_consistency(ledger.tree_hash(), &older, &proof, &newer).is_ok()
        })
    }

    fn proves_after_pruning(&self, p: &Vec<Draft>, c: &Vec<Draft>, i: &u64) -> bool {
        let (Some(ledger), _) = self.called(p, c, 1) else {
            return false;
        };
        let head = ledger.head();
        let first = i % (head.size + 1);
        let proofs = || -> Vec<_> { (first..head.size).map(|n| ledger.prove(n).ok()).collect() };
        let (before, nodes) = (proofs(), read(&*ledger));
        ledger.prune(first).is_ok()
            && ledger.head() == head
            && before.iter().all(Option::is_some)
            && proofs() == before
            && nodes.get(first as usize..) == Some(&read(&*ledger))
    }

    fn grows_after_pruning(&self, p: &Vec<Draft>, c: &Vec<Draft>, i: &u64) -> bool {
        let (Some(ledger), _) = self.called(p, c, 1) else {
            return false;
        };
        let head = ledger.head();
        let first = i % (head.size + 1);
        let growths = || -> Vec<_> {
            let later =
                (first..=head.size).flat_map(|from| (from..=head.size).map(move |to| (from, to)));
            let heads = later.map(|(from, to)| {
                let heads = ledger.head_at(from).ok().zip(ledger.head_at(to).ok());
                heads.zip(ledger.prove_consistency_between(from, to).ok())
            });
            heads.collect()
        };
        let before = growths();
        let proves = |((from, to), proof): &((Head, Head), ConsistencyProof)| {
            verify_consistency(ledger.tree_hash(), from, proof, to).is_ok()
        };
        ledger.prune(first).is_ok()
            && growths() == before
            && before
                .iter()
                .all(|growth| growth.as_ref().is_some_and(proves))
    }

    fn keeps_payloads(&self, p: &Vec<Draft>, c: &Vec<Draft>) -> bool {
        let (Some(ledger), _) = self.called(p, c, 1) else {
            return false;
        };
        let all = read(&*ledger);
        c.iter().all(|draft| {
            let id = Draft::id_of(draft.id);
            let erased = all.iter().any(|node| {
                node.kind() == Some(ERASURE_KIND) && node.links().any(|link| link.target == id)
            });
            let expected = draft.payload().filter(|_| !erased);
            let found = ledger.find(&id);
            let payload = found.as_ref().map(TraceNode::read_payload);
            payload == Some(Ok(expected.as_deref()))
        })
    }

    fn has_another(&self, p: &Vec<Draft>, i: &u64, c: &Vec<Draft>) -> bool {
        let all = self.before(p);
        let index = i % (all.len() as u64).max(1);
        let node = usize::try_from(index).ok().and_then(|index| all.get(index));
        node.is_some_and(|node| nodes(c).iter().any(|other| other != node))
    }

    fn leads_back(&self, p: &Vec<Draft>, i: &u64, c: &Vec<Draft>) -> bool {
        let Some(ledger) = self.planned(p) else {
            return false;
        };
        let mut all = read(&*ledger);
        let mut index = Index::of(&*ledger);
        let first = i % (ledger.len() + 1);
        let pruned = ledger.prune(first).is_ok();
        let _ = ledger.extend(&nodes(c));
        let known = (all.len() as u64).saturating_sub(first) as usize;
        all.extend(read(&*ledger).into_iter().skip(known));
        index.catch_up(&*ledger);
        // The last node before it that had the id.
        let led = |from: u64, target: &str| {
            let earlier = all
                .iter()
                .take(from as usize)
                .rposition(|node| node.id() == target);
            earlier.map(|at| at as u64).filter(|at| *at >= first)
        };
        let right = (first..)
            .zip(all.iter().skip(first as usize))
            .all(|(from, node)| {
                let leads = node.links().filter_map(|link| led(from, link.target));
                let steps = index.ancestors(from, RelationSet::ALL).take(all.len() + 1);
                index
                    .causes(from, RelationSet::ALL)
                    .map(|(_, cause)| cause)
                    .eq(leads)
                    && steps.last().is_none_or(|last| last < from)
            });
        pruned && right && index == Index::of(&*ledger)
    }
}

impl Ledgering for Tells {
    type Live = Option<Fresh>;

    fn start(&self) -> Self::Live {
        (self.0)().ok()
    }

    fn append(&self, live: &Self::Live, call: &Call) -> Outcome {
        let answer = live.as_ref().map(|ledger| ledger.extend(&nodes(call)));
        answer.map_or(Outcome::Failed, |answer| Outcome::of(&answer))
    }

    fn append_at(&self, live: &Self::Live, length: &u64, call: &Call) -> Outcome {
        let expected = Expected::Length(*length);
        let answer = live
            .as_ref()
            .map(|ledger| ledger.append_if(expected, &nodes(call)));
        answer.map_or(Outcome::Failed, |answer| Outcome::of(&answer))
    }

    fn get(&self, live: &Self::Live, index: &u64) -> Option<TraceNode> {
        live.as_ref()?.get(*index)
    }

    fn payload(&self, live: &Self::Live, index: &u64) -> Option<Vec<u8>> {
        let opening = live.as_ref()?.opening(*index).ok()??;
        Some(opening.payload().to_vec())
    }

    fn find(&self, live: &Self::Live, id: &u8) -> Option<u64> {
        live.as_ref()?.index_of(&Draft::id_of(*id))
    }

    fn read(&self, live: &Self::Live) -> Vec<TraceNode> {
        live.as_ref()
            .map(|ledger| read(&**ledger))
            .unwrap_or_default()
    }

    fn len(&self, live: &Self::Live) -> u64 {
        live.as_ref().map_or(u64::MAX, |ledger| ledger.len())
    }

    fn head(&self, live: &Self::Live) -> Head {
        let head = live.as_ref().map(|ledger| ledger.head());
        head.unwrap_or(Head {
            size: u64::MAX,
            root: [0; 32],
        })
    }

    fn prune(&self, live: &Self::Live, first: &u64) -> bool {
        live.as_ref()
            .is_some_and(|ledger| ledger.prune(*first).is_ok())
    }
}

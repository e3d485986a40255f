//! What the lawbreakers do wrong.

use super::draft::{Draft, nodes};
use crate::MemoryLedger;
use crate::ledger::Ledger;
use crate::node::TraceNode;

/// A fault: the first node becomes later when another comes, though nobody asked for it.
pub fn changed_first(before: &[TraceNode], mut after: Vec<TraceNode>) -> Vec<TraceNode> {
    if after.len() > before.len()
        && !before.is_empty()
        && let Some(first) = after.first_mut()
        && !first.view().has_links()
        && let Ok(changed) = TraceNode::new(first.id(), "somebody else", first.timestamp())
    {
        *first = changed;
    }
    after
}

/// A fault: new nodes come in reverse. Nodes with links stay, so that only the order is wrong.
pub fn reversed_end(
    before: &[TraceNode],
    mut after: Vec<TraceNode>,
    call: &[Draft],
) -> Vec<TraceNode> {
    if call.iter().all(|draft| draft.target().is_none())
        && let Some(end) = after.get_mut(before.len()..)
    {
        end.reverse();
    }
    after
}

/// A fault: a call is as many calls as it has nodes.
pub fn one_by_one(plan: &[Draft], call: &[Draft]) -> Vec<TraceNode> {
    let ledger = MemoryLedger::new();
    for node in nodes(plan) {
        let _ = ledger.append(&node);
    }
    for node in nodes(call) {
        if ledger.append(&node).is_err() {
            break;
        }
    }
    ledger.iter().collect()
}

/// A fault: the clock of a cause is read after that of its effect, where both are new.
pub fn late_cause(
    before: &[TraceNode],
    mut after: Vec<TraceNode>,
    call: &[Draft],
) -> Vec<TraceNode> {
    if after.len() >= before.len() + 2
        && call.len() == 2
        && let [.., cause, effect] = &mut after[..]
        && effect.links().any(|link| link.target == cause.id())
        && let Ok(late) = TraceNode::new(cause.id(), cause.origin(), effect.timestamp() + 1)
    {
        *cause = late;
    }
    after
}

/// A fault: no links.
pub fn without_links(all: &[TraceNode]) -> Vec<TraceNode> {
    let stripped = all.iter().map(|node| {
        if node.view().has_links() {
            TraceNode::new(node.id(), node.origin(), node.timestamp()).ok()
        } else {
            Some(node.clone())
        }
    });
    stripped.flatten().collect()
}

/// Returns whether a number chooses the last node.
pub fn is_last(all: &[TraceNode], number: u64) -> bool {
    let length = all.len() as u64;
    length == 0 || number % length == length - 1
}

/// Returns whether a call has another node with the id of the chosen one.
pub fn same_id(all: &[TraceNode], number: u64, call: &[Draft]) -> bool {
    let index = number % (all.len() as u64).max(1);
    let node = usize::try_from(index).ok().and_then(|index| all.get(index));
    node.is_some_and(|node| {
        let calls = nodes(call);
        calls
            .iter()
            .any(|other| other.id() == node.id() && other != node)
    })
}

/// Returns where a number prunes.
pub fn pruned_to(all: &[TraceNode], number: u64) -> u64 {
    number % (all.len() as u64 + 1)
}

/// Returns whether a link that is left leads to an id that was pruned and has come again.
pub fn misleads(plan: &[Draft], number: u64, call: &[Draft]) -> bool {
    let ledger = MemoryLedger::new();
    for node in nodes(plan) {
        let _ = ledger.append(&node);
    }
    let _ = ledger.prune(number % (ledger.len() + 1));
    let _ = ledger.extend(&nodes(call));
    (ledger.first()..).zip(ledger.iter()).any(|(from, node)| {
        let found = |target| ledger.index_of(target);
        node.links()
            .any(|link| found(link.target).is_some_and(|target| target > from))
    })
}

//! What a ledger is, as a machine: every program answers as a list does, with threads as well.

use super::Outcome;
use super::SimpleLedger;
use super::draft::{Draft, IDS, calls};
use crate::merkle::Head;
use crate::node::TraceNode;
use lawful::{Sort, machine};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Places near the start, where there are nodes.
fn places() -> Sort<u64> {
    Sort::finite([0, 1, 2, 3, 4]).stored()
}

fn ids() -> Sort<u8> {
    Sort::finite((0..IDS).collect::<Vec<_>>()).stored()
}

fn locked(ledger: &Mutex<SimpleLedger>) -> MutexGuard<'_, SimpleLedger> {
    ledger.lock().unwrap_or_else(PoisonError::into_inner)
}

machine! {
    /// Ledgers whose time never goes back and whose tree hash is BLAKE3, shared by threads: every
    /// program of commands answers as a list does.
    pub shared machine Ledgering in ::lawful_trace::theories {
        state ledger: SimpleLedger = SimpleLedger::default();

        /// Appends all nodes or none.
        command append(call: Vec<Draft> in calls()) -> Outcome { ledger.append(call) }
        /// Appends all nodes or none, if the ledger has this length.
        command append_at(length: u64 in places(), call: Vec<Draft> in calls()) -> Outcome {
            ledger.append_at(*length, call)
        }
        /// Returns the node at a place.
        command get(place: u64 in places()) -> Option<TraceNode> { ledger.get(*place) }
        /// Returns the payload beside the node at a place.
        command payload(place: u64 in places()) -> Option<Vec<u8>> { ledger.payload(*place) }
        /// Returns the place of an id.
        command find(id: u8 in ids()) -> Option<u64> { ledger.find(*id) }
        /// Returns all nodes.
        command read() -> Vec<TraceNode> { ledger.read() }
        /// Returns the number of nodes.
        command len() -> u64 { ledger.len() }
        /// Returns the head.
        command head() -> Head { ledger.head() }
        /// Forgets the nodes below a place.
        command prune(first: u64 in places()) -> bool { ledger.prune(*first) }

        /// Looks at the length first and appends later: two threads may both be as expected.
        lawbreaker checks_too_early breaks linearizable {
            live ledger: Mutex<SimpleLedger> = Mutex::default();
            append(call) => locked(ledger).append(call);
            append_at(length, call) => {
                let mut copy = locked(ledger).clone();
                thread::yield_now();
                let outcome = copy.append_at(*length, call);
                if outcome.is_accepted() {
                    *locked(ledger) = copy;
                }
                outcome
            };
            get(place) => locked(ledger).get(*place);
            payload(place) => locked(ledger).payload(*place);
            find(id) => locked(ledger).find(*id);
            read() => locked(ledger).read();
            len() => locked(ledger).len();
            head() => locked(ledger).head();
            prune(first) => locked(ledger).prune(*first);
        }
        /// Gives no payload after pruning, whether it was erased or not.
        lawbreaker careless_pruning breaks refinement, linearizable {
            live ledger: Mutex<(SimpleLedger, bool)> = Mutex::default();
            append(call) => with(ledger, |ledger, _| ledger.append(call));
            append_at(length, call) => with(ledger, |ledger, _| ledger.append_at(*length, call));
            get(place) => with(ledger, |ledger, _| ledger.get(*place));
            payload(place) => with(ledger, |ledger, pruned| {
                ledger.payload(*place).filter(|_| !*pruned)
            });
            find(id) => with(ledger, |ledger, _| ledger.find(*id));
            read() => with(ledger, |ledger, _| ledger.read());
            len() => with(ledger, |ledger, _| ledger.len());
            head() => with(ledger, |ledger, _| ledger.head());
            prune(first) => with(ledger, |ledger, pruned| {
                *pruned = true;
                ledger.prune(*first)
            });
        }
    }
}

fn with<T>(
    ledger: &Mutex<(SimpleLedger, bool)>,
    act: impl FnOnce(&mut SimpleLedger, &mut bool) -> T,
) -> T {
    let mut ledger = ledger.lock().unwrap_or_else(PoisonError::into_inner);
    let (ledger, flag) = &mut *ledger;
    act(ledger, flag)
}

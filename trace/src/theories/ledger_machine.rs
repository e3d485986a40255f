//! What a ledger is, as a machine: every program answers as a list does, with threads as well.

use super::Outcome;
use super::SimpleLedger;
use super::draft::{Call, Draft, IDS, small_calls};
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
    Sort::finite((0..IDS).collect::<Vec<_>>())
        .stored()
        .given_as(|number| Draft::id_of(*number))
        .shown(|number| Draft::id_of(*number))
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
        command append(call: Call in small_calls()) -> Outcome { ledger.append(call) }
        /// Appends all nodes or none, if the ledger has this length.
        command append_at(length: u64 in places(), call: Call in small_calls()) -> Outcome {
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

        /// Copies the ledger, appends to the copy, and puts it back: what another thread appends in
        /// between is lost.
        lawbreaker copying breaks linearizable {
            live ledger: Mutex<SimpleLedger> = Mutex::default();
            append(call) => copied(ledger, |copy| copy.append(call));
            append_at(length, call) => copied(ledger, |copy| copy.append_at(*length, call));
            get(place) => locked(ledger).get(*place);
            payload(place) => locked(ledger).payload(*place);
            find(id) => locked(ledger).find(*id);
            read() => locked(ledger).read();
            len() => locked(ledger).len();
            head() => locked(ledger).head();
            prune(first) => locked(ledger).prune(*first);
        }
        /// Does not count the last node before another one comes.
        lawbreaker one_behind breaks refinement, linearizable {
            live ledger: Mutex<SimpleLedger> = Mutex::default();
            append(call) => locked(ledger).append(call);
            append_at(length, call) => locked(ledger).append_at(*length, call);
            get(place) => locked(ledger).get(*place);
            payload(place) => locked(ledger).payload(*place);
            find(id) => locked(ledger).find(*id);
            read() => {
                let mut nodes = locked(ledger).read();
                nodes.pop();
                nodes
            };
            len() => locked(ledger).len().saturating_sub(1);
            head() => locked(ledger).head();
            prune(first) => locked(ledger).prune(*first);
        }
    }
}

fn copied<T>(ledger: &Mutex<SimpleLedger>, act: impl FnOnce(&mut SimpleLedger) -> T) -> T {
    let mut copy = locked(ledger).clone();
    thread::yield_now();
    let outcome = act(&mut copy);
    *locked(ledger) = copy;
    outcome
}

//! A running gate: a machine that many threads share.

use super::simple_gate::{SimpleGate, Told};
use lawful::{Sort, machine};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

/// Costs are few, so that the budget is used up exactly.
fn costs() -> Sort<u64> {
    Sort::finite([1, 2, 3])
}

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

machine! {
    /// A gate that runs, with six units of budget, and a review gate that stops the third watched
    /// call. Threads that share it see one order of calls and of the revocation.
    pub shared machine GuardedCalls in ::lawful_covenant::theories {
        state gate: SimpleGate = SimpleGate::new();

        /// Asks for a call of a cost.
        command call(cost: u64 in costs()) -> Told { gate.call(*cost) }
        /// Asks for a call that the review gate counts.
        command watched_call(cost: u64 in costs()) -> Told { gate.watched_call(*cost) }
        /// Revokes the covenant.
        command revoke() { gate.revoke() }
        /// Returns what was spent.
        command spent() -> u64 { gate.spent() }

        /// Stops the call after the one that it should stop.
        lawbreaker off_by_one_gate breaks refinement, linearizable {
            live gate: Mutex<SimpleGate> = Mutex::new(SimpleGate::new());
            call(cost) => locked(gate).call(*cost);
            watched_call(cost) => {
                let mut gate = locked(gate);
                let seen = gate.watched;
                gate.watched = seen.saturating_sub(1);
                let told = gate.watched_call(*cost);
                gate.watched = seen + u64::from(told == Told::Allowed);
                told
            };
            revoke() => locked(gate).revoke();
            spent() => locked(gate).spent();
        }
        /// Checks the budget, and records the charge later: two calls may spend the same unit.
        lawbreaker check_then_record breaks linearizable {
            live gate: Mutex<SimpleGate> = Mutex::new(SimpleGate::new());
            call(cost) => {
                let mut copy = locked(gate).clone();
                let told = copy.call(*cost);
                thread::yield_now();
                if told == Told::Allowed {
                    locked(gate).free = copy.free;
                }
                told
            };
            watched_call(cost) => locked(gate).watched_call(*cost);
            revoke() => locked(gate).revoke();
            spent() => locked(gate).spent();
        }
        /// Remembers that the covenant was good, and does not look again.
        lawbreaker cached_guard breaks refinement, linearizable {
            live gate: Mutex<SimpleGate> = Mutex::new(SimpleGate::new());
            call(cost) => {
                let mut gate = locked(gate);
                // Whoever has spent something was good once.
                let revoked = gate.revoked;
                gate.revoked = revoked && gate.spent() == 0;
                let told = gate.call(*cost);
                gate.revoked = revoked;
                told
            };
            watched_call(cost) => locked(gate).watched_call(*cost);
            revoke() => locked(gate).revoke();
            spent() => locked(gate).spent();
        }
        /// Allows the call if the budget has trouble.
        lawbreaker allow_on_trouble breaks refinement, linearizable {
            live gate: Mutex<SimpleGate> = Mutex::new(SimpleGate::new());
            call(cost) => match locked(gate).call(*cost) {
                Told::Budget => Told::Allowed,
                other => other,
            };
            watched_call(cost) => locked(gate).watched_call(*cost);
            revoke() => locked(gate).revoke();
            spent() => locked(gate).spent();
        }
    }
}

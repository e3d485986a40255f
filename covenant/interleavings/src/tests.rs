//! What must hold in every interleaving, and what must not.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]

use super::{Epoch, HighWater, Stamp};
use loom::sync::Arc;
use loom::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use loom::thread;

struct Revocable {
    epoch: Epoch,
    stamp: Stamp,
    revoked: AtomicBool,
    /// Set when the revocation has returned.
    done: AtomicBool,
}

impl Revocable {
    fn new() -> Arc<Revocable> {
        Arc::new(Revocable {
            epoch: Epoch::new(),
            stamp: Stamp::new(),
            revoked: AtomicBool::new(false),
            done: AtomicBool::new(false),
        })
    }

    fn revoke(&self) {
        self.revoked.store(true, Ordering::SeqCst);
        self.epoch.advance();
        self.done.store(true, Ordering::SeqCst);
    }

    /// Asks; whoever asks after the revocation has returned must be told no.
    fn ask(&self) -> bool {
        let late = self.done.load(Ordering::SeqCst);
        let check = || !self.revoked.load(Ordering::SeqCst);
        let holds = self.stamp.holds(&self.epoch, check);
        assert!(!(late && holds), "a revocation was missed");
        holds
    }

    /// Asks a gate that is broken: it stamps with an epoch that it reads after the check.
    fn ask_carelessly(&self) {
        let late = self.done.load(Ordering::SeqCst);
        let check = || !self.revoked.load(Ordering::SeqCst);
        if check() {
            self.stamp.holds(&self.epoch, || true);
        }
        let holds = self.stamp.holds(&self.epoch, check);
        assert!(!(late && holds), "a revocation was missed");
    }
}

#[test]
fn no_cached_check_misses_a_revocation_and_the_dead_stay_dead() {
    // Three switches where no thread has to wait find every known kind of race; all of them would
    // take hours.
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(|| {
        let shared = Revocable::new();
        let other = Arc::clone(&shared);
        let third = Arc::clone(&shared);
        let revoking = thread::spawn(move || other.revoke());
        let asking = thread::spawn(move || {
            let first = third.ask();
            let second = third.ask();
            assert!(first || !second, "what was revoked came back");
        });
        shared.ask();
        revoking.join().unwrap();
        asking.join().unwrap();
        assert!(!shared.ask());
    });
}

#[test]
#[should_panic(expected = "a revocation was missed")]
fn a_stamp_of_an_epoch_that_is_read_too_late_is_caught() {
    loom::model(|| {
        let shared = Revocable::new();
        let other = Arc::clone(&shared);
        let revoking = thread::spawn(move || other.revoke());
        shared.ask_carelessly();
        revoking.join().unwrap();
        shared.ask_carelessly();
    });
}

#[test]
fn a_clock_that_goes_forward_is_never_refused() {
    loom::model(|| {
        let clock = Arc::new(AtomicU64::new(5));
        let mark = Arc::new(HighWater::new());
        let readers: Vec<_> = (0..2)
            .map(|_| {
                let (clock, mark) = (Arc::clone(&clock), Arc::clone(&mark));
                thread::spawn(move || {
                    let tick = || clock.fetch_add(1, Ordering::SeqCst);
                    mark.read(tick).unwrap();
                })
            })
            .collect();
        for reader in readers {
            reader.join().unwrap();
        }
        // What was read is remembered: less than the latest is refused.
        assert!(mark.read(|| 5).is_err());
        assert!(mark.read(|| 6).is_ok());
    });
}

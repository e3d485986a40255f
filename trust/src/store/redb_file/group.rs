//! Group commit: transactions that come while another one is being written share the next write.
//!
//! A commit waits for the disk; what it costs does not depend on how much is in it. So every thread
//! adds its changes to the transaction that is open, one after the other, and then one of them, the
//! first that comes to it, commits for all. Nobody is told of success before the commit is done, nor
//! that a change is refused which saw the changes of others in the transaction.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// What came of the changes of one commit, for all who took part.
type Outcome<E> = Arc<OnceLock<Result<(), E>>>;

/// What came of adding a change, and the commit to wait for, if there is anything in it.
type Added<T, R, E> = (Result<T, R>, Option<Outcome<E>>);

/// Threads that commit together. `W` is an open transaction, `E` why one failed.
pub(super) struct Group<W, E> {
    open: Mutex<Open<W, E>>,
    /// How many threads want to add changes.
    waiting: AtomicUsize,
    commit: Mutex<()>,
}

struct Open<W, E> {
    transaction: Option<W>,
    members: usize,
    outcome: Outcome<E>,
}

/// Why a change was not added.
pub(super) enum Refused<R, E> {
    /// The change itself is refused: the transaction is as it was.
    Change(R),
    /// The transaction cannot be used any more.
    Transaction(E),
}

/// So many changes are committed at the most before others have to wait for the next commit.
const LARGEST: usize = 1 << 12;

/// How often a thread that is to commit lets others come before it begins.
const PATIENCE: usize = 1 << 10;

fn locked<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<W, E: Clone> Group<W, E> {
    pub(super) fn new() -> Group<W, E> {
        Group {
            open: Mutex::new(Open {
                transaction: None,
                members: 0,
                outcome: Outcome::default(),
            }),
            waiting: AtomicUsize::new(0),
            commit: Mutex::new(()),
        }
    }

    /// Adds a change and waits until it is committed, or, if it is refused, until all is committed
    /// that it saw.
    ///
    /// `add` must leave the transaction as it was if it refuses the change.
    pub(super) fn perform<T, R>(
        &self,
        begin: impl FnOnce() -> Result<W, E>,
        add: impl FnOnce(&W) -> Result<T, Refused<R, E>>,
        commit: impl FnOnce(W) -> Result<(), E>,
    ) -> Result<T, Refused<R, E>> {
        let (added, outcome) = self.add(begin, add)?;
        if let Some(outcome) = outcome {
            self.commit(&outcome, commit)
                .map_err(Refused::Transaction)?;
        }
        added.map_err(Refused::Change)
    }

    fn add<T, R>(
        &self,
        begin: impl FnOnce() -> Result<W, E>,
        add: impl FnOnce(&W) -> Result<T, Refused<R, E>>,
    ) -> Result<Added<T, R, E>, Refused<R, E>> {
        let mut open = {
            let _waiting = Waiting::count(&self.waiting);
            locked(&self.open)
        };
        let transaction = match open.transaction.take() {
            Some(transaction) => transaction,
            // This may wait for the commit before; others gather behind the lock meanwhile.
            None => begin().map_err(Refused::Transaction)?,
        };
        match add(&transaction) {
            Ok(added) => {
                open.transaction = Some(transaction);
                open.members += 1;
                Ok((Ok(added), Some(Arc::clone(&open.outcome))))
            }
            Err(Refused::Change(refused)) => {
                // Kept for those whose changes are in it; dropped, and so given up, if it is empty.
                let mut seen = None;
                if open.members > 0 {
                    open.transaction = Some(transaction);
                    seen = Some(Arc::clone(&open.outcome));
                }
                Ok((Err(refused), seen))
            }
            Err(Refused::Transaction(error)) => {
                // The changes of all members are lost, and they are told so.
                drop(transaction);
                let outcome = open.renew();
                let _ = outcome.set(Err(error.clone()));
                Err(Refused::Transaction(error))
            }
        }
    }

    fn commit(
        &self,
        outcome: &Outcome<E>,
        commit: impl FnOnce(W) -> Result<(), E>,
    ) -> Result<(), E> {
        let _turn = locked(&self.commit);
        if let Some(done) = outcome.get() {
            return done.clone();
        }
        for _ in 0..PATIENCE {
            if self.waiting.load(SeqCst) == 0 || locked(&self.open).members >= LARGEST {
                break;
            }
            std::thread::yield_now();
        }
        let transaction = {
            let mut open = locked(&self.open);
            // Between the look above and here the transaction may have failed for all.
            if let Some(done) = outcome.get() {
                return done.clone();
            }
            let transaction = open.transaction.take();
            open.renew();
            transaction
        };
        // There is one: only a commit, which takes turns, or a failure, which is told, takes it.
        let result = transaction.map_or(Ok(()), commit);
        let _ = outcome.set(result.clone());
        result
    }
}

impl<W, E> Open<W, E> {
    /// Begins a new group; returns the outcome of the old one.
    fn renew(&mut self) -> Outcome<E> {
        self.members = 0;
        std::mem::take(&mut self.outcome)
    }
}

/// Counts a thread while it waits.
struct Waiting<'c>(&'c AtomicUsize);

impl<'c> Waiting<'c> {
    fn count(counter: &'c AtomicUsize) -> Waiting<'c> {
        counter.fetch_add(1, SeqCst);
        Waiting(counter)
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicU64;

    #[test]
    fn threads_share_commits_and_all_changes_arrive() {
        let group: Group<Mutex<u64>, ()> = Group::new();
        let (sum, commits) = (AtomicU64::new(0), AtomicU64::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..50 {
                        let done = group.perform(
                            || Ok(Mutex::new(0)),
                            |open| {
                                *locked(open) += 1;
                                Ok::<_, Refused<(), ()>>(())
                            },
                            |open| {
                                std::thread::sleep(std::time::Duration::from_micros(200));
                                commits.fetch_add(1, SeqCst);
                                sum.fetch_add(*locked(&open), SeqCst);
                                Ok(())
                            },
                        );
                        assert!(done.is_ok());
                    }
                });
            }
        });
        assert_eq!(sum.load(SeqCst), 400);
        assert!(commits.load(SeqCst) <= 400);
    }

    #[test]
    fn a_refused_change_gives_the_empty_transaction_up() {
        let group: Group<Arc<()>, ()> = Group::new();
        let transaction = Arc::new(());
        let refused = group.perform(
            || Ok(Arc::clone(&transaction)),
            |_| Err::<(), _>(Refused::Change("no")),
            |_| Ok(()),
        );
        assert!(matches!(refused, Err(Refused::Change("no"))));
        assert_eq!(Arc::strong_count(&transaction), 1);
    }

    #[test]
    fn a_refusal_is_told_after_what_it_saw() {
        let group: Group<Mutex<u64>, ()> = Group::new();
        let committed = AtomicU64::new(0);
        let commit = |open: Mutex<u64>| {
            std::thread::sleep(std::time::Duration::from_millis(20));
            committed.fetch_add(*locked(&open), SeqCst);
            Ok(())
        };
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let added = |open: &Mutex<u64>| {
                    *locked(open) = 1;
                    // Until the other one comes to the lock that is held here.
                    while group.waiting.load(SeqCst) == 0 {
                        std::thread::yield_now();
                    }
                    Ok::<_, Refused<u64, ()>>(())
                };
                let done = group.perform(|| Ok(Mutex::new(0)), added, commit);
                assert!(done.is_ok());
            });
            // Until the first one holds the lock.
            while group.open.try_lock().is_ok() {
                std::thread::yield_now();
            }
            let refused = |open: &Mutex<u64>| Err::<(), _>(Refused::Change(*locked(open)));
            let told = group.perform(|| Ok(Mutex::new(0)), refused, commit);
            let Err(Refused::Change(seen)) = told else {
                unreachable!("the change is refused")
            };
            assert!(seen <= committed.load(SeqCst));
        });
    }
}

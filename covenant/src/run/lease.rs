//! One guard of a covenant on a ledger at a time.

use crate::digest::Digest;
use lawful_trace::DurableLedger;
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The right to guard a covenant on a ledger, in this process. Two guards would not know of each
/// other's spending; other processes are kept out by the lock of a ledger in files.
pub(super) struct Lease(Key);

/// The process, since a child that was forked has none of its parent's guards; where the ledger lies;
/// and the covenant.
type Key = (u32, usize, Digest);

static TAKEN: Mutex<BTreeSet<Key>> = Mutex::new(BTreeSet::new());

fn taken() -> MutexGuard<'static, BTreeSet<Key>> {
    // A set is whole after every step.
    TAKEN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Lease {
    /// Takes the lease if nobody has it. Whoever has it must keep the ledger.
    pub fn take(ledger: &Arc<dyn DurableLedger>, covenant: &Digest) -> Option<Lease> {
        let place = Arc::as_ptr(ledger).cast::<()>().addr();
        let key = (std::process::id(), place, *covenant);
        let is_free = taken().insert(key);
        // Only now: a lease that is dropped is given back.
        is_free.then(|| Lease(key))
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        taken().remove(&self.0);
    }
}

//! Chains that were verified, remembered.

use super::chain::holds_now;
use super::epoch::Stamp;
use super::{Chain, DelegationError, Mandate, Revocations};
use crate::clock::Moment;
use crate::digest::Digest;
use lawful_platform::TrustedKeys;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::sync::{Arc, PoisonError, RwLock};

/// Remembers which chains were verified, by their digests. Signatures do not change; time and
/// revocations do, and are looked at every time.
#[derive(Debug)]
pub struct VerifiedChains {
    grantors: TrustedKeys,
    revocations: Arc<Revocations>,
    most: usize,
    known: RwLock<Known>,
}

#[derive(Debug, Default)]
struct Known {
    chains: FxHashMap<Digest, Arc<Entry>>,
    /// The order in which they came: the oldest goes first.
    order: VecDeque<Digest>,
}

#[derive(Debug)]
struct Entry {
    mandate: Arc<Mandate>,
    stamp: Stamp,
}

impl VerifiedChains {
    /// Remembers at most so many chains, granted by these keys.
    pub fn new(grantors: TrustedKeys, revocations: Arc<Revocations>, most: usize) -> Self {
        VerifiedChains {
            grantors,
            revocations,
            most,
            known: RwLock::default(),
        }
    }

    /// Verifies a chain as of now; the signatures only the first time.
    ///
    /// # Errors
    /// The first thing that does not fit; it is not time, or something was revoked.
    pub fn verify(&self, chain: &Chain, now: Moment) -> Result<Arc<Mandate>, DelegationError> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let entry = known.chains.get(chain.digest()).cloned();
        drop(known);
        let entry = match entry {
            Some(entry) => entry,
            None => self.remember(chain)?,
        };
        let mandate = &entry.mandate;
        holds_now(mandate, now)?;
        if !self.revocations.all_hold(&entry.stamp, mandate.lineage()) {
            let revoked = self.revocations.first_revoked(mandate.lineage());
            return Err(DelegationError::Revoked(revoked.unwrap_or(mandate.name())));
        }
        Ok(Arc::clone(mandate))
    }

    fn remember(&self, chain: &Chain) -> Result<Arc<Entry>, DelegationError> {
        let entry = Arc::new(Entry {
            mandate: Arc::new(chain.verify_signatures(&self.grantors)?),
            stamp: Stamp::new(),
        });
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        let fresh = known.chains.insert(*chain.digest(), Arc::clone(&entry));
        if fresh.is_none() {
            known.order.push_back(*chain.digest());
        }
        while known.order.len() > self.most {
            if let Some(oldest) = known.order.pop_front() {
                known.chains.remove(&oldest);
            }
        }
        Ok(entry)
    }
}

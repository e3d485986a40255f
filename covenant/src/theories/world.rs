//! The small world in which our models live: fixed keys and moments, so that every run replays.

use crate::budget::Amounts;
use crate::call::Call;
use crate::capability::Permissions;
use crate::clock::{Clock, ClockError, Moment, Watch};
use crate::delegation::{Mandate, Revocations};
use crate::gate::{CovenantGate, Surroundings};
use crate::lifecycle::{Covenant, Granted, Terms};
use crate::review::ReviewGate;
use lawful_platform::{PublicKey, Signer, SoftwareKey};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

pub(super) const START: Moment = Moment::from_millis(1_000);
pub(super) const END: Moment = Moment::from_millis(1_000_000);

/// The keys of the world, made once.
static KEYS: LazyLock<Vec<SoftwareKey>> = LazyLock::new(|| {
    let seeds = (0..=127).map(|number| [number; 32]);
    seeds
        .map(|seed| SoftwareKey::from_ed25519_seed(&seed))
        .collect()
});

/// Returns the key of a number from 0 to 127.
pub(super) fn key(number: u8) -> &'static SoftwareKey {
    let keys = &*KEYS;
    &keys[usize::from(number) % keys.len()]
}

pub(super) fn public(number: u8) -> PublicKey {
    key(number).public_key().clone()
}

/// The owner grants; the agent holds.
pub(super) const OWNER: u8 = 1;
pub(super) const AGENT: u8 = 2;

pub(super) fn terms(
    permissions: Permissions,
    budget: Amounts,
    gates: BTreeSet<ReviewGate>,
) -> Option<Terms> {
    let mut terms = Terms::new(public(OWNER), public(AGENT), START, END).ok()?;
    terms.nonce = [7; 16];
    terms.permissions = permissions;
    terms.budget = budget;
    terms.gates = gates;
    Some(terms)
}

pub(super) fn granted(terms: Terms) -> Option<Covenant<Granted>> {
    let proposed = Covenant::propose(terms, key(AGENT), START).ok()?;
    proposed.grant(key(OWNER), START).ok()
}

/// A clock that shows one time, or none.
pub(super) struct Stopped(pub Option<Moment>);

impl Clock for Stopped {
    fn now(&self) -> Result<Moment, ClockError> {
        self.0
            .ok_or_else(|| ClockError::Unavailable("it was taken away".to_owned()))
    }
}

pub(super) fn around(clock: impl Clock + 'static) -> Surroundings {
    let (revocations, clock) = (Arc::new(Revocations::new()), Arc::new(Watch::new(clock)));
    Surroundings::new(revocations, clock)
}

/// A gate that runs, with its covenant.
pub(super) fn running(
    terms: Terms,
    around: &Surroundings,
) -> Option<(CovenantGate, Covenant<Granted>)> {
    let covenant = granted(terms)?;
    let gate = CovenantGate::open(&covenant, around).ok()?;
    Some((gate, covenant))
}

/// The gate of terms, without the signatures that make them a covenant.
pub(super) fn unsigned(terms: &Terms, around: &Surroundings) -> Option<CovenantGate> {
    let mandate = Mandate::of_terms(terms, terms.digest());
    CovenantGate::of_mandate(&mandate, around).ok()
}

pub(super) fn call(action: &str) -> Option<Call> {
    Some(Call::new(action.parse().ok()?))
}

//! Keys, terms and gates for tests.

pub mod ledgers;

use lawful_covenant::budget::{Amounts, Resource};
use lawful_covenant::call::{Arguments, Call};
use lawful_covenant::capability::Permissions;
use lawful_covenant::clock::{ManualClock, Moment, Watch};
use lawful_covenant::delegation::Revocations;
use lawful_covenant::gate::Surroundings;
use lawful_covenant::lifecycle::{Covenant, Granted, Terms};
use lawful_platform::{Signer, SoftwareKey};
use std::sync::Arc;

pub const START: Moment = Moment::from_millis(1_000_000);
pub const END: Moment = Moment::from_millis(2_000_000);

pub fn key(number: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[number; 32])
}

pub fn owner() -> SoftwareKey {
    key(1)
}

pub fn agent() -> SoftwareKey {
    key(2)
}

pub fn amounts(resource: Resource, number: i128) -> Amounts {
    Amounts::of(resource, number).unwrap()
}

pub fn calls(number: i128) -> Amounts {
    amounts(Resource::Calls, number)
}

pub fn terms(permissions: &[&str]) -> Terms {
    let (owner, agent) = (owner(), agent());
    let (grantor, holder) = (owner.public_key().clone(), agent.public_key().clone());
    let mut terms = Terms::new(grantor, holder, START, END).unwrap();
    terms.permissions = Permissions::parse(permissions.iter().copied()).unwrap();
    terms.budget = calls(100);
    terms
}

pub fn grant(terms: Terms) -> Covenant<Granted> {
    let proposed = Covenant::propose(terms, &agent(), START).unwrap();
    proposed.grant(&owner(), START).unwrap()
}

pub fn around() -> (Surroundings, Arc<ManualClock>) {
    let clock = Arc::new(ManualClock::at(START));
    let watch = Arc::new(Watch::new(Arc::clone(&clock)));
    let around = Surroundings::new(Arc::new(Revocations::new()), watch);
    (around, clock)
}

pub fn call(action: &str) -> Call {
    Call::new(action.parse().unwrap())
}

pub fn call_with(action: &str, arguments: &str) -> Call {
    call(action).with_arguments(Arguments::parse(arguments.as_bytes()).unwrap())
}

//! A revoked covenant cannot be granted.

use lawful_covenant::clock::Moment;
use lawful_covenant::lifecycle::{Covenant, Revoked};
use lawful_platform::Signer;

fn revive(covenant: Covenant<Revoked>, owner: &dyn Signer) {
    let _ = covenant.grant(owner, Moment::from_millis(0));
}

fn main() {}

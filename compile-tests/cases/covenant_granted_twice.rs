//! A covenant that moved on is not there any more.

use lawful_covenant::clock::Moment;
use lawful_covenant::lifecycle::{Covenant, Proposed};
use lawful_platform::Signer;

fn twice(covenant: Covenant<Proposed>, owner: &dyn Signer) {
    let _first = covenant.grant(owner, Moment::from_millis(0));
    let _second = covenant.grant(owner, Moment::from_millis(0));
}

fn main() {}

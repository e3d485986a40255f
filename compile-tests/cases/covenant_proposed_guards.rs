//! Only a granted covenant can guard calls.

use lawful_covenant::gate::{CovenantGate, Surroundings};
use lawful_covenant::lifecycle::{Covenant, Proposed};

fn guard(covenant: &Covenant<Proposed>, around: &Surroundings) {
    let _ = CovenantGate::open(covenant, around);
}

fn main() {}

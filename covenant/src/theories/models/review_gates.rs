//! The review gates of a running covenant as a model of [`Reviewing`].

use crate::budget::Amounts;
use crate::call::{Arguments, Call};
use crate::capability::Permissions;
use crate::clock::ManualClock;
use crate::gate::{CovenantGate, Decision};
use crate::review::{Approval, ReviewGate, Reviewed};
use crate::theories::Reviewing;
use crate::theories::world::{self, START};
use lawful::{Sort, register};
use std::collections::BTreeSet;
use std::sync::Arc;

struct ReviewGates;

const REVIEWERS: [u8; 3] = [11, 12, 13];
const TIMEOUT: u64 = 5_000;

/// A gate of a threshold with two of three reviewers, and its clock.
fn gate(threshold: u64) -> Option<(CovenantGate, Arc<ManualClock>)> {
    let trigger = "pay:**".parse().ok()?;
    let reviewers = REVIEWERS.map(world::public);
    let review = ReviewGate::new("large", trigger, threshold, reviewers, 2, TIMEOUT).ok()?;
    let permissions = Permissions::parse(["pay:**"]).ok()?;
    let terms = world::terms(permissions, Amounts::NONE, BTreeSet::from([review]))?;
    let clock = Arc::new(ManualClock::at(START));
    let gate = world::unsigned(&terms, &world::around(Arc::clone(&clock)))?;
    Some((gate, clock))
}

/// Calls differ in the action or in an argument.
fn call(deed: u8) -> Option<Call> {
    let call = world::call(&format!("pay:shop/n{}", deed >> 4))?;
    let arguments = format!(r#"{{"amount":{}}}"#, deed & 15);
    Some(call.with_arguments(Arguments::parse(arguments.as_bytes()).ok()?))
}

/// Asks for a call and lets reviewers sign the request.
fn approved(gate: &CovenantGate, call: &Call, reviewers: [u8; 2]) -> Option<Vec<Reviewed>> {
    let Decision::Review(requests) = gate.decide(call) else {
        return None;
    };
    requests
        .into_iter()
        .map(|request| {
            let sign = |reviewer| Approval::sign(&request, world::key(reviewer)).ok();
            let approvals = reviewers.into_iter().map(sign).collect::<Option<_>>()?;
            Some(Reviewed { request, approvals })
        })
        .collect()
}

/// Returns whether a call passes with the approval of another one, the last of so many times.
fn pass((deed, given): (u8, u8), reviewers: [u8; 2], wait: u64, times: usize) -> Option<bool> {
    let (gate, clock) = gate(1)?;
    let (deed, given) = (call(deed)?, call(given)?);
    let reviewed = approved(&gate, &deed, reviewers)?;
    clock.advance(wait);
    let ask = |_| gate.decide_reviewed(&given, &reviewed).is_allowed();
    (0..times).map(ask).last()
}

impl Reviewing for ReviewGates {
    type Deed = u8;

    /// Not the whole domain: every case signs and verifies.
    fn deed(&self) -> Sort<u8> {
        Sort::drawn(|rng: &mut lawful::rng::Rng| rng.bits() as u8).edges_from(vec![0, 1, 16])
    }

    fn threshold(&self, n: &u64) -> u64 {
        n % 6 + 1
    }

    fn first_stopped(&self, n: &u64) -> u64 {
        let Some((gate, _)) = gate(self.threshold(n)) else {
            return 0;
        };
        let allowed = |_: &u64| call(0).is_some_and(|call| gate.decide(&call).is_allowed());
        1 + (0..100u64).take_while(allowed).count() as u64
    }

    fn passes(&self, approved: &u8, given: &u8) -> bool {
        pass((*approved, *given), [11, 13], TIMEOUT - 1, 1) == Some(true)
    }

    fn passes_twice(&self, d: &u8) -> bool {
        pass((*d, *d), [12, 13], 0, 2) != Some(false)
    }

    fn passes_late(&self, d: &u8) -> bool {
        pass((*d, *d), [11, 12], TIMEOUT, 1) != Some(false)
    }

    fn passes_with_one(&self, d: &u8) -> bool {
        pass((*d, *d), [12, 12], 0, 1) != Some(false)
    }
}

/// The clock of cases is not at the end of the covenant.
const _: () = assert!(START.plus_millis(TIMEOUT).as_millis() < world::END.as_millis());

register! {
    id: "covenant.review",
    version: "1",
    about: "review gates of a running covenant, two of three reviewers",
    model: ReviewGates,
    theories: [crate::theories::Reviewing],
}

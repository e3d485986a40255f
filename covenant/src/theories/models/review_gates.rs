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
    let (gate, _) = world::running(terms, &world::around(Arc::clone(&clock)))?;
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
            let sign = |reviewer| Approval::sign(&request, &world::key(reviewer)).ok();
            let approvals = reviewers.into_iter().map(sign).collect::<Option<_>>()?;
            Some(Reviewed { request, approvals })
        })
        .collect()
}

/// Returns whether a call passes with the approval of another one, and whether it passes again.
fn pass(deed: u8, given: u8, reviewers: [u8; 2], wait: u64) -> Option<(bool, bool)> {
    let (gate, clock) = gate(1)?;
    let (deed, given) = (call(deed)?, call(given)?);
    let reviewed = approved(&gate, &deed, reviewers)?;
    clock.advance(wait);
    let ask = || gate.decide_reviewed(&given, &reviewed).is_allowed();
    Some((ask(), ask()))
}

impl Reviewing for ReviewGates {
    type Deed = u8;

    fn deed(&self) -> Sort<u8> {
        Sort::any()
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
        pass(*approved, *given, [11, 13], TIMEOUT - 1).is_some_and(|(first, _)| first)
    }

    fn passes_twice(&self, d: &u8) -> bool {
        pass(*d, *d, [12, 13], 0).is_none_or(|(_, again)| again)
    }

    fn passes_late(&self, d: &u8) -> bool {
        pass(*d, *d, [11, 12], TIMEOUT).is_none_or(|(first, _)| first)
    }

    fn passes_with_one(&self, d: &u8) -> bool {
        pass(*d, *d, [12, 12], 0).is_none_or(|(first, _)| first)
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

//! The gate of a running covenant as a model of [`GuardedCalls`].

use crate::budget::BudgetError;
use crate::budget::{Amounts, Resource};
use crate::call::Cost;
use crate::capability::Permissions;
use crate::gate::{Clause, CovenantGate, Decision, Surroundings};
use crate::lifecycle::{Covenant, Granted};
use crate::review::ReviewGate;
use crate::theories::GuardedCalls;
use crate::theories::simple_gate::{SimpleGate, Told};
use crate::theories::world::{self, OWNER, START, Stopped};
use lawful::register;
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

struct RunningGate;

/// A gate, and the covenant until somebody revokes it.
struct Running {
    gate: CovenantGate,
    covenant: Mutex<Option<Covenant<Granted>>>,
    around: Surroundings,
}

fn calls(number: u64) -> Amounts {
    Amounts::of(Resource::Calls, i128::from(number)).unwrap_or_default()
}

fn start() -> Option<Running> {
    let trigger = "pay:**".parse().ok()?;
    let reviewers = [world::public(11)];
    let gate = ReviewGate::new(
        "watched",
        trigger,
        SimpleGate::THRESHOLD,
        reviewers,
        1,
        1_000,
    );
    let permissions = Permissions::parse(["pay:**", "mail:**"]).ok()?;
    let budget = calls(SimpleGate::GRANTED);
    let terms = world::terms(permissions, budget, BTreeSet::from([gate.ok()?]))?;
    let around = world::around(Stopped(Some(START)));
    let (gate, covenant) = world::running(terms, &around)?;
    Some(Running {
        gate,
        covenant: Mutex::new(Some(covenant)),
        around,
    })
}

fn ask(live: &Option<Running>, action: &str, cost: u64) -> Told {
    let (Some(live), Some(call)) = (live, world::call(action)) else {
        return Told::Other;
    };
    let call = call.with_cost(Cost::Known(calls(cost)));
    match live.gate.decide(&call) {
        Decision::Allowed(_) => Told::Allowed,
        Decision::Review(_) => Told::Review,
        Decision::Denied(Clause::Budget(BudgetError::Exceeded { .. })) => Told::Budget,
        Decision::Denied(Clause::Revoked(_)) => Told::Revoked,
        Decision::Denied(_) => Told::Other,
    }
}

impl GuardedCalls for RunningGate {
    type Live = Option<Running>;

    fn start(&self) -> Option<Running> {
        start()
    }

    fn call(&self, live: &Option<Running>, cost: &u64) -> Told {
        ask(live, "mail:send", *cost)
    }

    fn watched_call(&self, live: &Option<Running>, cost: &u64) -> Told {
        ask(live, "pay:shop", *cost)
    }

    fn revoke(&self, live: &Option<Running>) {
        let Some(live) = live else { return };
        let mut covenant = live.covenant.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(granted) = covenant.take() {
            // If this failed, the covenant would go on, and the law would say so.
            let _ = granted.revoke(world::key(OWNER), "a case", START, &live.around.revocations);
        }
    }

    fn spent(&self, live: &Option<Running>) -> u64 {
        let balance = live
            .as_ref()
            .and_then(|live| live.gate.account().balance().ok());
        balance.map_or(u64::MAX, |balance| balance.spent.get(Resource::Calls))
    }
}

register! {
    id: "covenant.running_gate",
    version: "1",
    about: "the gate of a running covenant, shared by threads",
    model: RunningGate,
    theories: [crate::theories::GuardedCalls],
}

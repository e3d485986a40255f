//! The guarded run: what is on the ledger after every kind of call, and what it proves.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::budget::{Amounts, Resource};
use lawful_covenant::call::{Call, Cost};
use lawful_covenant::capability::Standing;
use lawful_covenant::clock::{Clock, ClockError, Moment, Watch};
use lawful_covenant::delegation::{Chain, Mandate, Request, Revocations};
use lawful_covenant::gate::{Clause, Stopped, Surroundings};
use lawful_covenant::lifecycle::Delegation;
use lawful_covenant::review::{Approval, ReviewGate, Reviewed};
use lawful_covenant::run::*;
use lawful_operad::term::{Signature, Terms};
use lawful_platform::{
    Context, PublicKey, SignError, Signature as Signed, Signer, SoftwareKey, TrustedKeys,
};
use lawful_trace::checkpoint::Checkpoint;
use lawful_trace::{
    DurableLedger, FileLedger, FileLedgerOptions, Ledger, LedgerOptions, MemoryLedger,
};
use lawful_trust::TrustStore;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use support::ledgers::{Faulty, kinds, log_key, log_name};
use support::*;

fn tokens(number: i128) -> Amounts {
    amounts(Resource::Tokens, number)
}

fn spending(action: &str, cost: Cost) -> Call {
    call(action).with_cost(cost)
}

/// A guard over `fs.read:/srv/**` with 100 calls, on a ledger.
fn guarded(ledger: Arc<dyn DurableLedger>, mode: Mode) -> Guard {
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let setup = RunSetup::new(ledger).in_mode(mode);
    Guard::open(&covenant, &around().0, setup).unwrap()
}

fn free(guard: &Guard) -> u64 {
    let balance = guard.gate().account().balance().unwrap();
    assert!(balance.is_conserved());
    balance.free.get(Resource::Calls)
}

fn read() -> Call {
    spending("fs.read:/srv/notes", Cost::Known(calls(1)))
}

fn ok(_: &mut Meter) -> Result<u8, String> {
    Ok(7)
}

const DONE: [&str; 4] = [
    "call.proposed",
    "call.authorised",
    "call.executed",
    "call.returned",
];

#[test]
fn a_call_is_four_nodes_each_linked_to_the_one_before() {
    let ledger = Arc::new(MemoryLedger::new());
    let guard = guarded(ledger.clone(), Mode::Enforced);
    let done = guard.run(&read(), &[], ok).unwrap();
    assert_eq!((done.value, done.receipt.outcome), (7, Outcome::Succeeded));
    assert!(done.receipt.troubles.is_empty());
    assert_eq!(kinds(&*ledger)[1..], DONE);
    let nodes: Vec<_> = ledger.iter().collect();
    for pair in nodes.windows(2) {
        assert!(pair[1].links().any(|link| link.target == pair[0].id()));
    }
    assert_eq!(nodes[4].links().count(), 2, "and fulfils the proposal");
    assert_eq!(free(&guard), 99);
}

#[test]
fn what_is_denied_does_not_run_and_the_clause_is_recorded() {
    let ledger = Arc::new(MemoryLedger::new());
    let guard = guarded(ledger.clone(), Mode::Enforced);
    let write = spending("fs.write:/srv/notes", Cost::Known(calls(1)));
    let error = guard
        .run(&write, &[], |_| -> Result<(), String> { panic!("it ran") })
        .unwrap_err();
    let refused = error.refused().unwrap();
    assert_eq!(refused.why.clause(), Some(&Clause::NotAllowed));
    assert_eq!(kinds(&*ledger)[1..], ["call.proposed", "call.denied"]);
    let denied = ledger.get(2).unwrap();
    let said = "the call is denied: no permission allows it";
    assert_eq!(denied.response(), Some(said));
    assert_eq!(refused.to_string(), said);
    assert_eq!(free(&guard), 100);
}

#[test]
fn a_tool_that_fails_or_crashes_is_recorded_and_pays() {
    let ledger = Arc::new(MemoryLedger::new());
    let guard = guarded(ledger.clone(), Mode::Enforced);
    let failed = guard.run(&read(), &[], |_| Err::<(), _>("no such\0file"));
    assert!(matches!(
        failed,
        Err(RunError::Failed {
            error: "no such\0file",
            ..
        })
    ));
    let last = ledger.get(ledger.len() - 1).unwrap();
    assert_eq!(last.response(), Some("no such\u{fffd}file"));
    // A crash after the cost was said: it counts. Before: all that was set aside.
    let ceiling = spending("fs.read:/srv/notes", Cost::AtMost(calls(10)));
    let crashed = guard.run(&ceiling, &[], |meter| -> Result<(), String> {
        meter.set(calls(3));
        panic!("disk on fire")
    });
    let Err(RunError::Panicked { message, receipt }) = crashed else {
        panic!("{crashed:?}")
    };
    assert_eq!(
        (message.as_str(), receipt.spent),
        ("disk on fire", calls(3))
    );
    assert_eq!(free(&guard), 96);
    let crashed = guard.run(&ceiling, &[], |_| -> Result<(), String> { panic!("early") });
    assert!(crashed.is_err());
    assert_eq!(free(&guard), 86);
    assert!(guard.halted().is_none());
    guard
        .run(&ceiling, &[], |meter| {
            meter.set(calls(2));
            Ok::<_, String>(())
        })
        .unwrap();
    assert_eq!(free(&guard), 84);
}

#[test]
fn a_call_that_nobody_ends_is_lost_and_paid() {
    let ledger = Arc::new(MemoryLedger::new());
    let guard = guarded(ledger.clone(), Mode::Enforced);
    let ceiling = spending("fs.read:/srv/notes", Cost::AtMost(calls(10)));
    drop(guard.begin(&ceiling, &[]).unwrap());
    assert_eq!(kinds(&*ledger)[1..], DONE);
    assert_eq!(free(&guard), 90);
    let running = guard.begin(&ceiling, &[]).unwrap();
    let receipt = running.finish(Outcome::Succeeded, Some(&calls(11)), None);
    assert!(
        matches!(receipt.troubles[..], [Trouble::Budget(_)]),
        "{receipt:?}"
    );
    assert_eq!(free(&guard), 79);
    assert!(
        guard.halted().is_none(),
        "a cost above the ceiling is paid, and no reason to stop"
    );
}

#[test]
fn a_ledger_that_takes_nothing_denies_and_nothing_is_spent() {
    // The first call could be authorised, and its end not be recorded.
    let ledger = Arc::new(Faulty::new(2));
    let guard = guarded(ledger.clone(), Mode::Enforced);
    assert_eq!(ledger.appends(), 1);
    ledger.allow(1);
    let done = guard.run(&read(), &[], ok).unwrap();
    assert!(matches!(done.receipt.troubles[..], [Trouble::Ledger(_)]));
    assert!(guard.halted().is_some());
    assert_eq!(free(&guard), 99);
    ledger.allow(100);
    let error = guard.run(&read(), &[], ok).unwrap_err();
    assert!(matches!(error.refused().unwrap().why, Refusal::Halted(_)));
    // A full ledger from the start of the call.
    let ledger = Arc::new(Faulty::new(100));
    let guard = guarded(ledger.clone(), Mode::Enforced);
    ledger.allow(0);
    let error = guard.run(&read(), &[], ok).unwrap_err();
    let refused = error.refused().unwrap();
    assert!(matches!(refused.why, Refusal::Ledger(_)), "{refused}");
    assert!(refused.recorded.is_none());
    assert_eq!(free(&guard), 100);
    ledger.crash();
    let error = guard.run(&read(), &[], ok).unwrap_err();
    assert!(matches!(error.refused().unwrap().why, Refusal::Crashed(_)));
    assert_eq!(free(&guard), 100);
}

/// A policy that crashes.
struct Crashing;

impl Policy for Crashing {
    fn name(&self) -> &str {
        "crashing"
    }

    fn check(&self, _: &Call, _: &PublicKey) -> Result<(), String> {
        panic!("the policy is broken")
    }
}

/// A policy that says no.
struct Stern;

impl Policy for Stern {
    fn name(&self) -> &str {
        "stern"
    }

    fn check(&self, _: &Call, _: &PublicKey) -> Result<(), String> {
        Err("not on Sundays".to_owned())
    }
}

struct CrashingStanding;

impl Standing for CrashingStanding {
    fn trust_of(
        &self,
        _: &PublicKey,
        _: Moment,
    ) -> Option<lawful_covenant::capability::TrustLevel> {
        panic!("no store")
    }

    fn key_kind(&self, _: &PublicKey, _: Moment) -> Option<lawful_platform::Anchor> {
        None
    }

    fn is_certified(&self, _: &str, _: Moment) -> Option<bool> {
        None
    }
}

#[test]
fn policies_that_deny_or_crash_deny() {
    let covenant = grant(terms(&["fs.read:/srv/** when trust >= 500"]));
    let (around, _) = around();
    let open = |around: &Surroundings, policy: Option<Arc<dyn Policy>>| {
        let setup = RunSetup::new(Arc::new(MemoryLedger::new()));
        let setup = policy.into_iter().fold(setup, RunSetup::with_policy);
        Guard::open(&covenant, around, setup).unwrap()
    };
    let crashing = Surroundings {
        standing: Arc::new(CrashingStanding),
        ..around.clone()
    };
    for (guard, message) in [
        (
            open(&around, Some(Arc::new(Crashing))),
            "the policy is broken",
        ),
        (open(&around, Some(Arc::new(Stern))), "not on Sundays"),
        (open(&crashing, None), "no store"),
    ] {
        let error = guard.run(&read(), &[], ok).unwrap_err();
        assert!(error.to_string().contains(message), "{error}");
        assert!(error.refused().unwrap().recorded.is_some());
        assert_eq!(free(&guard), 100);
    }
}

/// A clock that can be taken away.
struct Fragile(Arc<AtomicU64>);

impl Clock for Fragile {
    fn now(&self) -> Result<Moment, ClockError> {
        match self.0.load(Ordering::SeqCst) {
            0 => Err(ClockError::Unavailable("it was taken away".to_owned())),
            now => Ok(Moment::from_millis(now)),
        }
    }
}

#[test]
fn without_a_clock_or_with_one_that_goes_back_nothing_happens() {
    let time = Arc::new(AtomicU64::new(START.as_millis()));
    let watch = Arc::new(Watch::new(Fragile(Arc::clone(&time))));
    let around = Surroundings::new(Arc::new(Revocations::new()), watch);
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let ledger = Arc::new(MemoryLedger::new());
    let setup = RunSetup::new(ledger.clone());
    let guard = Guard::open(&covenant, &around, setup.clone()).unwrap();
    guard.run(&read(), &[], ok).unwrap();
    for (now, said) in [(0, "taken away"), (5, "went back")] {
        time.store(now, Ordering::SeqCst);
        let error = guard.run(&read(), &[], ok).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert!(error.refused().unwrap().recorded.is_some());
    }
    assert_eq!(free(&guard), 99);
    // Another process with the clock of yesterday cannot go on with the ledger.
    time.store(START.as_millis() + 10, Ordering::SeqCst);
    guard.run(&read(), &[], ok).unwrap();
    drop(guard);
    let yesterday = support::around().0;
    let error = Guard::open(&covenant, &yesterday, setup).unwrap_err();
    assert!(matches!(error, GuardError::Clock(_)), "{error}");
}

#[test]
fn shadow_mode_stops_nothing_and_says_so_everywhere() {
    let ledger = Arc::new(MemoryLedger::new());
    let guard = guarded(ledger.clone(), Mode::Shadow);
    let write = spending("fs.write:/srv/notes", Cost::AtMost(calls(5)));
    let done = guard.run(&write, &[], ok).unwrap();
    assert_eq!(done.value, 7);
    let message = done.receipt.not_enforced.unwrap().to_string();
    assert!(message.starts_with("not enforced: "), "{message}");
    let allowed = guard.run(&read(), &[], ok).unwrap();
    assert!(allowed.receipt.not_enforced.is_none());
    assert_eq!(
        kinds(&*ledger)[1..5],
        [
            "call.proposed",
            "call.denied",
            "call.executed",
            "call.returned"
        ]
    );
    for node in ledger.iter() {
        assert!(node.tags().any(|tag| tag == NOT_ENFORCED), "{node:?}");
    }
    let denied = ledger.get(2).unwrap();
    assert!(denied.response().unwrap().starts_with("not enforced: "));
    // Not even a ledger that fails stops anything.
    let ledger = Arc::new(Faulty::new(100));
    let guard = guarded(ledger.clone(), Mode::Shadow);
    ledger.allow(0);
    let done = guard.run(&read(), &[], ok).unwrap();
    assert!(matches!(
        done.receipt.not_enforced.unwrap().why,
        Refusal::Ledger(_)
    ));
}

#[test]
fn trust_follows_outcomes_in_the_model_of_the_store() {
    let ledger = Arc::new(MemoryLedger::new());
    for model in ["evidence", "web4-0.1"] {
        let store = TrustStore::memory().with_model(model).unwrap();
        let earning = Earning::new(store.clone(), "agent:writer", 0.5).unwrap();
        let covenant = grant(terms(&["fs.read:/srv/**"]));
        let setup = RunSetup::new(ledger.clone()).with_trust(earning);
        let guard = Guard::open(&covenant, &around().0, setup).unwrap();
        let trust = || store.get("agent:writer").unwrap().t3_average();
        let before = trust();
        guard.run(&read(), &[], ok).unwrap();
        let after = trust();
        assert!(after > before, "{model}");
        guard.run(&read(), &[], |_| Err::<(), _>("no")).unwrap_err();
        assert!(trust() < after, "{model}");
        assert_eq!(store.get("agent:writer").unwrap().action_count(), 2);
        // What was denied is no outcome.
        guard.run(&call("fs.write:/x"), &[], ok).unwrap_err();
        assert_eq!(store.get("agent:writer").unwrap().action_count(), 2);
    }
}

#[test]
fn reviews_are_asked_for_used_once_and_recorded() {
    let mut terms = terms(&["pay:**"]);
    let reviewers = [key(11).public_key().clone(), key(12).public_key().clone()];
    let trigger = "pay:**".parse().unwrap();
    let gate = ReviewGate::new("payments", trigger, 1, reviewers, 2, 60_000).unwrap();
    terms.gates = [gate].into();
    let covenant = grant(terms);
    let sealed = support::ledgers::Sealed::new();
    let guard = Guard::open(&covenant, &around().0, sealed.setup()).unwrap();
    let pay = spending("pay:shop", Cost::Known(calls(1)));
    let error = guard.run(&pay, &[], ok).unwrap_err();
    let Refusal::Stopped(Stopped::Review(requests)) = &error.refused().unwrap().why else {
        panic!("{error}")
    };
    let request = requests[0].clone();
    let approvals = [11, 12].map(|n| Approval::sign(&request, &key(n)).unwrap());
    let reviewed = [Reviewed {
        request,
        approvals: approvals.to_vec(),
    }];
    let done = guard.run(&pay, &reviewed, ok).unwrap();
    guard.run(&pay, &reviewed, ok).unwrap_err();
    let answer = sealed.verify(&guard, &done.receipt.call, &pay).unwrap();
    let Decided::Authorised { reviewers, .. } = answer.decided else {
        panic!("{answer:?}")
    };
    assert_eq!(reviewers.len(), 2);
}

#[test]
fn threads_on_one_budget_lose_nothing_and_spend_nothing_twice() {
    let sealed = support::ledgers::Sealed::new();
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let guard = Guard::open(&covenant, &around().0, sealed.setup()).unwrap();
    let ran = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                for _ in 0..80 {
                    let _ = guard.run(&read(), &[], |_| {
                        ran.fetch_add(1, Ordering::SeqCst);
                        Ok::<_, String>(())
                    });
                }
            });
        }
    });
    assert_eq!(ran.load(Ordering::SeqCst), 100);
    assert_eq!(free(&guard), 0);
    let kinds = kinds(&*sealed.ledger);
    let count = |name| kinds.iter().filter(|kind| **kind == name).count();
    assert_eq!((count("call.executed"), count("call.returned")), (100, 100));
    assert_eq!(count("call.denied"), 60);
    let name = format!("{}/0", guard.run_name());
    assert!(sealed.verify(&guard, &name, &read()).unwrap().whole_ledger);
}

#[test]
fn a_guard_goes_on_with_what_is_left_of_the_budget() {
    let ledger = Arc::new(MemoryLedger::new());
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let (around, _) = around();
    let setup = RunSetup::new(ledger.clone());
    let guard = Guard::open(&covenant, &around, setup.clone()).unwrap();
    let ceiling = spending("fs.read:/srv/notes", Cost::AtMost(calls(30)));
    guard
        .run(&ceiling, &[], |meter| {
            meter.set(calls(20));
            Ok::<_, String>(())
        })
        .unwrap();
    // A call that is open when the process is killed counts whole.
    let open = guard.begin(&ceiling, &[]).unwrap();
    let elsewhere = RunSetup::new(Arc::new(Faulty::over(ledger)));
    let again = Guard::open(&covenant, &around, elsewhere).unwrap();
    assert_eq!(free(&again), 50);
    // A call that runs keeps its guard.
    drop(guard);
    let refused = Guard::open(&covenant, &around, setup.clone()).unwrap_err();
    assert!(matches!(refused, GuardError::Open(_)), "{refused}");
    drop(open);
    let last = Guard::open(&covenant, &around, setup.clone()).unwrap();
    last.close();
    let refused = last.begin(&ceiling, &[]).unwrap_err();
    assert!(matches!(refused.why, Refusal::Halted(_)), "{refused}");
    assert!(Guard::open(&covenant, &around, setup).is_ok());
}

fn passed_on() -> (Guard, Chain, support::ledgers::Sealed) {
    let mut terms = terms(&["fs.read:/srv/**"]);
    terms.delegation = Delegation {
        depth: 1,
        may_use: true,
    };
    let covenant = grant(terms);
    let sealed = support::ledgers::Sealed::new();
    let guard = Guard::open(&covenant, &around().0, sealed.setup()).unwrap();
    let mut request = Request::all_of(&Mandate::from(&covenant), key(3).public_key().clone());
    request.budget = calls(40);
    let chain = Chain::new(&covenant).unwrap().delegate(request, &agent());
    (guard, chain.unwrap(), sealed)
}

#[test]
fn a_child_spends_its_parents_budget_and_is_verified_to_the_root() {
    let (guard, chain, sealed) = passed_on();
    let child = guard.open_child(&chain, &sealed.grantors).unwrap();
    assert_eq!((free(&guard), free(&child)), (60, 40));
    let done = child.run(&read(), &[], ok).unwrap();
    let answer = sealed.verify(&child, &done.receipt.call, &read()).unwrap();
    assert_eq!(answer.lineage.len(), 2);
    assert_eq!(answer.grantor, *owner().public_key());
    assert_eq!(answer.holder, *key(3).public_key());
}

fn plan() -> Plan {
    let signature = Signature::single([("send", 2), ("read", 0), ("draft", 1)]).unwrap();
    let mut terms = Terms::new(signature);
    let term = terms.parse("send(draft(read), read)", &[]).unwrap();
    let step = |name: &str| {
        let action = match name {
            "read" => "fs.read:/srv/notes",
            "draft" => "model:small",
            _ => "mail.send:team",
        };
        Some(spending(action, Cost::AtMost(calls(10))))
    };
    Plan::of_term(&terms, term, step).unwrap()
}

fn tool(step: &Step, inputs: &[String], meter: &mut Meter) -> Result<String, String> {
    meter.set(calls(1));
    Ok(format!("{}({})", step.operation(), inputs.join(",")))
}

#[test]
fn a_plan_runs_its_steps_in_order_and_is_verified() {
    let sealed = support::ledgers::Sealed::new();
    let covenant = grant(terms(&["fs.read:/**", "model:*", "mail.send:*"]));
    let guard = Guard::open(&covenant, &around().0, sealed.setup()).unwrap();
    let done = guard.run_plan(&plan(), &[], tool).unwrap();
    assert_eq!(done.value, "send(draft(read()),read())");
    assert_eq!(done.receipts.len(), 3, "what is shared runs once");
    assert_eq!(free(&guard), 97);
    let kinds = kinds(&*sealed.ledger);
    assert_eq!(kinds[1..3], ["plan.proposed", "plan.authorised"]);
    assert_eq!(kinds.len(), 3 + 3 * 4);
    let last = &done.receipts[2].call;
    let send = plan().steps()[2].call().clone();
    assert!(sealed.verify(&guard, last, &send).unwrap().is_authorised());
    let proofs = sealed.prove(&guard, last);
    assert!(verify_proofs(&proofs, last, &send, sealed.believing()).is_ok());
}

#[test]
fn a_plan_with_a_step_that_is_denied_does_not_begin() {
    let ledger = Arc::new(MemoryLedger::new());
    let covenant = grant(terms(&["fs.read:/**", "model:*"]));
    let setup = RunSetup::new(ledger.clone());
    let guard = Guard::open(&covenant, &around().0, setup.clone()).unwrap();
    let error = guard
        .run_plan(&plan(), &[], |_, _: &[()], _| -> Result<(), String> {
            panic!("it ran")
        })
        .unwrap_err();
    assert!(
        matches!(&error, PlanError::Refused { step: 2, .. }),
        "{error}"
    );
    assert_eq!(kinds(&*ledger)[1..], ["plan.proposed", "plan.denied"]);
    assert_eq!(free(&guard), 100);
    // In shadow mode it runs, and the step is recorded as denied.
    drop(guard);
    let setup = setup.in_mode(Mode::Shadow);
    let guard = Guard::open(&covenant, &around().0, setup).unwrap();
    let done = guard.run_plan(&plan(), &[], tool).unwrap();
    assert!(done.receipts[2].not_enforced.is_some());
}

#[test]
fn a_plan_ends_when_its_covenant_is_revoked_in_the_middle() {
    let ledger = Arc::new(MemoryLedger::new());
    let (around, _) = around();
    let covenant = grant(terms(&["fs.read:/**", "model:*", "mail.send:*"]));
    let guard = Guard::open(&covenant, &around, RunSetup::new(ledger.clone())).unwrap();
    let covenant = Mutex::new(Some(covenant));
    let error = guard
        .run_plan(&plan(), &[], |step, inputs: &[String], meter| {
            if let Some(covenant) = covenant.lock().unwrap().take() {
                covenant
                    .revoke(&owner(), "stop", START, &around.revocations)
                    .unwrap();
            }
            tool(step, inputs, meter)
        })
        .unwrap_err();
    let PlanError::Step {
        step: 1,
        error,
        receipts,
        ..
    } = error
    else {
        panic!("{error}")
    };
    assert!(matches!(
        error.refused().unwrap().why.clause(),
        Some(Clause::Revoked(_))
    ));
    assert_eq!(receipts.len(), 1);
    assert_eq!(free(&guard), 99, "one call was made");
    assert_eq!(
        kinds(&*ledger)[7..],
        ["call.proposed", "call.denied"],
        "and the rest did not begin"
    );
}

#[test]
fn nobody_else_grants() {
    let (guard, chain, sealed) = passed_on();
    let nobody = TrustedKeys::default();
    assert!(guard.open_child(&chain, &nobody).is_err());
    let done = guard.run(&read(), &[], ok).unwrap();
    let head = guard.seal().unwrap().to_string();
    let believing = Believing {
        log: &sealed.policy,
        grantors: &nobody,
    };
    let error = verify_run(
        &*sealed.ledger,
        head.as_bytes(),
        &done.receipt.call,
        &read(),
        believing,
    );
    assert!(
        matches!(error, Err(RunsRefused::Covenant { .. })),
        "{error:?}"
    );
}

#[test]
fn what_is_sealed_is_on_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ledger");
    let (rules, files) = (LedgerOptions::default(), FileLedgerOptions::default());
    let ledger = Arc::new(FileLedger::create(&path, rules, files).unwrap());
    let setup = RunSetup::new(ledger.clone()).with_signer(log_name(), Arc::new(log_key()));
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let guard = Guard::open(&covenant, &around().0, setup).unwrap();
    guard.run(&read(), &[], ok).unwrap();
    assert!(ledger.synced() < ledger.len());
    let sealed: Checkpoint = guard.seal().unwrap().text().parse().unwrap();
    assert_eq!(sealed.head(), &ledger.head());
    assert_eq!(ledger.synced(), ledger.len());
}

/// Signs, and counts how often.
struct Counting(SoftwareKey, AtomicU64);

impl Signer for Counting {
    fn public_key(&self) -> &PublicKey {
        self.0.public_key()
    }

    fn sign(&self, context: &Context, message: &[u8]) -> Result<Signed, SignError> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.sign(context, message)
    }
}

#[test]
fn what_cannot_be_synced_is_not_sealed() {
    let ledger = Arc::new(Faulty::new(u64::MAX));
    let signer = Arc::new(Counting(log_key(), AtomicU64::new(0)));
    let setup = RunSetup::new(ledger.clone()).with_signer(log_name(), signer.clone());
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let guard = Guard::open(&covenant, &around().0, setup).unwrap();
    guard.seal().unwrap();
    ledger.lose_the_disk();
    let error = guard.seal().unwrap_err();
    assert!(matches!(error, GuardError::NotSynced(_)), "{error}");
    assert!(error.to_string().contains("the disk is gone"), "{error}");
    assert_eq!(signer.1.load(Ordering::SeqCst), 1);
}

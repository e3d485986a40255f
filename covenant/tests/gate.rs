//! What a gate decides, and which clause decides.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::budget::{BudgetError, MemoryJournal, RateLimit, Resource, replay};
use lawful_covenant::call::Cost;
use lawful_covenant::capability::{Standing, TrustLevel};
use lawful_covenant::clock::{Clock, ClockError, ManualClock, Moment, Watch};
use lawful_covenant::delegation::Revocations;
use lawful_covenant::gate::{Clause, CovenantGate, Decision, Surroundings};
use lawful_covenant::lifecycle::Delegation;
use lawful_covenant::review::{Approval, ReviewGate, Reviewed};
use lawful_platform::{Anchor, PublicKey, Signer};
use std::collections::BTreeSet;
use std::sync::Arc;
use support::*;

fn gate(permissions: &[&str]) -> CovenantGate {
    CovenantGate::open(&grant(terms(permissions)), &around().0).unwrap()
}

fn clause(decision: Decision) -> Clause {
    match decision {
        Decision::Denied(clause) => clause,
        other => panic!("not denied: {other:?}"),
    }
}

#[test]
fn what_is_not_allowed_is_denied_and_a_denial_wins() {
    let gate = gate(&["fs.*:/srv/**", "!fs.write:/srv/secret/**", "model:*"]);
    let allowed = [
        "fs.read:/srv/a",
        "fs.write:/srv/a/b",
        "fs.read:/srv/secret/x",
        "model:one",
    ];
    for action in allowed {
        assert!(gate.decide(&call(action)).is_allowed(), "{action}");
    }
    let denied = [
        "fs.read:/srv",
        "fs.read:srv/a",
        "fs.read.all:/srv/a",
        "fs.read:/etc/passwd",
        "model:a/b",
        "fs.write:/srv/secret/x",
        "fs.write:/srv/Secret/x",
        "fs.write:/srv/SECRET/x",
    ];
    for action in denied {
        assert!(!gate.decide(&call(action)).is_allowed(), "{action}");
    }
    // Whoever denies everything means absolute resources too; whoever allows does not.
    let none = self::gate(&["fs.read:/**", "fs.write:**", "!fs.read:**"]);
    for action in ["fs.read:/etc/passwd", "fs.read:a", "fs.write:/a"] {
        assert!(!none.decide(&call(action)).is_allowed(), "{action}");
    }
    assert!(none.decide(&call("fs.write:a")).is_allowed());
    let Clause::Denied(by) = clause(gate.decide(&call("fs.write:/srv/SECRET/x"))) else {
        panic!("another clause");
    };
    assert_eq!(
        gate.permission(by).unwrap().to_string(),
        "!fs.write:/srv/secret/**"
    );
    let Decision::Allowed(ticket) = gate.decide(&call("fs.read:/srv/a")) else {
        panic!("denied");
    };
    assert_eq!(
        gate.permission(ticket.by).unwrap().to_string(),
        "fs.*:/srv/**"
    );
}

#[test]
fn conditions_are_decided_strictly() {
    let gate = gate(&[
        "pay:shop when /amount <= 500 and /currency in [\"EUR\",\"CHF\"]",
        "fs.read:doc when /path under \"/srv/app/**\"",
        "mail:send when /to prefix \"team-\" and /body size <= 10",
        "!mail:send when /urgent == true",
    ]);
    let cases = [
        ("pay:shop", r#"{"amount":500,"currency":"EUR"}"#, true),
        ("pay:shop", r#"{"amount":501,"currency":"EUR"}"#, false),
        ("pay:shop", r#"{"amount":-1,"currency":"USD"}"#, false),
        // Missing, of another kind, or not whole: denied.
        ("pay:shop", r#"{"currency":"EUR"}"#, false),
        ("pay:shop", r#"{"amount":"500","currency":"EUR"}"#, false),
        ("pay:shop", r#"{"amount":499.5,"currency":"EUR"}"#, false),
        (
            "pay:shop",
            r#"{"amount":18446744073709551616,"currency":"EUR"}"#,
            false,
        ),
        ("fs.read:doc", r#"{"path":"/srv/app/x/y"}"#, true),
        (
            "fs.read:doc",
            r#"{"path":"/srv/app/../../etc/passwd"}"#,
            false,
        ),
        ("fs.read:doc", r#"{"path":"/srv/application"}"#, false),
        (
            "mail:send",
            r#"{"to":"team-a","body":"short","urgent":false}"#,
            true,
        ),
        (
            "mail:send",
            r#"{"to":"team-a","body":"much too long","urgent":false}"#,
            false,
        ),
        (
            "mail:send",
            r#"{"to":"team-a","body":"short","urgent":true}"#,
            false,
        ),
        // A denial that cannot be decided denies.
        ("mail:send", r#"{"to":"team-a","body":"short"}"#, false),
        (
            "mail:send",
            r#"{"to":"team-a","body":"short","urgent":"no"}"#,
            false,
        ),
    ];
    for (action, arguments, allowed) in cases {
        let decision = gate.decide(&call_with(action, arguments));
        assert_eq!(
            decision.is_allowed(),
            allowed,
            "{action} {arguments}: {decision:?}"
        );
    }
}

struct Known;

impl Standing for Known {
    fn trust_of(&self, _: &PublicKey, _: Moment) -> Option<TrustLevel> {
        TrustLevel::thousandths(700).ok()
    }
    fn key_kind(&self, _: &PublicKey, _: Moment) -> Option<Anchor> {
        Some(Anchor::Tpm2)
    }
    fn is_certified(&self, model: &str, _: Moment) -> Option<bool> {
        Some(model == "good")
    }
}

#[test]
fn trust_keys_and_certificates_are_asked_for_and_nothing_known_denies() {
    let texts = [
        "a:one when trust >= 700",
        "a:two when trust >= 701",
        "a:three when key in [\"tpm2\",\"fido2\"]",
        "a:four when key in [\"fido2\"]",
        "a:five when model certified",
    ];
    let (mut around, _) = around();
    let covenant = grant(terms(&texts));
    let unknown = CovenantGate::open(&covenant, &around).unwrap();
    around.standing = Arc::new(Known);
    let known = CovenantGate::open(&covenant, &around).unwrap();
    for (action, allowed) in [
        ("a:one", true),
        ("a:two", false),
        ("a:three", true),
        ("a:four", false),
    ] {
        assert_eq!(
            known.decide(&call(action)).is_allowed(),
            allowed,
            "{action}"
        );
        assert!(matches!(
            clause(unknown.decide(&call(action))),
            Clause::Unmet(_)
        ));
    }
    assert!(
        known
            .decide(&call("a:five").with_model("good"))
            .is_allowed()
    );
    assert!(!known.decide(&call("a:five").with_model("bad")).is_allowed());
    assert!(!known.decide(&call("a:five")).is_allowed());
}

#[test]
fn time_is_kept_and_a_clock_that_goes_back_denies() {
    let (around, clock) = around();
    let gate = CovenantGate::open(&grant(terms(&["a:**"])), &around).unwrap();
    let call = call("a:b").with_cost(Cost::Known(calls(1)));
    assert!(gate.decide(&call).is_allowed());
    clock.set(Moment::from_millis(START.as_millis() + 5));
    assert!(gate.decide(&call).is_allowed());
    clock.set(START);
    assert!(matches!(clause(gate.decide(&call)), Clause::Clock(_)));
    clock.set(END);
    assert_eq!(clause(gate.decide(&call)), Clause::Expired(END));
    clock.set(Moment::from_millis(END.as_millis() - 1));
    assert!(matches!(clause(gate.decide(&call)), Clause::Clock(_)));
    assert_eq!(gate.account().balance().unwrap().spent, calls(2));
    let (early, clock) = support::around();
    clock.set(Moment::from_millis(START.as_millis() - 1));
    let gate = CovenantGate::open(&grant(terms(&["a:**"])), &early).unwrap();
    assert_eq!(clause(gate.decide(&call)), Clause::NotYet(START));
}

/// A clock whose recent time is nearly a second behind.
struct Lagging(Arc<ManualClock>);

impl Clock for Lagging {
    fn now(&self) -> Result<Moment, ClockError> {
        self.0.now()
    }

    fn recent(&self) -> Option<Moment> {
        let now = self.0.now().ok()?;
        Some(Moment::from_millis(now.as_millis() - 999))
    }
}

#[test]
fn a_recent_time_never_decides_what_the_exact_one_would_decide_otherwise() {
    let mut limited = terms(&["a:**"]);
    limited.rates = BTreeSet::from([RateLimit::new(Resource::Calls, 100, 60_000).unwrap()]);
    for (terms, behind) in [(terms(&["a:**"]), 999), (limited, 0)] {
        let clock = Arc::new(ManualClock::at(START));
        let watch = Arc::new(Watch::new(Lagging(Arc::clone(&clock))));
        let around = Surroundings::new(Arc::new(Revocations::new()), watch);
        let gate = CovenantGate::open(&grant(terms), &around).unwrap();
        let call = call("a:b").with_cost(Cost::Known(calls(1)));
        let decided_at = |millis: u64| {
            clock.set(Moment::from_millis(millis));
            gate.decide(&call).into_ticket().map(|it| it.at.as_millis())
        };
        let (start, end) = (START.as_millis(), END.as_millis());
        assert_eq!(decided_at(start).unwrap(), start);
        assert_eq!(decided_at(start + 5000).unwrap(), start + 5000 - behind);
        assert_eq!(decided_at(end - 1).unwrap(), end - 1);
        assert!(decided_at(end).is_err());
    }
}

#[test]
fn ceilings_are_reserved_settled_and_dropped_as_spent() {
    let gate = gate(&["a:**"]);
    let free = || gate.account().balance().unwrap().free.get(Resource::Calls);
    let ask = |n| gate.decide(&call("a:b").with_cost(Cost::AtMost(calls(n))));
    ask(60).into_ticket().unwrap().settle(&calls(10)).unwrap();
    assert_eq!(free(), 90);
    ask(60).into_ticket().unwrap().cancel().unwrap();
    assert_eq!(free(), 90);
    assert!(matches!(
        clause(ask(91)),
        Clause::Budget(BudgetError::Exceeded { .. })
    ));
    drop(ask(50));
    assert_eq!(free(), 40);
    let overrun = ask(10)
        .into_ticket()
        .unwrap()
        .settle(&calls(25))
        .unwrap_err();
    assert!(matches!(overrun, BudgetError::Overrun { by: 15, .. }));
    assert_eq!(free(), 15);
    let tokens = Cost::Known(amounts(Resource::Tokens, 1));
    assert!(matches!(
        clause(gate.decide(&call("a:b").with_cost(tokens))),
        Clause::Budget(_)
    ));
    assert!(gate.account().balance().unwrap().is_conserved());
}

fn review(name: &str, trigger: &str, threshold: u64, quorum: u8) -> ReviewGate {
    let reviewers = [11, 12, 13].map(|n| key(n).public_key().clone());
    ReviewGate::new(
        name,
        trigger.parse().unwrap(),
        threshold,
        reviewers,
        quorum,
        60_000,
    )
    .unwrap()
}

fn sign(decision: Decision, reviewers: &[u8]) -> Vec<Reviewed> {
    let Decision::Review(requests) = decision else {
        panic!("no review: {decision:?}");
    };
    let signed = requests.into_iter().map(|request| {
        let sign = |n: &u8| Approval::sign(&request, &key(*n)).unwrap();
        let approvals = reviewers.iter().map(sign).collect();
        Reviewed { request, approvals }
    });
    signed.collect()
}

#[test]
fn gates_stop_at_their_threshold_and_open_for_one_call() {
    let mut terms = terms(&["pay:**"]);
    terms.gates = BTreeSet::from([review("large", "pay:**", 3, 2)]);
    let (around, clock) = around();
    let gate = CovenantGate::open(&grant(terms), &around).unwrap();
    let pay =
        |n| call_with("pay:shop", &format!(r#"{{"amount":{n}}}"#)).with_cost(Cost::Known(calls(1)));
    assert!(gate.decide(&pay(1)).is_allowed());
    assert!(
        gate.decide(&call("pay:Shop")).is_allowed(),
        "another spelling counts too"
    );
    let reviewed = sign(gate.decide(&pay(3)), &[11, 13]);
    // Another call, too few, the wrong people: all denied, and nothing is used up.
    assert!(matches!(
        clause(gate.decide_reviewed(&pay(4), &reviewed)),
        Clause::Review(_)
    ));
    for few in [&[11][..], &[11, 11], &[11, 2], &[]] {
        let few = sign(gate.decide(&pay(3)), few);
        assert!(matches!(
            clause(gate.decide_reviewed(&pay(3), &few)),
            Clause::Review(_)
        ));
    }
    assert!(gate.decide_reviewed(&pay(3), &reviewed).is_allowed());
    // Counting begins again; the approval is used.
    assert!(gate.decide(&pay(3)).is_allowed());
    assert!(gate.decide(&pay(3)).is_allowed());
    assert!(matches!(
        clause(gate.decide_reviewed(&pay(3), &reviewed)),
        Clause::Review(_)
    ));
    let late = sign(gate.decide(&pay(9)), &[11, 12, 13]);
    clock.advance(60_000);
    assert!(matches!(
        clause(gate.decide_reviewed(&pay(9), &late)),
        Clause::Review(_)
    ));
    assert_eq!(gate.account().balance().unwrap().spent, calls(4));
}

#[test]
fn an_approval_is_not_used_up_by_a_call_that_the_budget_denies() {
    let mut terms = terms(&["pay:**"]);
    terms.gates = BTreeSet::from([review("all", "pay:**", 1, 1)]);
    terms.budget = calls(2);
    let gate = CovenantGate::open(&grant(terms), &around().0).unwrap();
    let pay = call("pay:shop").with_cost(Cost::Known(calls(2)));
    let reviewed = sign(gate.decide(&pay), &[12]);
    let held = gate.account().reserve(&calls(1), START).unwrap();
    assert!(matches!(
        clause(gate.decide_reviewed(&pay, &reviewed)),
        Clause::Budget(_)
    ));
    held.refund().unwrap();
    assert!(gate.decide_reviewed(&pay, &reviewed).is_allowed());
}

#[test]
fn rates_hold_in_children_too() {
    let mut terms = terms(&["a:**"]);
    terms.rates = BTreeSet::from([RateLimit::new(Resource::Calls, 3, 1_000).unwrap()]);
    terms.delegation = Delegation {
        depth: 1,
        may_use: true,
    };
    let covenant = grant(terms);
    let (around, clock) = around();
    let gate = CovenantGate::open(&covenant, &around).unwrap();
    let chain = lawful_covenant::delegation::Chain::new(&covenant).unwrap();
    let mandate = lawful_covenant::delegation::Mandate::from(&covenant);
    let mut request =
        lawful_covenant::delegation::Request::all_of(&mandate, key(5).public_key().clone());
    request.budget = calls(50);
    let chain = chain.delegate(request, &agent()).unwrap();
    let trusted = lawful_platform::TrustedKeys::from_iter([owner().public_key().clone()]);
    let child = chain.verify(&trusted, &around.revocations, START).unwrap();
    let child = gate.open_child(&child).unwrap();
    assert!(
        gate.open_child(&chain.verify(&trusted, &around.revocations, START).unwrap())
            .is_err()
    );
    let call = call("a:b").with_cost(Cost::Known(calls(1)));
    assert!(gate.decide(&call).is_allowed());
    assert!(child.decide(&call).is_allowed());
    assert!(child.decide(&call).is_allowed());
    assert!(matches!(
        clause(child.decide(&call)),
        Clause::Budget(BudgetError::TooFast { .. })
    ));
    assert!(matches!(
        clause(gate.decide(&call)),
        Clause::Budget(BudgetError::TooFast { .. })
    ));
    clock.advance(1_100);
    assert!(gate.decide(&call).is_allowed());
    let (above, below) = (gate.account(), child.account());
    assert_eq!(above.balance().unwrap().escrowed, calls(50));
    below.close().unwrap();
    assert_eq!(above.balance().unwrap().spent, calls(4));
    assert!(above.balance().unwrap().is_conserved());
}

#[test]
fn threads_lose_nothing_and_the_journal_tells_it_again() {
    let mut terms = terms(&["a:**"]);
    terms.budget = calls(10_000);
    let (mut around, _) = around();
    let journal = Arc::new(MemoryJournal::default());
    around.journal = Some(journal.clone());
    let gate = CovenantGate::open(&grant(terms), &around).unwrap();
    let allowed: u64 = std::thread::scope(|scope| {
        let work = |thread: u64| {
            let gate = &gate;
            move || {
                let mut allowed = 0;
                for n in 0..2_000 {
                    let cost = match (n + thread) % 3 {
                        0 => Cost::Known(calls(1)),
                        _ => Cost::AtMost(calls(2)),
                    };
                    if let Decision::Allowed(ticket) = gate.decide(&call("a:b").with_cost(cost)) {
                        ticket.settle(&calls(1)).unwrap();
                        allowed += 1;
                    }
                    assert!(gate.account().balance().unwrap().is_conserved());
                }
                allowed
            }
        };
        let threads: Vec<_> = (0..8).map(|n| scope.spawn(work(n))).collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    let balance = gate.account().balance().unwrap();
    assert_eq!(balance.spent.get(Resource::Calls), allowed);
    assert!(allowed >= 9_990, "{allowed}");
    assert_eq!(
        replay(&journal.events(gate.account().id())).unwrap(),
        balance
    );
}

#[test]
fn a_holder_that_may_not_use_is_denied() {
    let mut terms = terms(&["a:**"]);
    terms.delegation = Delegation {
        depth: 1,
        may_use: false,
    };
    let gate = CovenantGate::open(&grant(terms), &around().0).unwrap();
    assert_eq!(clause(gate.decide(&call("a:b"))), Clause::MayNotUse);
}

#[test]
fn ten_thousand_permissions_are_checked_like_ten() {
    let texts: Vec<String> = (0..10_000)
        .map(|n| format!("fs.read:/srv/d{}/f{n}", n % 100))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let gate = gate(&texts);
    assert!(gate.decide(&call("fs.read:/srv/d7/f9907")).is_allowed());
    assert!(!gate.decide(&call("fs.read:/srv/d8/f9907")).is_allowed());
}

#[test]
fn patterns_that_explode_are_refused_at_grant_time() {
    let side = |n: u32| {
        let segments: Vec<&str> = (0..22)
            .map(|b| if n >> b & 1 == 1 { "*" } else { "a" })
            .collect();
        format!("x:{}", segments.join("/"))
    };
    let texts: Vec<String> = (0..2_000u32)
        .map(|n| side(n.wrapping_mul(2_654_435_761) >> 10))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    match CovenantGate::open(&grant(terms(&texts)), &around().0) {
        Ok(gate) => assert!(!gate.decide(&call("x:b")).is_allowed()),
        Err(error) => assert!(error.to_string().contains("overlap"), "{error}"),
    }
}

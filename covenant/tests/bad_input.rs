//! Bad input: denied or refused with the reason, and nothing spent.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::budget::{Account, Amount, Amounts, BudgetError, RateLimit, Resource};
use lawful_covenant::call::Arguments;
use lawful_covenant::capability::{Action, Condition, Pattern, Permission, Permissions};
use lawful_covenant::clock::{ManualClock, Moment, Watch};
use lawful_covenant::lifecycle::{Covenant, LifecycleError};
use lawful_covenant::review::ReviewGate;
use lawful_platform::Signer;
use std::collections::BTreeSet;
use support::*;

#[test]
fn actions_and_patterns_have_one_spelling() {
    let bad = [
        "",
        ":",
        "fs",
        "fs:",
        ":a",
        "fs.read",
        "fs.read:",
        "fs..read:a",
        ".fs:a",
        "fs.:a",
        "fs.read:/srv/../etc",
        "fs.read:..",
        "fs.read:./a",
        "fs.read:/srv//app",
        "fs.read:/srv/",
        "fs.read:\\srv\\app",
        "fs.read:/srv\\app",
        "fs.read:/srv/a\0b",
        "fs.read:/srv/a\nb",
        "FS.read:/srv",
        "fs.Read:/srv",
        "fs.read:C:/srv",
        "fs.read:/srv/%2e%2e",
        "fs.read:~/x",
        "fs.read:/srv/a ",
        "fs.read:/srv/a.",
        "fs.read:/srv/pаypal",
        "fs.read:/srv/аррӏе",
        "fs.read:/srv/e\u{301}",
        "fs.read:/srv/a\u{202e}b",
        "fs.read:/srv/a\u{200b}b",
        "fs read:/a",
        "fs.rеad:/srv",
    ];
    for text in bad {
        let (action, pattern) = (text.parse::<Action>(), text.parse::<Pattern>());
        assert!(action.is_err() && pattern.is_err(), "{text:?}");
        let message = action.unwrap_err().to_string();
        assert!(message.chars().all(|c| !c.is_control()), "{message:?}");
    }
    for text in ["fs.read:/srv/*", "fs.*:/srv", "fs.read:**"] {
        assert!(
            text.parse::<Action>().is_err() && text.parse::<Pattern>().is_ok(),
            "{text}"
        );
    }
    for text in [
        "fs.**.x:a",
        "fs:**/a",
        "fs:a*",
        "fs:*a",
        "fs:***",
        "f*:a",
        "fs:{a,b}",
        "fs:a?",
        "fs:[ab]",
    ] {
        assert!(text.parse::<Pattern>().is_err(), "{text}");
    }
    for text in [
        "fs.read:/",
        "fs.read:/srv/Grüße",
        "mcp:github/create_issue",
        "model:gpt-5.1",
        "fs:[slug]",
    ] {
        assert!(text.parse::<Action>().is_ok(), "{text}");
    }
    assert!(
        format!("fs:{}", "a".repeat(5_000))
            .parse::<Action>()
            .is_err()
    );
    assert!(
        format!("fs:{}a", "a/".repeat(70))
            .parse::<Action>()
            .is_err()
    );
}

#[test]
fn case_is_significant() {
    let lower: Pattern = "fs.read:/srv/app".parse().unwrap();
    assert!(!lower.matches(&"fs.read:/srv/APP".parse().unwrap()));
    assert!(lower.matches_in_any_case(&"fs.read:/srv/APP".parse().unwrap()));
    let everything: Pattern = "fs.read:**".parse().unwrap();
    for name in ["fs.read:/etc/passwd", "fs.read:a/b"] {
        assert!(everything.matches_in_any_case(&name.parse().unwrap()));
    }
    assert!(!everything.matches(&"fs.read:/etc/passwd".parse().unwrap()));
}

#[test]
fn conditions_that_mean_nothing_are_refused() {
    for text in [
        "",
        "amount <= 5",
        "/amount",
        "/amount <= 5.5",
        "/amount <= \"5\"",
        "/amount =< 5",
        "/amount <=  5",
        "/a in []",
        "/a in [[1]]",
        "/a in [null]",
        "/a under \"/srv/../x\"",
        "/a size <= -1",
        "/a <= 1 or /b <= 2",
        "/a <= 1 and",
        "trust >= 1001",
        "trust >= -1",
        "key in [\"paper\"]",
        "model trusted",
        "/a~2 == 1",
        "/a == 18446744073709551616",
        "/a <= NaN",
    ] {
        assert!(text.parse::<Condition>().is_err(), "{text:?}");
        assert!(
            format!("a:b when {text}").parse::<Permission>().is_err(),
            "{text:?}"
        );
    }
    let spelled = "a:b when /z in [3,1,2] and /a == \"x and y\" and trust >= 5";
    let permission: Permission = spelled.parse().unwrap();
    assert_eq!(
        permission.to_string().parse::<Permission>().unwrap(),
        permission
    );
    assert_eq!(permission.conditions().count(), 3);
}

#[test]
fn amounts_are_whole_positive_and_bounded() {
    for bad in [0, -1, 1 << 63, i128::MAX, i128::MIN] {
        assert!(
            matches!(Amount::new(bad), Err(BudgetError::NotAnAmount(_))),
            "{bad}"
        );
        assert!(Amounts::of(Resource::Calls, bad).is_err());
    }
    assert_eq!(Amount::new((1 << 63) - 1).unwrap(), Amount::MOST);
    for bad in [
        f64::NAN,
        f64::INFINITY,
        -1.0,
        0.0,
        -0.0,
        0.5,
        1e300,
        9_007_199_254_740_992.0,
    ] {
        assert!(Amount::from_f64(bad).is_err(), "{bad}");
    }
    assert_eq!(Amount::from_f64(500.0).unwrap().get(), 500);
    assert!(RateLimit::new(Resource::Calls, 0, 5).is_err());
    assert!(RateLimit::new(Resource::Calls, 5, 0).is_err());
}

#[test]
fn the_largest_budget_does_not_overflow() {
    let most = amounts(Resource::Tokens, i128::from(Amount::MOST.get()));
    let account = Account::open(most);
    let reserved = account.reserve(&most, START).unwrap();
    assert!(
        account
            .charge(&amounts(Resource::Tokens, 1), START)
            .is_err()
    );
    let error = reserved
        .commit(&most)
        .and_then(|()| account.charge(&most, START));
    assert!(matches!(error, Err(BudgetError::Exceeded { free: 0, .. })));
    assert!(account.charge(&Amounts::NONE, START).is_err());
    assert!(account.balance().unwrap().is_conserved());
    let other = Account::open(most);
    let overrun = other.reserve(&most, START).unwrap().commit(&most);
    assert!(overrun.is_ok());
}

#[test]
fn a_clock_that_goes_back_is_refused_until_it_has_caught_up() {
    let clock = std::sync::Arc::new(ManualClock::at(Moment::from_millis(10)));
    let watch = Watch::new(std::sync::Arc::clone(&clock));
    assert!(watch.now().is_ok());
    clock.set(Moment::from_millis(9));
    assert!(watch.now().is_err() && watch.now().is_err());
    clock.set(Moment::from_millis(10));
    assert_eq!(watch.now().unwrap(), Moment::from_millis(10));
}

#[test]
fn arguments_with_two_readings_are_refused() {
    for bad in [
        &br#"{"a":1,"a":2}"#[..],
        br#"{"b":{"a":1,"\u0061":2}}"#,
        b"{",
        b"",
        b"{} {}",
        b"NaN",
        b"[1e999]",
        b"\xff",
    ] {
        assert!(Arguments::parse(bad).is_err(), "{bad:?}");
    }
    let deep = [&b"["[..]; 65].concat();
    let deep = [deep, [&b"]"[..]; 65].concat()].concat();
    assert!(Arguments::parse(&deep).is_err());
}

#[test]
fn the_order_of_keys_does_not_change_a_call_and_everything_else_does() {
    let one = call_with("a:b", r#"{"x":1,"y":[true,null]}"#);
    assert_eq!(
        one.digest(),
        call_with("a:b", r#"{"y":[true,null],"x":1}"#).digest()
    );
    for other in [
        call_with("a:b", r#"{"x":1.0,"y":[true,null]}"#),
        call_with("a:b", r#"{"x":"1","y":[true,null]}"#),
        call_with("a:b", r#"{"x":1,"y":[null,true]}"#),
        call_with("a:c", r#"{"x":1,"y":[true,null]}"#),
        one.clone().with_model("m"),
        one.clone()
            .with_cost(lawful_covenant::call::Cost::Known(calls(1))),
        one.clone()
            .with_cost(lawful_covenant::call::Cost::AtMost(calls(1))),
    ] {
        assert_ne!(one.digest(), other.digest());
    }
}

#[test]
fn terms_that_contradict_themselves_are_refused() {
    let refuse = |terms| {
        let error = Covenant::propose(terms, &agent(), START).unwrap_err();
        assert!(matches!(error, LifecycleError::Terms(_)), "{error}");
    };
    let mut late = terms(&["a:b"]);
    late.not_before = END;
    refuse(late);
    let mut long = terms(&["a:b"]);
    long.reason = "x".repeat(5_000);
    refuse(long);
    let gate = |name: &str, reviewer: u8, at| {
        let reviewers = [key(reviewer).public_key().clone()];
        ReviewGate::new(name, "a:b".parse().unwrap(), at, reviewers, 1, 1_000).unwrap()
    };
    let mut own = terms(&["a:b"]);
    own.gates = BTreeSet::from([gate("g", 2, 1)]);
    refuse(own);
    let mut twice = terms(&["a:b"]);
    twice.gates = BTreeSet::from([gate("g", 5, 1), gate("g", 5, 2)]);
    refuse(twice);
    let mut deep = terms(&["a:b"]);
    deep.delegation.depth = 200;
    refuse(deep);
}

#[test]
fn gates_that_never_stop_or_never_open_are_refused() {
    let make = |name: &str, threshold, keys: &[u8], quorum, timeout| {
        let reviewers = keys.iter().map(|n| key(*n).public_key().clone());
        ReviewGate::new(
            name,
            "a:b".parse().unwrap(),
            threshold,
            reviewers,
            quorum,
            timeout,
        )
    };
    assert!(make("g", 1, &[5, 6], 2, 1).is_ok());
    for bad in [
        make("", 1, &[5], 1, 1),
        make("g", 0, &[5], 1, 1),
        make("g", 1, &[], 1, 1),
        make("g", 1, &[5, 5], 2, 1),
        make("g", 1, &[5], 0, 1),
        make("g", 1, &[5], 1, 0),
        make("a\nb", 1, &[5], 1, 1),
    ] {
        assert!(bad.is_err());
    }
}

#[test]
fn no_permission_of_a_long_list_is_left_out() {
    let most = Permissions::MOST;
    // As many texts as are allowed twice over, all the same; the denial comes last.
    let texts = std::iter::repeat_n("tool:a", 2 * most).chain(["!tool:a"]);
    let permissions = Permissions::parse(texts).unwrap();
    assert_eq!(
        permissions,
        Permissions::parse(["tool:a", "!tool:a"]).unwrap()
    );
    let many: Vec<String> = (0..=most).map(|n| format!("tool:t{n}")).collect();
    let refused = Permissions::parse(many.iter().map(String::as_str)).unwrap_err();
    assert!(
        refused.to_string().contains("65537 permissions"),
        "{refused}"
    );
}

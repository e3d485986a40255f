//! Fuzz targets for every parser of outside bytes.
//!
//! Under `cargo test` each runs for a second with random inputs; set `BOLERO_RANDOM_TEST_TIME_MS` to
//! run longer (60000 is a minute), or use `cargo bolero test --engine libfuzzer NAME` for guided
//! fuzzing. Inputs are valid examples with a few edits, as well as plain noise. What a target
//! demands: no panic, and what is read is written back the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::call::Arguments;
use lawful_covenant::capability::{Action, Compiled, Pattern, Permission, Permissions};
use lawful_covenant::delegation::{Chain, Mandate, Request, Revocations};
use lawful_covenant::gate::{CovenantGate, Decision};
use lawful_covenant::lifecycle::{AnyCovenant, Delegation};
use lawful_covenant::review::{Approval, ReviewGate, Reviewed};
use lawful_platform::{Signer, TrustedKeys};
use support::*;

/// One change of an example: where (as a part of its length), what, and how.
type Edit = (u16, u8, u8);

/// Applies edits to an example.
fn edited(example: &[u8], edits: &[Edit], noise: &[u8]) -> Vec<u8> {
    let mut bytes = example.to_vec();
    for (place, value, kind) in edits {
        let at = bytes.len() * usize::from(*place) / (usize::from(u16::MAX) + 1);
        match kind % 6 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, *value),
            2 if at < bytes.len() => drop(bytes.remove(at)),
            3 => drop(bytes.splice(at..at, noise.iter().copied())),
            _ => bytes
                .get_mut(at)
                .into_iter()
                .for_each(|byte| *byte ^= 1 << (value % 8)),
        }
    }
    bytes
}

/// Runs a target over noise and over edited examples.
fn fuzz(examples: &[Vec<u8>], target: impl Fn(&[u8])) {
    let target = std::panic::AssertUnwindSafe(target);
    examples.iter().for_each(|example| target(example));
    bolero::check!()
        .with_type::<(u8, Vec<Edit>, Vec<u8>)>()
        .for_each(|(which, edits, noise)| {
            match examples.get(usize::from(*which) % (examples.len() + 1)) {
                Some(example) => target(&edited(example, &edits[..edits.len().min(8)], noise)),
                None => target(noise),
            }
        });
}

fn texts(all: &[&str]) -> Vec<Vec<u8>> {
    all.iter().map(|text| text.as_bytes().to_vec()).collect()
}

#[test]
fn actions_and_patterns() {
    let examples = texts(&[
        "fs.write:/srv/app/**",
        "mcp:github/*",
        "model:Grüße",
        "a.b.c:/x/日本/файл",
    ]);
    fuzz(&examples, |bytes| {
        let text = String::from_utf8_lossy(bytes);
        let action = text.parse::<Action>();
        let pattern = text.parse::<Pattern>();
        if let Ok(action) = &action {
            assert_eq!(action.as_str(), text);
            assert!(!text.contains("..") && !text.contains('\\') && !text.contains('\0'));
        }
        if let (Ok(action), Ok(pattern)) = (&action, &pattern) {
            assert!(
                pattern.matches(action),
                "a pattern without wildcards matches itself"
            );
        }
        if let Ok(pattern) = pattern {
            assert_eq!(pattern.as_str(), text);
            let permissions = Permissions::new([Permission::allow(pattern)]).unwrap();
            assert!(Compiled::new(&permissions, &[]).is_ok());
        }
    });
}

#[test]
fn permissions() {
    let examples = texts(&[
        "pay:*/transfer when /amount <= 500 and /currency in [\"EUR\",\"CHF\"]",
        "!fs.read:** when /path under \"/srv/**\" and /a~1b size <= 10",
        "a:b when trust >= 700 and key in [\"tpm2\"] and model certified",
        "a:b when /x prefix \" and \" and /y not-in [true,-5]",
    ]);
    fuzz(&examples, |bytes| {
        if let Ok(permission) = String::from_utf8_lossy(bytes).parse::<Permission>() {
            let printed = permission.to_string();
            assert_eq!(
                printed.parse::<Permission>().unwrap(),
                permission,
                "{printed}"
            );
        }
    });
}

#[test]
fn arguments() {
    let examples = texts(&[r#"{"a":[1,2.5,"x",null,true],"b":{"c":{}}}"#, "[[[]]]"]);
    fuzz(&examples, |bytes| {
        if let Ok(arguments) = Arguments::parse(bytes) {
            let printed = arguments.value().to_string();
            assert_eq!(Arguments::parse(printed.as_bytes()).unwrap(), arguments);
            assert!(
                call("a:b").with_arguments(arguments.clone()).digest()
                    == call("a:b").with_arguments(arguments).digest()
            );
        }
    });
}

#[test]
fn stored_covenants() {
    let granted = grant(terms(&["a:b when /x in [1,2]", "!a:c"]));
    let bytes = granted.history().to_bytes();
    let revoked = granted
        .revoke(&owner(), "done", START, &Revocations::new())
        .unwrap();
    fuzz(&[bytes, revoked.history().to_bytes()], |bytes| {
        if let Ok(covenant) = AnyCovenant::from_bytes(bytes) {
            assert_eq!(covenant.to_bytes(), bytes);
        }
    });
}

#[test]
fn chains() {
    let mut terms = terms(&["fs.*:/srv/**"]);
    terms.delegation = Delegation {
        depth: 2,
        may_use: true,
    };
    let covenant = grant(terms);
    let mut request = Request::all_of(&Mandate::from(&covenant), key(3).public_key().clone());
    request.delegation.depth = 1;
    let one = Chain::new(&covenant)
        .unwrap()
        .delegate(request.clone(), &agent())
        .unwrap();
    request.holder = key(4).public_key().clone();
    let two = one.delegate(request, &key(3)).unwrap();
    let trusted = TrustedKeys::from_iter([owner().public_key().clone()]);
    let good = [one.to_bytes(), two.to_bytes()];
    // What verifies is what was made, or its beginning; nothing else.
    let root = Chain::new(&covenant).unwrap();
    fuzz(&good, |bytes| {
        if let Ok(chain) = Chain::from_bytes(bytes) {
            assert_eq!(chain.to_bytes(), bytes);
            let verified = chain.verify(&trusted, &Revocations::new(), START).is_ok();
            let ours = [&root, &one, &two]
                .iter()
                .any(|c| c.digest() == chain.digest());
            assert_eq!(verified, ours);
        }
    });
}

#[test]
fn stored_reviews() {
    let boss = key(7);
    let reviewers = vec![boss.public_key().clone()];
    let gate = ReviewGate::new("g", "a:**".parse().unwrap(), 1, reviewers, 1, 1000).unwrap();
    let mut terms = terms(&["a:**"]);
    terms.gates.insert(gate);
    let gate = CovenantGate::open(&grant(terms), &around().0).unwrap();
    let Decision::Review(requests) = gate.decide(&call("a:b")) else {
        panic!("no review");
    };
    let request = requests.into_iter().next().unwrap();
    let approvals = vec![Approval::sign(&request, &boss).unwrap()];
    let asked = Reviewed {
        request,
        approvals: Vec::new(),
    };
    let answered = Reviewed {
        approvals,
        ..asked.clone()
    };
    let good = [asked.to_bytes(), answered.to_bytes()];
    assert_eq!(Reviewed::from_bytes(&good[1]).unwrap(), answered);
    fuzz(&good, |bytes| {
        if let Ok(read) = Reviewed::from_bytes(bytes) {
            assert_eq!(read.to_bytes(), bytes);
            // What is signed is the whole request.
            let holds = read.approvals.iter().any(|one| one.is_for(&read.request));
            assert!(!holds || read.request == answered.request);
        }
    });
}

#[test]
fn records_of_runs() {
    use lawful_covenant::call::Cost;
    use lawful_covenant::run::{Guard, RunSetup};
    use lawful_trace::{Ledger, LedgerOptions, MemoryLedger, TimeRule, TraceNode};
    use std::sync::Arc;
    let covenant = grant(terms(&["fs.read:/srv/**"]));
    let around = around().0;
    let ledger = Arc::new(MemoryLedger::new());
    let guard = Guard::open(&covenant, &around, RunSetup::new(ledger.clone())).unwrap();
    let read = call("fs.read:/srv/notes").with_cost(Cost::AtMost(calls(3)));
    guard.run(&read, &[], |_| Ok::<_, String>(())).unwrap();
    let nodes: Vec<TraceNode> = ledger.iter().collect();
    let examples: Vec<Vec<u8>> = nodes.iter().map(|node| node.bytes().to_vec()).collect();
    fuzz(&examples, |bytes| {
        let Ok(other) = TraceNode::from_bytes(bytes.to_vec()) else {
            return;
        };
        // The node comes after all others, or in the place of the one whose id it has.
        let options = LedgerOptions::default().time_rule(TimeRule::Causal);
        let ledger = MemoryLedger::with_options(options);
        for node in &nodes {
            let same = node.id() == other.id();
            let _ = ledger.append(if same { &other } else { node });
        }
        let _ = ledger.append(&other);
        let setup = RunSetup::new(Arc::new(ledger));
        if let Ok(guard) = Guard::open(&covenant, &around, setup) {
            let balance = guard.gate().account().balance().unwrap();
            assert!(balance.is_conserved());
        }
    });
}

//! Every part of a run, tampered with: refused, and with which error. First by somebody who cannot
//! sign a head, then by somebody who can.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::budget::Resource;
use lawful_covenant::call::{Call, Cost};
use lawful_covenant::run::*;
use lawful_trace::checkpoint::{Checkpoint, sign};
use lawful_trace::proof_file::ProofFile;
use lawful_trace::{Ledger, LedgerOptions, MemoryLedger, TimeRule, TraceNode};
use support::ledgers::{Sealed, log_key, log_name};
use support::*;

/// A run of two calls, its signed head, and the names of the calls.
struct Run {
    sealed: Sealed,
    head: String,
    names: [String; 2],
}

fn reading(file: &str) -> Call {
    let action = format!("fs.read:/srv/{file}");
    call(&action).with_cost(Cost::Known(calls(2)))
}

fn first() -> Call {
    reading("one")
}

fn run() -> Run {
    let sealed = Sealed::new();
    let covenant = grant(terms(&["fs.read:/srv/one", "fs.read:/srv/two"]));
    let guard = Guard::open(&covenant, &around().0, sealed.setup()).unwrap();
    let names = ["one", "two"].map(|file| {
        let done = guard.run(&reading(file), &[], |_| Ok::<_, String>(()));
        done.unwrap().receipt.call
    });
    let head = guard.seal().unwrap().to_string();
    Run {
        sealed,
        head,
        names,
    }
}

impl Run {
    fn nodes(&self) -> Vec<TraceNode> {
        self.sealed.ledger.iter().collect()
    }

    fn verify(&self, ledger: &dyn Ledger, head: &str) -> Result<RunAnswer, RunsRefused> {
        let believing = self.sealed.believing();
        verify_run(ledger, head.as_bytes(), &self.names[0], &first(), believing)
    }

    /// Verifies other nodes under the head that was signed.
    fn unsigned(&self, nodes: &[TraceNode]) -> RunsRefused {
        self.verify(&ledger_of(nodes), &self.head).unwrap_err()
    }

    /// Verifies other nodes under a head that the same key signed over them.
    fn resigned(&self, nodes: &[TraceNode]) -> Result<RunAnswer, RunsRefused> {
        let ledger = ledger_of(nodes);
        let origin = log_name();
        let checkpoint = Checkpoint::new(origin.as_str(), ledger.head(), ledger.tree_hash());
        let note = sign(&checkpoint.unwrap(), &origin, &log_key()).unwrap();
        self.verify(&ledger, &note.to_string())
    }

    fn both(&self, nodes: &[TraceNode]) -> RunsRefused {
        let unsigned = self.unsigned(nodes);
        assert!(
            matches!(
                unsigned,
                RunsRefused::OtherNodes | RunsRefused::Shorter { .. }
            ),
            "{unsigned}"
        );
        self.resigned(nodes).unwrap_err()
    }
}

fn ledger_of(nodes: &[TraceNode]) -> MemoryLedger {
    let options = LedgerOptions::default().time_rule(TimeRule::Causal);
    let ledger = MemoryLedger::with_options(options);
    ledger.extend(nodes).unwrap();
    ledger
}

fn at(nodes: &[TraceNode], end: &str) -> usize {
    nodes
        .iter()
        .position(|node| node.id().ends_with(end))
        .unwrap()
}

/// Puts other bytes in the place of some, in one node.
fn changed(node: &TraceNode, from: &[u8], to: &[u8]) -> TraceNode {
    assert_eq!(from.len(), to.len());
    let mut bytes = node.bytes().to_vec();
    let at = bytes.windows(from.len()).rposition(|w| w == from).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to);
    TraceNode::from_bytes(bytes).unwrap()
}

/// Changes a byte of the payload of a node.
fn flipped(node: &TraceNode, place: usize) -> TraceNode {
    let payload = node.payload_bytes().unwrap().to_vec();
    let mut other = payload.clone();
    other[place] ^= 1;
    changed(node, &payload, &other)
}

#[test]
fn what_was_not_touched_is_proved() {
    let run = run();
    let answer = run.resigned(&run.nodes()).unwrap();
    assert!(answer.is_authorised() && answer.executed && answer.whole_ledger);
    assert_eq!(answer.mode, Mode::Enforced);
    assert_eq!(answer.ended.unwrap().spent.get(Resource::Calls), 2);
    let Decided::Authorised { permission, .. } = answer.decided else {
        panic!("{answer:?}")
    };
    assert_eq!(permission, "fs.read:/srv/one");
}

#[test]
fn no_byte_of_any_node_can_be_changed_without_the_key() {
    let run = run();
    let nodes = run.nodes();
    for (place, node) in nodes.iter().enumerate() {
        for at in 0..node.bytes().len() {
            let mut bytes = node.bytes().to_vec();
            bytes[at] ^= 1;
            let Ok(other) = TraceNode::from_bytes(bytes) else {
                continue;
            };
            let mut changed = nodes.clone();
            changed[place] = other;
            let options = LedgerOptions::default().time_rule(TimeRule::Causal);
            let ledger = MemoryLedger::with_options(options);
            // Most changes are refused by the ledger itself.
            if ledger.extend(&changed).is_ok() {
                let error = run.verify(&ledger, &run.head).unwrap_err();
                assert!(matches!(error, RunsRefused::OtherNodes), "{error}");
            }
        }
    }
}

#[test]
fn a_node_that_is_removed_or_moved_is_missed() {
    let run = run();
    let nodes = run.nodes();
    let mut shorter = nodes.clone();
    shorter.pop();
    assert!(matches!(
        run.unsigned(&shorter),
        RunsRefused::Shorter {
            length: 8,
            signed: 9
        }
    ));
    // Without the authorisation, the execution hung on to the proposal.
    let mut nodes_ = nodes.clone();
    let execution = at(&nodes, "/0/x");
    nodes_[execution] = changed(&nodes[execution], b"/0/a", b"/0/p");
    nodes_.remove(at(&nodes, "/0/a"));
    let error = run.both(&nodes_);
    assert!(
        matches!(
            error,
            RunsRefused::Order {
                kind: Kind::Executed,
                ..
            }
        ),
        "{error}"
    );
    // Without the proposal, the authorisation hung on to the opening.
    let mut nodes_ = nodes.clone();
    let (proposal, end) = (at(&nodes, "/0/p"), at(&nodes, "/0/r"));
    let authorisation = at(&nodes, "/0/a");
    let run_name = nodes[0].id().trim_end_matches("/o").to_owned();
    let mut builder = TraceNode::builder(nodes[authorisation].id(), "x", nodes[0].timestamp());
    let payload = nodes[authorisation].payload_bytes().unwrap();
    let opening = format!("{run_name}/o");
    builder = builder.kind("call.authorised").payload(payload);
    builder = builder.link(lawful_trace::Relation::Causes, &opening);
    nodes_[authorisation] = builder.build().unwrap();
    nodes_.remove(end);
    nodes_.remove(proposal);
    let error = run.both(&nodes_);
    assert!(matches!(error, RunsRefused::Missing { .. }), "{error}");
    // Two calls in another order.
    let mut nodes_ = nodes.clone();
    nodes_[1..9].rotate_left(4);
    assert!(matches!(run.unsigned(&nodes_), RunsRefused::OtherNodes));
    assert!(
        run.resigned(&nodes_).is_ok(),
        "they are independent of each other"
    );
}

#[test]
fn a_cost_a_mode_a_permission_or_a_covenant_that_is_altered_is_noticed() {
    let run = run();
    let nodes = run.nodes();
    let with = |end: &str, place: usize| {
        let mut other = nodes.clone();
        let node = at(&nodes, end);
        other[node] = flipped(&nodes[node], place);
        run.both(&other)
    };
    // The returned cost: form, mode, time, outcome, tokens, calls.
    let error = with("/0/r", 2 + 8 + 1 + 15);
    assert!(matches!(error, RunsRefused::Cost(_)), "{error}");
    // What was set aside: form, mode, time, permission, tokens, calls.
    let error = with("/0/a", 2 + 8 + 6 + 15);
    assert!(matches!(error, RunsRefused::Cost(_)), "{error}");
    let error = with("/0/a", 2 + 8 + 5);
    assert!(matches!(error, RunsRefused::NotPermitted { .. }), "{error}");
    let error = with("/0/p", 2);
    assert!(
        matches!(error, RunsRefused::OtherCovenant { .. }),
        "{error}"
    );
    let error = with("/0/p", 2 + 32);
    assert!(matches!(error, RunsRefused::OtherCall { .. }), "{error}");
    for end in ["/0/p", "/0/a", "/0/x", "/0/r"] {
        let error = with(end, 1);
        assert!(matches!(error, RunsRefused::Mode(_)), "{end}: {error}");
        let error = with(end, 0);
        assert!(
            matches!(error, RunsRefused::Record { .. }),
            "{end}: {error}"
        );
    }
    // The covenant: in its terms, and in its signature.
    let payload = nodes[0].payload_bytes().unwrap().len();
    for place in [payload / 2, payload - 6] {
        let error = with("/o", place);
        assert!(
            matches!(
                error,
                RunsRefused::Covenant { .. } | RunsRefused::OtherCovenant { .. }
            ),
            "{place}: {error}"
        );
    }
}

#[test]
fn a_call_that_is_replayed_is_refused() {
    let run = run();
    let nodes = run.nodes();
    for (end, other_end) in [("/0/x", "/0/y"), ("/0/r", "/0/s"), ("/0/a", "/0/b")] {
        let original = &nodes[at(&nodes, end)];
        // Its id stands before its links.
        let mut bytes = original.bytes().to_vec();
        let id = bytes.windows(4).position(|w| w == end.as_bytes()).unwrap();
        bytes[id..id + 4].copy_from_slice(other_end.as_bytes());
        let mut replayed = nodes.clone();
        replayed.push(TraceNode::from_bytes(bytes).unwrap());
        // The head that was signed says nothing of what came after it.
        assert!(run.verify(&ledger_of(&replayed), &run.head).is_ok());
        let error = run.resigned(&replayed).unwrap_err();
        assert!(matches!(error, RunsRefused::Twice { .. }), "{end}: {error}");
    }
}

#[test]
fn other_heads_other_calls_and_other_names_are_refused() {
    let run = run();
    let other = self::run();
    let ledger = &*run.sealed.ledger;
    assert!(matches!(
        run.verify(ledger, &other.head),
        Err(RunsRefused::OtherNodes)
    ));
    let forged = run.head.replace("\n9\n", "\n5\n");
    assert!(matches!(
        run.verify(ledger, &forged),
        Err(RunsRefused::Head(_))
    ));
    assert!(matches!(
        run.verify(ledger, "no head"),
        Err(RunsRefused::Head(_))
    ));
    let ask = |name: &str, call: &Call| {
        let believing = run.sealed.believing();
        verify_run(ledger, run.head.as_bytes(), name, call, believing)
    };
    let error = ask(&run.names[0], &reading("two")).unwrap_err();
    assert!(matches!(error, RunsRefused::OtherCall { .. }), "{error}");
    let dearer = first().with_cost(Cost::Known(calls(3)));
    let error = ask(&run.names[0], &dearer).unwrap_err();
    assert!(matches!(error, RunsRefused::OtherCall { .. }), "{error}");
    for name in ["", "x", "x/0", &other.names[0]] {
        let error = ask(name, &first()).unwrap_err();
        assert!(matches!(error, RunsRefused::NoCall(_)), "{name}: {error}");
    }
    assert!(ask(&run.names[1], &reading("two")).is_ok());
}

#[test]
fn two_guards_cannot_overspend_one_covenant_together() {
    let sealed = Sealed::new();
    let covenant = grant(terms(&["fs.read:**", "fs.read:/srv/**"]));
    let open = |setup| Guard::open(&covenant, &around().0, setup);
    let one = open(sealed.setup()).unwrap();
    let second = open(sealed.setup()).unwrap_err();
    assert!(matches!(second, GuardError::Open(_)), "{second}");
    // Somebody who has the same ledger in another way.
    let two = open(sealed.setup_elsewhere()).unwrap();
    let dear = call("fs.read:/srv/a").with_cost(Cost::Known(calls(60)));
    let done = one.run(&dear, &[], |_| Ok::<_, String>(())).unwrap();
    two.run(&dear, &[], |_| Ok::<_, String>(())).unwrap();
    let error = sealed.verify(&one, &done.receipt.call, &dear).unwrap_err();
    assert!(matches!(error, RunsRefused::Overspent { .. }), "{error}");
    // Nobody goes on from there.
    drop(one);
    let error = open(sealed.setup()).unwrap_err();
    assert!(matches!(error, GuardError::History(_)), "{error}");
}

#[test]
fn proof_files_prove_the_same_and_nothing_else() {
    let run = run();
    let head = run.head.as_bytes();
    let name = &run.names[0];
    let prove = |name: &str| prove_run(&*run.sealed.ledger, head, name, &run.sealed.policy);
    let proofs = prove(name).unwrap();
    assert_eq!(proofs.len(), 5);
    let texts: Vec<String> = proofs.iter().map(ToString::to_string).collect();
    let read = |text: &String| ProofFile::parse(text.as_bytes()).unwrap();
    let verify = |texts: &[String]| {
        let proofs: Vec<ProofFile> = texts.iter().map(read).collect();
        verify_proofs(&proofs, name, &first(), run.sealed.believing())
    };
    let answer = verify(&texts).unwrap();
    assert!(answer.is_authorised() && !answer.whole_ledger);
    for without in 0..4 {
        let mut fewer = texts.clone();
        fewer.remove(without);
        let error = verify(&fewer).unwrap_err();
        assert!(
            matches!(
                error,
                RunsRefused::Missing { .. } | RunsRefused::Order { .. }
            ),
            "{without}: {error}"
        );
    }
    assert!(
        verify(&texts[..4]).unwrap().ended.is_none(),
        "it is not shown how it ended"
    );
    let twice = [&texts[..], &texts[3..4]].concat();
    assert!(matches!(verify(&twice), Err(RunsRefused::Twice { .. })));
    let moved = texts[2].replace("index 2", "index 3");
    assert!(matches!(verify(&[moved]), Err(RunsRefused::Proof(_))));
    assert!(matches!(verify(&[]), Err(RunsRefused::NoCall(_))));
    assert!(prove("nobody/0").is_err());
}

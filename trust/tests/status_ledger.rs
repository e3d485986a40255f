//! What strangers, and parents that may no longer, put on a ledger.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod signers;

use lawful_platform::{Signer, TrustedKeys};
use lawful_trace::{Ledger, MemoryLedger, Opening, TraceNode};
use lawful_trust::identity::{
    Endorsement, EntityType, IdentityError, Lct, Lifecycle, MINT_KIND, STATUS_KIND, Status,
    StatusChange, StatusLedger,
};
use signers::{at, key, nobody};

/// The court has the key 9.
fn court() -> TrustedKeys {
    TrustedKeys::from_iter([key(9).public_key().clone()])
}

fn parent() -> Lct {
    Lct::create(EntityType::Organization, &key(1), at(1)).unwrap()
}

/// A child whose parent counts as active for whoever has its key.
fn child(parent: &Lct, parent_key: u8, n: u8) -> Lct {
    let (life, own) = (Lifecycle::begin(parent.clone()), key(n));
    let word = Endorsement::issue(
        &life,
        &key(parent_key),
        EntityType::Role,
        own.public_key(),
        at(2),
    );
    Lct::create_child(word.unwrap(), &own).unwrap()
}

fn put(ledger: &MemoryLedger, id: &str, kind: &str, walk: &Lct, payload: &[u8]) -> u64 {
    let node = TraceNode::builder(id, "stranger", 1_000_000_000_000)
        .kind(kind)
        .walk_id(&walk.id().to_string())
        .payload(payload)
        .build()
        .unwrap();
    ledger.append(&node).unwrap().first
}

fn change(statuses: &StatusLedger<'_>, lct: &Lct, to: Status, by: u8, time: i64) -> StatusChange {
    let life = statuses.lifecycle(&lct.id(), &court()).unwrap();
    life.change(to, &key(by), "", at(time)).unwrap()
}

fn status(statuses: &StatusLedger<'_>, lct: &Lct) -> Status {
    statuses.lifecycle(&lct.id(), &court()).unwrap().status()
}

#[test]
fn a_parent_that_is_not_active_mints_no_children_and_rules_none() {
    for to in [Status::Dormant, Status::Void, Status::Slashed] {
        let ledger = MemoryLedger::new();
        let statuses = StatusLedger::new(&ledger);
        let parent = parent();
        let [first, early, second] = [2, 3, 4].map(|n| child(&parent, 1, n));
        statuses.mint(&parent, &court(), at(10)).unwrap();
        statuses.mint(&first, &court(), at(10)).unwrap();
        statuses.mint(&early, &court(), at(10)).unwrap();
        // What the parent does while it is active stays.
        let rest = change(&statuses, &early, Status::Dormant, 1, 11);
        statuses.record(&rest, &court(), at(11)).unwrap();
        let end = change(&statuses, &parent, to, 9, 20);
        statuses.record(&end, &court(), at(20)).unwrap();
        let length = ledger.len();
        let late = change(&statuses, &first, Status::Slashed, 1, 30);
        for refused in [
            statuses.mint(&second, &court(), at(30)),
            statuses.record(&late, &court(), at(30)),
        ] {
            let Err(IdentityError::NotActive { lct, status, .. }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!((lct, status), (parent.id(), to));
        }
        assert_eq!(ledger.len(), length);
        // Past these checks, directly: readers do not count it either.
        let minted = put(&ledger, "m", MINT_KIND, &second, &second.to_bytes());
        let slashed = put(&ledger, "s", STATUS_KIND, &first, &late.to_bytes());
        assert!(matches!(
            statuses.lifecycle(&second.id(), &court()),
            Err(IdentityError::NotMinted(_))
        ));
        assert_eq!(status(&statuses, &first), Status::Active);
        assert_eq!(status(&statuses, &early), Status::Dormant);
        for (lct, index) in [(&second, minted), (&first, slashed)] {
            let passed = statuses.passed_over(&lct.id(), &court()).unwrap();
            assert_eq!(passed.len(), 1);
            assert_eq!(passed[0].index, index);
            assert!(passed[0].why.to_string().contains("only active"));
        }
        // The child itself and the court go on.
        let own = change(&statuses, &first, Status::Dormant, 2, 2_000);
        statuses.record(&own, &court(), at(2_000)).unwrap();
        let verdict = change(&statuses, &first, Status::Slashed, 9, 2_000);
        statuses.record(&verdict, &court(), at(2_000)).unwrap();
        assert_eq!(status(&statuses, &first), Status::Slashed);
    }
}

#[test]
fn a_parent_that_wakes_up_may_mint_again() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let parent = parent();
    let child = child(&parent, 1, 2);
    statuses.mint(&parent, &nobody(), at(10)).unwrap();
    let rest = change(&statuses, &parent, Status::Dormant, 1, 11);
    statuses.record(&rest, &nobody(), at(11)).unwrap();
    assert!(statuses.mint(&child, &nobody(), at(12)).is_err());
    let wake = change(&statuses, &parent, Status::Active, 1, 13);
    statuses.record(&wake, &nobody(), at(13)).unwrap();
    statuses.mint(&child, &nobody(), at(14)).unwrap();
    assert_eq!(status(&statuses, &child), Status::Active);
}

#[test]
fn a_slashed_line_ends_there_and_not_above_or_below() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let top = parent();
    let middle = child(&top, 1, 2);
    statuses.mint(&top, &court(), at(10)).unwrap();
    statuses.mint(&middle, &court(), at(10)).unwrap();
    let slash = change(&statuses, &top, Status::Slashed, 9, 11);
    statuses.record(&slash, &court(), at(11)).unwrap();
    // The child is active still, and its children are its own.
    let bottom = child(&middle, 2, 3);
    statuses.mint(&bottom, &court(), at(12)).unwrap();
    assert_eq!(status(&statuses, &bottom), Status::Active);
}

#[test]
fn strangers_make_no_token_unreadable() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let (lct, other) = (
        parent(),
        Lct::create(EntityType::Human, &key(5), at(1)).unwrap(),
    );
    // Whatever could be taken beforehand is taken.
    for id in [lct.id().to_string(), format!("{}#0", lct.id())] {
        put(&ledger, &id, "note", &lct, b"mine");
    }
    put(&ledger, "m0", MINT_KIND, &lct, b"junk");
    put(&ledger, "m1", MINT_KIND, &lct, &other.to_bytes());
    statuses.mint(&lct, &nobody(), at(1_000)).unwrap();
    put(&ledger, "m2", MINT_KIND, &lct, &lct.to_bytes());
    let life = statuses.lifecycle(&lct.id(), &nobody()).unwrap();
    let forged = life.change(Status::Slashed, &key(8), "", at(20)).unwrap();
    put(&ledger, "s0", STATUS_KIND, &lct, &forged.to_bytes());
    put(&ledger, "s1", STATUS_KIND, &lct, b"junk");
    let (walk, erased) = (lct.id().to_string(), Opening::new(&b"secret"[..]).unwrap());
    let erased = TraceNode::builder("s2", "stranger", 1_000_000_000_000)
        .kind(STATUS_KIND)
        .walk_id(&walk)
        .erasable(erased);
    ledger
        .append(&erased.build().unwrap().without_opening())
        .unwrap();
    assert_eq!(status(&statuses, &lct), Status::Active);
    let why = statuses.passed_over(&lct.id(), &nobody()).unwrap();
    assert_eq!(why.len(), 6, "{why:?}");
    let end = change(&statuses, &lct, Status::Void, 1, 30);
    statuses.record(&end, &nobody(), at(1_000)).unwrap();
    // Nothing wakes what has ended, also not its owner's word from before.
    let wake = life.change(Status::Dormant, &key(1), "", at(25)).unwrap();
    put(&ledger, "s3", STATUS_KIND, &lct, &wake.to_bytes());
    assert_eq!(status(&statuses, &lct), Status::Void);
}

#[test]
fn of_two_changes_with_one_number_the_first_counts() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let lct = parent();
    statuses.mint(&lct, &nobody(), at(10)).unwrap();
    let rest = change(&statuses, &lct, Status::Dormant, 1, 20);
    let end = change(&statuses, &lct, Status::Void, 1, 21);
    put(&ledger, "first", STATUS_KIND, &lct, &rest.to_bytes());
    put(&ledger, "second", STATUS_KIND, &lct, &end.to_bytes());
    let life = statuses.lifecycle(&lct.id(), &nobody()).unwrap();
    assert_eq!((life.status(), life.changes()), (Status::Dormant, 1));
}

#[test]
fn a_name_that_was_taken_does_not_keep_a_change_from_the_ledger() {
    let (first, second) = (MemoryLedger::new(), MemoryLedger::new());
    let lct = parent();
    for ledger in [&first, &second] {
        let statuses = StatusLedger::new(ledger);
        statuses.mint(&lct, &nobody(), at(10)).unwrap();
    }
    let change = change(&StatusLedger::new(&first), &lct, Status::Void, 1, 20);
    let statuses = StatusLedger::new(&first);
    let place = statuses.record(&change, &nobody(), at(20)).unwrap().first;
    // Whoever knows the change takes the name elsewhere, before it is recorded there.
    let name = first.get(place).unwrap().id().to_owned();
    put(&second, &name, "note", &lct, b"mine");
    let statuses = StatusLedger::new(&second);
    statuses.record(&change, &nobody(), at(1_000)).unwrap();
    assert_eq!(status(&statuses, &lct), Status::Void);
}

#[test]
fn verdicts_of_a_court_that_is_not_named_do_not_count_and_are_told() {
    let ledger = MemoryLedger::new();
    let statuses = StatusLedger::new(&ledger);
    let lct = parent();
    statuses.mint(&lct, &court(), at(10)).unwrap();
    let slash = change(&statuses, &lct, Status::Slashed, 9, 20);
    statuses.record(&slash, &court(), at(20)).unwrap();
    let unaware = statuses.lifecycle(&lct.id(), &nobody()).unwrap();
    assert_eq!(unaware.status(), Status::Active);
    let passed = statuses.passed_over(&lct.id(), &nobody()).unwrap();
    assert!(matches!(passed[0].why, IdentityError::NotAllowed { .. }));
    assert!(
        statuses
            .passed_over(&lct.id(), &court())
            .unwrap()
            .is_empty()
    );
}

#[test]
fn threads_that_record_at_once_agree_on_one_change() {
    let ledger = MemoryLedger::new();
    let lct = parent();
    StatusLedger::new(&ledger)
        .mint(&lct, &nobody(), at(10))
        .unwrap();
    let life = Lifecycle::begin(lct.clone());
    let taken: usize = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|n| {
                let (ledger, life) = (&ledger, &life);
                scope.spawn(move || {
                    let to = [Status::Dormant, Status::Void][n % 2];
                    let change = life.change(to, &key(1), &n.to_string(), at(20)).unwrap();
                    let recorded = StatusLedger::new(ledger).record(&change, &nobody(), at(20));
                    usize::from(recorded.is_ok())
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).sum()
    });
    assert_eq!(taken, 1);
    let life = StatusLedger::new(&ledger).lifecycle(&lct.id(), &nobody());
    assert_eq!(life.unwrap().changes(), 1);
}

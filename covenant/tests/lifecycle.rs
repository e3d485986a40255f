//! The life of a covenant, its stored form, and what is passed on.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    reason = "helpers of tests fail by panicking, and no test uses all of them"
)]

mod support;

use lawful_covenant::EncodingError;
use lawful_covenant::clock::Moment;
use lawful_covenant::delegation::{
    Chain, DelegationError, Mandate, Request, Revocation, Revocations, VerifiedChains,
};
use lawful_covenant::gate::{Clause, CovenantGate, Decision};
use lawful_covenant::lifecycle::{AnyCovenant, Covenant, Delegation, LifecycleError, Status};
use lawful_platform::{Signer, TrustedKeys};
use std::sync::Arc;
use support::*;

#[test]
fn only_named_keys_grant_revoke_and_amend() {
    let proposed = Covenant::propose(terms(&["a:b"]), &agent(), START).unwrap();
    assert!(matches!(
        Covenant::propose(terms(&["a:b"]), &owner(), START),
        Err(LifecycleError::NotNamed { .. })
    ));
    let refused = proposed.grant(&agent(), START).unwrap_err();
    assert!(matches!(refused.why, LifecycleError::NotNamed { .. }));
    let refused = refused.covenant.grant(&owner(), END).unwrap_err();
    assert!(matches!(refused.why, LifecycleError::Over { .. }));
    let before = Moment::from_millis(1);
    let refused = refused.covenant.grant(&owner(), before).unwrap_err();
    assert!(matches!(refused.why, LifecycleError::BackInTime { .. }));
    let granted = refused.covenant.grant(&owner(), START).unwrap();
    let list = Revocations::new();
    let refused = granted.revoke(&agent(), "mine", START, &list).unwrap_err();
    assert!(list.first_revoked(&[*refused.covenant.digest()]).is_none());
    let revoked = refused
        .covenant
        .revoke(&owner(), "done", START, &list)
        .unwrap();
    assert!(list.first_revoked(&[*revoked.digest()]).is_some());
}

#[test]
fn negotiation_keeps_the_parties_and_the_grant_is_for_the_last_terms() {
    let proposed = Covenant::propose(terms(&["a:**"]), &agent(), START).unwrap();
    let negotiating = proposed
        .negotiate(terms(&["a:b"]), &owner(), START)
        .unwrap();
    let mut other = terms(&["a:b"]);
    other.parties.holder = key(9).public_key().clone();
    let refused = negotiating.negotiate(other, &owner(), START).unwrap_err();
    let granted = refused.covenant.grant(&owner(), START).unwrap();
    let gate = CovenantGate::open(&granted, &around().0).unwrap();
    assert!(gate.decide(&call("a:b")).is_allowed());
    assert!(!gate.decide(&call("a:c")).is_allowed());
}

#[test]
fn an_amendment_names_its_parent_and_ends_it() {
    let (around, _) = around();
    let granted = grant(terms(&["a:b"]));
    let gate = CovenantGate::open(&granted, &around).unwrap();
    let proposed = granted.amend(terms(&["a:**"]), &agent(), START).unwrap();
    assert_eq!(proposed.terms().replaces, Some(*granted.digest()));
    let amendment = proposed.grant(&owner(), START).unwrap();
    let stranger = grant(terms(&["x:y"]));
    let refused = granted
        .amended_by(&stranger, &owner(), START, &around.revocations)
        .unwrap_err();
    assert!(gate.decide(&call("a:b")).is_allowed());
    refused
        .covenant
        .amended_by(&amendment, &owner(), START, &around.revocations)
        .unwrap();
    assert!(matches!(
        gate.decide(&call("a:b")),
        Decision::Denied(Clause::Revoked(_))
    ));
    assert!(
        CovenantGate::open(&amendment, &around)
            .unwrap()
            .decide(&call("a:c"))
            .is_allowed()
    );
}

#[test]
fn the_stored_form_takes_every_step_again() {
    let granted = grant(terms(&["a:b when /x in [1,2]", "!a:c"]));
    let bytes = granted.history().to_bytes();
    let read = AnyCovenant::from_bytes(&bytes).unwrap();
    assert_eq!(read.status(), Status::Granted);
    assert_eq!(read.to_bytes(), bytes);
    let revoked = granted
        .revoke(&owner(), "done", START, &Revocations::new())
        .unwrap();
    let read = AnyCovenant::from_bytes(&revoked.history().to_bytes()).unwrap();
    assert!(matches!(
        read.into_granted(),
        Err(LifecycleError::Status { .. })
    ));
    // No byte can be changed, and none added or taken.
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(AnyCovenant::from_bytes(&changed).is_err(), "byte {at}");
        assert!(
            AnyCovenant::from_bytes(&bytes[..at]).is_err(),
            "cut at {at}"
        );
    }
    assert!(AnyCovenant::from_bytes(&[&bytes[..], &[0]].concat()).is_err());
}

#[test]
fn a_covenant_from_a_newer_format_is_refused_by_its_number() {
    let mut bytes = grant(terms(&["a:b"])).history().to_bytes();
    bytes[5] = 2;
    let error = AnyCovenant::from_bytes(&bytes).unwrap_err();
    assert!(matches!(
        error,
        LifecycleError::Encoding(EncodingError::OtherVersion(2))
    ));
    let mut chain = three_hops().0.to_bytes();
    chain[4] = 1;
    assert!(
        Chain::from_bytes(&chain)
            .unwrap_err()
            .to_string()
            .contains("`257`")
    );
}

fn trusted() -> TrustedKeys {
    TrustedKeys::from_iter([owner().public_key().clone()])
}

/// A covenant, passed on twice: owner to agent, to key 3, to key 4.
fn three_hops() -> (Chain, Covenant<lawful_covenant::lifecycle::Granted>) {
    let mut terms = terms(&["fs.*:/srv/**"]);
    terms.delegation = Delegation {
        depth: 2,
        may_use: false,
    };
    let covenant = grant(terms);
    let chain = Chain::new(&covenant).unwrap();
    let mut request = Request::all_of(&Mandate::from(&covenant), key(3).public_key().clone());
    request.delegation.depth = 5;
    request.permissions =
        lawful_covenant::capability::Permissions::parse(["fs.read:**", "fs.read:/srv/app/**"])
            .unwrap();
    let chain = chain.delegate(request.clone(), &agent()).unwrap();
    request.holder = key(4).public_key().clone();
    request.expires = Moment::from_millis(1_500_000);
    (chain.delegate(request, &key(3)).unwrap(), covenant)
}

#[test]
fn a_chain_leaves_the_meet() {
    let (chain, _) = three_hops();
    let stored = Chain::from_bytes(&chain.to_bytes()).unwrap();
    assert_eq!(stored, chain);
    let mandate = stored
        .verify(&trusted(), &Revocations::new(), START)
        .unwrap();
    assert_eq!(mandate.holder(), key(4).public_key());
    assert_eq!(mandate.delegation().depth, 0);
    let gate = CovenantGate::of_mandate(&mandate, &around().0).unwrap();
    assert!(gate.decide(&call("fs.read:/srv/app/x")).is_allowed());
    for action in ["fs.read:/srv/x", "fs.write:/srv/app/x", "fs.read:/etc/x"] {
        assert!(!gate.decide(&call(action)).is_allowed(), "{action}");
    }
    let request = Request::all_of(&mandate, key(5).public_key().clone());
    assert!(matches!(
        chain.delegate(request, &key(4)),
        Err(DelegationError::TooDeep)
    ));
    let late = Moment::from_millis(1_500_000);
    let error = chain
        .verify(&trusted(), &Revocations::new(), late)
        .unwrap_err();
    assert!(matches!(error, DelegationError::NotNow { .. }));
    let nobody = TrustedKeys::default();
    let error = chain
        .verify(&nobody, &Revocations::new(), START)
        .unwrap_err();
    assert!(matches!(error, DelegationError::Untrusted(_)));
}

#[test]
fn nobody_passes_on_what_it_does_not_hold_or_to_itself() {
    let (chain, covenant) = three_hops();
    let mandate = Mandate::from(&covenant);
    let root = Chain::new(&covenant).unwrap();
    let to = |n: u8| Request::all_of(&mandate, key(n).public_key().clone());
    assert!(matches!(
        root.delegate(to(3), &key(3)),
        Err(DelegationError::NotHolder(_))
    ));
    assert!(matches!(
        root.delegate(to(2), &agent()),
        Err(DelegationError::SameHolder(_))
    ));
    assert!(matches!(
        chain.delegate(to(9), &key(3)),
        Err(DelegationError::NotHolder(_))
    ));
}

/// The stored form of a chain with its links in another order.
fn rearranged(chain: &Chain, order: &[usize]) -> Vec<u8> {
    let bytes = chain.to_bytes();
    // A link begins with the digest of its parent: find where each begins.
    let mut starts: Vec<usize> = chain
        .links()
        .iter()
        .map(|link| {
            let parent = link.parent().as_bytes();
            bytes.windows(32).rposition(|w| w == parent).unwrap()
        })
        .collect();
    let head = starts[0] - 4;
    starts.push(bytes.len());
    let mut made = bytes[..head].to_vec();
    made.extend((order.len() as u32).to_be_bytes());
    for link in order {
        made.extend(&bytes[starts[*link]..starts[link + 1]]);
    }
    made
}

#[test]
fn a_link_that_is_missing_repeated_or_reordered_breaks_the_chain() {
    let (chain, _) = three_hops();
    assert_eq!(rearranged(&chain, &[0, 1]), chain.to_bytes());
    for order in [&[1][..], &[1, 0], &[0, 0], &[0, 1, 1], &[0, 1, 0]] {
        let other = Chain::from_bytes(&rearranged(&chain, order)).unwrap();
        let error = other
            .verify(&trusted(), &Revocations::new(), START)
            .unwrap_err();
        assert!(
            matches!(
                error,
                DelegationError::Order { .. } | DelegationError::TooDeep
            ),
            "{order:?}: {error}"
        );
    }
    // Without its end it is the chain of an earlier holder, and good as such.
    let shorter = Chain::from_bytes(&rearranged(&chain, &[0])).unwrap();
    let mandate = shorter
        .verify(&trusted(), &Revocations::new(), START)
        .unwrap();
    assert_eq!(mandate.holder(), key(3).public_key());
}

#[test]
fn no_bit_of_a_chain_can_be_changed() {
    let (chain, _) = three_hops();
    let bytes = chain.to_bytes();
    for at in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        let verified = Chain::from_bytes(&changed)
            .and_then(|chain| chain.verify(&trusted(), &Revocations::new(), START));
        assert!(verified.is_err(), "byte {at}");
    }
}

#[test]
fn revocation_reaches_running_gates_and_remembered_chains_at_once() {
    let (chain, covenant) = three_hops();
    let (around, _) = around();
    let known = VerifiedChains::new(trusted(), Arc::clone(&around.revocations), 10);
    let mandate = known.verify(&chain, START).unwrap();
    assert!(Arc::ptr_eq(&mandate, &known.verify(&chain, START).unwrap()));
    let gate = CovenantGate::of_mandate(&mandate, &around).unwrap();
    let read = call("fs.read:/srv/app/x");
    assert!(gate.decide(&read).is_allowed());
    // The first link may be revoked by the agent who signed it, and not by who holds it.
    let target = *chain.links()[0].digest();
    let by = |n: u8| Revocation::sign(target, START, "a test", &key(n)).unwrap();
    for wrong in [3, 4, 9] {
        let error = chain
            .revoke(&by(wrong), &trusted(), &around.revocations)
            .unwrap_err();
        assert!(matches!(error, DelegationError::MayNotRevoke(_)), "{error}");
    }
    assert!(gate.decide(&read).is_allowed());
    let mut forged = by(2);
    forged.key = owner().public_key().clone();
    assert!(
        chain
            .revoke(&forged, &trusted(), &around.revocations)
            .is_err()
    );
    chain
        .revoke(&by(2), &trusted(), &around.revocations)
        .unwrap();
    assert!(matches!(gate.decide(&read), Decision::Denied(Clause::Revoked(d)) if d == target));
    assert!(matches!(
        known.verify(&chain, START),
        Err(DelegationError::Revoked(_))
    ));
    // What was above it holds on.
    let root = Chain::new(&covenant).unwrap();
    assert!(known.verify(&root, START).is_ok());
    covenant
        .revoke(&owner(), "all", START, &around.revocations)
        .unwrap();
    assert!(known.verify(&root, START).is_err());
}

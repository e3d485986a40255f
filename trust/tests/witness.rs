//! Signed witness events and chains of witnesses.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

mod heard;
mod signers;

use heard::{NOW, entity, hear};
use lawful_platform::{Context, Signer};
use lawful_trust::entity::Arrival;
use lawful_trust::witness::{Reach, SignedWitnessEvent, WitnessError, WitnessEvent, witness_chain};
use lawful_trust::{Dimension, EntityTrust};
use signers::key;
use std::collections::BTreeMap;

fn event(number: u64) -> WitnessEvent {
    WitnessEvent {
        witness: "role:auditor".parse().unwrap(),
        target: "mcp:files".parse().unwrap(),
        number,
        success: true,
        magnitude: 0.5,
        at: NOW,
    }
}

#[test]
fn whatever_is_altered_is_refused() {
    let key = key(1);
    let signed = event(1).sign(&key).unwrap();
    assert!(signed.verify(key.public_key()).is_ok());
    let alterations: [fn(&mut WitnessEvent); 6] = [
        |e| e.witness = "role:somebody".parse().unwrap(),
        |e| e.target = "mcp:other".parse().unwrap(),
        |e| e.number = 2,
        |e| e.success = false,
        |e| e.magnitude = 0.6,
        |e| e.at = "2026-01-01T00:00:00Z".parse().unwrap(),
    ];
    for alter in alterations {
        let mut altered = signed.clone();
        alter(&mut altered.event);
        assert!(matches!(
            altered.verify(key.public_key()),
            Err(WitnessError::Signature { .. })
        ));
    }
    let elsewhere = SignedWitnessEvent {
        event: event(1),
        signature: key
            .sign(&Context::new("other").unwrap(), &event(1).to_signed_bytes())
            .unwrap(),
    };
    assert!(elsewhere.verify(key.public_key()).is_err());
    let json = serde_json::to_string(&signed).unwrap();
    let read: SignedWitnessEvent = serde_json::from_str(&json).unwrap();
    assert!(read.verify(key.public_key()).is_ok());
}

#[test]
fn events_that_cannot_be_are_not_signed() {
    for magnitude in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
        let bad = WitnessEvent {
            magnitude,
            ..event(1)
        };
        assert!(bad.sign(&key(1)).is_err());
    }
}

#[test]
fn events_reach_whom_they_are_about_once_and_in_any_order() {
    let key = key(1);
    let events: Vec<_> = (1..=20)
        .map(|n| {
            event(n)
                .sign(&key)
                .unwrap()
                .verify(key.public_key())
                .unwrap()
        })
        .collect();
    let hear = |order: &mut dyn Iterator<Item = usize>| {
        let mut files = entity("mcp:files");
        let mut auditor = entity(events[0].event().witness.as_str());
        for _ in 0..10 {
            auditor.update_from_outcome(true, 1.0, NOW).unwrap();
        }
        for k in order {
            files.hear(&events[k], Some(&auditor)).unwrap();
        }
        files
    };
    let forwards = hear(&mut (0..20));
    assert_eq!(forwards, hear(&mut (0..20).rev()));
    assert_eq!(forwards, hear(&mut (0..20).chain(0..20)));
    assert_eq!(forwards.witness_count(), 20);
    assert!(forwards.score(Dimension::Veracity) > 0.75);
    let mut other = entity("mcp:other");
    assert!(matches!(
        other.hear(&events[0], None),
        Err(WitnessError::OtherTarget { .. })
    ));
    let mut files = forwards.clone();
    assert!(matches!(
        files.hear(&events[0], Some(&other)),
        Err(WitnessError::OtherWitness { .. })
    ));
    let again = files.hear(&events[3], None).unwrap();
    assert_eq!(again, Arrival::Repeated);
    assert_eq!(files, forwards);
}

#[test]
fn chains_end_where_they_should() {
    let mut all: BTreeMap<String, EntityTrust> = BTreeMap::new();
    for k in 0..6 {
        let mut entity = entity(&format!("e:{k}"));
        // A circle: each is witnessed by the next, the last by the first.
        entity
            .receive_witness(&format!("e:{}", (k + 1) % 6), true, 0.1)
            .unwrap();
        entity
            .give_witness(&format!("e:{}", (k + 5) % 6), true, 0.1)
            .unwrap();
        all.insert(format!("e:{k}"), entity);
    }
    let chain = |depth| {
        let reach = Reach { depth, breadth: 10 };
        witness_chain("e:0", reach, |id| Ok::<_, ()>(all.get(id).cloned())).unwrap()
    };
    let length = |depth| {
        let whole = chain(depth);
        let mut link = &whole;
        let mut count = 0;
        while let Some(next) = link.witnessed_by.first() {
            (link, count) = (next, count + 1);
        }
        count
    };
    assert_eq!([length(0), length(1), length(3), length(100)], [0, 1, 3, 5]);
    assert_eq!(chain(1).has_witnessed[0].entity_id, "e:5");
    let own = chain(1).t3_average.unwrap();
    let shown = chain(1).published_transitive_trust();
    assert!((shown - (0.7 * own + 0.3 * chain(1).witness_trust())).abs() < 1e-15);
    let failing = witness_chain("e:0", Reach::default(), |_| {
        Err::<Option<EntityTrust>, _>("no")
    });
    assert_eq!(failing, Err("no"));
}

/// Entities that were witnessed: of each pair, the first by the second.
fn witnessed(pairs: &[(&str, &str)]) -> BTreeMap<String, EntityTrust> {
    let mut all: BTreeMap<String, EntityTrust> = BTreeMap::new();
    for (target, witness) in pairs {
        let target = all
            .entry((*target).to_owned())
            .or_insert_with_key(|id| entity(id));
        target.receive_witness(witness, true, 0.5).unwrap();
    }
    all
}

/// A chain of witnesses as text: each with those beside it in brackets.
fn shown(links: &[lawful_trust::witness::WitnessChain]) -> String {
    let one = |link: &lawful_trust::witness::WitnessChain| {
        format!("{}[{}]", link.entity_id, shown(&link.witnessed_by))
    };
    links.iter().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn everybody_within_the_depth_is_shown_by_the_shortest_way() {
    let all = witnessed(&[
        ("w:b", "w:d"),
        ("w:d", "w:e"),
        ("t:a", "w:b"),
        ("t:a", "w:c"),
        ("w:c", "w:e"),
        ("w:e", "w:f"),
    ]);
    let chain = |depth| {
        let reach = Reach { depth, breadth: 10 };
        let chain = witness_chain("t:a", reach, |id| Ok::<_, ()>(all.get(id).cloned())).unwrap();
        shown(&chain.witnessed_by)
    };
    assert_eq!(chain(1), "w:b[] w:c[]");
    assert_eq!(chain(2), "w:b[w:d[]] w:c[w:e[]]");
    assert_eq!(chain(3), "w:b[w:d[]] w:c[w:e[w:f[]]]");
    assert_eq!(chain(9), chain(3));
}

#[test]
fn a_chain_says_how_many_more_there_are() {
    let mut all = witnessed(&[("t:a", "w:0"), ("w:0", "w:1"), ("w:0", "w:2")]);
    let target = all.get_mut("t:a").unwrap();
    hear(target, 1..12, true, 0.5);
    for k in 1..12 {
        target.give_witness(&format!("w:{k}"), true, 0.5).unwrap();
    }
    let chain = |depth, breadth| {
        let reach = Reach { depth, breadth };
        witness_chain("t:a", reach, |id| Ok::<_, ()>(all.get(id).cloned())).unwrap()
    };
    let cut = chain(2, 10);
    assert_eq!((cut.witnessed_by.len(), cut.more_witnessed_by), (10, 2));
    assert_eq!((cut.has_witnessed.len(), cut.more_has_witnessed), (10, 1));
    assert_eq!(chain(2, 1).witnessed_by[0].more_witnessed_by, 1);
    assert_eq!(chain(1, 1).witnessed_by[0].more_witnessed_by, 0);
    assert_eq!(chain(2, 12).more_witnessed_by, 0);
    assert_eq!(chain(0, 1).more_witnessed_by, 0);
}

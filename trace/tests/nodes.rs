//! Nodes: one encoding for each, and nothing else is read.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::node::{
    DecodeFault, Field, MAX_ID_BYTES, MAX_LINKS, MAX_NODE_BYTES, MAX_PAYLOAD_BYTES, MAX_TAGS,
    MAX_TEXT_BYTES,
};
use lawful_trace::{Link, NodeError, NodeView, Opening, Payload, Relation, TraceNode};
use proptest::prelude::*;

fn full() -> TraceNode {
    TraceNode::builder("id", "origin", -5)
        .kind("kind")
        .walk_id("walk")
        .stimulus("")
        .response("réponse")
        .tags(["b", "a", "b"])
        .link(Relation::Fulfils, "x")
        .link(Relation::Causes, "y")
        .link(Relation::Causes, "x")
        .link(Relation::Causes, "x")
        .payload(&[0, 1, 2])
        .build()
        .unwrap()
}

fn opening() -> Opening {
    Opening::with_salt([9; 32], &b"secret"[..]).unwrap()
}

/// Puts a node together again from what its accessors say.
fn rebuilt(node: NodeView<'_>) -> TraceNode {
    let mut builder = TraceNode::builder(node.id(), node.origin(), node.timestamp())
        .tags(node.tags())
        .links(node.links());
    if let Some(kind) = node.kind() {
        builder = builder.kind(kind);
    }
    if let Some(walk) = node.walk_id() {
        builder = builder.walk_id(walk);
    }
    if let Some(stimulus) = node.stimulus() {
        builder = builder.stimulus(stimulus);
    }
    if let Some(response) = node.response() {
        builder = builder.response(response);
    }
    match node.payload() {
        Payload::None => {}
        Payload::Inline(bytes) => builder = builder.payload(bytes),
        Payload::Committed(_) => builder = builder.erasable(opening()),
    }
    builder.build().unwrap()
}

#[test]
fn every_part_is_read_in_place() {
    let node = full();
    assert_eq!(
        (node.id(), node.origin(), node.timestamp()),
        ("id", "origin", -5)
    );
    assert_eq!((node.kind(), node.walk_id()), (Some("kind"), Some("walk")));
    assert_eq!(
        (node.stimulus(), node.response()),
        (Some(""), Some("réponse"))
    );
    assert_eq!(node.tags().collect::<Vec<_>>(), ["a", "b"]);
    let links: Vec<_> = node
        .links()
        .map(|link| (link.relation, link.target))
        .collect();
    let expected = [
        (Relation::Causes, "x"),
        (Relation::Causes, "y"),
        (Relation::Fulfils, "x"),
    ];
    assert_eq!(links, expected);
    assert_eq!(node.payload(), Payload::Inline(&[0, 1, 2]));
    assert_eq!(rebuilt(node.view()), node);
}

#[test]
fn the_bytes_of_version_one() {
    let node = TraceNode::new("abc", "brain", 1_234_567_890).unwrap();
    let expected = b"\x01\x00\xd2\x02\x96\x49\0\0\0\0\x03abc\x05brain";
    assert_eq!(node.bytes(), expected);
    let expected = b"\x01\x7f\xfb\xff\xff\xff\xff\xff\xff\xff\x02id\x06origin\x04kind\x04walk\0\x08r\xc3\xa9ponse\x04\x01a\x01b\x09\x01\x01x\x01\x01y\x04\x01x\x03\0\x01\x02";
    assert_eq!(full().bytes(), expected);
}

#[test]
fn every_prefix_is_too_short_and_every_addition_too_long() {
    for node in [
        full(),
        TraceNode::builder("a", "b", 0)
            .erasable(opening())
            .build()
            .unwrap(),
    ] {
        let bytes = node.bytes();
        for end in 0..bytes.len() {
            let error = NodeView::read(&bytes[..end]).unwrap_err();
            assert_eq!((error.fault, error.at), (DecodeFault::Truncated, end));
        }
        let longer = [bytes, b"x"].concat();
        let error = NodeView::read(&longer).unwrap_err();
        assert_eq!(
            (error.fault, error.at),
            (DecodeFault::Trailing(1), bytes.len())
        );
    }
}

#[test]
fn a_changed_byte_is_refused_or_another_node() {
    let node = full();
    for at in 0..node.bytes().len() {
        for value in 0..=255 {
            let mut bytes = node.bytes().to_vec();
            bytes[at] = value;
            if let Ok(read) = NodeView::read(&bytes)
                && read.commitment().is_none()
            {
                assert_eq!(rebuilt(read).bytes(), bytes);
            }
        }
    }
}

#[test]
fn other_forms_of_the_same_node_are_refused() {
    let head = |form: u8| [&[1, form][..], &[0; 8], b"\x01i\x01o"].concat();
    let faults = [
        (vec![2], "version"),
        ([&head(0)[..10], b"\x00\x01o"].concat(), "empty"),
        ([&head(0)[..10], b"\x81\x00i\x01o"].concat(), "shortest"),
        ([&head(0)[..10], b"\x01\xff\x01o"].concat(), "UTF-8"),
        ([&head(0)[..10], b"\x01\x00\x01o"].concat(), "NUL"),
        ([&head(0xc0)[..], b"\x01x"].concat(), "not both"),
        ([&head(0x10)[..], b"\x00"].concat(), "left out"),
        ([&head(0x10)[..], b"\x04\x01b\x01a"].concat(), "ascending"),
        ([&head(0x10)[..], b"\x04\x01a\x01a"].concat(), "ascending"),
        ([&head(0x10)[..], b"\x03\x01a\x01b"].concat(), "beyond"),
        ([&head(0x20)[..], b"\x03\x05\x01a"].concat(), "relation"),
        (
            [&head(0x20)[..], b"\x06\x02\x01a\x01\x01a"].concat(),
            "ascending",
        ),
        ([&head(0x40)[..], b"\x00"].concat(), "left out"),
    ];
    for (bytes, word) in faults {
        let error = NodeView::read(&bytes).unwrap_err().to_string();
        assert!(error.contains(word), "{bytes:?}: {error}");
    }
}

#[test]
fn limits_are_checked() {
    let long = "x".repeat(MAX_TEXT_BYTES + 1);
    let id = &long[..MAX_ID_BYTES];
    assert!(TraceNode::new(id, id, 0).is_ok());
    let too_long = |field, length, limit| {
        Err(NodeError::TooLong {
            field,
            length,
            limit,
        })
    };
    assert_eq!(
        TraceNode::new(&long[..=MAX_ID_BYTES], "o", 0),
        too_long(Field::Id, MAX_ID_BYTES + 1, MAX_ID_BYTES)
    );
    assert_eq!(
        TraceNode::new("i", "", 0),
        Err(NodeError::Empty(Field::Origin))
    );
    let node = || TraceNode::builder("i", "o", 0);
    assert!(node().stimulus(&long[1..]).build().is_ok());
    assert_eq!(
        node().response(&long).build(),
        too_long(Field::Response, MAX_TEXT_BYTES + 1, MAX_TEXT_BYTES)
    );
    assert_eq!(
        node().stimulus("a\0b").build(),
        Err(NodeError::Nul {
            field: Field::Stimulus,
            at: 1
        })
    );
    let payload = vec![1; MAX_PAYLOAD_BYTES + 1];
    assert!(node().payload(&payload[1..]).build().is_ok());
    assert!(node().payload(&payload).build().is_err());
    assert!(Opening::new(payload).is_err());
    let names: Vec<String> = (0..1_000_000).map(|n| n.to_string()).collect();
    let many = node().tags(names.iter().map(String::as_str)).build();
    assert_eq!(
        many,
        Err(NodeError::TooMany {
            field: Field::Tags,
            count: MAX_TAGS + 1,
            limit: MAX_TAGS
        })
    );
    let links = |count| {
        let links = names.iter().take(count).map(|name| Link {
            relation: Relation::Causes,
            target: name,
        });
        node().links(links).build()
    };
    let most = links(MAX_LINKS).unwrap();
    assert_eq!(most.links().count(), MAX_LINKS);
    assert!(NodeView::read(most.bytes()).is_ok());
    assert!(links(1_000_000).is_err());
    let huge = vec![1; MAX_NODE_BYTES + 1];
    let error = NodeView::read(&huge).unwrap_err();
    assert!(matches!(error.fault, DecodeFault::TooLarge { .. }));
}

#[test]
fn a_salted_payload_is_beside_the_node() {
    let node = TraceNode::builder("a", "b", 0)
        .erasable(opening())
        .build()
        .unwrap();
    assert_eq!(node.payload_bytes(), Some(&b"secret"[..]));
    assert!(!node.bytes().windows(6).any(|window| window == b"secret"));
    let bare = TraceNode::from_bytes(node.shared_bytes()).unwrap();
    assert_eq!(bare, node);
    assert_eq!(bare.payload_bytes(), None);
    let other = Opening::with_salt([8; 32], &b"secret"[..]).unwrap();
    let bare = bare.with_opening(other.into()).unwrap_err();
    let opened = bare.with_opening(opening().into()).unwrap();
    assert_eq!(opened.payload_bytes(), node.payload_bytes());
    assert!(full().with_opening(opening().into()).is_err());
}

proptest! {
    #[test]
    fn nodes_come_back(
        id in "[^\0]{1,40}", origin in "[^\0]{1,40}", timestamp: i64,
        kind in proptest::option::of("[^\0]{1,9}"), stimulus in proptest::option::of("[^\0]{0,200}"),
        tags in proptest::collection::vec("[^\0]{1,5}", 0..5),
        targets in proptest::collection::vec((0..4_usize, "[^\0]{1,5}"), 0..5),
        payload: Vec<u8>,
    ) {
        let mut builder = TraceNode::builder(&id, &origin, timestamp)
            .tags(tags.iter().map(String::as_str))
            .links(targets.iter().map(|(relation, target)| Link {
                relation: Relation::ALL[*relation],
                target,
            }))
            .payload(&payload);
        if let Some(kind) = &kind {
            builder = builder.kind(kind);
        }
        if let Some(stimulus) = &stimulus {
            builder = builder.stimulus(stimulus);
        }
        let node = builder.build().unwrap();
        let read = NodeView::read(node.bytes()).unwrap();
        prop_assert_eq!(read.id(), &id);
        prop_assert_eq!(read.kind(), kind.as_deref());
        prop_assert_eq!(read.stimulus(), stimulus.as_deref());
        prop_assert_eq!(rebuilt(read), node);
    }
}

#[test]
fn whatever_is_read_is_written_back_the_same() {
    let examples = [full(), TraceNode::new("abc", "brain", 7).unwrap()];
    bolero::check!()
        .with_type::<(bool, Vec<(u16, u8)>, Vec<u8>)>()
        .for_each(|(which, edits, noise)| {
            let mut bytes = examples[usize::from(*which)].bytes().to_vec();
            for (at, value) in edits.iter().take(4) {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *value;
            }
            for bytes in [&bytes, noise] {
                if let Ok(read) = NodeView::read(bytes)
                    && read.commitment().is_none()
                {
                    assert_eq!(rebuilt(read).bytes(), &bytes[..]);
                }
            }
        });
}

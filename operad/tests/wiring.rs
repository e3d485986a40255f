//! Wiring diagrams: what is refused, substitution, and drawing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use lawful_operad::wiring::{Diagram, Interface, Sink, Source, Wire};

fn one(name: &str) -> (String, Interface) {
    (name.to_owned(), Interface::new(1, 1))
}

fn wire(from: Source, to: Sink) -> Wire {
    Wire { from, to }
}

fn chain(names: &[&str]) -> Diagram {
    let mut wires = vec![wire(Source::Outer(0), Sink::Box(0, 0))];
    for b in 1..names.len() {
        wires.push(wire(Source::Box(b - 1, 0), Sink::Box(b, 0)));
    }
    wires.push(wire(Source::Box(names.len() - 1, 0), Sink::Outer(0)));
    let boxes = names.iter().map(|name| one(name)).collect();
    Diagram::new(Interface::new(1, 1), boxes, wires).unwrap()
}

fn refused(boxes: &[&str], wires: Vec<Wire>) -> String {
    let boxes = boxes.iter().map(|name| one(name)).collect();
    Diagram::new(Interface::new(1, 1), boxes, wires)
        .unwrap_err()
        .to_string()
}

#[test]
fn a_circle_is_named_with_a_wire_to_cut() {
    let wires = vec![
        wire(Source::Box(1, 0), Sink::Box(0, 0)),
        wire(Source::Box(0, 0), Sink::Box(1, 0)),
        wire(Source::Box(1, 0), Sink::Outer(0)),
    ];
    let told = refused(&["a", "b"], wires);
    assert!(
        told.starts_with(
            "the boxes `b` -> `a` -> `b` feed each other in a circle (hint: cut wire 0"
        ) || told.starts_with(
            "the boxes `a` -> `b` -> `a` feed each other in a circle (hint: cut wire 1"
        ),
        "{told}"
    );
    let itself = vec![
        wire(Source::Box(0, 0), Sink::Box(0, 0)),
        wire(Source::Outer(0), Sink::Outer(0)),
    ];
    assert!(refused(&["a"], itself).contains("`a` -> `a`"));
}

#[test]
fn wires_that_fit_nowhere_are_refused() {
    let through = wire(Source::Outer(0), Sink::Outer(0));
    assert!(
        refused(&[], vec![wire(Source::Outer(1), Sink::Outer(0))])
            .contains("wire 0 begins at Outer(1)")
    );
    assert!(
        refused(&[], vec![through, wire(Source::Outer(0), Sink::Box(0, 0))])
            .contains("wire 1 ends at Box(0, 0)")
    );
    assert!(refused(&[], vec![through, through]).contains("wires 0 and 1 both end at Outer(0)"));
    assert!(refused(&["a"], vec![through]).contains("no wire ends at Box(0, 0)"));
    let huge = Diagram::new(Interface::new(1 << 40, 1), vec![], vec![]);
    assert!(huge.unwrap_err().to_string().contains("too large"));
}

#[test]
fn substitution_follows_the_wires() {
    let outer = chain(&["a", "b", "c"]);
    let whole = outer.substitute(1, &chain(&["x", "y"])).unwrap();
    assert_eq!(whole, chain(&["a", "x", "y", "c"]));
    // A diagram without boxes is a wire.
    let straight = Diagram::new(
        Interface::new(1, 1),
        vec![],
        vec![wire(Source::Outer(0), Sink::Outer(0))],
    )
    .unwrap();
    assert_eq!(outer.substitute(1, &straight).unwrap(), chain(&["a", "c"]));
    assert!(outer.substitute(3, &straight).is_none());
    let wide = Diagram::straight("wide", Interface::new(2, 1));
    assert!(outer.substitute(0, &wide).is_none());
}

#[test]
fn a_long_chain_is_laid_out_without_recursion() {
    let names = vec!["step"; 20_000];
    let long = chain(&names);
    assert!(long.svg().contains("</svg>"));
    assert_eq!(long.mermaid().lines().count(), 1 + 2 + 20_000 + 20_001);
}

#[test]
fn drawings_escape_what_boxes_are_called() {
    let diagram = chain(&["<script>", "\"quoted\""]);
    assert!(!diagram.svg().contains("<script>"));
    assert!(diagram.svg().contains("&lt;script&gt;"));
    let mermaid = diagram.mermaid();
    assert!(mermaid.contains("b0[\"#60;script#62;\"]"), "{mermaid}");
    assert!(mermaid.contains("b0 -- \"0 → 0\" --> b1"), "{mermaid}");
}

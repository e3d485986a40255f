//! The registered operad of wiring diagrams.

use super::{Diagram, Interface, Source};
use crate::theories::*;
use crate::{FullOperad, Permutation};
use lawful::rng::Rng;
use lawful::{Sort, register};

/// The operad of wiring diagrams, coloured by interfaces: diagrams are put into boxes.
pub struct Wirings;

fn drawn(rng: &mut Rng) -> Diagram {
    let ports = |rng: &mut Rng| Interface::new(1 + rng.below(2), 1 + rng.below(2));
    let outer = ports(rng);
    let count = rng.below(4);
    let mut sources: Vec<Source> = (0..outer.inputs).map(Source::Outer).collect();
    let (mut boxes, mut feeds) = (Vec::new(), Vec::new());
    let any =
        |sources: &[Source], rng: &mut Rng| rng.pick(sources).copied().unwrap_or(Source::Outer(0));
    for b in 0..count {
        let interface = ports(rng);
        feeds.push((0..interface.inputs).map(|_| any(&sources, rng)).collect());
        // Only boxes before feed a box: no circles.
        sources.extend((0..interface.outputs).map(|port| Source::Box(b, port)));
        boxes.push((String::from("box"), interface));
    }
    feeds.push((0..outer.outputs).map(|_| any(&sources, rng)).collect());
    let diagram = Diagram {
        outer,
        boxes,
        feeds,
    };
    let orders = Permutation::all(3);
    let fits: Vec<&Permutation> = orders.iter().filter(|s| s.degree() == count).collect();
    match rng.pick(&fits) {
        Some(s) => diagram.reordered(s),
        None => diagram,
    }
}

impl FullOperad for Wirings {
    type Color = Interface;
    type Operation = Diagram;

    fn colors(&self) -> Sort<Interface> {
        let all = [(1, 1), (1, 2), (2, 1), (2, 2)];
        Sort::finite(all.map(|(inputs, outputs)| Interface::new(inputs, outputs)))
    }

    fn operations(&self) -> Sort<Diagram> {
        Sort::drawn(drawn).edges_from([
            Diagram::straight("box", Interface::new(1, 1)),
            Diagram::straight("box", Interface::new(2, 1)),
        ])
    }

    fn output(&self, f: &Diagram) -> Interface {
        f.outer
    }

    fn inputs(&self, f: &Diagram) -> Vec<Interface> {
        f.boxes.iter().map(|(_, interface)| *interface).collect()
    }

    fn identity_of(&self, color: &Interface) -> Diagram {
        Diagram::straight("box", *color)
    }

    fn compose_at(&self, f: &Diagram, slot: usize, g: &Diagram) -> Diagram {
        f.substitute(slot, g).unwrap_or_else(|| f.clone())
    }

    fn permute(&self, f: &Diagram, s: &Permutation) -> Diagram {
        f.reordered(s)
    }
}

register! {
    id: "operad.wiring",
    version: "1",
    about: "wiring diagrams of boxes with one or two ports on a side, put into each other's boxes",
    model: Wirings,
    theories: [SymmetricOperad],
}

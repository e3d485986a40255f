//! Diagrams and substitution.

use super::WiringError;
use crate::Permutation;

/// The largest number of boxes of a diagram.
pub const MOST_BOXES: usize = 1 << 16;
/// The largest number of ports on a side.
pub const MOST_PORTS: usize = 1 << 10;

/// How many inputs and outputs a box or a diagram has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Interface {
    /// The number of inputs.
    pub inputs: usize,
    /// The number of outputs.
    pub outputs: usize,
}

impl Interface {
    /// Makes an interface.
    pub fn new(inputs: usize, outputs: usize) -> Interface {
        Interface { inputs, outputs }
    }
}

/// Where a wire begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Source {
    /// An input of the diagram.
    Outer(usize),
    /// An output of a box: the box, the port.
    Box(usize, usize),
}

/// Where a wire ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sink {
    /// An input of a box: the box, the port.
    Box(usize, usize),
    /// An output of the diagram.
    Outer(usize),
}

/// A wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Wire {
    /// Where it begins.
    pub from: Source,
    /// Where it ends.
    pub to: Sink,
}

/// Boxes and wires. Every input of a box and every output of the diagram has one wire, and no boxes
/// feed each other in a circle.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Diagram {
    pub(super) outer: Interface,
    pub(super) boxes: Vec<(String, Interface)>,
    /// For each box where its inputs come from, and last where the outputs of the diagram do.
    pub(super) feeds: Vec<Vec<Source>>,
}

impl Diagram {
    /// Makes a diagram.
    ///
    /// # Errors
    /// If a wire has an end that is not there, a port has no wire or two, boxes feed each other in a
    /// circle, or the diagram is too large.
    pub fn new(
        outer: Interface,
        boxes: Vec<(String, Interface)>,
        wires: Vec<Wire>,
    ) -> Result<Diagram, WiringError> {
        let small = |i: &Interface| i.inputs <= MOST_PORTS && i.outputs <= MOST_PORTS;
        if boxes.len() > MOST_BOXES || !small(&outer) || !boxes.iter().all(|(_, i)| small(i)) {
            return Err(WiringError::TooLarge);
        }
        let mut fed: Vec<Vec<Option<(Source, usize)>>> =
            boxes.iter().map(|(_, i)| vec![None; i.inputs]).collect();
        fed.push(vec![None; outer.outputs]);
        for (wire, Wire { from, to }) in wires.into_iter().enumerate() {
            let there = match from {
                Source::Outer(port) => port < outer.inputs,
                Source::Box(b, port) => boxes.get(b).is_some_and(|(_, i)| port < i.outputs),
            };
            if !there {
                let boxes = boxes.len();
                return Err(WiringError::NoSource { wire, from, boxes });
            }
            let (row, port) = match to {
                Sink::Box(b, port) if b < boxes.len() => (b, port),
                Sink::Outer(port) => (boxes.len(), port),
                Sink::Box(..) => (usize::MAX, 0),
            };
            match fed.get_mut(row).and_then(|row| row.get_mut(port)) {
                None => {
                    let boxes = boxes.len();
                    return Err(WiringError::NoSink { wire, to, boxes });
                }
                Some(Some((_, first))) => {
                    return Err(WiringError::Twice {
                        first: *first,
                        second: wire,
                        to,
                    });
                }
                Some(free) => *free = Some((from, wire)),
            }
        }
        let last = boxes.len();
        let mut feeds = Vec::with_capacity(fed.len());
        for (row, ports) in fed.iter().enumerate() {
            let mut sources = Vec::with_capacity(ports.len());
            for (port, source) in ports.iter().enumerate() {
                let Some((from, _)) = source else {
                    let to = if row == last {
                        Sink::Outer(port)
                    } else {
                        Sink::Box(row, port)
                    };
                    return Err(WiringError::Open { to });
                };
                sources.push(*from);
            }
            feeds.push(sources);
        }
        let diagram = Diagram {
            outer,
            boxes,
            feeds,
        };
        if let Err(circle) = diagram.layers() {
            let wire_of = |to: usize, from: usize| {
                let ports = fed.get(to).into_iter().flatten().flatten();
                let mut wires = ports.filter(|(s, _)| matches!(s, Source::Box(b, _) if *b == from));
                wires.next().map_or(0, |(_, wire)| *wire)
            };
            let wire = match circle.as_slice() {
                [first, second, ..] => wire_of(*second, *first),
                _ => 0,
            };
            let name = |b: &usize| {
                diagram
                    .boxes
                    .get(*b)
                    .map_or(String::new(), |(n, _)| n.clone())
            };
            return Err(WiringError::Cycle {
                boxes: circle.iter().map(name).collect(),
                wire,
            });
        }
        Ok(diagram)
    }

    /// Makes the diagram of one box with straight wires.
    pub fn straight(name: &str, interface: Interface) -> Diagram {
        Diagram {
            outer: interface,
            boxes: vec![(name.to_owned(), interface)],
            feeds: vec![
                (0..interface.inputs).map(Source::Outer).collect(),
                (0..interface.outputs)
                    .map(|port| Source::Box(0, port))
                    .collect(),
            ],
        }
    }

    /// Returns the interface of the diagram.
    pub fn outer(&self) -> Interface {
        self.outer
    }

    /// Returns the boxes.
    pub fn boxes(&self) -> &[(String, Interface)] {
        &self.boxes
    }

    /// Returns the wires, in the order of their ends.
    pub fn wires(&self) -> Vec<Wire> {
        let last = self.boxes.len();
        let mut wires = Vec::new();
        for (row, sources) in self.feeds.iter().enumerate() {
            for (port, from) in sources.iter().enumerate() {
                let to = if row == last {
                    Sink::Outer(port)
                } else {
                    Sink::Box(row, port)
                };
                wires.push(Wire { from: *from, to });
            }
        }
        wires
    }

    /// Returns the diagram with another in the place of a box; `None` if there is no such box, or it
    /// has another interface.
    pub fn substitute(&self, place: usize, inner: &Diagram) -> Option<Diagram> {
        let (_, interface) = self.boxes.get(place)?;
        if *interface != inner.outer {
            return None;
        }
        let added = inner.boxes.len();
        // A source of this diagram, after the box has become several.
        let shifted = |source: &Source| match *source {
            Source::Box(b, port) if b > place => Source::Box((b + added).saturating_sub(1), port),
            other => other,
        };
        // What feeds the inputs of the box. It is never the box itself: there are no circles.
        let outside: Vec<Source> = self.feeds.get(place)?.iter().map(shifted).collect();
        let from_inside = |source: &Source| match *source {
            Source::Outer(port) => outside.get(port).copied(),
            Source::Box(b, port) => Some(Source::Box(place + b, port)),
        };
        let (inner_outputs, inner_feeds) = inner.feeds.split_last()?;
        let outputs: Vec<Source> = inner_outputs
            .iter()
            .map(from_inside)
            .collect::<Option<_>>()?;
        let from_outside = |source: &Source| match *source {
            Source::Box(b, port) if b == place => outputs.get(port).copied(),
            _ => Some(shifted(source)),
        };
        let mut boxes = self.boxes.clone();
        boxes.splice(place..=place, inner.boxes.iter().cloned());
        let mut feeds = Vec::with_capacity(boxes.len() + 1);
        for (row, sources) in self.feeds.iter().enumerate() {
            if row == place {
                for sources in inner_feeds {
                    feeds.push(sources.iter().map(from_inside).collect::<Option<_>>()?);
                }
            } else {
                feeds.push(sources.iter().map(from_outside).collect::<Option<_>>()?);
            }
        }
        Some(Diagram {
            outer: self.outer,
            boxes,
            feeds,
        })
    }

    /// Returns the diagram with its boxes in another order: box `k` of the result is box `s(k)`.
    pub fn reordered(&self, s: &Permutation) -> Diagram {
        let back = s.inverse();
        let moved = |source: &Source| match *source {
            Source::Box(b, port) => Source::Box(back.image(b).unwrap_or(b), port),
            outer => outer,
        };
        let mut feeds: Vec<Vec<Source>> = s
            .rearrange(&self.feeds)
            .iter()
            .map(|sources| sources.iter().map(moved).collect())
            .collect();
        feeds.extend(
            self.feeds
                .last()
                .map(|outputs| outputs.iter().map(moved).collect()),
        );
        Diagram {
            outer: self.outer,
            boxes: s.rearrange(&self.boxes),
            feeds,
        }
    }
}

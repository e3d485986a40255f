//! Wires that make no diagram.

use super::{MOST_BOXES, MOST_PORTS, Sink, Source};

/// Wires that make no diagram. Wires are counted from 0, as they were given.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WiringError {
    /// A wire begins at a port that is not there.
    #[error(
        "wire {wire} begins at {from:?}, which is not there (hint: it may begin at an input of the diagram, or at an output of one of the {boxes} boxes)"
    )]
    NoSource {
        /// The wire.
        wire: usize,
        /// Where it begins.
        from: Source,
        /// The number of boxes.
        boxes: usize,
    },
    /// A wire ends at a port that is not there.
    #[error(
        "wire {wire} ends at {to:?}, which is not there (hint: it may end at an output of the diagram, or at an input of one of the {boxes} boxes)"
    )]
    NoSink {
        /// The wire.
        wire: usize,
        /// Where it ends.
        to: Sink,
        /// The number of boxes.
        boxes: usize,
    },
    /// Two wires end at one port.
    #[error("wires {first} and {second} both end at {to:?} (hint: join their values with a box)")]
    Twice {
        /// The first wire.
        first: usize,
        /// The second wire.
        second: usize,
        /// Where they end.
        to: Sink,
    },
    /// No wire ends at a port.
    #[error(
        "no wire ends at {to:?} (hint: every input of a box and every output of the diagram needs one)"
    )]
    Open {
        /// The port.
        to: Sink,
    },
    /// Boxes feed each other in a circle.
    #[error("the boxes {} feed each other in a circle (hint: cut wire {wire}, or put the loop into one box)", shown(.boxes))]
    Cycle {
        /// The names of the boxes, in the order of the circle; the first one is there again.
        boxes: Vec<String>,
        /// A wire of the circle.
        wire: usize,
    },
    /// There are too many boxes or ports.
    #[error(
        "the diagram is too large: at most {MOST_BOXES} boxes, and {MOST_PORTS} ports on a side"
    )]
    TooLarge,
}

fn shown(boxes: &[String]) -> String {
    let quoted: Vec<String> = boxes.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(" -> ")
}

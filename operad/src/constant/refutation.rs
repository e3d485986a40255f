//! How tables fail to be an operad.

use super::text::Text;
use std::fmt;

/// Elements that break a law of an operad that is given by tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperadRefutation {
    /// A number in a table is no operation, or a composite has the wrong number of slots.
    Shape {
        /// What is wrong.
        what: &'static str,
        /// The outer operation, or the only one.
        f: usize,
        /// The slot.
        slot: usize,
        /// The inner operation.
        g: usize,
    },
    /// The identity changes an operation.
    Unit {
        /// The operation.
        f: usize,
        /// The slot into which the identity was put; none if the operation was put into it.
        slot: Option<usize>,
        /// What came out.
        value: usize,
    },
    /// Nested or parallel composition depends on the order.
    Associative {
        /// `sequential` or `parallel`.
        law: &'static str,
        /// The operations.
        parts: [usize; 3],
        /// The two slots.
        slots: [usize; 2],
        /// Both sides.
        sides: [usize; 2],
    },
    /// The exchanges are no action of the symmetric groups.
    Action {
        /// The operation.
        f: usize,
        /// The exchange.
        slot: usize,
    },
    /// Composition does not respect permutations.
    Equivariant {
        /// The outer operation.
        f: usize,
        /// The slot.
        slot: usize,
        /// The inner operation.
        g: usize,
        /// Both sides.
        sides: [usize; 2],
    },
}

impl OperadRefutation {
    pub(super) const fn text(&self) -> Text {
        let text = Text::new();
        match *self {
            OperadRefutation::Shape { what, f, slot, g } => text
                .text(what)
                .text(": operation ")
                .number(f)
                .text(", slot ")
                .number(slot)
                .text(", operation ")
                .number(g),
            OperadRefutation::Unit { f, slot, value } => match slot {
                Some(slot) => text
                    .text("no identity: operation ")
                    .number(f)
                    .text(" with the identity in slot ")
                    .number(slot)
                    .text(" is ")
                    .number(value),
                None => text
                    .text("no identity: the identity with operation ")
                    .number(f)
                    .text(" in its slot is ")
                    .number(value),
            },
            OperadRefutation::Associative {
                law,
                parts: [f, g, h],
                slots: [i, j],
                sides: [left, right],
            } => text
                .text("not associative (")
                .text(law)
                .text("): operations ")
                .number(f)
                .text(", ")
                .number(g)
                .text(", ")
                .number(h)
                .text(" at slots ")
                .number(i)
                .text(" and ")
                .number(j)
                .text(" give ")
                .number(left)
                .text(" one way and ")
                .number(right)
                .text(" the other"),
            OperadRefutation::Action { f, slot } => text
                .text("exchanging inputs is no action of permutations: operation ")
                .number(f)
                .text(", inputs from ")
                .number(slot),
            OperadRefutation::Equivariant {
                f,
                slot,
                g,
                sides: [left, right],
            } => text
                .text("not equivariant: operation ")
                .number(f)
                .text(" with operation ")
                .number(g)
                .text(" in slot ")
                .number(slot)
                .text(", inputs exchanged, gives ")
                .number(left)
                .text(" one way and ")
                .number(right)
                .text(" the other"),
        }
    }
}

impl fmt::Display for OperadRefutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

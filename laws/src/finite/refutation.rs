//! Elements that show that a table breaks a law.

use super::Message;
use std::fmt;

/// Three elements for which an operation is not associative: `left` is `(a . b) . c`, `right` is
/// `a . (b . c)`, and they differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Triple {
    /// The first element.
    pub a: usize,
    /// The second element.
    pub b: usize,
    /// The third element.
    pub c: usize,
    /// The value of `(a . b) . c`.
    pub left: usize,
    /// The value of `a . (b . c)`.
    pub right: usize,
}

/// Elements that show that a table breaks a law.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Refutation {
    /// The operation is not associative.
    NotAssociative(Triple),
    /// The operation is not commutative.
    NotCommutative {
        /// The first element.
        a: usize,
        /// The second element.
        b: usize,
        /// The value of `a . b`.
        left: usize,
        /// The value of `b . a`.
        right: usize,
    },
    /// The operation is not idempotent.
    NotIdempotent {
        /// The element.
        a: usize,
        /// The value of `a . a`.
        square: usize,
    },
    /// The named element is not a left identity.
    NotLeftIdentity {
        /// The named element.
        identity: usize,
        /// The element that it changes.
        a: usize,
        /// The value of `identity . a`.
        value: usize,
    },
    /// The named element is not a right identity.
    NotRightIdentity {
        /// The named element.
        identity: usize,
        /// The element that it changes.
        a: usize,
        /// The value of `a . identity`.
        value: usize,
    },
    /// The listed inverse is not a left inverse.
    NotLeftInverse {
        /// The element.
        a: usize,
        /// Its listed inverse.
        inverse: usize,
        /// The value of `inverse . a`.
        value: usize,
        /// The identity, which the value should be.
        identity: usize,
    },
    /// The listed inverse is not a right inverse.
    NotRightInverse {
        /// The element.
        a: usize,
        /// Its listed inverse.
        inverse: usize,
        /// The value of `a . inverse`.
        value: usize,
        /// The identity, which the value should be.
        identity: usize,
    },
    /// A number was named as an identity or an inverse that is not an element.
    NotAnElement {
        /// The number.
        number: usize,
        /// How many elements there are.
        elements: usize,
    },
    /// An inverse was asked about before any identity was proved.
    NoIdentity,
    /// Another identity was proved before.
    OtherIdentity {
        /// The element that was proved to be an identity.
        proved: usize,
        /// The element that is named now.
        named: usize,
    },
    /// Other inverses were proved before.
    OtherInverse {
        /// The element.
        a: usize,
        /// The inverse that was listed before.
        proved: usize,
        /// The inverse that is listed now.
        named: usize,
    },
}

/// Writes `a . b = value`.
const fn product(m: Message, a: usize, b: usize, value: usize) -> Message {
    m.number(a).text(" . ").number(b).text(" = ").number(value)
}

impl Refutation {
    /// Tells the refutation in words, with the elements.
    pub const fn message(&self) -> Message {
        let m = Message::new();
        match *self {
            Refutation::NotAssociative(Triple {
                a,
                b,
                c,
                left,
                right,
            }) => m
                .text("not associative: (")
                .number(a)
                .text(" . ")
                .number(b)
                .text(") . ")
                .number(c)
                .text(" = ")
                .number(left)
                .text(" but ")
                .number(a)
                .text(" . (")
                .number(b)
                .text(" . ")
                .number(c)
                .text(") = ")
                .number(right),
            Refutation::NotCommutative { a, b, left, right } => {
                let m = product(m.text("not commutative: "), a, b, left);
                product(m.text(" but "), b, a, right)
            }
            Refutation::NotIdempotent { a, square } => {
                product(m.text("not idempotent: "), a, a, square)
            }
            Refutation::NotLeftIdentity { identity, a, value } => {
                let m = m.number(identity).text(" is not a left identity: ");
                product(m, identity, a, value)
            }
            Refutation::NotRightIdentity { identity, a, value } => {
                let m = m.number(identity).text(" is not a right identity: ");
                product(m, a, identity, value)
            }
            Refutation::NotLeftInverse {
                a,
                inverse,
                value,
                identity,
            } => {
                let m = m.number(inverse).text(" is not a left inverse of ");
                product(m.number(a).text(": "), inverse, a, value)
                    .text(" but the identity is ")
                    .number(identity)
            }
            Refutation::NotRightInverse {
                a,
                inverse,
                value,
                identity,
            } => {
                let m = m.number(inverse).text(" is not a right inverse of ");
                product(m.number(a).text(": "), a, inverse, value)
                    .text(" but the identity is ")
                    .number(identity)
            }
            Refutation::NotAnElement { number, elements } => m
                .number(number)
                .text(" is not an element: the elements are 0 to ")
                .number(elements.saturating_sub(1)),
            Refutation::NoIdentity => {
                m.text("no identity is proved: prove one before the inverses")
            }
            Refutation::OtherIdentity { proved, named } => m
                .number(proved)
                .text(" was proved to be the identity, so ")
                .number(named)
                .text(" cannot be named too"),
            Refutation::OtherInverse { a, proved, named } => m
                .text("the inverse of ")
                .number(a)
                .text(" was listed as ")
                .number(proved)
                .text(", so it cannot be ")
                .number(named),
        }
    }
}

impl fmt::Display for Refutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().as_str())
    }
}

impl std::error::Error for Refutation {}

//! Normal forms of composites, computed while the program compiles.

use super::text::Text;
use crate::typed::{Numbered, Slot};
use frunk::{HCons, HNil};

/// The largest number of operations and leaves of a composite.
pub const MOST_SYMBOLS: usize = 64;

#[derive(Clone, Copy)]
enum Symbol {
    Node(&'static str, usize),
    Leaf(usize),
}

/// The normal form of a composite: its tree in prefix order, leaves numbered by their slot.
///
/// Identities have vanished, brackets are gone, permutations are in the numbers of the leaves: two
/// composites have the same normal form exactly if the laws of an operad make them equal.
#[derive(Clone, Copy)]
pub struct Shape {
    symbols: [Symbol; MOST_SYMBOLS],
    length: usize,
    leaves: usize,
}

/// A list of slots that is known where constants are made.
pub trait Places: Copy {
    /// The numbers of the slots; those beyond the length are 0.
    const NUMBERS: [usize; MOST_SYMBOLS];
    /// The length.
    const LENGTH: usize;
}

impl Places for HNil {
    const NUMBERS: [usize; MOST_SYMBOLS] = [0; MOST_SYMBOLS];
    const LENGTH: usize = 0;
}

impl<I: Numbered, Rest: Places> Places for HCons<Slot<I>, Rest> {
    const NUMBERS: [usize; MOST_SYMBOLS] = {
        let mut numbers = [0; MOST_SYMBOLS];
        numbers[0] = I::NUMBER;
        let mut k = 1;
        while k < MOST_SYMBOLS {
            numbers[k] = Rest::NUMBERS[k - 1];
            k += 1;
        }
        numbers
    };
    const LENGTH: usize = Rest::LENGTH + 1;
}

impl Shape {
    const fn empty() -> Shape {
        Shape {
            symbols: [Symbol::Leaf(0); MOST_SYMBOLS],
            length: 0,
            leaves: 0,
        }
    }

    const fn push(mut self, symbol: Symbol) -> Shape {
        if self.length == MOST_SYMBOLS {
            Text::new()
                .text("the diagram has more than ")
                .number(MOST_SYMBOLS)
                .text(" operations and inputs; prove it in parts")
                .refuse();
        }
        self.symbols[self.length] = symbol;
        self.length += 1;
        self
    }

    /// Returns the normal form of an identity.
    pub const fn identity() -> Shape {
        let mut shape = Shape::empty().push(Symbol::Leaf(0));
        shape.leaves = 1;
        shape
    }

    /// Returns the normal form of one operation.
    pub const fn generator(name: &'static str, slots: usize) -> Shape {
        let mut shape = Shape::empty().push(Symbol::Node(name, slots));
        let mut k = 0;
        while k < slots {
            shape = shape.push(Symbol::Leaf(k));
            k += 1;
        }
        shape.leaves = slots;
        shape
    }

    /// Returns the normal form with another in a slot.
    pub const fn at<I: Numbered>(self, _slot: Slot<I>, inner: Shape) -> Shape {
        let slot = I::NUMBER;
        if slot >= self.leaves {
            Text::new()
                .text("there is no slot ")
                .number(slot)
                .text(": the operation has ")
                .number(self.leaves)
                .text(", counted from 0")
                .refuse();
        }
        let mut shape = Shape::empty();
        let mut k = 0;
        while k < self.length {
            match self.symbols[k] {
                Symbol::Leaf(leaf) if leaf == slot => {
                    let mut j = 0;
                    while j < inner.length {
                        shape = shape.push(match inner.symbols[j] {
                            Symbol::Leaf(leaf) => Symbol::Leaf(slot + leaf),
                            node => node,
                        });
                        j += 1;
                    }
                }
                Symbol::Leaf(leaf) if leaf > slot => {
                    shape = shape.push(Symbol::Leaf(leaf + inner.leaves - 1));
                }
                symbol => shape = shape.push(symbol),
            }
            k += 1;
        }
        shape.leaves = self.leaves + inner.leaves - 1;
        shape
    }

    /// Returns the normal form with permuted inputs: slot `k` feeds the slot at place `k`.
    pub const fn permute<S: Places>(self, _slots: S) -> Shape {
        let mut shape = self;
        let mut k = 0;
        while k < self.length {
            if let Symbol::Leaf(leaf) = self.symbols[k] {
                let mut from = 0;
                while from < S::LENGTH && S::NUMBERS[from] != leaf {
                    from += 1;
                }
                shape.symbols[k] = Symbol::Leaf(from);
            }
            k += 1;
        }
        shape
    }

    /// Returns whether two normal forms are the same.
    pub const fn is(&self, other: &Shape) -> bool {
        if self.length != other.length {
            return false;
        }
        let mut k = 0;
        while k < self.length {
            let same = match (self.symbols[k], other.symbols[k]) {
                (Symbol::Leaf(a), Symbol::Leaf(b)) => a == b,
                (Symbol::Node(a, _), Symbol::Node(b, _)) => same_text(a, b),
                _ => false,
            };
            if !same {
                return false;
            }
            k += 1;
        }
        true
    }

    /// Refuses to compile unless two normal forms are the same.
    #[track_caller]
    pub const fn must_be(&self, other: &Shape) {
        if !self.is(other) {
            let text = Text::new().text("the diagram does not commute: ");
            let text = self.write(text).text(" is not ");
            other.write(text).refuse();
        }
    }

    const fn write(&self, mut text: Text) -> Text {
        // How many arguments are still to be written at each open node.
        let mut open = [0; MOST_SYMBOLS];
        let mut depth = 0;
        let mut k = 0;
        while k < self.length {
            match self.symbols[k] {
                Symbol::Leaf(leaf) => text = text.text("_").number(leaf),
                Symbol::Node(name, slots) => {
                    text = text.text(name);
                    if slots > 0 {
                        text = text.text("(");
                        open[depth] = slots;
                        depth += 1;
                        k += 1;
                        continue;
                    }
                }
            }
            while depth > 0 {
                open[depth - 1] -= 1;
                if open[depth - 1] > 0 {
                    text = text.text(", ");
                    break;
                }
                text = text.text(")");
                depth -= 1;
            }
            k += 1;
        }
        text
    }
}

const fn same_text(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut k = 0;
    while k < a.len() {
        if a[k] != b[k] {
            return false;
        }
        k += 1;
    }
    true
}

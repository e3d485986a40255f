//! Why an array of numbers is not the table of an operation.

use super::Message;
use std::fmt;

/// An array that is not the table of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableError {
    /// The table has no elements.
    Empty,
    /// The table has more elements than allowed.
    TooManyElements {
        /// How many it has.
        elements: usize,
        /// How many it may have.
        most: usize,
    },
    /// The number of entries is not the square of the number of elements.
    WrongLength {
        /// How many entries there are.
        entries: usize,
        /// How many elements there are.
        elements: usize,
    },
    /// An entry is not an element.
    EntryOutOfRange {
        /// The left operand.
        row: usize,
        /// The right operand.
        column: usize,
        /// The entry.
        entry: usize,
        /// How many elements there are: entries are below this number.
        elements: usize,
    },
}

impl TableError {
    /// Tells the error in words.
    pub const fn message(&self) -> Message {
        let m = Message::new();
        match *self {
            TableError::Empty => m.text("the table has no elements: give it at least one"),
            TableError::TooManyElements { elements, most } => m
                .text("the table has ")
                .number(elements)
                .text(" elements: at most ")
                .number(most)
                .text(" are allowed"),
            TableError::WrongLength { entries, elements } => m
                .text("the table has ")
                .number(entries)
                .text(" entries: ")
                .number(elements)
                .text(" elements need ")
                .number(elements.saturating_mul(elements)),
            TableError::EntryOutOfRange {
                row,
                column,
                entry,
                elements,
            } => m
                .text("entry out of range: ")
                .number(row)
                .text(" . ")
                .number(column)
                .text(" = ")
                .number(entry)
                .text(" but the elements are 0 to ")
                .number(elements.saturating_sub(1)),
        }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().as_str())
    }
}

impl std::error::Error for TableError {}

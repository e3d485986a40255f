//! Reads the parts of a node one after the other.

use super::{layout, varint};

/// Bytes that are read from the front. A part that is not there reads as `None`.
#[derive(Clone, Copy)]
pub struct Cursor<'a> {
    rest: &'a [u8],
}

impl<'a> Cursor<'a> {
    /// Reads these bytes.
    pub const fn new(rest: &'a [u8]) -> Cursor<'a> {
        Cursor { rest }
    }

    /// Reads after the header of a node.
    #[inline]
    pub fn after_header(node: &'a [u8]) -> Cursor<'a> {
        Cursor::new(node.get(layout::HEADER_BYTES..).unwrap_or_default())
    }

    /// Returns what is left.
    pub const fn rest(self) -> &'a [u8] {
        self.rest
    }

    /// Takes one byte.
    #[inline]
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    /// Takes a length and as many bytes.
    #[inline]
    pub fn part(&mut self) -> Option<&'a [u8]> {
        let (length, size) = varint::read(self.rest).ok()?;
        let end = size.checked_add(length)?;
        let part = self.rest.get(size..end)?;
        self.rest = self.rest.get(end..)?;
        Some(part)
    }
}

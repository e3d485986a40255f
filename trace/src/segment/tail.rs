//! The newest records, which lie in memory that more will be written to.

use super::memory::Memory;
use super::{Piece, ends};
use bytes::Bytes;

/// Records back to back, in memory with room for more.
#[derive(Default)]
pub struct Tail {
    memory: Memory,
    /// How many bytes the records have.
    length: usize,
    count: usize,
}

impl Tail {
    /// Makes room for so many bytes; each record takes [`ends::END`] more than it has.
    pub fn with_room(bytes: usize) -> Tail {
        Tail {
            memory: Memory::zeroed(bytes),
            length: 0,
            count: 0,
        }
    }

    /// Returns the number of records.
    #[inline]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Returns the number of bytes in them.
    pub fn bytes(&self) -> usize {
        self.length
    }

    /// Appends a copy of a record; false if there is no room.
    #[inline]
    pub fn push(&mut self, record: &[u8]) -> bool {
        match ends::push(&mut self.memory, self.count, self.length, record) {
            Some(end) => {
                self.length = end;
                self.count += 1;
                true
            }
            None => false,
        }
    }

    /// Returns a record.
    #[inline]
    pub fn record(&self, number: usize) -> Option<&[u8]> {
        if number >= self.count {
            return None;
        }
        let (start, end) = ends::place(&self.memory, number)?;
        self.memory.get(start..end)
    }

    /// Forgets records at the end.
    pub fn truncate(&mut self, count: usize) {
        if count < self.count {
            self.count = count;
            let last = count
                .checked_sub(1)
                .and_then(|n| ends::place(&self.memory, n));
            self.length = last.map_or(0, |(_, end)| end);
        }
    }

    /// Takes the records out as a piece, with a copy of their bytes: the room stays here.
    pub fn copy_out(&mut self) -> Piece {
        let ends = self.memory.len().saturating_sub(self.count * ends::END);
        let parts = [self.memory.get(..self.length), self.memory.get(ends..)];
        let bytes = parts.map(Option::unwrap_or_default).concat();
        let piece = Piece::packed(Bytes::from(bytes), self.count);
        self.truncate(0);
        piece
    }

    /// Makes a piece of the records, in the memory where they lie.
    pub fn into_piece(self) -> Piece {
        let bytes = match self.memory {
            Memory::Heap(bytes) => Bytes::from(bytes),
            mapped @ Memory::Mapped(_) => Bytes::from_owner(mapped),
        };
        Piece::packed(bytes, self.count)
    }
}

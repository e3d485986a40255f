//! The newest records, which lie in memory that more will be written to.

use super::Piece;
use super::memory::Memory;
use super::piece::packed_place;
use bytes::Bytes;

/// Records back to back, in memory with room for more.
#[derive(Default)]
pub struct Tail {
    memory: Memory,
    length: usize,
    ends: Vec<u32>,
}

impl Tail {
    /// Makes room for so many bytes, and for as many records as there were in the last tail.
    pub fn with_room(bytes: usize, records: usize) -> Tail {
        Tail {
            memory: Memory::zeroed(bytes),
            length: 0,
            ends: Vec::with_capacity(records),
        }
    }

    /// Returns the number of records.
    #[inline]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Returns the number of bytes in them.
    pub fn bytes(&self) -> usize {
        self.length
    }

    /// Appends a copy of a record; false if there is no room.
    #[inline]
    pub fn push(&mut self, record: &[u8]) -> bool {
        let end = self.length + record.len();
        match self.memory.get_mut(self.length..end) {
            Some(room) => room.copy_from_slice(record),
            None => return false,
        }
        self.length = end;
        self.ends.push(end as u32);
        true
    }

    /// Returns a record.
    #[inline]
    pub fn record(&self, number: usize) -> Option<&[u8]> {
        let (start, end) = packed_place(&self.ends, number)?;
        self.memory.get(start..end)
    }

    /// Forgets records at the end.
    pub fn truncate(&mut self, count: usize) {
        if count < self.ends.len() {
            self.ends.truncate(count);
            self.length = self.ends.last().map_or(0, |end| *end as usize);
        }
    }

    /// Takes the records out as a piece, with a copy of their bytes: the room stays here.
    pub fn copy_out(&mut self) -> Piece {
        let bytes = self.memory.get(..self.length).unwrap_or_default();
        let piece = Piece::packed(Bytes::copy_from_slice(bytes), self.ends.clone());
        self.truncate(0);
        piece
    }

    /// Makes a piece of the records, in the memory where they lie.
    pub fn into_piece(self) -> Piece {
        let bytes = match self.memory {
            Memory::Heap(mut bytes) => {
                bytes.truncate(self.length);
                Bytes::from(bytes)
            }
            mapped @ Memory::Mapped(_) => Bytes::from_owner(mapped).slice(..self.length),
        };
        Piece::packed(bytes, self.ends)
    }
}

//! All records of a ledger, in pieces.

use super::tail::Tail;
use super::{Piece, ends};
use bytes::Bytes;

/// The size of a piece of memory once a ledger is large.
const LARGEST: usize = 8 << 20;
/// The size of the first one.
const SMALLEST: usize = 4 << 10;
/// A tail with fewer bytes is not cut into a piece when it is read: the record is copied. This bounds
/// how many pieces there are when every append is followed by a read.
const WORTH_A_PIECE: usize = 4 << 10;

/// Records in memory, appended at the end and never changed.
///
/// ```
/// use lawful_trace::segment::Segments;
/// let mut segments = Segments::default();
/// segments.push(b"one");
/// segments.push(b"two");
/// assert_eq!(segments.record(1), Some(&b"two"[..]));
/// assert_eq!(segments.share(0).as_deref(), Some(&b"one"[..]));
/// assert_eq!(segments.record(2), None);
/// ```
#[derive(Default)]
pub struct Segments {
    /// The index of the first record of each piece.
    firsts: Vec<u64>,
    pieces: Vec<Piece>,
    /// The index of the first record of the tail.
    tail_first: u64,
    tail: Tail,
    /// The first record that was not pruned.
    first: u64,
    /// How many bytes were put into pieces.
    bytes: usize,
}

impl Segments {
    /// Makes segments whose first record will have an index.
    pub fn starting_at(first: u64) -> Segments {
        Segments {
            tail_first: first,
            first,
            ..Segments::default()
        }
    }

    /// Returns the index of the first record that is kept.
    pub fn first(&self) -> u64 {
        self.first
    }

    /// Returns the index after the last record.
    #[inline]
    pub fn len(&self) -> u64 {
        self.tail_first + self.tail.len() as u64
    }

    /// Returns whether there has never been a record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends a copy of a record, which has fewer than 2^31 bytes.
    #[inline]
    pub fn push(&mut self, record: &[u8]) {
        if !self.tail.push(record) {
            self.new_tail(record.len());
            self.tail.push(record);
        }
    }

    /// Appends records that lie elsewhere, without copying them.
    pub fn push_piece(&mut self, piece: Piece) {
        self.cut();
        self.keep(piece);
    }

    /// Makes a piece of the tail, whose bytes are copied once. So a tail that is read all the time does
    /// not leave its room behind.
    pub fn cut(&mut self) {
        if self.tail.len() > 0 {
            let piece = self.tail.copy_out();
            self.keep(piece);
        }
    }

    fn keep(&mut self, piece: Piece) {
        self.firsts.push(self.tail_first);
        self.tail_first += piece.len() as u64;
        self.bytes = self.bytes.saturating_add(piece.bytes());
        self.pieces.push(piece);
    }

    #[cold]
    fn new_tail(&mut self, least: usize) {
        // As much as there is already.
        let size = self.bytes.saturating_add(self.tail.bytes());
        let size = size.clamp(SMALLEST, LARGEST).next_power_of_two();
        let new = Tail::with_room(size.max(least.saturating_add(ends::END)));
        let full = std::mem::replace(&mut self.tail, new);
        if full.len() > 0 {
            self.keep(full.into_piece());
        }
    }

    fn find(&self, index: u64) -> Option<(&Piece, usize)> {
        let place = self.firsts.partition_point(|first| *first <= index);
        let place = place.checked_sub(1)?;
        let number = index - self.firsts.get(place)?;
        Some((self.pieces.get(place)?, usize::try_from(number).ok()?))
    }

    /// Returns a record, if it is there and was not pruned.
    pub fn record(&self, index: u64) -> Option<&[u8]> {
        if index < self.first {
            return None;
        }
        if index >= self.tail_first {
            let number = usize::try_from(index - self.tail_first).ok()?;
            return self.tail.record(number);
        }
        let (piece, number) = self.find(index)?;
        piece.record(number)
    }

    /// Returns whether a record can be shared only after [`Segments::cut`].
    pub fn wants_cut(&self, index: u64) -> bool {
        index >= self.tail_first && index < self.len() && self.tail.bytes() >= WORTH_A_PIECE
    }

    /// Returns a record that shares the memory it lies in. A record in a short tail is copied.
    pub fn share(&self, index: u64) -> Option<Bytes> {
        if index < self.first {
            return None;
        }
        if index >= self.tail_first {
            return self.record(index).map(Bytes::copy_from_slice);
        }
        let (piece, number) = self.find(index)?;
        piece.share(number)
    }

    /// Forgets the records from an index on: they were never acknowledged.
    pub fn truncate(&mut self, len: u64) {
        while len < self.tail_first {
            self.tail.truncate(0);
            let (Some(first), Some(mut piece)) = (self.firsts.pop(), self.pieces.pop()) else {
                return;
            };
            self.tail_first = first;
            if len > first {
                piece.truncate((len - first) as usize);
                self.keep(piece);
                return;
            }
        }
        self.tail.truncate((len - self.tail_first) as usize);
    }

    /// Forgets the records below an index. Memory is given back piece by piece, and a piece lives on
    /// while somebody holds a record in it.
    pub fn prune(&mut self, first: u64) {
        self.first = self.first.max(first.min(self.len()));
        if self.first >= self.tail_first {
            self.cut();
        }
        let whole = self.firsts.iter().skip(1).chain([&self.tail_first]);
        let whole = whole.take_while(|next| **next <= self.first).count();
        self.firsts.drain(..whole.min(self.firsts.len()));
        self.pieces.drain(..whole.min(self.pieces.len()));
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "helpers of tests fail by panicking")]
    use super::*;

    fn record(n: u64) -> Vec<u8> {
        n.to_be_bytes().repeat(1 + (n % 50) as usize)
    }

    fn filled(count: u64) -> Segments {
        let mut segments = Segments::default();
        (0..count).for_each(|n| segments.push(&record(n)));
        segments
    }

    #[test]
    fn records_come_back_over_many_pieces() {
        let mut segments = filled(20_000);
        let early = segments.share(19_999).unwrap();
        segments.cut();
        (20_000..20_100).for_each(|n| segments.push(&record(n)));
        for n in 0..20_100 {
            assert_eq!(segments.record(n), Some(&*record(n)));
            assert_eq!(segments.share(n).as_deref(), Some(&*record(n)));
        }
        assert_eq!(&*early, record(19_999));
        assert_eq!(segments.record(20_100), None);
    }

    #[test]
    fn a_shared_record_is_in_the_same_memory() {
        let mut segments = filled(1000);
        assert!(segments.wants_cut(999));
        segments.cut();
        assert!(!segments.wants_cut(999));
        let (first, second) = (segments.share(999).unwrap(), segments.share(999).unwrap());
        assert_eq!(first.as_ptr(), second.as_ptr());
    }

    #[test]
    fn truncation_at_every_length() {
        for len in (0..2000).rev().step_by(7) {
            let mut segments = filled(2000);
            segments.truncate(len);
            assert_eq!(segments.len(), len);
            (len..len + 3).for_each(|n| segments.push(&record(n)));
            for n in 0..len + 3 {
                assert_eq!(segments.record(n), Some(&*record(n)));
            }
        }
    }

    #[test]
    fn pruning_at_every_length() {
        for first in (0..=2000).step_by(9) {
            let mut segments = filled(2000);
            segments.prune(first);
            segments.push(&record(2000));
            for n in 0..2001 {
                let expected = (n >= first).then(|| record(n));
                assert_eq!(segments.record(n), expected.as_deref(), "{first} {n}");
            }
            assert!(segments.pieces.len() <= filled(2000).pieces.len() + 1);
        }
        let mut segments = filled(2000);
        segments.prune(2000);
        assert_eq!((segments.pieces.len(), segments.len()), (0, 2000));
    }
}

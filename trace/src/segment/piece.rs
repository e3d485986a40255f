//! Immutable bytes with records in them.

use super::ends;
use bytes::Bytes;

/// Immutable bytes with records in them: memory of the ledger, or a segment of a file.
#[derive(Clone)]
pub struct Piece {
    bytes: Bytes,
    places: Places,
}

#[derive(Clone)]
enum Places {
    /// So many records lie back to back, and their ends behind them.
    Packed(usize),
    /// Other bytes are between them; the start and the end of each.
    Apart(Vec<[u32; 2]>),
}

impl Piece {
    /// Takes so many records that lie back to back, with their ends behind them.
    pub(super) fn packed(bytes: Bytes, count: usize) -> Piece {
        let places = Places::Packed(count);
        Piece { bytes, places }
    }

    /// Takes records that lie anywhere in the bytes, given the start and the end of each. A place
    /// outside the bytes reads as an empty record.
    ///
    /// ```
    /// use lawful_trace::segment::Piece;
    /// let piece = Piece::apart(b"-a--bc"[..].into(), vec![[1, 2], [4, 6]]);
    /// assert_eq!(piece.record(1), Some(&b"bc"[..]));
    /// assert_eq!(piece.record(2), None);
    /// ```
    pub fn apart(bytes: Bytes, mut places: Vec<[u32; 2]>) -> Piece {
        places.shrink_to_fit();
        Piece {
            bytes,
            places: Places::Apart(places),
        }
    }

    /// Returns the number of records.
    pub fn len(&self) -> usize {
        match &self.places {
            Places::Packed(count) => *count,
            Places::Apart(places) => places.len(),
        }
    }

    /// Returns how long the bytes are.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.len()
    }

    /// Returns whether there are no records.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn place(&self, number: usize) -> Option<(usize, usize)> {
        match &self.places {
            Places::Packed(count) if number < *count => ends::place(&self.bytes, number),
            Places::Packed(_) => None,
            Places::Apart(places) => {
                let [start, end] = *places.get(number)?;
                Some((start as usize, end as usize))
            }
        }
    }

    /// Returns a record, counted from 0 in this piece.
    pub fn record(&self, number: usize) -> Option<&[u8]> {
        let (start, end) = self.place(number)?;
        Some(self.bytes.get(start..end).unwrap_or_default())
    }

    /// Returns a record that shares the bytes.
    pub fn share(&self, number: usize) -> Option<Bytes> {
        let (start, end) = self.place(number)?;
        if start > end || end > self.bytes.len() {
            return Some(Bytes::new());
        }
        Some(self.bytes.slice(start..end))
    }

    /// Forgets records at the end.
    pub(super) fn truncate(&mut self, count: usize) {
        match &mut self.places {
            Places::Packed(all) => *all = count.min(*all),
            Places::Apart(places) => places.truncate(count),
        }
    }
}

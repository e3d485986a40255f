//! Immutable bytes with records in them.

use bytes::Bytes;

/// Immutable bytes with records in them: memory of the ledger, or a segment of a file.
#[derive(Clone)]
pub struct Piece {
    bytes: Bytes,
    places: Places,
}

#[derive(Clone)]
enum Places {
    /// Records lie back to back; the end of each.
    Packed(Vec<u32>),
    /// Other bytes are between them; the start and the end of each.
    Apart(Vec<[u32; 2]>),
}

impl Piece {
    /// Takes records that lie back to back, given the end of each.
    pub(super) fn packed(bytes: Bytes, mut ends: Vec<u32>) -> Piece {
        ends.shrink_to_fit();
        Piece {
            bytes,
            places: Places::Packed(ends),
        }
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
            Places::Packed(ends) => ends.len(),
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
            Places::Packed(ends) => packed_place(ends, number),
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
            Places::Packed(ends) => ends.truncate(count),
            Places::Apart(places) => places.truncate(count),
        }
    }
}

/// Returns the start and the end of a record among records that lie back to back.
#[inline]
pub(super) fn packed_place(ends: &[u32], number: usize) -> Option<(usize, usize)> {
    let end = *ends.get(number)? as usize;
    let start = match number.checked_sub(1) {
        Some(before) => *ends.get(before)? as usize,
        None => 0,
    };
    Some((start, end))
}

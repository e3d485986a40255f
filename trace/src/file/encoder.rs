//! Turns records into frames.

use super::frame::{ALIGN, FrameHeader, HEADER, MAX_FRAME_RECORDS, TARGET};

/// Frames that are not written yet; the last of them may still be open.
#[derive(Debug)]
pub(crate) struct Encoder {
    seed: u32,
    bytes: Vec<u8>,
    /// Lengths of the records of the open frame, four bytes each.
    lengths: Vec<u8>,
    /// Where the open frame starts in `bytes`.
    open: usize,
    /// Index of the next record.
    next: u64,
}

/// What a frame says beside its records.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context {
    /// How much of the file is on the disk.
    pub(crate) synced: u64,
    /// How long the file of bodies must be.
    pub(crate) bodies: u64,
}

impl Encoder {
    /// Makes an encoder for a segment, with the index of the next record.
    pub(crate) fn new(seed: u32, next: u64) -> Encoder {
        Encoder {
            seed,
            bytes: Vec::new(),
            lengths: Vec::new(),
            open: 0,
            next,
        }
    }

    /// Returns the index of the next record.
    pub(crate) fn next(&self) -> u64 {
        self.next
    }

    /// Returns how many bytes wait to be written.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() + self.lengths.len()
    }

    /// Adds a record, whose length was checked; closes the frame if it is full. The frame is the last of
    /// its batch if the record is.
    pub(crate) fn push(&mut self, record: &[u8], last: bool, context: Context) {
        if self.lengths.is_empty() {
            self.open = self.bytes.len();
            self.bytes.extend_from_slice(&[0; HEADER]);
        }
        self.bytes.extend_from_slice(record);
        self.lengths
            .extend_from_slice(&(record.len() as u32).to_le_bytes());
        self.next += 1;
        if self.bytes.len() - self.open >= TARGET || self.lengths.len() >= 4 * MAX_FRAME_RECORDS {
            self.close(last, context);
        }
    }

    /// Closes the open frame, if there is one.
    pub(crate) fn close(&mut self, last: bool, context: Context) {
        if self.lengths.is_empty() {
            return;
        }
        let records = (self.lengths.len() / 4) as u32;
        let used = self.bytes.len() - self.open - HEADER + self.lengths.len();
        let padding = used.next_multiple_of(ALIGN) - used;
        self.bytes.extend_from_slice([0; ALIGN].split_at(padding).0);
        self.bytes.append(&mut self.lengths);
        let Some((place, content)) = self
            .bytes
            .get_mut(self.open..)
            .and_then(|frame| frame.split_first_chunk_mut::<HEADER>())
        else {
            return;
        };
        let header = FrameHeader {
            content: content.len() as u32,
            records,
            last,
            first: self.next - u64::from(records),
            synced: context.synced,
            bodies: context.bodies,
            crc: crc32c::crc32c_append(self.seed, content),
        };
        *place = header.bytes(self.seed);
    }

    /// Returns the closed frames; the open one is not among them.
    pub(crate) fn closed(&self) -> &[u8] {
        let end = if self.lengths.is_empty() {
            self.bytes.len()
        } else {
            self.open
        };
        self.bytes.get(..end).unwrap_or_default()
    }

    /// Forgets the closed frames.
    pub(crate) fn forget_closed(&mut self) {
        let end = self.closed().len();
        self.bytes.drain(..end);
        self.open = 0;
    }

    /// Forgets everything from a record on.
    pub(crate) fn reset(&mut self, next: u64) {
        self.bytes.clear();
        self.lengths.clear();
        self.open = 0;
        self.next = next;
    }
}

//! A frame: some records with one checksum, the unit that is written and recovered as a whole.
//!
//! | bytes | field |
//! | --- | --- |
//! | 0..4 | length of the content, a multiple of 8 |
//! | 4..8 | number of records; the top bit is set in the last frame of a batch |
//! | 8..16 | index of the first record in the ledger |
//! | 16..24 | how much of this file was known to be on the disk when the frame was made, in bytes |
//! | 24..32 | length of the file of bodies that the frame relies on, in bytes |
//! | 32..36 | CRC-32C of the content |
//! | 36..40 | CRC-32C of bytes 0..36 |
//! | content | the records; up to 7 zeros; the lengths of the records, 4 bytes each |
//!
//! Both checksums start from the seed of the segment. The header has one of its own so that a length is
//! known to be good before it is used. The lengths come last so that records are copied only once when
//! a frame is built.
//!
//! **A batch is one or more frames**, and only its last frame has the top bit. A batch of which the last
//! frame is not whole never happened: recovery cuts it from its first frame on.

use super::fields::Fields;

/// The length of the header of a frame, in bytes.
pub(crate) const HEADER: usize = 40;

/// Frames start at multiples of this many bytes.
pub(crate) const ALIGN: usize = 8;

/// The longest record, in bytes: 64 MiB.
pub const MAX_RECORD: usize = 64 << 20;

/// A frame is closed once its records are this long together.
pub(crate) const TARGET: usize = 256 << 10;

/// The longest content: a frame below the target, and one more record of the longest kind; for each
/// record there is a length, and records may be empty.
pub(crate) const MAX_CONTENT: usize = MAX_RECORD + TARGET + 4 * MAX_FRAME_RECORDS + ALIGN;

/// The most records in a frame.
pub(crate) const MAX_FRAME_RECORDS: usize = 1 << 16;

const LAST: u32 = 1 << 31;

/// What the header of a frame says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FrameHeader {
    /// Length of the content, in bytes.
    pub(crate) content: u32,
    /// Number of records.
    pub(crate) records: u32,
    /// Whether this is the last frame of its batch.
    pub(crate) last: bool,
    /// Index of the first record in the ledger.
    pub(crate) first: u64,
    /// How much of the file was on the disk then, in bytes.
    pub(crate) synced: u64,
    /// How long the file of bodies must be, in bytes.
    pub(crate) bodies: u64,
    /// Checksum of the content.
    pub(crate) crc: u32,
}

impl FrameHeader {
    /// Returns the bytes of the header.
    pub(crate) fn bytes(&self, seed: u32) -> [u8; HEADER] {
        let records = self.records | if self.last { LAST } else { 0 };
        let mut bytes = [0; HEADER];
        let (fields, crc) = bytes.split_at_mut(HEADER - 4);
        let values = self
            .content
            .to_le_bytes()
            .into_iter()
            .chain(records.to_le_bytes())
            .chain(self.first.to_le_bytes())
            .chain(self.synced.to_le_bytes())
            .chain(self.bodies.to_le_bytes())
            .chain(self.crc.to_le_bytes());
        for (place, value) in fields.iter_mut().zip(values) {
            *place = value;
        }
        crc.copy_from_slice(&crc32c::crc32c_append(seed, fields).to_le_bytes());
        bytes
    }

    /// Reads a header at the start of the bytes, or none if there is no valid one.
    pub(crate) fn read(bytes: &[u8], seed: u32) -> Option<FrameHeader> {
        let header: &[u8; HEADER] = bytes.first_chunk()?;
        let (checked, crc) = header.split_at(HEADER - 4);
        // Long runs of zeros are common in torn files, and this is asked at every place in one.
        if checked.first_chunk() == Some(&[0; 8])
            || crc != crc32c::crc32c_append(seed, checked).to_le_bytes()
        {
            return None;
        }
        let mut fields = Fields(checked);
        let content = fields.u32()?;
        let records = fields.u32()?;
        let read = FrameHeader {
            content,
            records: records & !LAST,
            last: records & LAST != 0,
            first: fields.u64()?,
            synced: fields.u64()?,
            bodies: fields.u64()?,
            crc: fields.u32()?,
        };
        let sensible = (1..=MAX_FRAME_RECORDS).contains(&(read.records as usize))
            && read.content as usize <= MAX_CONTENT
            && (read.content as usize).is_multiple_of(ALIGN)
            && read.content as usize >= 4 * read.records as usize;
        sensible.then_some(read)
    }

    /// Returns the length of the content from the bytes of a header that was just made.
    pub(crate) fn content(header: &[u8; HEADER]) -> usize {
        header
            .first_chunk()
            .map_or(0, |length| u32::from_le_bytes(*length) as usize)
    }

    /// Returns the length of the whole frame, in bytes.
    pub(crate) fn length(&self) -> usize {
        HEADER + self.content as usize
    }
}

/// What is wrong with the bytes at some place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadFrame {
    /// The header is not whole or its checksum is wrong.
    Header,
    /// The file ends before the frame does; the header said how many records were in it.
    CutOff { records: u32 },
    /// The checksum of the content is wrong.
    Content { records: u32 },
    /// A body that the frame relies on is not whole.
    Body { records: u32 },
}

impl BadFrame {
    /// Returns the problem in words.
    pub(crate) fn problem(self) -> &'static str {
        match self {
            BadFrame::Header => "no valid frame header",
            BadFrame::CutOff { .. } => "the frame is cut off",
            BadFrame::Content { .. } => "the checksum of the frame is wrong",
            BadFrame::Body { .. } => "a body that belongs to the frame is not whole",
        }
    }

    /// Returns how many records the frame held, if that can still be told.
    pub(crate) fn records(self) -> u64 {
        match self {
            BadFrame::Header => 0,
            BadFrame::CutOff { records }
            | BadFrame::Content { records }
            | BadFrame::Body { records } => u64::from(records),
        }
    }
}

/// A whole frame at the start of some bytes.
pub(crate) struct Frame<'a> {
    pub(crate) header: FrameHeader,
    /// The lengths of the records, four bytes each.
    lengths: &'a [u8],
}

impl<'a> Frame<'a> {
    /// Reads the frame at the start of the bytes; nothing is allocated.
    pub(crate) fn read(bytes: &'a [u8], seed: u32) -> Result<Frame<'a>, BadFrame> {
        let header = FrameHeader::read(bytes, seed).ok_or(BadFrame::Header)?;
        let records = header.records;
        let content = bytes
            .get(HEADER..header.length())
            .ok_or(BadFrame::CutOff { records })?;
        let bad = BadFrame::Content { records };
        if crc32c::crc32c_append(seed, content) != header.crc {
            return Err(bad);
        }
        let (records, lengths) = content
            .len()
            .checked_sub(4 * records as usize)
            .and_then(|table| content.split_at_checked(table))
            .ok_or(bad)?;
        let used = lengths_of(lengths).map(u64::from).sum::<u64>();
        let padding = (records.len() as u64).checked_sub(used).ok_or(bad)?;
        if padding >= ALIGN as u64 {
            return Err(bad);
        }
        Ok(Frame { header, lengths })
    }

    /// Returns the start and the end of each record, given where the frame starts.
    pub(crate) fn places(&self, start: u32) -> impl Iterator<Item = [u32; 2]> + 'a {
        lengths_of(self.lengths).scan(start.saturating_add(HEADER as u32), |next, length| {
            let start = *next;
            *next = start.saturating_add(length);
            Some([start, *next])
        })
    }
}

fn lengths_of(table: &[u8]) -> impl Iterator<Item = u32> + '_ {
    table
        .as_chunks::<4>()
        .0
        .iter()
        .map(|length| u32::from_le_bytes(*length))
}

/// Reads the frame at the start of the bytes: its length, the index of its first record, whether it ends
/// a batch, and where its records lie.
#[doc(hidden)]
pub fn read_frame(bytes: &[u8], seed: u32) -> Option<(usize, u64, bool, Vec<[u32; 2]>)> {
    let frame = Frame::read(bytes, seed).ok()?;
    let FrameHeader { first, last, .. } = frame.header;
    Some((
        frame.header.length(),
        first,
        last,
        frame.places(0).collect(),
    ))
}

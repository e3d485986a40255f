//! The first bytes of a segment file.
//!
//! | bytes | field |
//! | --- | --- |
//! | 0..16 | magic |
//! | 16..20 | format version |
//! | 20..24 | CRC-32C of bytes 0..20, in every version |
//! | 24..40 | ledger id |
//! | 40..136 | settings |
//! | 136..144 | number of the segment, from 0 |
//! | 144..152 | index of its first record |
//! | 152..160 | length of the segment before, in bytes; 0 for the first |
//! | 160..192 | link: hash of the frame headers of the segment before and of its own link; 0 for the first |
//! | 192..196 | zero |
//! | 196..200 | CRC-32C of bytes 0..196 |
//!
//! The magic ends as that of PNG does, so that a transfer as text is noticed. The version has a checksum
//! of its own: a flipped bit in it must not look like a newer format.

use super::error::FileError;
use super::fields::Fields;
use super::identity::Identity;
use std::path::Path;

/// The newest format that is read and written.
pub const FORMAT: u32 = 1;

const MAGIC: [u8; 16] = *b"lawful-trace\r\n\x1a\n";

/// The length of a header, in bytes; a multiple of [`super::frame::ALIGN`].
pub(crate) const LENGTH: usize = 200;

/// What the header of a segment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SegmentHeader {
    pub(crate) identity: Identity,
    pub(crate) number: u64,
    pub(crate) first: u64,
    pub(crate) before: u64,
    pub(crate) link: [u8; 32],
}

impl SegmentHeader {
    /// Returns the bytes of the header.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend_from_slice(&MAGIC);
        bytes.extend_from_slice(&FORMAT.to_le_bytes());
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        bytes.extend_from_slice(&self.identity.ledger);
        bytes.extend_from_slice(&self.identity.settings);
        bytes.extend_from_slice(&self.number.to_le_bytes());
        bytes.extend_from_slice(&self.first.to_le_bytes());
        bytes.extend_from_slice(&self.before.to_le_bytes());
        bytes.extend_from_slice(&self.link);
        bytes.extend_from_slice(&[0; 4]);
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        bytes
    }

    /// Reads the header at the start of a file.
    pub(crate) fn read(bytes: &[u8], path: &Path) -> Result<SegmentHeader, FileError> {
        let foreign = |problem| FileError::Foreign {
            path: path.to_owned(),
            problem,
        };
        let damaged = |problem| FileError::Damaged {
            path: path.to_owned(),
            offset: 0,
            problem,
        };
        let mut fields = Fields(bytes);
        let magic: [u8; 16] = fields.take().ok_or(foreign("the file is too short"))?;
        if magic != MAGIC {
            return Err(foreign("it starts with other bytes than a ledger does"));
        }
        let short = || damaged("the header of the segment is cut off");
        let version = fields.u32().ok_or_else(short)?;
        let crc = fields.u32().ok_or_else(short)?;
        if bytes.get(..20).map(crc32c::crc32c) != Some(crc) {
            return Err(damaged("the checksum of the format version is wrong"));
        }
        if version > FORMAT {
            return Err(FileError::NewerFormat {
                path: path.to_owned(),
                found: version,
                known: FORMAT,
            });
        }
        let whole = bytes.get(..LENGTH - 4).ok_or_else(short)?;
        let header = Self::fields(&mut fields).ok_or_else(short)?;
        let crc = fields.u32().ok_or_else(short)?;
        if version != FORMAT || crc32c::crc32c(whole) != crc {
            return Err(damaged(
                "the checksum of the header of the segment is wrong",
            ));
        }
        Ok(header)
    }

    fn fields(fields: &mut Fields<'_>) -> Option<SegmentHeader> {
        let header = SegmentHeader {
            identity: Identity {
                ledger: fields.take()?,
                settings: fields.take()?,
            },
            number: fields.u64()?,
            first: fields.u64()?,
            before: fields.u64()?,
            link: fields.take()?,
        };
        fields.take::<4>()?;
        Some(header)
    }

    /// Returns the start value of the checksums in this segment, so that a frame of another segment or
    /// ledger is not taken for one of this.
    pub(crate) fn seed(&self) -> u32 {
        crc32c::crc32c_append(
            crc32c::crc32c(&self.identity.ledger),
            &self.number.to_le_bytes(),
        )
    }
}

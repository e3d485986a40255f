//! The mark of the last sync: the file `synced`.
//!
//! | bytes | field |
//! | --- | --- |
//! | 0..16 | ledger id |
//! | 16..24 | number of the segment |
//! | 24..32 | how much of the segment is on the disk, in bytes |
//! | 32..40 | how many records are on the disk |
//! | 40..44 | CRC-32C of bytes 0..40 |
//!
//! The mark is written in place after each sync and is not synced itself. So it may say too little after
//! a power failure, and never too much. It only helps to tell damage from a torn end: nothing that it
//! covers is ever cut. Without it, or if it cannot be read, less is known and nothing breaks.

use super::disk::{Disk, Mode};
use super::fields::Fields;
use super::names;
use std::path::Path;

const LENGTH: usize = 44;

/// What was on the disk after a sync.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) ledger: [u8; 16],
    pub(crate) segment: u64,
    pub(crate) end: u64,
    pub(crate) records: u64,
}

impl Mark {
    /// Returns the bytes of the file.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(LENGTH);
        bytes.extend_from_slice(&self.ledger);
        bytes.extend_from_slice(&self.segment.to_le_bytes());
        bytes.extend_from_slice(&self.end.to_le_bytes());
        bytes.extend_from_slice(&self.records.to_le_bytes());
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        bytes
    }

    /// Reads the mark, or none if there is none that can be read.
    pub(crate) fn read(disk: &dyn Disk, folder: &Path) -> Option<Mark> {
        let file = disk.open(&folder.join(names::SYNCED), Mode::Read).ok()?;
        let mut bytes = [0; LENGTH];
        file.read_at(&mut bytes, 0).ok()?;
        let (checked, crc) = bytes.split_at_checked(LENGTH - 4)?;
        if crc != crc32c::crc32c(checked).to_le_bytes() {
            return None;
        }
        let mut fields = Fields(checked);
        Some(Mark {
            ledger: fields.take()?,
            segment: fields.u64()?,
            end: fields.u64()?,
            records: fields.u64()?,
        })
    }
}

//! Bodies: bytes that belong to a record and may be erased later.
//!
//! A record that is hashed can never change, so what may have to be erased lies in a file of its own,
//! beside the segment, and the record holds only a salted hash of it. (What a body is, its salt
//! included, is the business of whoever makes the records.) Each body has a header of 32 bytes:
//!
//! | bytes | field |
//! | --- | --- |
//! | 0..4 | length of the body |
//! | 4..8 | 1 kept, 2 erased |
//! | 8..16 | index of the record |
//! | 16..20 | CRC-32C of the body and its padding; 0 once erased |
//! | 20..28 | zero |
//! | 28..32 | CRC-32C of bytes 0..28 |
//! | body | the bytes, with zeros up to a multiple of 32 |
//!
//! Checksums start from the seed of the segment. A header never crosses a sector of the disk, so it is
//! replaced as a whole.
//!
//! **Erasing** writes the header as erased, waits for the disk, overwrites the body with zeros, and waits
//! again. After a crash between the two, the next writer overwrites once more. **Not promised:** file
//! systems that copy on write, snapshots, and flash memory may keep the old bytes elsewhere; whoever must
//! rule this out encrypts bodies and erases the key.

use super::fields::Fields;

pub(crate) const HEADER: usize = 32;

/// The longest body, in bytes: 64 MiB.
pub const MAX_BODY: usize = 64 << 20;

const KEPT: u32 = 1;
const ERASED: u32 = 2;

/// What the header of a body says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyHeader {
    pub(crate) length: u32,
    pub(crate) erased: bool,
    pub(crate) record: u64,
    pub(crate) crc: u32,
}

impl BodyHeader {
    /// Returns the bytes of the header.
    pub(crate) fn bytes(&self, seed: u32) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(&self.length.to_le_bytes());
        let state = if self.erased { ERASED } else { KEPT };
        bytes.extend_from_slice(&state.to_le_bytes());
        bytes.extend_from_slice(&self.record.to_le_bytes());
        bytes.extend_from_slice(&self.crc.to_le_bytes());
        bytes.extend_from_slice(&[0; 8]);
        bytes.extend_from_slice(&crc32c::crc32c_append(seed, &bytes).to_le_bytes());
        bytes
    }

    /// Reads a header, or none if there is no valid one.
    pub(crate) fn read(bytes: &[u8], seed: u32) -> Option<BodyHeader> {
        let (checked, crc) = bytes.get(..HEADER)?.split_at_checked(HEADER - 4)?;
        if crc != crc32c::crc32c_append(seed, checked).to_le_bytes() {
            return None;
        }
        let mut fields = Fields(checked);
        let length = fields.u32()?;
        let state = fields.u32()?;
        let header = BodyHeader {
            length,
            erased: state == ERASED,
            record: fields.u64()?,
            crc: fields.u32()?,
        };
        (length as usize <= MAX_BODY && (state == KEPT || state == ERASED)).then_some(header)
    }

    /// Returns the length of the body with its padding, in bytes.
    pub(crate) fn padded(&self) -> usize {
        (self.length as usize).next_multiple_of(HEADER)
    }

    /// Returns true if the bytes are the body that the header speaks of; an erased one is not looked at.
    pub(crate) fn fits(&self, padded: &[u8], seed: u32) -> bool {
        padded.len() == self.padded()
            && (self.erased || crc32c::crc32c_append(seed, padded) == self.crc)
    }
}

/// Returns a body with its header, as it is written.
pub(crate) fn encode(record: u64, body: &[u8], seed: u32, into: &mut Vec<u8>) {
    let mut padded = body.to_vec();
    padded.resize(body.len().next_multiple_of(HEADER), 0);
    let header = BodyHeader {
        length: body.len() as u32,
        erased: false,
        record,
        crc: crc32c::crc32c_append(seed, &padded),
    };
    into.extend_from_slice(&header.bytes(seed));
    into.extend_from_slice(&padded);
}

/// What is left of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// The bytes.
    Kept(Vec<u8>),
    /// Nothing: it was erased.
    Erased,
}

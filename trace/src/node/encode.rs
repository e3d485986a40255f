//! Writes the parts of a node.

use super::{layout, varint};

/// Returns the size of a part with its length before it.
pub const fn part_size(length: usize) -> usize {
    varint::size(length) + length
}

/// Appends the header.
#[inline]
pub fn header(out: &mut Vec<u8>, form: u8, timestamp: i64) {
    let mut header = [0; layout::HEADER_BYTES];
    let [version, form_byte, time @ ..] = &mut header;
    *version = layout::VERSION;
    *form_byte = form;
    *time = timestamp.to_le_bytes();
    out.extend_from_slice(&header);
}

/// Appends a part with its length before it.
#[inline]
pub fn part(out: &mut Vec<u8>, bytes: &[u8]) {
    varint::write(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Encodes a node that has an id, an origin and a time only, all of them checked: both names are
/// shorter than 256 bytes.
#[inline]
pub fn short(id: &[u8], origin: &[u8], timestamp: i64) -> Vec<u8> {
    let size = layout::HEADER_BYTES + part_size(id.len()) + part_size(origin.len());
    let mut out = Vec::with_capacity(size);
    header(&mut out, 0, timestamp);
    part(&mut out, id);
    part(&mut out, origin);
    out
}

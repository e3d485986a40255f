//! Writes the parts of a node.

use super::node_bytes::{NodeBytes, SHORT};
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
pub fn short(id: &[u8], origin: &[u8], timestamp: i64) -> NodeBytes {
    let time = timestamp.to_le_bytes();
    let size = layout::HEADER_BYTES + part_size(id.len()) + part_size(origin.len());
    // No length takes two bytes then.
    if size <= SHORT {
        let head = [layout::VERSION, 0];
        let (id_length, origin_length) = ([id.len() as u8], [origin.len() as u8]);
        let parts = [&head[..], &time, &id_length, id, &origin_length, origin];
        if let Some(short) = NodeBytes::short(parts) {
            return short;
        }
    }
    let mut out = Vec::with_capacity(size);
    header(&mut out, 0, timestamp);
    part(&mut out, id);
    part(&mut out, origin);
    NodeBytes::Shared {
        bytes: out.into(),
        opening: None,
    }
}

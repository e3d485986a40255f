//! How large the parts of a node may be. Each limit is checked before memory is taken.

use super::encode::part_size;

/// The longest id, in bytes of UTF-8.
pub const MAX_ID_BYTES: usize = 255;
/// The longest origin, in bytes of UTF-8.
pub const MAX_ORIGIN_BYTES: usize = 255;
/// The longest kind, in bytes of UTF-8.
pub const MAX_KIND_BYTES: usize = 255;
/// The longest walk id, in bytes of UTF-8.
pub const MAX_WALK_BYTES: usize = 255;
/// The longest stimulus or response, in bytes of UTF-8: 256 KiB. Longer text belongs in the payload.
pub const MAX_TEXT_BYTES: usize = 256 << 10;
/// The longest tag, in bytes of UTF-8.
pub const MAX_TAG_BYTES: usize = 255;
/// The largest number of tags.
pub const MAX_TAGS: usize = 256;
/// The largest number of causal links.
pub const MAX_LINKS: usize = 4096;
/// The longest payload, in bytes: 16 MiB.
pub const MAX_PAYLOAD_BYTES: usize = 16 << 20;

/// The longest node, in bytes of its encoding: every part at its limit.
pub const MAX_NODE_BYTES: usize = super::layout::HEADER_BYTES
    + part_size(MAX_ID_BYTES)
    + part_size(MAX_ORIGIN_BYTES)
    + part_size(MAX_KIND_BYTES)
    + part_size(MAX_WALK_BYTES)
    + 2 * part_size(MAX_TEXT_BYTES)
    + part_size(MAX_TAGS_BYTES)
    + part_size(MAX_LINKS_BYTES)
    + part_size(MAX_PAYLOAD_BYTES);

/// The longest section of tags, in bytes.
pub(crate) const MAX_TAGS_BYTES: usize = MAX_TAGS * part_size(MAX_TAG_BYTES);
/// The longest section of links, in bytes.
pub(crate) const MAX_LINKS_BYTES: usize = MAX_LINKS * (1 + part_size(MAX_ID_BYTES));

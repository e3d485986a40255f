//! All parts of a node at once.

use super::cursor::Cursor;
use super::node_view::text;
use super::{Commitment, Links, Payload, Tags, layout};

/// All parts of a node, borrowed from its bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fields<'a> {
    /// The id.
    pub id: &'a str,
    /// Who made the node.
    pub origin: &'a str,
    /// The time, in nanoseconds since 1970-01-01T00:00:00Z.
    pub timestamp: i64,
    /// The kind of event.
    pub kind: Option<&'a str>,
    /// The walk that the node belongs to.
    pub walk_id: Option<&'a str>,
    /// What set the event off.
    pub stimulus: Option<&'a str>,
    /// What came of it.
    pub response: Option<&'a str>,
    tags: &'a [u8],
    links: &'a [u8],
    inline: Option<&'a [u8]>,
    committed: Option<&'a [u8; Commitment::BYTES]>,
}

impl<'a> Fields<'a> {
    /// Steps over the parts of a node that was checked before.
    pub(super) fn of(node: &'a [u8]) -> Option<Fields<'a>> {
        let form = *node.get(1)?;
        let timestamp = node.get(2..layout::HEADER_BYTES)?.try_into().ok()?;
        let mut cursor = Cursor::after_header(node);
        let mut fields = Fields {
            id: text(cursor.part()?),
            origin: text(cursor.part()?),
            timestamp: i64::from_le_bytes(timestamp),
            ..Fields::default()
        };
        let mut part = |bit: u8| -> Option<Option<&'a [u8]>> {
            if form & bit == 0 {
                Some(None)
            } else {
                cursor.part().map(Some)
            }
        };
        fields.kind = part(layout::KIND)?.map(text);
        fields.walk_id = part(layout::WALK)?.map(text);
        fields.stimulus = part(layout::STIMULUS)?.map(text);
        fields.response = part(layout::RESPONSE)?.map(text);
        fields.tags = part(layout::TAGS)?.unwrap_or_default();
        fields.links = part(layout::LINKS)?.unwrap_or_default();
        fields.inline = part(layout::INLINE)?;
        if form & layout::COMMITTED != 0 {
            fields.committed = Some(cursor.rest().first_chunk()?);
        }
        Some(fields)
    }

    /// Returns the tags, in ascending order.
    pub const fn tags(&self) -> Tags<'a> {
        Tags::new(self.tags)
    }

    /// Returns the causal links to earlier nodes, in ascending order of relation and target.
    pub const fn links(&self) -> Links<'a> {
        Links::new(self.links)
    }

    /// Returns the payload, or the commitment to it.
    pub const fn payload(&self) -> Payload<'a> {
        match (self.inline, self.committed) {
            (Some(bytes), _) => Payload::Inline(bytes),
            (None, Some(bytes)) => Payload::Committed(Commitment::from_bytes(*bytes)),
            (None, None) => Payload::None,
        }
    }
}

//! A node, read where it lies.

use super::cursor::Cursor;
use super::{Commitment, ContentId, DecodeError, Fields, Links, Payload, Tags, decode, layout};

/// A node, read where its bytes lie: in memory of the program, or in a file.
///
/// It is a borrowed slice and nothing else. Each accessor steps over the parts before the one that
/// is asked for; nothing is copied. To read many parts of one node, use [`NodeView::fields`], which
/// steps over them once.
///
/// ```
/// use lawful_trace::{NodeView, TraceNode};
/// let node = TraceNode::new("abc", "brain", 1234567890)?;
/// let view = NodeView::read(node.bytes())?;
/// assert_eq!((view.id(), view.origin(), view.timestamp()), ("abc", "brain", 1234567890));
/// assert!(NodeView::read(b"no node").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct NodeView<'a>(&'a [u8]);

/// Reads text that was checked when the node was made or read; a damaged one reads as empty.
#[inline]
pub(super) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

impl<'a> NodeView<'a> {
    /// Reads a node, strictly: there is one encoding of each node, and nothing may follow it.
    ///
    /// # Errors
    /// If the bytes are not the canonical encoding of a node, with the offset of the fault.
    pub fn read(bytes: &'a [u8]) -> Result<NodeView<'a>, DecodeError> {
        decode::check(bytes)?;
        Ok(NodeView(bytes))
    }

    /// Reads a node from bytes that were checked before: when they came into the ledger, or by a
    /// checksum. Bytes that are no node give empty parts.
    pub(crate) const fn trusted(bytes: &'a [u8]) -> NodeView<'a> {
        NodeView(bytes)
    }

    /// Returns the canonical encoding.
    pub const fn bytes(self) -> &'a [u8] {
        self.0
    }

    /// Returns the id, 1 to 255 bytes.
    pub fn id(self) -> &'a str {
        text(self.id_bytes())
    }

    /// Returns the id as bytes of UTF-8.
    #[inline]
    pub fn id_bytes(self) -> &'a [u8] {
        Cursor::after_header(self.0).part().unwrap_or_default()
    }

    /// Returns the origin, 1 to 255 bytes: who made the node.
    pub fn origin(self) -> &'a str {
        let mut cursor = Cursor::after_header(self.0);
        cursor.part();
        text(cursor.part().unwrap_or_default())
    }

    /// Returns the time, in nanoseconds since 1970-01-01T00:00:00Z.
    #[inline]
    pub fn timestamp(self) -> i64 {
        let bytes = self.0.get(2..layout::HEADER_BYTES);
        bytes
            .and_then(|bytes| bytes.try_into().ok())
            .map_or(0, i64::from_le_bytes)
    }

    /// Returns all parts, having stepped over them once.
    pub fn fields(self) -> Fields<'a> {
        Fields::of(self.0).unwrap_or_default()
    }

    /// Returns the kind of event, if it was given.
    pub fn kind(self) -> Option<&'a str> {
        self.fields().kind
    }

    /// Returns the id of the walk that the node belongs to, if it was given.
    pub fn walk_id(self) -> Option<&'a str> {
        self.fields().walk_id
    }

    /// Returns what set the event off, if it was given.
    pub fn stimulus(self) -> Option<&'a str> {
        self.fields().stimulus
    }

    /// Returns what came of it, if it was given.
    pub fn response(self) -> Option<&'a str> {
        self.fields().response
    }

    /// Returns the tags, in ascending order.
    pub fn tags(self) -> Tags<'a> {
        self.fields().tags()
    }

    /// Returns the causal links to earlier nodes, in ascending order of relation and target.
    pub fn links(self) -> Links<'a> {
        if self.has_links() {
            self.fields().links()
        } else {
            Links::new(&[])
        }
    }

    /// Returns whether the node has causal links, from one byte.
    #[inline]
    pub fn has_links(self) -> bool {
        self.form() & layout::LINKS != 0
    }

    /// Returns the payload, or the commitment to it.
    pub fn payload(self) -> Payload<'a> {
        self.fields().payload()
    }

    /// Returns the commitment to the payload, if there is one.
    pub fn commitment(self) -> Option<Commitment> {
        if self.form() & layout::COMMITTED == 0 {
            return None;
        }
        // It is the last part and has a fixed size.
        self.0.last_chunk().copied().map(Commitment::from_bytes)
    }

    /// Computes the content id.
    pub fn content_id(self) -> ContentId {
        ContentId::of(self.0)
    }

    #[inline]
    fn form(self) -> u8 {
        self.0.get(1).copied().unwrap_or_default()
    }
}

impl std::fmt::Debug for NodeView<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields = self.fields();
        let mut out = f.debug_struct("TraceNode");
        out.field("id", &fields.id)
            .field("origin", &fields.origin)
            .field("timestamp", &fields.timestamp);
        let texts = [
            ("kind", fields.kind),
            ("walk_id", fields.walk_id),
            ("stimulus", fields.stimulus),
            ("response", fields.response),
        ];
        for (name, value) in texts {
            if let Some(value) = value {
                out.field(name, &value);
            }
        }
        if fields.tags().next().is_some() {
            out.field("tags", &fields.tags());
        }
        if fields.links().next().is_some() {
            out.field("links", &fields.links());
        }
        if fields.payload() != Payload::None {
            out.field("payload", &fields.payload());
        }
        out.finish()
    }
}

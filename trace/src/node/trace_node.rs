//! Nodes that own or share their bytes.

use super::node_bytes::NodeBytes;
use super::plain::PlainNode;
use super::unread::Unread;
use super::{
    Beside, CannotRead, Commitment, ContentId, DecodeError, Field, Fields, Links, NodeBuilder,
    NodeError, NodeView, Opening, Payload, PayloadUnreadable, Tags, encode,
};
use bytes::Bytes;
use serde::{Serialize, Serializer};
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// An immutable entry of a ledger: what happened, where and when, and what led to it.
///
/// A node *is* its canonical encoding; every accessor reads it in place. A node that was made here
/// holds up to 46 bytes itself and more in one allocation; a node that a ledger gave shares the memory
/// of the ledger. Cloning allocates nothing. Two nodes are equal exactly when their bytes are.
///
/// A payload that is kept beside the node in a file is read when somebody asks for it, also after the
/// ledger was closed. The node keeps what was read; a clone shares it.
///
/// The timestamp counts nanoseconds since 1970-01-01T00:00:00Z. A ledger compares timestamps and
/// does nothing else with them.
///
/// ```
/// use lawful_trace::{NodeError, TraceNode};
/// let node = TraceNode::new("abc", "brain", 1234567890)?;
/// assert_eq!(node.id(), "abc");
/// assert_eq!(node.kind(), None);
/// assert_eq!(node, TraceNode::builder("abc", "brain", 1234567890).build()?);
/// assert!(matches!(TraceNode::new("a\0c", "brain", 0), Err(NodeError::Nul { at: 1, .. })));
/// # Ok::<(), NodeError>(())
/// ```
#[derive(Clone, serde::Deserialize)]
#[serde(try_from = "PlainNode")]
pub struct TraceNode(NodeBytes);

impl TraceNode {
    /// Makes a node that has an id, an origin (who made it) and a time in nanoseconds since
    /// 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// If a name is empty, longer than 255 bytes, or has the character NUL.
    #[inline]
    pub fn new(id: &str, origin: &str, timestamp: i64) -> Result<TraceNode, NodeError> {
        let (id, origin) = (id.as_bytes(), origin.as_bytes());
        Field::Id.check(id)?;
        Field::Origin.check(origin)?;
        Ok(TraceNode(encode::short(id, origin, timestamp)))
    }

    /// Starts a node with more than an id, an origin and a time.
    pub const fn builder<'a>(id: &'a str, origin: &'a str, timestamp: i64) -> NodeBuilder<'a> {
        NodeBuilder::new(id, origin, timestamp)
    }

    /// Reads a node, strictly: there is one encoding of each node, and nothing may follow it. The
    /// node shares the bytes.
    ///
    /// # Errors
    /// If the bytes are not the canonical encoding of a node, with the offset of the fault.
    pub fn from_bytes(bytes: impl Into<Bytes>) -> Result<TraceNode, DecodeError> {
        let bytes = bytes.into();
        NodeView::read(&bytes)?;
        Ok(TraceNode::of(bytes, None))
    }

    /// Makes a node of bytes that were checked before.
    #[inline]
    pub(crate) const fn of(bytes: Bytes, opening: Option<Arc<Opening>>) -> TraceNode {
        TraceNode(NodeBytes::Shared { bytes, opening })
    }

    /// Makes a node of bytes that were checked before, and of what a storage has beside it.
    #[inline]
    pub(crate) fn given(bytes: Bytes, beside: Beside) -> TraceNode {
        match beside {
            Beside::Nothing => TraceNode::of(bytes, None),
            Beside::AtHand(opening) => TraceNode::of(bytes, Some(opening)),
            Beside::Stored(stored) => TraceNode(NodeBytes::Unread {
                bytes,
                unread: Arc::new(Unread::new(stored)),
            }),
        }
    }

    /// Makes a node of bytes that were just encoded.
    pub(super) fn made(bytes: Vec<u8>, opening: Option<Arc<Opening>>) -> TraceNode {
        let short = match opening {
            None => NodeBytes::short([&bytes]),
            Some(_) => None,
        };
        short.map_or_else(|| TraceNode::of(bytes.into(), opening), TraceNode)
    }

    /// Returns the node with the payload that its commitment is about.
    ///
    /// # Errors
    /// If the node has no commitment, or the opening is not one of it: the node itself.
    pub fn with_opening(self, opening: Arc<Opening>) -> Result<TraceNode, TraceNode> {
        match self.commitment() {
            Some(commitment) if opening.opens(&commitment) => {
                Ok(TraceNode::of(self.0.share(), Some(opening)))
            }
            _ => Err(self),
        }
    }

    /// Returns the node without the payload beside it: as it is after an erasure.
    #[must_use]
    pub fn without_opening(self) -> TraceNode {
        match self.0 {
            NodeBytes::Shared { bytes, .. } | NodeBytes::Unread { bytes, .. } => {
                TraceNode::of(bytes, None)
            }
            short @ NodeBytes::Short { .. } => TraceNode(short),
        }
    }

    /// Returns the node without the payload beside it, which is damaged. Whoever asks for the payload is
    /// told: see [`TraceNode::read_payload`].
    #[must_use]
    pub fn with_unreadable_payload(self, problem: &dyn std::fmt::Display) -> TraceNode {
        TraceNode(NodeBytes::Unread {
            bytes: self.0.share(),
            unread: Arc::new(Unread::lost(problem)),
        })
    }

    /// Returns the node as a borrowed slice with accessors.
    #[inline]
    pub fn view(&self) -> NodeView<'_> {
        NodeView::trusted(self.bytes())
    }

    /// Returns the canonical encoding.
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.0.as_slice()
    }

    /// Returns the canonical encoding as shared bytes. Those that a short node holds itself are copied.
    pub fn shared_bytes(&self) -> Bytes {
        self.0.share()
    }

    /// Returns the salt and the payload, if the payload is kept beside the node, was not erased and can be
    /// read; [`TraceNode::read_opening`] tells these apart.
    pub fn opening(&self) -> Option<&Arc<Opening>> {
        self.0.opening().ok().flatten()
    }

    /// Returns the salt and the payload, if the payload is kept beside the node; none if it was erased or
    /// pruned. What was read once is kept, whatever becomes of it in the ledger.
    ///
    /// # Errors
    /// As [`TraceNode::read_payload`].
    pub fn read_opening(&self) -> Result<Option<&Arc<Opening>>, PayloadUnreadable> {
        self.0.opening().map_err(|failure| self.explain(&failure))
    }

    /// As [`TraceNode::read_opening`], and does not keep what it reads.
    pub(crate) fn peek_opening(&self) -> Result<Option<Arc<Opening>>, PayloadUnreadable> {
        self.0.peek().map_err(|failure| self.explain(&failure))
    }

    #[cold]
    fn explain(&self, failure: &CannotRead) -> PayloadUnreadable {
        PayloadUnreadable {
            id: self.id().to_owned(),
            problem: failure.to_string(),
            is_damage: failure.is_damage,
        }
    }

    /// Returns whether asking for the payload reads it from a storage.
    #[inline]
    pub fn is_payload_unread(&self) -> bool {
        self.0.is_unread()
    }

    /// Returns the bytes of the payload, wherever they are kept; none if there are none or they were
    /// erased or pruned. Those beside the node are read now if they were not read before.
    ///
    /// ```
    /// use lawful_trace::{Opening, TraceNode};
    /// let name = Opening::new(&b"Ada"[..])?;
    /// let node = TraceNode::builder("visit", "desk", 1).erasable(name).build()?;
    /// assert_eq!(node.read_payload(), Ok(Some(&b"Ada"[..])));
    /// assert_eq!(node.clone().without_opening().read_payload(), Ok(None));
    /// let damaged = node.with_unreadable_payload(&"its checksum is wrong");
    /// let why = damaged.read_payload().unwrap_err().to_string();
    /// assert_eq!(why, "the payload of node `visit` cannot be read: its checksum is wrong");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// If they are damaged, or the storage fails to read them. A failure does not stick: the next call
    /// tries again.
    pub fn read_payload(&self) -> Result<Option<&[u8]>, PayloadUnreadable> {
        if let Payload::Inline(bytes) = self.payload() {
            return Ok(Some(bytes));
        }
        let opening = self.read_opening()?;
        Ok(opening.map(|opening| &**opening.payload()))
    }

    /// Reads the payload beside the node, and returns why it cannot be read, if so.
    #[inline]
    pub(crate) fn unreadable(&self) -> Option<PayloadUnreadable> {
        match self.0.opening() {
            Ok(_) => None,
            Err(failure) => Some(self.explain(&failure)),
        }
    }

    /// Returns whether something is, or may be, beside the node.
    #[inline]
    pub(crate) const fn has_beside(&self) -> bool {
        self.0.has_beside()
    }

    /// Returns the bytes of the payload, wherever they are kept, unless they were erased or cannot be
    /// read; [`TraceNode::read_payload`] tells the two apart.
    pub fn payload_bytes(&self) -> Option<&[u8]> {
        self.read_payload().ok().flatten()
    }

    /// Returns the id, 1 to 255 bytes.
    pub fn id(&self) -> &str {
        self.view().id()
    }

    /// Returns the origin, 1 to 255 bytes: who made the node.
    pub fn origin(&self) -> &str {
        self.view().origin()
    }

    /// Returns the time, in nanoseconds since 1970-01-01T00:00:00Z.
    pub fn timestamp(&self) -> i64 {
        self.view().timestamp()
    }

    /// Returns the kind of event, if it was given.
    pub fn kind(&self) -> Option<&str> {
        self.view().kind()
    }

    /// Returns the id of the walk that the node belongs to, if it was given.
    pub fn walk_id(&self) -> Option<&str> {
        self.view().walk_id()
    }

    /// Returns what set the event off, if it was given.
    pub fn stimulus(&self) -> Option<&str> {
        self.view().stimulus()
    }

    /// Returns what came of it, if it was given.
    pub fn response(&self) -> Option<&str> {
        self.view().response()
    }

    /// Returns the tags, in ascending order.
    pub fn tags(&self) -> Tags<'_> {
        self.view().tags()
    }

    /// Returns the causal links to earlier nodes, in ascending order of relation and target.
    pub fn links(&self) -> Links<'_> {
        self.view().links()
    }

    /// Returns the payload as the node's own bytes have it.
    pub fn payload(&self) -> Payload<'_> {
        self.view().payload()
    }

    /// Returns the commitment to the payload, if there is one.
    pub fn commitment(&self) -> Option<Commitment> {
        self.view().commitment()
    }

    /// Returns all parts, having stepped over them once.
    pub fn fields(&self) -> Fields<'_> {
        self.view().fields()
    }

    /// Computes the content id.
    pub fn content_id(&self) -> ContentId {
        self.view().content_id()
    }
}

/// A payload that cannot be read is an error: a copy must not say that it was erased.
impl Serialize for TraceNode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let plain = PlainNode::of(self).map_err(serde::ser::Error::custom)?;
        plain.serialize(serializer)
    }
}

impl PartialEq for TraceNode {
    fn eq(&self, other: &TraceNode) -> bool {
        self.bytes() == other.bytes()
    }
}

impl Eq for TraceNode {}

impl Hash for TraceNode {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.bytes().hash(state);
    }
}

impl std::fmt::Debug for TraceNode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.view().fmt(f)
    }
}

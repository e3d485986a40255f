//! Nodes that own or share their bytes.

use super::node_bytes::NodeBytes;
use super::plain::PlainNode;
use super::{
    Commitment, ContentId, DecodeError, Field, Fields, Links, NodeBuilder, NodeError, NodeView,
    Opening, Payload, PayloadUnreadable, Tags, encode,
};
use bytes::Bytes;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// An immutable entry of a ledger: what happened, where and when, and what led to it.
///
/// A node *is* its canonical encoding; every accessor reads it in place. A node that was made here
/// holds up to 46 bytes itself and more in one allocation; a node that a ledger gave shares the memory
/// of the ledger. Cloning allocates nothing. Two nodes are equal exactly when their bytes are.
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
#[derive(Clone, serde::Serialize, serde::Deserialize)]
#[serde(into = "PlainNode", try_from = "PlainNode")]
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
            NodeBytes::Shared { bytes, .. } | NodeBytes::Unreadable { bytes, .. } => {
                TraceNode::of(bytes, None)
            }
            short @ NodeBytes::Short { .. } => TraceNode(short),
        }
    }

    /// Returns the node without the payload beside it, which a storage failed to read. Whoever asks for
    /// the payload is told: see [`TraceNode::read_payload`].
    #[must_use]
    pub fn with_unreadable_payload(self, problem: &dyn std::fmt::Display) -> TraceNode {
        let why = Arc::new(PayloadUnreadable {
            id: self.id().to_owned(),
            problem: problem.to_string(),
        });
        let bytes = self.0.share();
        TraceNode(NodeBytes::Unreadable { bytes, why })
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

    /// Returns the salt and the payload, if the payload is kept beside the node and was not erased.
    pub const fn opening(&self) -> Option<&Arc<Opening>> {
        self.0.opening()
    }

    /// Returns the bytes of the payload, wherever they are kept; none if there are none or they were
    /// erased.
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
    /// If they are damaged, or the storage failed to read them when the ledger gave the node.
    pub fn read_payload(&self) -> Result<Option<&[u8]>, PayloadUnreadable> {
        match self.unreadable() {
            Some(why) => Err(why.clone()),
            None => Ok(self.payload_bytes()),
        }
    }

    /// Returns why the payload beside the node could not be read, if so.
    #[inline]
    pub(crate) fn unreadable(&self) -> Option<&PayloadUnreadable> {
        self.0.unreadable()
    }

    /// Returns whether something is beside the node: its payload, or why that could not be read.
    #[inline]
    pub(crate) const fn has_beside(&self) -> bool {
        self.0.has_beside()
    }

    /// Returns the bytes of the payload, wherever they are kept, unless they were erased or cannot be
    /// read; [`TraceNode::read_payload`] tells the two apart.
    pub fn payload_bytes(&self) -> Option<&[u8]> {
        match (self.payload(), self.opening()) {
            (Payload::Inline(bytes), _) => Some(bytes),
            (_, Some(opening)) => Some(opening.payload()),
            (_, None) => None,
        }
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

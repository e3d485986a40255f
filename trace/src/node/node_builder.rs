//! Puts a node together.

use super::check::check_count;
use super::encode::part_size;
use super::{
    Commitment, Field, Link, MAX_LINKS, MAX_TAGS, NodeError, Opening, Relation, TraceNode, encode,
    layout, varint,
};
use std::sync::Arc;

/// Puts a node together; made by [`TraceNode::builder`].
///
/// ```
/// use lawful_trace::{Relation, TraceNode};
/// let node = TraceNode::builder("b", "brain", 20)
///     .kind("thought")
///     .stimulus("what is the time?")
///     .response("late")
///     .walk_id("walk-1")
///     .tag("evening")
///     .link(Relation::Causes, "a")
///     .payload(b"\x00\x01")
///     .build()?;
/// assert_eq!(node.links().next().map(|link| link.target), Some("a"));
/// assert!(TraceNode::builder("b", "brain", 20).kind("").build().is_err());
/// # Ok::<(), lawful_trace::NodeError>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder makes nothing until `build` is called"]
pub struct NodeBuilder<'a> {
    id: &'a str,
    origin: &'a str,
    timestamp: i64,
    kind: Option<&'a str>,
    walk_id: Option<&'a str>,
    stimulus: Option<&'a str>,
    response: Option<&'a str>,
    tags: Vec<&'a str>,
    links: Vec<Link<'a>>,
    payload: PayloadSource<'a>,
}

#[derive(Debug, Clone)]
enum PayloadSource<'a> {
    None,
    Inline(&'a [u8]),
    Erasable(Opening),
    Committed(Commitment),
}

impl<'a> NodeBuilder<'a> {
    pub(super) const fn new(id: &'a str, origin: &'a str, timestamp: i64) -> NodeBuilder<'a> {
        NodeBuilder {
            id,
            origin,
            timestamp,
            kind: None,
            walk_id: None,
            stimulus: None,
            response: None,
            tags: Vec::new(),
            links: Vec::new(),
            payload: PayloadSource::None,
        }
    }

    /// Sets the kind of event, 1 to 255 bytes.
    pub const fn kind(mut self, kind: &'a str) -> Self {
        self.kind = Some(kind);
        self
    }

    /// Sets the walk that the node belongs to, 1 to 255 bytes.
    pub const fn walk_id(mut self, walk_id: &'a str) -> Self {
        self.walk_id = Some(walk_id);
        self
    }

    /// Sets what set the event off, up to 256 KiB.
    pub const fn stimulus(mut self, stimulus: &'a str) -> Self {
        self.stimulus = Some(stimulus);
        self
    }

    /// Sets what came of it, up to 256 KiB.
    pub const fn response(mut self, response: &'a str) -> Self {
        self.response = Some(response);
        self
    }

    /// Adds a tag, 1 to 255 bytes. Tags are a set: order and repetition mean nothing.
    pub fn tag(mut self, tag: &'a str) -> Self {
        self.tags.push(tag);
        self
    }

    /// Adds tags.
    pub fn tags(mut self, tags: impl IntoIterator<Item = &'a str>) -> Self {
        // One more than allowed is enough to be refused, however many there are.
        let room = (MAX_TAGS + 1).saturating_sub(self.tags.len());
        self.tags.extend(tags.into_iter().take(room));
        self
    }

    /// Adds a causal link to an earlier node. Links are a set.
    pub fn link(mut self, relation: Relation, target: &'a str) -> Self {
        self.links.push(Link { relation, target });
        self
    }

    /// Adds causal links.
    pub fn links(mut self, links: impl IntoIterator<Item = Link<'a>>) -> Self {
        let room = (MAX_LINKS + 1).saturating_sub(self.links.len());
        self.links.extend(links.into_iter().take(room));
        self
    }

    /// Sets a payload that becomes a part of the node, up to 16 MiB. An empty one is none.
    pub fn payload(mut self, payload: &'a [u8]) -> Self {
        self.payload = PayloadSource::Inline(payload);
        self
    }

    /// Sets a payload that is kept beside the node and can be erased: the node has its salted hash.
    pub fn erasable(mut self, opening: Opening) -> Self {
        self.payload = PayloadSource::Erasable(opening);
        self
    }

    /// Sets the salted hash of a payload that is not at hand: it was erased, or is kept elsewhere.
    pub fn committed(mut self, commitment: Commitment) -> Self {
        self.payload = PayloadSource::Committed(commitment);
        self
    }

    /// Makes the node.
    ///
    /// # Errors
    /// If a name is empty, a text has the character NUL, or anything is longer than its limit.
    pub fn build(mut self) -> Result<TraceNode, NodeError> {
        check_count(Field::Tags, self.tags.len(), MAX_TAGS)?;
        check_count(Field::Links, self.links.len(), MAX_LINKS)?;
        self.check()?;
        self.tags.sort_unstable();
        self.tags.dedup();
        self.links.sort_unstable();
        self.links.dedup();
        let bytes = self.encode();
        let opening = match self.payload {
            PayloadSource::Erasable(opening) => Some(Arc::new(opening)),
            _ => None,
        };
        Ok(TraceNode::made(bytes, opening))
    }

    fn texts(&self) -> [(u8, Field, Option<&'a str>); 4] {
        [
            (layout::KIND, Field::Kind, self.kind),
            (layout::WALK, Field::Walk, self.walk_id),
            (layout::STIMULUS, Field::Stimulus, self.stimulus),
            (layout::RESPONSE, Field::Response, self.response),
        ]
    }

    fn check(&self) -> Result<(), NodeError> {
        Field::Id.check(self.id.as_bytes())?;
        Field::Origin.check(self.origin.as_bytes())?;
        for (_, field, text) in self.texts() {
            text.map_or(Ok(()), |text| field.check(text.as_bytes()))?;
        }
        for tag in &self.tags {
            Field::Tags.check(tag.as_bytes())?;
        }
        for link in &self.links {
            Field::Links.check(link.target.as_bytes())?;
        }
        match &self.payload {
            PayloadSource::Inline(bytes) => Field::Payload.check_length(bytes.len()),
            // An opening was checked when it was made.
            _ => Ok(()),
        }
    }

    fn encode(&self) -> Vec<u8> {
        let tags: usize = self.tags.iter().map(|tag| part_size(tag.len())).sum();
        let links = self.links.iter();
        let links: usize = links.map(|link| 1 + part_size(link.target.len())).sum();
        let mut form = 0;
        let mut size =
            layout::HEADER_BYTES + part_size(self.id.len()) + part_size(self.origin.len());
        for (bit, _, text) in self.texts() {
            if let Some(text) = text {
                form |= bit;
                size += part_size(text.len());
            }
        }
        for (bit, section) in [(layout::TAGS, tags), (layout::LINKS, links)] {
            if section > 0 {
                form |= bit;
                size += part_size(section);
            }
        }
        match &self.payload {
            PayloadSource::Inline(bytes) if !bytes.is_empty() => {
                form |= layout::INLINE;
                size += part_size(bytes.len());
            }
            PayloadSource::Inline(_) | PayloadSource::None => {}
            PayloadSource::Erasable(_) | PayloadSource::Committed(_) => {
                form |= layout::COMMITTED;
                size += Commitment::BYTES;
            }
        }
        let mut out = Vec::with_capacity(size);
        encode::header(&mut out, form, self.timestamp);
        encode::part(&mut out, self.id.as_bytes());
        encode::part(&mut out, self.origin.as_bytes());
        for text in self.texts().into_iter().filter_map(|(_, _, text)| text) {
            encode::part(&mut out, text.as_bytes());
        }
        if tags > 0 {
            varint::write(&mut out, tags);
            for tag in &self.tags {
                encode::part(&mut out, tag.as_bytes());
            }
        }
        if links > 0 {
            varint::write(&mut out, links);
            for link in &self.links {
                out.push(link.relation.number());
                encode::part(&mut out, link.target.as_bytes());
            }
        }
        match &self.payload {
            PayloadSource::Inline(bytes) if !bytes.is_empty() => encode::part(&mut out, bytes),
            PayloadSource::Inline(_) | PayloadSource::None => {}
            PayloadSource::Erasable(opening) => {
                out.extend_from_slice(opening.commitment().as_bytes());
            }
            PayloadSource::Committed(commitment) => {
                out.extend_from_slice(commitment.as_bytes());
            }
        }
        debug_assert_eq!(out.len(), size);
        out
    }
}

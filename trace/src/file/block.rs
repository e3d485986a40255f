//! The bytes of a segment, shared by everything that looks into them.

use super::frame::Span;
use super::mapped::Mapped;
use std::sync::Arc;

/// Immutable bytes, in memory or in a mapped file.
#[derive(Debug)]
pub struct Block(Bytes);

#[derive(Debug)]
enum Bytes {
    Heap(Vec<u8>),
    Mapped(Mapped),
}

impl Block {
    /// Takes bytes in memory.
    pub fn heap(bytes: Vec<u8>) -> Block {
        Block(Bytes::Heap(bytes))
    }

    /// Takes a mapped file.
    pub(crate) fn mapped(mapped: Mapped) -> Block {
        Block(Bytes::Mapped(mapped))
    }

    /// Returns all bytes.
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            Bytes::Heap(bytes) => bytes,
            Bytes::Mapped(mapped) => mapped.bytes(),
        }
    }

    /// Returns true if the bytes are those of a mapped file.
    pub fn is_mapped(&self) -> bool {
        matches!(self.0, Bytes::Mapped(_))
    }
}

/// A view of one record; it shares the bytes of its segment and keeps them alive.
///
/// ```
/// use lawful_trace::file::{Block, Record, Span};
/// use std::sync::Arc;
/// let block = Arc::new(Block::heap(b"abcdef".to_vec()));
/// let record = Record::new(&block, Span { start: 1, length: 3 }).ok_or("too short")?;
/// assert_eq!(record.as_ref(), b"bcd");
/// assert!(Record::new(&block, Span { start: 4, length: 3 }).is_none());
/// # Ok::<(), &str>(())
/// ```
#[derive(Clone, Debug)]
pub struct Record {
    block: Arc<Block>,
    span: Span,
}

impl Record {
    /// Looks at a part of a block; none if the block is shorter.
    pub fn new(block: &Arc<Block>, span: Span) -> Option<Record> {
        let start = span.start as usize;
        let end = start.checked_add(span.length as usize)?;
        block.bytes().get(start..end)?;
        Some(Record {
            block: Arc::clone(block),
            span,
        })
    }

    /// Returns the bytes of the record.
    pub fn as_slice(&self) -> &[u8] {
        let start = self.span.start as usize;
        self.block
            .bytes()
            .get(start..start + self.span.length as usize)
            .unwrap_or_default()
    }

    /// Returns the block that the record lies in.
    pub fn block(&self) -> &Arc<Block> {
        &self.block
    }
}

impl AsRef<[u8]> for Record {
    fn as_ref(&self) -> &[u8] {
        self.as_slice()
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Record) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Record {}

//! The bytes of a node, version 1.
//!
//! ```text
//! offset  size  what
//! 0       1     version: 1
//! 1       1     form: one bit for each optional part, below
//! 2       8     timestamp: i64, little-endian
//! 10            id          length, UTF-8
//!               origin      length, UTF-8
//!               kind        length, UTF-8                     if form has KIND
//!               walk        length, UTF-8                     if form has WALK
//!               stimulus    length, UTF-8                     if form has STIMULUS
//!               response    length, UTF-8                     if form has RESPONSE
//!               tags        length, then each: length, UTF-8  if form has TAGS
//!               links       length, then each: relation (1 byte), length, UTF-8 id
//!                                                             if form has LINKS
//!               payload     length, bytes                     if form has INLINE
//!                           or 32 bytes of commitment         if form has COMMITTED
//! ```
//!
//! A length is a little-endian base-128 number in as few bytes as possible. The length before tags
//! and links is that of the whole section in bytes, so that a reader can step over it.
//!
//! There is exactly one encoding of a node: tags are in ascending order of their bytes without
//! repetition, links in ascending order of relation and then id without repetition; names are not
//! empty; a section of tags or links, and an inline payload, is left out when it is empty; nothing
//! follows the last part. No text but the stimulus and the response may be empty, and none has the
//! character NUL.

/// The version that is written, and the newest that can be read.
pub const VERSION: u8 = 1;

/// What comes before the id.
pub const HEADER_BYTES: usize = 10;

pub const KIND: u8 = 1;
pub const WALK: u8 = 1 << 1;
pub const STIMULUS: u8 = 1 << 2;
pub const RESPONSE: u8 = 1 << 3;
pub const TAGS: u8 = 1 << 4;
pub const LINKS: u8 = 1 << 5;
pub const INLINE: u8 = 1 << 6;
pub const COMMITTED: u8 = 1 << 7;

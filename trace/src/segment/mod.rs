//! Where the bytes of nodes lie: immutable pieces of memory that everyone who reads shares.
//!
//! **Invariant:** bytes that were pushed never move and never change; a view keeps them alive.

mod ends;
mod memory;
mod piece;
mod segments;
mod tail;

pub(crate) use memory::Memory;
pub use piece::Piece;
pub use segments::Segments;

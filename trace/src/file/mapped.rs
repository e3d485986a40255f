//! A sealed segment as memory: the one place with `unsafe` in this crate.
//!
//! **Why.** A ledger may be larger than memory. The system reads a mapped file page by page as it is
//! looked at, and drops the pages again when memory is short. There is no safe way to get this.
//!
//! **What can go wrong.** The map is sound only while nobody changes the file. This program never changes
//! a sealed segment: the writer stops writing to a segment before it becomes sealed, only sealed
//! segments are mapped, and a removed file lives on until it is unmapped. *Another* program may still
//! write to the file or cut it, and no lock stops it. Bytes that change then show up as wrong hashes; a
//! page that is no longer there ends the process with SIGBUS. Whoever cannot rule this out keeps
//! segments in memory, which is the default ([`super::Hold::Memory`]).

#![expect(
    unsafe_code,
    reason = "mapping a file has no safe interface; see the text above"
)]

use memmap2::Mmap;
use std::fs::File;
use std::io;

/// A file in the address space of this process, for reading.
#[derive(Debug)]
pub(crate) struct Mapped(Mmap);

impl Mapped {
    /// Maps a whole file that is not empty.
    pub(crate) fn new(file: &File) -> io::Result<Mapped> {
        // SAFETY: the file is a sealed segment, which no code of this crate writes to or cuts, so the
        // bytes do not change while they are borrowed. Other programs: see the text above.
        unsafe { Mmap::map(file) }.map(Mapped)
    }
}

impl AsRef<[u8]> for Mapped {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

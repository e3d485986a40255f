//! Memory that is asked for in large pages once it is large.

use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// From how many bytes on memory is asked for in large pages. In small ones, the system takes longer to
/// hand a megabyte out than a ledger to fill it.
const LARGE: usize = 2 << 20;

/// A fixed number of bytes, zero at first.
pub enum Memory {
    /// Of the allocator.
    Heap(Vec<u8>),
    /// Of the system, in large pages if it has some.
    Mapped(MmapMut),
}

impl Memory {
    /// Takes so many bytes.
    pub fn zeroed(bytes: usize) -> Memory {
        if bytes >= LARGE
            && let Ok(memory) = MmapMut::map_anon(bytes)
        {
            // Only a wish: without large pages it is slower.
            #[cfg(target_os = "linux")]
            drop(memory.advise(memmap2::Advice::HugePage));
            return Memory::Mapped(memory);
        }
        Memory::Heap(vec![0; bytes])
    }
}

impl Default for Memory {
    fn default() -> Memory {
        Memory::Heap(Vec::new())
    }
}

impl Deref for Memory {
    type Target = [u8];

    #[inline]
    fn deref(&self) -> &[u8] {
        match self {
            Memory::Heap(bytes) => bytes,
            Memory::Mapped(bytes) => bytes,
        }
    }
}

impl DerefMut for Memory {
    #[inline]
    fn deref_mut(&mut self) -> &mut [u8] {
        match self {
            Memory::Heap(bytes) => bytes,
            Memory::Mapped(bytes) => bytes,
        }
    }
}

impl AsRef<[u8]> for Memory {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

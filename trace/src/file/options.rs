//! How a log is opened.

use super::disk::{Disk, SystemDisk};
use super::error::FileError;
use super::segment_header::LENGTH;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the bytes of sealed segments are kept while a log is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Hold {
    /// In memory: immune to whatever happens to the files later. The default.
    #[default]
    Memory,
    /// In mapped files: for logs that are larger than memory. A program that cuts such a file while it
    /// is open ends this process with SIGBUS, so use it only where nobody else writes to the folder.
    Mapped,
}

/// What is done with a bad frame that has whole frames behind it, if none of them was acknowledged as
/// synced.
///
/// Damage explains such a frame, and so does a power failure, in which the disk may keep a later part of
/// what was written and lose an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unsynced {
    /// Opening fails with [`FileError::Doubtful`], and nothing is changed. The default.
    #[default]
    Refuse,
    /// The log is cut at the bad frame, and the report counts what was behind it.
    Cut,
}

/// How a log is opened.
#[derive(Clone, Debug)]
pub struct Options {
    pub(crate) segment_bytes: u64,
    pub(crate) hold: Hold,
    pub(crate) unsynced: Unsynced,
    pub(crate) pinned: u64,
    pub(crate) disk: Arc<dyn Disk>,
}

/// The largest segment, in bytes: 1 GiB. With the largest batch it stays below 4 GiB, and places in it
/// are numbers of 32 bits.
pub const MAX_SEGMENT: u64 = 1 << 30;

impl Default for Options {
    fn default() -> Options {
        Options {
            segment_bytes: 256 << 20,
            hold: Hold::default(),
            unsynced: Unsynced::default(),
            pinned: 0,
            disk: Arc::new(SystemDisk),
        }
    }
}

impl Options {
    /// Returns the folder of a log as it is called from everywhere: a process may go to another folder
    /// while the log is open.
    pub(crate) fn absolute(&self, folder: &Path) -> Result<PathBuf, FileError> {
        let absolute = self.disk.absolute(folder);
        absolute.map_err(FileError::io("find", folder))
    }

    /// Sets the length at which a new segment is started, in bytes; from 200 (each batch gets a segment)
    /// to 1 GiB, by default 256 MiB.
    ///
    /// # Errors
    ///
    /// A length outside of this range.
    pub fn segment_bytes(mut self, bytes: u64) -> Result<Options, FileError> {
        if bytes > MAX_SEGMENT {
            return Err(FileError::TooLarge {
                what: "a segment length",
                size: bytes,
                limit: MAX_SEGMENT,
            });
        }
        self.segment_bytes = bytes.max(LENGTH as u64);
        Ok(self)
    }

    /// Sets where the bytes of sealed segments are kept.
    pub fn hold(mut self, hold: Hold) -> Options {
        self.hold = hold;
        self
    }

    /// Sets what is done with a bad frame in the part that was never synced.
    pub fn unsynced(mut self, unsynced: Unsynced) -> Options {
        self.unsynced = unsynced;
        self
    }

    /// Demands at least as many records as a head outside the log says; a shorter log is an error, and
    /// nothing of it is changed.
    pub fn pinned(mut self, records: u64) -> Options {
        self.pinned = records;
        self
    }

    /// Sets the disk: a test may put one that fails here.
    pub fn disk(mut self, disk: Arc<dyn Disk>) -> Options {
        self.disk = disk;
        self
    }
}

//! How a ledger in files is opened.

use crate::file::{Disk, FileError, Hold, Options, Unsynced};
use crate::ledger::Durability;
use crate::merkle::Head;
use std::sync::Arc;

/// How a ledger in files is opened. None of it is recorded in the files.
#[derive(Clone, Debug)]
pub struct FileLedgerOptions {
    pub(super) files: Options,
    pub(super) durability: Durability,
    pub(super) pinned: Option<Head>,
}

impl Default for FileLedgerOptions {
    /// Appends are `written`; nothing is pinned; a new segment each 256 MiB.
    fn default() -> FileLedgerOptions {
        FileLedgerOptions {
            files: Options::default(),
            durability: Durability::Written,
            pinned: None,
        }
    }
}

impl FileLedgerOptions {
    /// Sets how safe nodes are that are appended without saying so.
    #[must_use]
    pub fn durability(mut self, durability: Durability) -> FileLedgerOptions {
        self.durability = durability;
        self
    }

    /// Demands that the ledger continues a head that was kept elsewhere, such as one from a signed
    /// checkpoint. This is the only way to notice that the end of a ledger was cut off.
    #[must_use]
    pub fn pinned(mut self, head: Head) -> FileLedgerOptions {
        self.files = self.files.pinned(head.size);
        self.pinned = Some(head);
        self
    }

    /// Sets the length of a segment, see [`Options::segment_bytes`].
    ///
    /// # Errors
    ///
    /// As there.
    pub fn segment_bytes(mut self, bytes: u64) -> Result<FileLedgerOptions, FileError> {
        self.files = self.files.segment_bytes(bytes)?;
        Ok(self)
    }

    /// Sets where the bytes of sealed segments are kept.
    #[must_use]
    pub fn hold(mut self, hold: Hold) -> FileLedgerOptions {
        self.files = self.files.hold(hold);
        self
    }

    /// Sets what is done with a bad frame in the part that was never synced.
    #[must_use]
    pub fn unsynced(mut self, unsynced: Unsynced) -> FileLedgerOptions {
        self.files = self.files.unsynced(unsynced);
        self
    }

    /// Sets the disk: a test may put one that fails here.
    #[must_use]
    pub fn disk(mut self, disk: Arc<dyn Disk>) -> FileLedgerOptions {
        self.files = self.files.disk(disk);
        self
    }
}

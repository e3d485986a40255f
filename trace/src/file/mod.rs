//! Append-only files of byte records, whatever the bytes mean.
//!
//! A log is a folder of segments. Records are appended in batches, each in one or more checked frames;
//! a batch is there as a whole or not at all. There is one [`Log`] that writes, and there are many
//! [`LogReader`]s, which may follow it.
//!
//! ```
//! use lawful_trace::file::{Durability, Identity, Log, Options};
//! let folder = tempfile::tempdir()?;
//! let log = Log::create(folder.path(), Identity::new("example")?, Options::default())?;
//! let done = log.append(&[b"one", b"two"], &[], Durability::Synced)?;
//! assert_eq!((done.first, done.end, done.durability), (0, 2, Durability::Synced));
//! assert!(Log::open(folder.path(), Options::default()).is_err(), "one writer at a time");
//! drop(log);
//! let opened = Log::open(folder.path(), Options::default())?;
//! assert!(opened.recovery.is_clean());
//! let records: Vec<_> = opened.segments.iter().flat_map(|segment| segment.records()).collect();
//! assert_eq!(records[1], b"two"[..]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod ahead;
mod bodies;
mod body;
mod disk;
mod encoder;
mod error;
mod fields;
mod frame;
mod identity;
mod known;
mod load;
mod log;
mod mapped;
mod mark;
mod memory_disk;
mod names;
mod new_segment;
mod open;
mod options;
mod pruned;
mod reader;
mod recovery;
mod scan;
mod segment_header;
mod spare;
mod state;
mod writer_lock;

pub use crate::ledger::Durability;
pub(crate) use bodies::{Place, read as read_body};
pub use body::{Body, MAX_BODY};
pub use disk::{Disk, DiskFile, Mode, SystemDisk};
pub use error::FileError;
pub use frame::MAX_RECORD;
pub use identity::Identity;
pub use load::Segment;
pub use log::{Appended, Log, MAX_BATCH};
pub use memory_disk::MemoryDisk;
pub use open::Opened;
pub use options::{Hold, MAX_SEGMENT, Options, Unsynced};
pub use pruned::Pruned;
pub use reader::LogReader;
pub use recovery::Recovery;
pub use segment_header::FORMAT;
pub use writer_lock::close_inherited_locks;

/// Not public API. Used by the fuzz targets.
#[doc(hidden)]
pub mod fuzzing {
    pub use super::frame::read_frame;
}

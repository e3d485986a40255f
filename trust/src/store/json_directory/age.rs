//! How old a file is that does not say it.

use jiff::Timestamp;
use std::fs;
use std::path::Path;

/// Returns when a file was written, as far as its file system says; else 1970.
pub(super) fn written_at(path: &Path) -> Timestamp {
    let written = fs::metadata(path).and_then(|about| about.modified());
    written
        .ok()
        .and_then(|time| Timestamp::try_from(time).ok())
        .unwrap_or(Timestamp::UNIX_EPOCH)
}

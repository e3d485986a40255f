//! The files in the folder of a ledger.
//!
//! | name | what |
//! | --- | --- |
//! | `0000000000.segment`, `0000000001.segment`, ... | headers and frames; all but the last are sealed |
//! | `0000000000.bodies`, ... | bodies of the records in the segment of the same number, if it has any |
//! | `lock` | empty; locked by the writer |
//! | `synced` | how much was on the disk after the last sync |
//! | `pruned` | which records were pruned; only if some were |
//! | `spare` | room for that file on a full disk |
//! | `*.new` | files that were being made in a crash; the next writer removes them |
//!
//! Other files are left alone.

use std::path::{Path, PathBuf};

pub(crate) const LOCK: &str = "lock";
pub(crate) const SYNCED: &str = "synced";
pub(crate) const PRUNED: &str = "pruned";
pub(crate) const SPARE: &str = "spare";

/// Returns the path of a segment.
pub(crate) fn segment(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.segment"))
}

/// Returns the path of a segment that is being made.
pub(crate) fn new_segment(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.segment.new"))
}

/// Returns the path of the bodies of a segment.
pub(crate) fn bodies(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:010}.bodies"))
}

/// Returns the number of a segment from its name, if it is the name of one.
pub(crate) fn segment_number(name: &str) -> Option<u64> {
    let number = name.strip_suffix(".segment")?.parse().ok()?;
    (format!("{number:010}.segment") == name).then_some(number)
}

/// Returns the number of a segment from its name or from that of its bodies.
pub(crate) fn number(name: &str) -> Option<u64> {
    let bodies = name.strip_suffix(".bodies");
    segment_number(&bodies.map_or_else(|| name.to_owned(), |name| format!("{name}.segment")))
}

/// Returns true if the file was being made in a crash.
pub(crate) fn is_unfinished(name: &str) -> bool {
    name.strip_suffix(".new")
        .is_some_and(|name| name == PRUNED || segment_number(name).is_some())
}

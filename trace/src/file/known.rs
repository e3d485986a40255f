//! Tells a damaged log from what never was one.

use super::disk::Mode;
use super::error::FileError;
use super::mark::Mark;
use super::names;
use super::options::Options;
use super::pruned::Pruned;
use super::segment_header::{LENGTH, SegmentHeader};
use std::ops::RangeInclusive;
use std::path::Path;

/// Returns the error for a segment that does not start as one: it is damaged if anything else shows that
/// the folder holds a log.
pub(crate) fn judged(
    failure: FileError,
    folder: &Path,
    options: &Options,
    numbers: RangeInclusive<u64>,
) -> FileError {
    match &failure {
        FileError::Foreign { path, .. } if is_known(folder, options, numbers, path) => {
            damaged(failure)
        }
        _ => failure,
    }
}

/// Returns the error for a segment of a log that does not start as one.
pub(crate) fn damaged(failure: FileError) -> FileError {
    match failure {
        FileError::Foreign { path, problem } => FileError::Damaged {
            path,
            offset: 0,
            problem,
        },
        failure => failure,
    }
}

/// Says whether anything but one of its segments shows that a folder holds a log.
fn is_known(
    folder: &Path,
    options: &Options,
    mut numbers: RangeInclusive<u64>,
    segment: &Path,
) -> bool {
    let disk = &*options.disk;
    let is_segment = |path: &Path| {
        let file = disk.open(path, Mode::Read).ok()?;
        SegmentHeader::read(&file.read_all(LENGTH).ok()?, path).ok()
    };
    Mark::read(disk, folder).is_some()
        || matches!(Pruned::read(disk, folder), Ok(Some(_)))
        || numbers.any(|number| {
            let path = names::segment(folder, number);
            path != segment && is_segment(&path).is_some()
        })
}

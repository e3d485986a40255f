//! Makes the file of a segment.

use super::disk::{Disk, DiskFile, Mode};
use super::error::FileError;
use super::names;
use super::segment_header::SegmentHeader;
use std::path::Path;

/// Makes a segment that holds its header only, on the disk once this returns.
///
/// **Atomicity contract.** If the machine stops at any moment before, there is no segment of this number,
/// or a whole one without records. An unfinished file with another name may be left behind.
pub(crate) fn make(
    disk: &dyn Disk,
    folder: &Path,
    header: &SegmentHeader,
) -> Result<Box<dyn DiskFile>, FileError> {
    let unfinished = names::new_segment(folder, header.number);
    let path = names::segment(folder, header.number);
    let file = disk
        .open(&unfinished, Mode::Empty)
        .map_err(FileError::writing("make", &unfinished))?;
    file.write_at(&header.bytes(), 0)
        .map_err(FileError::writing("write", &unfinished))?;
    file.sync().map_err(FileError::io("sync", &unfinished))?;
    disk.rename(&unfinished, &path)
        .map_err(FileError::writing("make", &path))?;
    disk.sync_folder(folder)
        .map_err(FileError::io("sync the folder", folder))?;
    Ok(file)
}

//! The file of bodies of one segment.

use super::body::{Body, BodyHeader, HEADER, MAX_BODY};
use super::disk::{Disk, DiskFile, Mode};
use super::error::FileError;
use super::names;
use std::io;
use std::path::Path;

/// Where a body lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) segment: u64,
    pub(crate) seed: u32,
    pub(crate) offset: u64,
    /// Whether the body is known to be erased, on the disk.
    pub(crate) erased: bool,
}

/// A body that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) record: u64,
    pub(crate) offset: u64,
    pub(crate) erased: bool,
}

/// What was found in a file of bodies.
#[derive(Debug, Default)]
pub(crate) struct BodyScan {
    pub(crate) bodies: Vec<Found>,
    /// How much of the file is whole.
    pub(crate) end: u64,
    /// How long the file is.
    pub(crate) length: u64,
    /// Bodies that are erased by their header and not yet overwritten: offset and header.
    pub(crate) unfinished: Vec<(u64, BodyHeader)>,
}

/// Reads the bodies of a segment from a place on, before which all is whole; a missing file holds none.
pub(crate) fn scan(
    disk: &dyn Disk,
    folder: &Path,
    segment: u64,
    seed: u32,
    from: u64,
) -> Result<BodyScan, FileError> {
    let path = names::bodies(folder, segment);
    let file = match disk.open(&path, Mode::Read) {
        Ok(file) => file,
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => {
            return Ok(BodyScan::default());
        }
        Err(failure) => return Err(FileError::io("open", &path)(failure)),
    };
    let length = file.length().map_err(FileError::io("read", &path))?;
    let mut found = BodyScan {
        length,
        end: from.min(length),
        ..BodyScan::default()
    };
    while found.end < length {
        let Some((header, padded)) = read_one(&*file, found.end, length, seed)
            .map_err(FileError::io("read", &path))?
            .filter(|(header, padded)| header.fits(padded, seed))
        else {
            break;
        };
        if header.erased && padded.iter().any(|byte| *byte != 0) {
            found.unfinished.push((found.end, header));
        }
        found.bodies.push(Found {
            record: header.record,
            offset: found.end,
            erased: header.erased,
        });
        found.end += (HEADER + header.padded()) as u64;
    }
    Ok(found)
}

/// Reads a header and the bytes behind it, which are not checked; none if they are not there.
fn read_one(
    file: &dyn DiskFile,
    offset: u64,
    length: u64,
    seed: u32,
) -> io::Result<Option<(BodyHeader, Vec<u8>)>> {
    if length.saturating_sub(offset) < HEADER as u64 {
        return Ok(None);
    }
    let mut header = [0; HEADER];
    file.read_at(&mut header, offset)?;
    let Some(header) = BodyHeader::read(&header, seed) else {
        return Ok(None);
    };
    let start = offset + HEADER as u64;
    if length.saturating_sub(start) < header.padded() as u64 {
        return Ok(None);
    }
    let mut padded = vec![0; header.padded()];
    file.read_at(&mut padded, start)?;
    Ok(Some((header, padded)))
}

/// Reads a body from the disk.
pub(crate) fn read(disk: &dyn Disk, folder: &Path, place: Place) -> Result<Body, FileError> {
    let path = names::bodies(folder, place.segment);
    let io = || FileError::io("read", &path);
    let file = disk.open(&path, Mode::Read).map_err(io())?;
    // A body may be erased between the reading of its header and of its bytes; the second time tells.
    for _ in 0..2 {
        let length = file.length().map_err(io())?;
        let found = read_one(&*file, place.offset, length, place.seed).map_err(io())?;
        match found {
            Some((header, _)) if header.erased => return Ok(Body::Erased),
            Some((header, mut padded)) if header.fits(&padded, place.seed) => {
                padded.truncate(header.length as usize);
                return Ok(Body::Kept(padded));
            }
            _ => {}
        }
    }
    Err(FileError::Damaged {
        path,
        offset: place.offset,
        problem: "the checksum of a body is wrong",
    })
}

/// Erases bodies of one segment, on the disk once this returns.
pub(crate) fn erase(
    disk: &dyn Disk,
    folder: &Path,
    segment: u64,
    places: &[Place],
) -> Result<(), FileError> {
    let path = names::bodies(folder, segment);
    let io = || FileError::writing("erase a body in", &path);
    let file = disk.open(&path, Mode::Write).map_err(io())?;
    let length = file.length().map_err(io())?;
    let mut headers = Vec::with_capacity(places.len());
    for place in places {
        let found = read_one(&*file, place.offset, length, place.seed).map_err(io())?;
        let Some((header, _)) = found else {
            return Err(FileError::Damaged {
                path,
                offset: place.offset,
                problem: "no valid header of a body",
            });
        };
        // Also if it says so already: an earlier try may have failed to bring it to the disk.
        let erased = BodyHeader {
            erased: true,
            crc: 0,
            ..header
        };
        file.write_at(&erased.bytes(place.seed), place.offset)
            .map_err(io())?;
        headers.push((place.offset, header));
    }
    file.sync().map_err(io())?;
    overwrite(&*file, &headers).map_err(io())
}

/// Overwrites the bytes of bodies whose headers say that they are erased.
pub(crate) fn overwrite(file: &dyn DiskFile, bodies: &[(u64, BodyHeader)]) -> io::Result<()> {
    for (offset, header) in bodies {
        debug_assert!(header.padded() <= MAX_BODY);
        file.write_at(&vec![0; header.padded()], offset + HEADER as u64)?;
    }
    file.sync()
}

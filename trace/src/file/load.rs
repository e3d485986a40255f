//! Reads a whole log from its folder and decides what is whole; changes nothing.

use super::bodies::{self, BodyScan};
use super::disk::{DiskFile, Mode};
use super::error::FileError;
use super::frame::BadFrame;
use super::known;
use super::mark::Mark;
use super::names;
use super::options::{Hold, Options, Unsynced};
use super::pruned::Pruned;
use super::recovery::Recovery;
use super::scan::{Link, Scan, Start, behind, scan};
use super::segment_header::{LENGTH, SegmentHeader};
use crate::workers::on_all_cores;
use bytes::Bytes;
use rayon::prelude::*;
use std::io;
use std::path::Path;

/// Records that lie in the same memory.
///
/// ```
/// use lawful_trace::file::Segment;
/// let bytes = b"-one--two"[..].into();
/// let segment = Segment { first: 7, bytes, places: vec![[1, 4], [6, 9]] };
/// assert_eq!(segment.records().nth(1).as_deref(), Some(&b"two"[..]));
/// ```
#[derive(Clone, Debug)]
pub struct Segment {
    /// The index of the first record.
    pub first: u64,
    /// The memory: on the heap, or a mapped file.
    pub bytes: Bytes,
    /// The start and the end of each record in the bytes.
    pub places: Vec<[u32; 2]>,
}

impl Segment {
    /// Returns the records, in order; each shares the bytes and keeps them alive.
    pub fn records(&self) -> impl Iterator<Item = Bytes> + '_ {
        self.places.iter().map(|[start, end]| {
            let (start, end) = (*start as usize, *end as usize);
            // Places outside cannot come from a log; whoever makes them up gets nothing.
            if start <= end && end <= self.bytes.len() {
                self.bytes.slice(start..end)
            } else {
                Bytes::new()
            }
        })
    }
}

/// A segment as it was read.
pub(crate) struct Read {
    pub(crate) header: SegmentHeader,
    pub(crate) length: u64,
    pub(crate) bytes: Bytes,
    pub(crate) scan: Scan,
    pub(crate) bodies: BodyScan,
}

impl Read {
    /// Keeps the records only.
    pub(crate) fn into_segment(self) -> Segment {
        Segment {
            first: self.header.first,
            bytes: self.bytes,
            places: self.scan.places,
        }
    }
}

/// A log as it was read.
pub(crate) struct Loaded {
    /// At least one; the last is the tail.
    pub(crate) sealed: Vec<Read>,
    pub(crate) tail: Read,
    /// How much of the tail is known to be on the disk.
    pub(crate) synced: u64,
    pub(crate) recovery: Recovery,
    pub(crate) pruned: Option<Pruned>,
}

/// Reads a log.
pub(crate) fn load(folder: &Path, options: &Options) -> Result<Loaded, FileError> {
    // The mark comes first: a writer may be at work, and a newer mark would cover bytes that are not
    // read yet.
    let mark = Mark::read(&*options.disk, folder);
    // And what was pruned comes last: a writer notes that before it removes a segment.
    let (first, last) = segments(folder, options)?;
    load_segments(folder, options, mark, first, last)
        .map_err(|failure| known::judged(failure, folder, options, first..=last))
}

fn load_segments(
    folder: &Path,
    options: &Options,
    mark: Option<Mark>,
    first: u64,
    last: u64,
) -> Result<Loaded, FileError> {
    let pruned = Pruned::read(&*options.disk, folder)?;
    let below = pruned.as_ref().map_or(0, |pruned| pruned.first);
    let start = first_needed(folder, options, first, last, below)?;
    let one = |number| read(folder, options, number, number < last);
    let mut all = if start == last {
        // Starting threads for one file would cost more than it brings.
        vec![one(start)?]
    } else {
        on_all_cores(|| {
            let all = (start..=last).into_par_iter().map(one);
            all.collect::<Result<Vec<Read>, FileError>>()
        })?
    };
    let missing = || FileError::MissingSegment {
        path: folder.to_owned(),
        number: last,
    };
    let tail = all.pop().ok_or_else(missing)?;
    let mut sealed = all;
    let oldest = sealed.first().unwrap_or(&tail);
    let foreign = pruned
        .as_ref()
        .is_some_and(|pruned| pruned.ledger != oldest.header.identity.ledger);
    if (start > 0 && oldest.header.first > below) || foreign {
        return Err(FileError::MissingSegment {
            path: folder.to_owned(),
            number: start.saturating_sub(1),
        });
    }
    let mut before: Option<&Read> = None;
    for read in &sealed {
        whole(folder, read)?;
        follows(folder, before, &read.header)?;
        before = Some(read);
    }
    follows(folder, before, &tail.header)?;
    let mark = mark.filter(|mark| mark.ledger == tail.header.identity.ledger);
    if let Some(mark) = mark.filter(|mark| mark.segment > last) {
        return Err(FileError::MissingSegment {
            path: folder.to_owned(),
            number: mark.segment,
        });
    }
    let marked = mark
        .filter(|mark| mark.segment == last)
        .map_or(0, |mark| mark.end);
    let (synced, mut recovery) = judge(folder, options, &tail, marked)?;
    recovery.records = tail.header.first + tail.scan.places.len() as u64;
    recovery.mark_read = mark.is_some();
    recovery.cut_body_bytes += sealed.iter_mut().map(leave_out_stray_bodies).sum::<u64>();
    if recovery.records < below {
        return Err(FileError::Damaged {
            path: folder.join(names::PRUNED),
            offset: 16,
            problem: "more was pruned than there are records",
        });
    }
    if recovery.records < options.pinned {
        return Err(FileError::BelowPin {
            path: folder.to_owned(),
            found: recovery.records,
            pinned: options.pinned,
        });
    }
    Ok(Loaded {
        sealed,
        tail,
        synced,
        recovery,
        pruned,
    })
}

/// Returns the numbers of the first and of the last segment; all between them must be there.
pub(crate) fn segments(folder: &Path, options: &Options) -> Result<(u64, u64), FileError> {
    let names = options.disk.names(folder).map_err(|failure| {
        if failure.kind() == io::ErrorKind::NotADirectory {
            FileError::Foreign {
                path: folder.to_owned(),
                problem: "it is not a folder",
            }
        } else {
            FileError::io("open", folder)(failure)
        }
    })?;
    let mut numbers: Vec<u64> = names
        .iter()
        .filter_map(|name| names::segment_number(name))
        .collect();
    numbers.sort_unstable();
    let (Some(first), Some(last)) = (numbers.first(), numbers.last()) else {
        if let Some(mark) = Mark::read(&*options.disk, folder) {
            return Err(FileError::MissingSegment {
                path: folder.to_owned(),
                number: mark.segment,
            });
        }
        return Err(FileError::Foreign {
            path: folder.to_owned(),
            problem: "there is no segment in the folder",
        });
    };
    match (*first..)
        .zip(&numbers)
        .find(|(number, found)| number != *found)
    {
        Some((number, _)) => Err(FileError::MissingSegment {
            path: folder.to_owned(),
            number,
        }),
        None => Ok((*first, *last)),
    }
}

/// Returns the number of the first segment that holds records which are not pruned. Those before it
/// may be there, without their bodies even, if a crash has interrupted the pruning.
fn first_needed(
    folder: &Path,
    options: &Options,
    first: u64,
    last: u64,
    below: u64,
) -> Result<u64, FileError> {
    let mut needed = first;
    while below > 0 && needed < last {
        let path = names::segment(folder, needed + 1);
        let io = || FileError::io("read", &path);
        let file = options.disk.open(&path, Mode::Read).map_err(io())?;
        let length = file.length().map_err(io())?.min(LENGTH as u64);
        let header = file.read_all(length as usize).map_err(io())?;
        if SegmentHeader::read(&header, &path)?.first > below {
            break;
        }
        needed += 1;
    }
    Ok(needed)
}

fn read(folder: &Path, options: &Options, number: u64, sealed: bool) -> Result<Read, FileError> {
    let path = names::segment(folder, number);
    let io = || FileError::io("read", &path);
    let file = options.disk.open(&path, Mode::Read).map_err(io())?;
    let length = file.length().map_err(io())?;
    // A foreign file may be of any size: nothing of it is kept before its header is known.
    let start = file.read_all(length.min(LENGTH as u64) as usize);
    let header = SegmentHeader::read(&start.map_err(io())?, &path)?;
    let bytes = bytes(&*file, length, options.hold, sealed, &path)?;
    if header.number != number {
        return Err(FileError::Damaged {
            path,
            offset: 136,
            problem: "the number in the segment is not the one in its name",
        });
    }
    let seed = header.seed();
    let bodies = bodies::scan(&*options.disk, folder, number, seed, 0)?;
    let scan = scan(
        &bytes,
        Start {
            from: LENGTH,
            seed,
            first: header.first,
            link: Link::new(&header.link),
            bodies: bodies.end,
        },
    );
    Ok(Read {
        header,
        length,
        bytes,
        scan,
        bodies,
    })
}

fn bytes(
    file: &dyn DiskFile,
    length: u64,
    hold: Hold,
    sealed: bool,
    path: &Path,
) -> Result<Bytes, FileError> {
    let size = u32::try_from(length).map_err(|_| FileError::TooLarge {
        what: "the length of a segment",
        size: length,
        limit: u64::from(u32::MAX),
    })?;
    if sealed
        && hold == Hold::Mapped
        && length > 0
        && let Some(mapped) = file.map().map_err(FileError::io("map", path))?
    {
        return Ok(mapped);
    }
    file.read_all(size as usize)
        .map(Bytes::from)
        .map_err(FileError::io("read", path))
}

/// Checks that a sealed segment is whole.
fn whole(folder: &Path, read: &Read) -> Result<(), FileError> {
    if read.scan.end as u64 == read.length {
        return Ok(());
    }
    Err(damage(folder, read, read.scan.frames_end))
}

/// Leaves out bodies behind the last one that a sealed segment relies on, and returns how many bytes they
/// are. A write that failed may have left them, if a power failure undid that they were cut.
fn leave_out_stray_bodies(read: &mut Read) -> u64 {
    let end = read.scan.bodies;
    read.bodies.bodies.retain(|found| found.offset < end);
    read.bodies.unfinished.retain(|(offset, _)| *offset < end);
    read.bodies.length.saturating_sub(end)
}

/// Checks that a segment follows the one before it.
fn follows(folder: &Path, before: Option<&Read>, header: &SegmentHeader) -> Result<(), FileError> {
    let expected = match before {
        None if header.number > 0 => *header,
        None => SegmentHeader {
            first: 0,
            before: 0,
            link: [0; 32],
            ..*header
        },
        Some(read) => SegmentHeader {
            identity: read.header.identity,
            number: header.number,
            first: read.header.first + read.scan.places.len() as u64,
            before: read.length,
            link: read.scan.link.finish(),
        },
    };
    if *header == expected {
        return Ok(());
    }
    Err(FileError::Damaged {
        path: names::segment(folder, header.number),
        offset: 24,
        problem: if header.identity == expected.identity {
            "the segment does not follow the one before it"
        } else {
            "the segment belongs to another ledger"
        },
    })
}

/// Makes the error for a bad frame: a bad body is named where it lies.
fn damage(folder: &Path, read: &Read, at: usize) -> FileError {
    if let Some(BadFrame::Body { .. }) = read.scan.bad {
        return FileError::Damaged {
            path: names::bodies(folder, read.header.number),
            offset: read.bodies.end,
            problem: "a body is not whole",
        };
    }
    FileError::Damaged {
        path: names::segment(folder, read.header.number),
        offset: at as u64,
        problem: read.scan.bad.map_or(
            "a batch or the end of the file is missing",
            BadFrame::problem,
        ),
    }
}

/// Applies the rule for the tail; returns how much of it is on the disk, and what is cut.
fn judge(
    folder: &Path,
    options: &Options,
    tail: &Read,
    marked: u64,
) -> Result<(u64, Recovery), FileError> {
    let Scan {
        end, frames_end, ..
    } = tail.scan;
    let mut synced = marked.max(tail.scan.synced).max(LENGTH as u64);
    let mut recovery = Recovery::default();
    if (end as u64) < synced {
        return Err(damage(folder, tail, frames_end));
    }
    if let Some(bad) = tail.scan.bad {
        let behind = behind(&tail.bytes, frames_end, tail.header.seed());
        synced = synced.max(behind.synced);
        if (frames_end as u64) < synced {
            return Err(damage(folder, tail, frames_end));
        }
        if behind.frames > 0 && options.unsynced == Unsynced::Refuse {
            return Err(FileError::Doubtful {
                path: names::segment(folder, tail.header.number),
                offset: frames_end as u64,
                behind: behind.frames,
            });
        }
        recovery.cut_records = bad.records() + behind.records;
    }
    recovery.cut_at = end as u64;
    recovery.cut_bytes = tail.length - end as u64;
    recovery.cut_records += tail.scan.unfinished;
    recovery.cut_body_bytes = tail.bodies.length - tail.scan.bodies.min(tail.bodies.length);
    Ok((synced, recovery))
}

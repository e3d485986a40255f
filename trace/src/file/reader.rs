//! The reading side of a log: follows a writer, changes nothing.

use super::bodies::{self, Place};
use super::body::Body;
use super::disk::{DiskFile, Mode};
use super::error::FileError;
use super::frame::BadFrame;
use super::identity::Identity;
use super::load::{Read, Segment, load};
use super::log::places;
use super::names;
use super::options::{Options, Unsynced};
use super::pruned::Pruned;
use super::recovery::Recovery;
use super::scan::{Link, Scan, Start, behind, scan};
use super::segment_header::{LENGTH, SegmentHeader};
use bytes::Bytes;
use rustc_hash::FxHashMap;
use std::io;
use std::path::{Path, PathBuf};

/// How often a part of the tail is read again that a writer seems to be changing.
const TRIES: usize = 4;

/// A segment that follows the one that is read.
type NextSegment = (Box<dyn DiskFile>, SegmentHeader);

/// The reading side of a log. There may be many, beside a writer, in any process.
#[derive(Debug)]
pub struct LogReader {
    folder: PathBuf,
    options: Options,
    header: SegmentHeader,
    file: Box<dyn DiskFile>,
    end: u64,
    next: u64,
    link: Link,
    places: FxHashMap<u64, Place>,
}

impl LogReader {
    /// Opens a log for reading; also returns its records, and what was found. Bytes behind the last whole
    /// batch are left out: they may be those that a writer is about to write.
    ///
    /// # Errors
    ///
    /// As [`super::Log::open`], but for what concerns writing.
    pub fn open(
        folder: &Path,
        options: Options,
    ) -> Result<(LogReader, Vec<Segment>, Recovery), FileError> {
        let (reader, segments, recovery, _) = Self::open_pruned(folder, options)?;
        Ok((reader, segments, recovery))
    }

    /// As [`LogReader::open`], and also returns what was pruned. Records below may still be among the
    /// segments.
    ///
    /// # Errors
    ///
    /// As [`LogReader::open`].
    pub fn open_pruned(
        folder: &Path,
        options: Options,
    ) -> Result<(LogReader, Vec<Segment>, Recovery, Option<Pruned>), FileError> {
        let mut loaded = load(folder, &options);
        for _ in 1..TRIES {
            // A writer that was refused half way, for lack of room, takes its bytes back; whoever reads
            // at that moment sees a mixture.
            match loaded {
                Err(
                    FileError::Doubtful { .. }
                    | FileError::Damaged { .. }
                    | FileError::MissingSegment { .. }
                    | FileError::Io { .. },
                ) => {
                    loaded = load(folder, &options);
                }
                _ => break,
            }
        }
        let loaded = loaded?;
        let path = names::segment(folder, loaded.tail.header.number);
        let file = options
            .disk
            .open(&path, Mode::Read)
            .map_err(FileError::io("open", &path))?;
        let reader = LogReader {
            folder: folder.to_owned(),
            options,
            header: loaded.tail.header,
            file,
            end: loaded.tail.scan.end as u64,
            next: loaded.recovery.records,
            link: loaded.tail.scan.link.clone(),
            places: loaded
                .sealed
                .iter()
                .chain([&loaded.tail])
                .flat_map(|read| {
                    places(read.header.number, read.header.seed(), &read.bodies.bodies)
                })
                .collect(),
        };
        let segments = loaded
            .sealed
            .into_iter()
            .chain([loaded.tail])
            .map(Read::into_segment)
            .collect();
        Ok((reader, segments, loaded.recovery, loaded.pruned))
    }

    /// Returns the records that were appended since the last call, in order.
    ///
    /// # Errors
    ///
    /// Damage, or a file that got shorter; what was read before stays good.
    pub fn refresh(&mut self) -> Result<Vec<Segment>, FileError> {
        let mut segments = Vec::new();
        loop {
            // Whether there is a next segment must be known first: then this one does not grow any more.
            let next = self.next_segment()?;
            let mut read = self.read_rest(next.is_some());
            for _ in 1..TRIES {
                match read {
                    Err(FileError::Doubtful { .. } | FileError::Damaged { .. }) => {
                        read = self.read_rest(next.is_some());
                    }
                    _ => break,
                }
            }
            segments.extend(read?);
            let Some((file, header)) = next else {
                return Ok(segments);
            };
            let follows = header
                == SegmentHeader {
                    identity: self.header.identity,
                    number: self.header.number + 1,
                    first: self.next,
                    before: self.end,
                    link: self.link.finish(),
                };
            if !follows {
                return Err(FileError::Damaged {
                    path: names::segment(&self.folder, header.number),
                    offset: 24,
                    problem: "the segment does not follow the one before it",
                });
            }
            self.link = Link::new(&header.link);
            self.header = header;
            self.file = file;
            self.end = LENGTH as u64;
        }
    }

    fn next_segment(&self) -> Result<Option<NextSegment>, FileError> {
        let path = names::segment(&self.folder, self.header.number + 1);
        let file = match self.options.disk.open(&path, Mode::Read) {
            Ok(file) => file,
            Err(failure) if failure.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(failure) => return Err(FileError::io("open", &path)(failure)),
        };
        let header = file
            .read_all(LENGTH)
            .map_err(FileError::io("read", &path))?;
        let header = SegmentHeader::read(&header, &path)?;
        Ok(Some((file, header)))
    }

    /// Reads what is new in the tail.
    fn read_rest(&mut self, sealed: bool) -> Result<Option<Segment>, FileError> {
        let path = names::segment(&self.folder, self.header.number);
        let io = || FileError::io("read", &path);
        let length = self.file.length().map_err(io())?;
        let damaged = |at: usize, problem| FileError::Damaged {
            path: path.clone(),
            offset: self.end + at as u64,
            problem,
        };
        let new = length
            .checked_sub(self.end)
            .ok_or_else(|| damaged(0, "the file is shorter than before"))?;
        if new == 0 {
            return Ok(None);
        }
        let size = u32::try_from(new).map_err(|_| damaged(0, "the file is too long"))?;
        let mut bytes = vec![0; size as usize];
        self.file.read_at(&mut bytes, self.end).map_err(io())?;
        let seed = self.header.seed();
        // Bodies are written before the frames that rely on them, so they are looked at afterwards.
        let bodies = bodies::scan(&*self.options.disk, &self.folder, self.header.number, seed)?;
        let start = Start {
            from: 0,
            seed,
            first: self.next,
            link: self.link.clone(),
            bodies: bodies.end,
        };
        let Scan {
            places: found,
            end,
            frames_end,
            bad,
            link,
            bodies: used,
            ..
        } = scan(&bytes, start);
        if sealed && end < bytes.len() {
            return Err(damaged(
                frames_end,
                bad.map_or("the end of a batch is missing", BadFrame::problem),
            ));
        }
        let behind = bad.map_or(0, |_| behind(&bytes, frames_end, seed).frames);
        if behind > 0 && self.options.unsynced == Unsynced::Refuse {
            return Err(FileError::Doubtful {
                path: path.clone(),
                offset: self.end + frames_end as u64,
                behind,
            });
        }
        if found.is_empty() {
            return Ok(None);
        }
        bytes.truncate(end);
        let first = self.next;
        self.next += found.len() as u64;
        self.end += end as u64;
        self.link = link;
        let bodies: Vec<_> = bodies
            .bodies
            .into_iter()
            .filter(|found| found.offset < used)
            .collect();
        self.places
            .extend(places(self.header.number, seed, &bodies));
        Ok(Some(Segment {
            first,
            bytes: Bytes::from(bytes),
            places: found,
        }))
    }

    /// Returns how many records were read.
    pub fn records(&self) -> u64 {
        self.next
    }

    /// Returns what the log was made as.
    pub fn identity(&self) -> Identity {
        self.header.identity
    }

    /// Returns the body of a record, or none if it never had one.
    ///
    /// # Errors
    ///
    /// A body that cannot be read, or whose checksum is wrong.
    pub fn body(&self, record: u64) -> Result<Option<Body>, FileError> {
        self.places
            .get(&record)
            .map(|place| bodies::read(&*self.options.disk, &self.folder, *place))
            .transpose()
    }
}

//! Reads on where a reader is, and changes nothing.

use super::bodies::{self, Place};
use super::disk::{DiskFile, Mode};
use super::error::FileError;
use super::frame::BadFrame;
use super::known;
use super::load::{Segment, segments};
use super::log::places;
use super::names;
use super::options::{Options, Unsynced};
use super::pruned::Pruned;
use super::scan::{Link, Scan, Start, behind, scan};
use super::segment_header::{LENGTH, SegmentHeader};
use bytes::Bytes;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// How often a part of the tail is read again that a writer seems to be changing.
pub(crate) const TRIES: usize = 4;

/// A segment that follows the one that is read.
type NextSegment = (Box<dyn DiskFile>, SegmentHeader);

/// How far a log was read.
#[derive(Clone, Debug)]
pub(crate) struct Position {
    pub(crate) header: SegmentHeader,
    pub(crate) file: Arc<dyn DiskFile>,
    /// How much of the segment.
    pub(crate) end: u64,
    /// How much of its bodies: those of the records that were read.
    pub(crate) bodies: u64,
    /// The index of the next record.
    pub(crate) next: u64,
    pub(crate) link: Link,
}

/// What was read ahead of a position.
#[derive(Debug)]
pub(crate) struct Ahead {
    pub(crate) segments: Vec<Segment>,
    pub(crate) places: Vec<(u64, Place)>,
    pub(crate) pruned: Option<Pruned>,
    /// Where it ends.
    pub(crate) position: Position,
}

impl Ahead {
    /// Reads all that is there, and what was pruned.
    pub(crate) fn read(
        folder: &Path,
        options: &Options,
        from: &Position,
    ) -> Result<Ahead, FileError> {
        let mut ahead = Ahead {
            segments: Vec::new(),
            places: Vec::new(),
            pruned: None,
            position: from.clone(),
        };
        let read = ahead.read_all(folder, options);
        read.map_err(|failure| match Pruned::read(&*options.disk, folder) {
            Ok(Some(pruned)) if pruned.first > ahead.position.next => FileError::PrunedUnread {
                path: folder.to_owned(),
                first: pruned.first,
                read: from.next,
            },
            _ => failure,
        })?;
        Ok(ahead)
    }

    fn read_all(&mut self, folder: &Path, options: &Options) -> Result<(), FileError> {
        self.read_records(folder, options)?;
        // What was pruned comes last: records that need it, as their ids are free again, come later.
        self.read_pruned(folder, options)?;
        while let Some(pruned) = &self.pruned
            && pruned.first > self.position.next
        {
            let least = pruned.first;
            self.read_records(folder, options)?;
            if self.position.next < least {
                return Err(FileError::Damaged {
                    path: folder.join(names::PRUNED),
                    offset: 16,
                    problem: "more was pruned than there are records",
                });
            }
            self.read_pruned(folder, options)?;
        }
        Ok(())
    }

    fn read_pruned(&mut self, folder: &Path, options: &Options) -> Result<(), FileError> {
        self.pruned = Pruned::read(&*options.disk, folder)?;
        let ledger = self.position.header.identity.ledger;
        match &self.pruned {
            Some(pruned) if pruned.ledger != ledger => Err(FileError::Damaged {
                path: folder.join(names::PRUNED),
                offset: 0,
                problem: "the file belongs to another ledger",
            }),
            _ => Ok(()),
        }
    }

    fn read_records(&mut self, folder: &Path, options: &Options) -> Result<(), FileError> {
        loop {
            // Whether there is a next segment must be known first: then this one does not grow any more.
            let next = next_segment(folder, options, self.position.header.number + 1)?;
            let mut read = self.read_rest(folder, options, next.is_some());
            for _ in 1..TRIES {
                match read {
                    Err(FileError::Doubtful { .. } | FileError::Damaged { .. }) => {
                        read = self.read_rest(folder, options, next.is_some());
                    }
                    _ => break,
                }
            }
            self.segments.extend(read?);
            let Some((file, header)) = next else {
                return Ok(());
            };
            let before = &self.position;
            let follows = header
                == SegmentHeader {
                    identity: before.header.identity,
                    number: before.header.number + 1,
                    first: before.next,
                    before: before.end,
                    link: before.link.finish(),
                };
            if !follows {
                return Err(FileError::Damaged {
                    path: names::segment(folder, header.number),
                    offset: 24,
                    problem: "the segment does not follow the one before it",
                });
            }
            self.position = Position {
                header,
                file: file.into(),
                end: LENGTH as u64,
                bodies: 0,
                next: before.next,
                link: Link::new(&header.link),
            };
        }
    }

    /// Reads what is new in the tail.
    fn read_rest(
        &mut self,
        folder: &Path,
        options: &Options,
        sealed: bool,
    ) -> Result<Option<Segment>, FileError> {
        let at = &mut self.position;
        let path = names::segment(folder, at.header.number);
        let io = || FileError::io("read", &path);
        let length = at.file.length().map_err(io())?;
        let start = at.end;
        let damaged = |place: usize, problem| FileError::Damaged {
            path: path.clone(),
            offset: start + place as u64,
            problem,
        };
        let new = length
            .checked_sub(at.end)
            .ok_or_else(|| damaged(0, "the file is shorter than before"))?;
        if new == 0 {
            return Ok(None);
        }
        let size = u32::try_from(new).map_err(|_| damaged(0, "the file is too long"))?;
        let mut bytes = vec![0; size as usize];
        at.file.read_at(&mut bytes, at.end).map_err(io())?;
        let seed = at.header.seed();
        // Bodies are written before the frames that rely on them, so they are looked at afterwards.
        let number = at.header.number;
        let bodies = bodies::scan(&*options.disk, folder, number, seed, at.bodies)?;
        let begin = Start {
            from: 0,
            seed,
            first: at.next,
            link: at.link.clone(),
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
        } = scan(&bytes, begin);
        if sealed && end < bytes.len() {
            return Err(damaged(
                frames_end,
                bad.map_or("the end of a batch is missing", BadFrame::problem),
            ));
        }
        let behind = bad.map_or(0, |_| behind(&bytes, frames_end, seed).frames);
        if behind > 0 && options.unsynced == Unsynced::Refuse {
            return Err(FileError::Doubtful {
                path: path.clone(),
                offset: at.end + frames_end as u64,
                behind,
            });
        }
        if found.is_empty() {
            return Ok(None);
        }
        bytes.truncate(end);
        let first = at.next;
        at.next += found.len() as u64;
        at.end += end as u64;
        at.bodies = used;
        at.link = link;
        let bodies: Vec<_> = bodies
            .bodies
            .into_iter()
            .filter(|found| found.offset < used)
            .collect();
        self.places.extend(places(at.header.number, seed, &bodies));
        Ok(Some(Segment {
            first,
            bytes: Bytes::from(bytes),
            places: found,
        }))
    }
}

fn next_segment(
    folder: &Path,
    options: &Options,
    number: u64,
) -> Result<Option<NextSegment>, FileError> {
    let path = names::segment(folder, number);
    let file = match options.disk.open(&path, Mode::Read) {
        Ok(file) => file,
        Err(failure) if failure.kind() == io::ErrorKind::NotFound => {
            // Either there is none yet, or it was pruned before it was read.
            let (first, _) = segments(folder, options)?;
            if first > number {
                return Err(FileError::MissingSegment {
                    path: folder.to_owned(),
                    number,
                });
            }
            return Ok(None);
        }
        Err(failure) => return Err(FileError::io("open", &path)(failure)),
    };
    let io = || FileError::io("read", &path);
    let length = file.length().map_err(io())?.min(LENGTH as u64);
    let header = file.read_all(length as usize).map_err(io())?;
    let header = SegmentHeader::read(&header, &path).map_err(known::damaged)?;
    Ok(Some((file, header)))
}

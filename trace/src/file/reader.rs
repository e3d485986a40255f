//! The reading side of a log: follows a writer, changes nothing.

use super::ahead::{Ahead, Position, TRIES};
use super::bodies::{self, Place};
use super::body::Body;
use super::disk::Mode;
use super::error::FileError;
use super::identity::Identity;
use super::load::{Read, Segment, load};
use super::log::places;
use super::names;
use super::options::Options;
use super::pruned::Pruned;
use super::recovery::Recovery;
use rustc_hash::FxHashMap;
use std::io;
use std::path::{Path, PathBuf};

/// The reading side of a log. There may be many, beside a writer, in any process.
#[derive(Debug)]
pub struct LogReader {
    folder: PathBuf,
    options: Options,
    position: Position,
    places: FxHashMap<u64, Place>,
    /// Records with more than one body.
    twice: Vec<u64>,
    /// Bodies of records below were forgotten.
    first: u64,
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
        let folder = &options.absolute(folder)?;
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
        let mut loaded = loaded?;
        // What lies behind belongs to frames that are not whole yet.
        let end = loaded.tail.scan.bodies;
        let bodies = &mut loaded.tail.bodies.bodies;
        bodies.retain(|found| found.offset < end);
        let path = names::segment(folder, loaded.tail.header.number);
        let file = options
            .disk
            .open(&path, Mode::Read)
            .map_err(FileError::io("open", &path))?;
        let mut reader = LogReader {
            folder: folder.to_owned(),
            options,
            position: Position {
                header: loaded.tail.header,
                file: file.into(),
                end: loaded.tail.scan.end as u64,
                bodies: end,
                next: loaded.recovery.records,
                link: loaded.tail.scan.link.clone(),
            },
            first: 0,
            places: FxHashMap::default(),
            twice: Vec::new(),
        };
        for read in loaded.sealed.iter().chain([&loaded.tail]) {
            let seed = read.header.seed();
            reader.learn(places(read.header.number, seed, &read.bodies.bodies));
        }
        let segments = loaded
            .sealed
            .into_iter()
            .chain([loaded.tail])
            .map(Read::into_segment)
            .collect();
        Ok((reader, segments, loaded.recovery, loaded.pruned))
    }

    /// Returns the records that were appended since the last call, in order. What was pruned since and is
    /// not among them is forgotten.
    ///
    /// # Errors
    ///
    /// Damage, a file that got shorter, or records that were pruned before they were read. The reader is
    /// then as it was, and the next call begins where this one did.
    pub fn refresh(&mut self) -> Result<Vec<Segment>, FileError> {
        let mut ahead = self.read_ahead()?;
        let segments = std::mem::take(&mut ahead.segments);
        self.accept(ahead);
        Ok(segments)
    }

    /// Reads what was appended and pruned since, and stays where it is until it accepts that.
    pub(crate) fn read_ahead(&self) -> Result<Ahead, FileError> {
        Ahead::read(&self.folder, &self.options, &self.position)
    }

    /// Goes on behind what was read ahead.
    pub(crate) fn accept(&mut self, ahead: Ahead) {
        self.position = ahead.position;
        self.learn(ahead.places.into_iter());
        let first = ahead.pruned.map_or(0, |pruned| pruned.first);
        if first > self.first {
            self.first = first;
            self.places.retain(|record, _| *record >= first);
        }
    }

    fn learn(&mut self, places: impl Iterator<Item = (u64, Place)>) {
        for (record, place) in places {
            let before = self.places.insert(record, place);
            let at = |place: Place| (place.segment, place.offset);
            if before.is_some_and(|before| at(before) != at(place)) {
                self.twice.push(record);
            }
        }
    }

    /// Returns the records that have bodies, in any order, and whether one has two.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = (u64, bool)> + '_ {
        let twice = self.twice.iter().map(|record| (*record, true));
        self.places
            .keys()
            .map(|record| (*record, false))
            .chain(twice)
    }

    /// Waits until everything that was read is on the disk: the writer may not have done so yet.
    ///
    /// # Errors
    ///
    /// A failed sync.
    pub(crate) fn sync(&self) -> Result<(), FileError> {
        let number = self.position.header.number;
        let bodies = names::bodies(&self.folder, number);
        let synced = match self.options.disk.open(&bodies, Mode::Read) {
            Ok(file) => file.sync(),
            Err(none) if none.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(failure) => Err(failure),
        };
        // All segments before the last one were synced when they were sealed.
        match synced.and_then(|()| self.position.file.sync()) {
            // What cannot be written was not written just now.
            Err(failure) if failure.kind() == io::ErrorKind::ReadOnlyFilesystem => Ok(()),
            synced => synced.map_err(FileError::io("sync", &names::segment(&self.folder, number))),
        }
    }

    /// Returns how many records were read.
    pub fn records(&self) -> u64 {
        self.position.next
    }

    /// Returns what the log was made as.
    pub fn identity(&self) -> Identity {
        self.position.header.identity
    }

    /// Returns the body of a record, or none if it never had one.
    ///
    /// # Errors
    ///
    /// A body that cannot be read, or whose checksum is wrong.
    pub fn body(&self, record: u64) -> Result<Option<Body>, FileError> {
        self.place(record)
            .map(|place| bodies::read(&*self.options.disk, &self.folder, place))
            .transpose()
    }

    /// Returns where the body of a record is, if it ever had one.
    pub(crate) fn place(&self, record: u64) -> Option<Place> {
        self.places.get(&record).copied()
    }
}

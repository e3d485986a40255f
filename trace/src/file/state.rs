//! The tail of a log as its writer knows it: what is written, what waits, what is on the disk.

use super::bodies::Place;
use super::body;
use super::disk::{Disk, DiskFile, Mode};
use super::encoder::{Context, Encoder};
use super::error::FileError;
use super::frame::{FrameHeader, HEADER};
use super::mark::Mark;
use super::names;
use super::new_segment;
use super::scan::Link;
use super::segment_header::{LENGTH, SegmentHeader};
use rustc_hash::FxHashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How much is handed to the system at once, and how much may wait.
pub(crate) const CHUNK: usize = 1 << 20;

/// The segment that is written to.
#[derive(Debug)]
pub(crate) struct Tail {
    pub(crate) header: SegmentHeader,
    pub(crate) path: PathBuf,
    pub(crate) file: Box<dyn DiskFile>,
}

/// The bodies of that segment.
#[derive(Clone, Debug, Default)]
pub(crate) struct TailBodies {
    /// The file, once there is one.
    pub(crate) file: Option<Arc<dyn DiskFile>>,
    pub(crate) end: u64,
    pub(crate) synced: u64,
}

/// What the writer knows. All lengths are in bytes, and all counts are of the whole log.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) tail: Arc<Tail>,
    /// Where the whole batches in the file end.
    pub(crate) end: u64,
    /// Frames that wait.
    pub(crate) encoder: Encoder,
    /// Records in the file.
    pub(crate) written: u64,
    /// Records on the disk.
    pub(crate) synced: u64,
    /// How much of the tail is on the disk.
    pub(crate) synced_end: u64,
    /// Whether a thread is syncing.
    pub(crate) syncing: bool,
    /// The first failure that left the state of the disk unknown.
    pub(crate) stopped: Option<String>,
    pub(crate) link: Link,
    pub(crate) bodies: TailBodies,
    pub(crate) places: FxHashMap<u64, Place>,
    /// The sealed segments: number, and index of the first record.
    pub(crate) sealed: Vec<(u64, u64)>,
}

impl State {
    /// Fails if the writer has stopped.
    pub(crate) fn check(&self) -> Result<(), FileError> {
        match &self.stopped {
            None => Ok(()),
            Some(cause) => Err(FileError::Stopped {
                cause: cause.clone(),
            }),
        }
    }

    /// Remembers a failure after which the state of the disk is unknown.
    pub(crate) fn stop(&mut self, failure: &FileError) {
        self.stopped.get_or_insert_with(|| failure.to_string());
    }

    fn context(&self) -> Context {
        Context {
            synced: self.synced_end,
            bodies: self.bodies.end,
        }
    }

    /// Adds a batch to what waits.
    ///
    /// It may share a frame with other batches that wait; they become one batch then, which is more than
    /// was promised.
    pub(crate) fn hold<R: AsRef<[u8]>>(&mut self, records: &[R]) {
        let context = self.context();
        for (left, record) in (0..records.len()).rev().zip(records) {
            self.encoder.push(record.as_ref(), left == 0, context);
        }
    }

    /// Writes what waits. After a failure it still waits, and the file is as before.
    pub(crate) fn flush(&mut self) -> Result<(), FileError> {
        if self.encoder.len() == 0 {
            return Ok(());
        }
        self.encoder.close(true, self.context());
        let (mut end, mut link) = (self.end, self.link.clone());
        if let Err(failure) = put(&*self.tail.file, &self.encoder, &mut end, &mut link) {
            return Err(self.take_back(failure));
        }
        self.encoder.forget_closed();
        self.accept(end, link);
        Ok(())
    }

    /// Writes a batch, of which nothing stays after a failure. Nothing may wait.
    pub(crate) fn write<R: AsRef<[u8]>>(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        records: &[R],
        bodies: &[(u64, &[u8])],
    ) -> Result<(), FileError> {
        let bodies_end = self.bodies.end;
        let places = self.write_bodies(disk, folder, bodies)?;
        match self.write_frames(records) {
            Ok((end, link)) => {
                self.accept(end, link);
                self.places.extend(places);
                Ok(())
            }
            Err(failure) => {
                self.encoder.reset(self.written);
                self.cut_bodies(bodies_end);
                Err(self.take_back(failure))
            }
        }
    }

    fn accept(&mut self, end: u64, link: Link) {
        self.end = end;
        self.link = link;
        self.written = self.encoder.next();
    }

    fn write_frames<R: AsRef<[u8]>>(&mut self, records: &[R]) -> io::Result<(u64, Link)> {
        let context = self.context();
        let (mut end, mut link) = (self.end, self.link.clone());
        for (left, record) in (0..records.len()).rev().zip(records) {
            self.encoder.push(record.as_ref(), left == 0, context);
            if self.encoder.closed().len() >= CHUNK {
                put(&*self.tail.file, &self.encoder, &mut end, &mut link)?;
                self.encoder.forget_closed();
            }
        }
        self.encoder.close(true, context);
        put(&*self.tail.file, &self.encoder, &mut end, &mut link)?;
        self.encoder.forget_closed();
        Ok((end, link))
    }

    /// Cuts off what a failed write left behind; the writer stops if even that fails.
    fn take_back(&mut self, failure: io::Error) -> FileError {
        let failure = FileError::writing("write", &self.tail.path)(failure);
        if let Err(second) = self.tail.file.set_length(self.end) {
            self.stop(&FileError::io("cut", &self.tail.path)(second));
        }
        failure
    }

    fn write_bodies(
        &mut self,
        disk: &dyn Disk,
        folder: &Path,
        bodies: &[(u64, &[u8])],
    ) -> Result<Vec<(u64, Place)>, FileError> {
        if bodies.is_empty() {
            return Ok(Vec::new());
        }
        let path = names::bodies(folder, self.tail.header.number);
        let file = match &self.bodies.file {
            Some(file) => Arc::clone(file),
            None => {
                let file: Arc<dyn DiskFile> = disk
                    .open(&path, Mode::Create)
                    .map_err(FileError::writing("make", &path))?
                    .into();
                disk.sync_folder(folder)
                    .map_err(FileError::io("sync the folder", folder))?;
                self.bodies.file = Some(Arc::clone(&file));
                file
            }
        };
        let seed = self.tail.header.seed();
        let mut places = Vec::with_capacity(bodies.len());
        let mut bytes = Vec::new();
        for (record, body) in bodies {
            let place = Place {
                segment: self.tail.header.number,
                seed,
                offset: self.bodies.end + bytes.len() as u64,
                erased: false,
            };
            places.push((*record, place));
            body::encode(*record, body, seed, &mut bytes);
        }
        let end = self.bodies.end;
        if let Err(failure) = file.write_at(&bytes, end) {
            self.cut_bodies(end);
            return Err(FileError::writing("write", &path)(failure));
        }
        self.bodies.end += bytes.len() as u64;
        Ok(places)
    }

    fn cut_bodies(&mut self, end: u64) {
        self.bodies.end = end;
        if let Some(Err(failure)) = self.bodies.file.as_ref().map(|file| file.set_length(end)) {
            self.stop(&FileError::io("cut the bodies beside", &self.tail.path)(
                failure,
            ));
        }
    }

    /// Seals the tail and starts the next segment. Nothing may wait.
    pub(crate) fn roll(&mut self, disk: &dyn Disk, folder: &Path) -> Result<(), FileError> {
        let synced = sync(&self.tail, &self.bodies);
        synced.inspect_err(|failure| self.stop(failure))?;
        self.note_synced(
            self.tail.header.number,
            self.end,
            self.written,
            self.bodies.end,
        );
        let header = SegmentHeader {
            identity: self.tail.header.identity,
            number: self.tail.header.number + 1,
            first: self.written,
            before: self.end,
            link: self.link.finish(),
        };
        let path = names::segment(folder, header.number);
        let file = new_segment::make(disk, folder, &header).inspect_err(|failure| {
            // Once the new segment may have its name, this one must not grow any more.
            match disk.open(&path, Mode::Read) {
                Err(none) if none.kind() == io::ErrorKind::NotFound => {}
                _ => self.stop(failure),
            }
        })?;
        let before = &self.tail.header;
        self.sealed.push((before.number, before.first));
        self.link = Link::new(&header.link);
        self.encoder = Encoder::new(header.seed(), self.written);
        self.tail = Arc::new(Tail { header, path, file });
        self.end = LENGTH as u64;
        self.synced_end = LENGTH as u64;
        self.bodies = TailBodies::default();
        Ok(())
    }

    /// Remembers what a sync covered.
    pub(crate) fn note_synced(&mut self, segment: u64, end: u64, records: u64, bodies: u64) {
        self.synced = self.synced.max(records);
        if segment == self.tail.header.number {
            self.synced_end = self.synced_end.max(end);
            self.bodies.synced = self.bodies.synced.max(bodies);
        }
    }

    /// Returns the mark for what is on the disk.
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            ledger: self.tail.header.identity.ledger,
            segment: self.tail.header.number,
            end: self.synced_end,
            records: self.synced,
        }
    }
}

/// Waits until the bodies and then the frames are on the disk.
pub(crate) fn sync(tail: &Tail, bodies: &TailBodies) -> Result<(), FileError> {
    if let Some(file) = bodies.file.as_ref().filter(|_| bodies.synced < bodies.end) {
        file.sync()
            .map_err(FileError::io("sync the bodies beside", &tail.path))?;
    }
    tail.file.sync().map_err(FileError::io("sync", &tail.path))
}

/// Writes the closed frames, and moves the end and the link along.
fn put(file: &dyn DiskFile, encoder: &Encoder, end: &mut u64, link: &mut Link) -> io::Result<()> {
    let frames = encoder.closed();
    file.write_at(frames, *end)?;
    *end += frames.len() as u64;
    let mut rest = frames;
    while let Some((header, behind)) = rest.split_first_chunk::<HEADER>() {
        link.add(header);
        let content = FrameHeader::content(header);
        rest = behind.get(content..).unwrap_or_default();
    }
    Ok(())
}

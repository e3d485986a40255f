//! Makes and opens a log for writing, and repairs it after a crash.

use super::bodies::{self, Found, Place};
use super::disk::{Disk, DiskFile, Mode};
use super::encoder::Encoder;
use super::error::FileError;
use super::identity::Identity;
use super::load::{Loaded, Read, Segment, load, segments};
use super::log::{Log, places, write_mark};
use super::names;
use super::new_segment;
use super::options::Options;
use super::pruned::Pruned;
use super::recovery::Recovery;
use super::scan::Link;
use super::segment_header::{LENGTH, SegmentHeader};
use super::spare;
use super::state::{CHUNK, State, Tail, TailBodies};
use super::writer_lock::WriterLock;
use rustc_hash::FxHashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};

/// A log that was opened.
#[derive(Debug)]
pub struct Opened {
    /// The log.
    pub log: Log,
    /// The records in it, in order.
    pub segments: Vec<Segment>,
    /// What was found and done.
    pub recovery: Recovery,
    /// What was pruned, if anything was. Records below its first may still be among the segments.
    pub pruned: Option<Pruned>,
}

impl Log {
    /// Makes a log without records in a folder, which is made if it does not exist. The log is on the
    /// disk once this returns.
    ///
    /// # Errors
    ///
    /// A folder that holds a log already, or that cannot be written; another writer that makes one at
    /// the same time.
    pub fn create(folder: &Path, identity: Identity, options: Options) -> Result<Log, FileError> {
        let disk = &*options.disk;
        let folder = &options.absolute(folder)?;
        disk.create_folder(folder)
            .map_err(FileError::writing("make", folder))?;
        let lock = WriterLock::take(disk, folder)?;
        match segments(folder, &options) {
            Err(FileError::Foreign { .. }) => {}
            Err(FileError::MissingSegment { .. }) | Ok(_) => {
                return Err(FileError::Exists {
                    path: folder.to_owned(),
                });
            }
            Err(failure) => return Err(failure),
        }
        let header = SegmentHeader {
            identity,
            number: 0,
            first: 0,
            before: 0,
            link: [0; 32],
        };
        let file = new_segment::make(disk, folder, &header)?;
        if let Some(above) = folder
            .parent()
            .filter(|above| !above.as_os_str().is_empty())
        {
            disk.sync_folder(above)
                .map_err(FileError::io("sync the folder", above))?;
        }
        let tail = Tail {
            header,
            path: names::segment(folder, 0),
            file,
        };
        let state = State {
            tail: Arc::new(tail),
            end: LENGTH as u64,
            encoder: Encoder::new(header.seed(), 0),
            written: 0,
            synced: 0,
            synced_end: LENGTH as u64,
            syncing: false,
            stopped: None,
            link: Link::new(&header.link),
            bodies: TailBodies::default(),
            places: FxHashMap::default(),
            sealed: Vec::new(),
        };
        write_mark(disk, folder, &state.mark());
        spare::keep(disk, folder);
        Ok(Log::new(folder.clone(), options, state, 0, lock))
    }

    fn new(folder: PathBuf, options: Options, state: State, pruned: u64, lock: WriterLock) -> Log {
        Log {
            folder,
            options,
            identity: state.tail.header.identity,
            state: Mutex::new(state),
            ended: Condvar::new(),
            pruned: Mutex::new(pruned),
            lock,
        }
    }

    /// Opens a log for writing. What a crash left behind its last whole batch is cut, and everything
    /// that is left is on the disk once this returns.
    ///
    /// # Errors
    ///
    /// No log in the folder, a newer format, damage, a missing segment, a log below its pin, a folder
    /// that cannot be written, another writer. Nothing is changed then, except that a failed repair may
    /// be done in part; it goes on with the next try.
    pub fn open(folder: &Path, options: Options) -> Result<Opened, FileError> {
        let folder = &options.absolute(folder)?;
        // Nothing is made in a folder that holds no log.
        segments(folder, &options)?;
        let lock = WriterLock::take(&*options.disk, folder)?;
        let mut loaded = load(folder, &options)?;
        let state = repair(folder, &options, &mut loaded)?;
        let recovery = loaded.recovery;
        let pruned = loaded.pruned;
        let first = pruned.as_ref().map_or(0, |pruned| pruned.first);
        let segments = loaded
            .sealed
            .into_iter()
            .chain([loaded.tail])
            .map(Read::into_segment)
            .collect();
        Ok(Opened {
            log: Log::new(folder.clone(), options, state, first, lock),
            segments,
            recovery,
            pruned,
        })
    }
}

/// Makes the files agree with what was found whole, on the disk.
fn repair(folder: &Path, options: &Options, loaded: &mut Loaded) -> Result<State, FileError> {
    let disk = &*options.disk;
    loaded.recovery.removed_files = remove_unfinished(disk, folder)?;
    remove_pruned(disk, folder, loaded)?;
    let first = loaded.pruned.as_ref().map_or(0, |pruned| pruned.first);
    for read in &loaded.sealed {
        cut_stray_bodies(disk, folder, read)?;
    }
    for read in loaded.sealed.iter_mut().chain([&mut loaded.tail]) {
        loaded.recovery.finished_erasures += finish_erasures(disk, folder, read)?;
        loaded.recovery.finished_erasures += erase_pruned(disk, folder, read, first)?;
    }
    let tail = &mut loaded.tail;
    let number = tail.header.number;
    let path = names::segment(folder, number);
    let io = |action| FileError::writing(action, &path);
    let file = disk.open(&path, Mode::Write).map_err(io("open"))?;
    let end = tail.scan.end as u64;
    let bodies_end = tail.scan.bodies;
    let cut = end < tail.length;
    if cut {
        file.set_length(end).map_err(io("cut"))?;
    }
    let mut bodies = TailBodies {
        file: None,
        end: bodies_end,
        synced: bodies_end,
    };
    if tail.bodies.length > 0 {
        let path = names::bodies(folder, number);
        let io = |action| FileError::writing(action, &path);
        let file = disk.open(&path, Mode::Write).map_err(io("open"))?;
        if bodies_end < tail.bodies.length {
            file.set_length(bodies_end).map_err(io("cut"))?;
        }
        if loaded.synced < end || bodies_end < tail.bodies.length {
            loaded.recovery.rewritten_bytes +=
                write_again(&*file, 0, bodies_end).map_err(io("write"))?;
            file.sync().map_err(io("sync"))?;
        }
        bodies.file = Some(file.into());
    }
    tail.bodies.bodies.retain(|found| found.offset < bodies_end);
    if cut || loaded.synced < end {
        loaded.recovery.rewritten_bytes +=
            write_again(&*file, loaded.synced, end).map_err(io("write"))?;
        file.sync().map_err(io("sync"))?;
    }
    // The name of the last segment may not have reached the disk before a crash.
    disk.sync_folder(folder)
        .map_err(FileError::io("sync the folder", folder))?;
    let header = tail.header;
    let records = header.first + tail.scan.places.len() as u64;
    let places = loaded
        .sealed
        .iter()
        .chain([&loaded.tail])
        .flat_map(|read| places(read.header.number, read.header.seed(), &read.bodies.bodies))
        .collect();
    let sealed = loaded
        .sealed
        .iter()
        .map(|read| (read.header.number, read.header.first))
        .collect();
    let state = State {
        tail: Arc::new(Tail { header, path, file }),
        end,
        encoder: Encoder::new(header.seed(), records),
        written: records,
        synced: records,
        synced_end: end,
        syncing: false,
        stopped: None,
        link: loaded.tail.scan.link.clone(),
        bodies,
        places,
        sealed,
    };
    write_mark(disk, folder, &state.mark());
    spare::keep(disk, folder);
    Ok(state)
}

/// Writes the same bytes once more, so that the next sync cannot believe that they are clean.
fn write_again(file: &dyn DiskFile, from: u64, end: u64) -> io::Result<u64> {
    let mut at = from;
    let mut chunk = Vec::new();
    while at < end {
        let length = (end - at).min(CHUNK as u64);
        chunk.resize(length as usize, 0);
        file.read_at(&mut chunk, at)?;
        file.write_at(&chunk, at)?;
        at += length;
    }
    Ok(end.saturating_sub(from))
}

fn remove_unfinished(disk: &dyn Disk, folder: &Path) -> Result<u64, FileError> {
    let mut removed = 0;
    for name in disk.names(folder).map_err(FileError::io("read", folder))? {
        if names::is_unfinished(&name) {
            let path = folder.join(name);
            disk.remove(&path)
                .map_err(FileError::writing("remove", &path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Removes the files of pruned segments that a crash in the middle of pruning has left.
fn remove_pruned(disk: &dyn Disk, folder: &Path, loaded: &Loaded) -> Result<(), FileError> {
    let oldest = loaded.sealed.first().unwrap_or(&loaded.tail);
    let mut gone: Vec<u64> = disk
        .names(folder)
        .map_err(FileError::io("read", folder))?
        .iter()
        .filter_map(|name| names::number(name))
        .filter(|number| *number < oldest.header.number)
        .collect();
    // The oldest first, so that none is ever missing in the middle.
    gone.sort_unstable();
    for number in gone {
        remove_segment(disk, folder, number)?;
    }
    Ok(())
}

/// Removes a segment that is pruned, and first of all its bodies.
pub(super) fn remove_segment(disk: &dyn Disk, folder: &Path, number: u64) -> Result<(), FileError> {
    for path in [
        names::bodies(folder, number),
        names::segment(folder, number),
    ] {
        match disk.remove(&path) {
            Ok(()) => {}
            Err(none) if none.kind() == io::ErrorKind::NotFound => {}
            Err(failure) => return Err(FileError::writing("remove", &path)(failure)),
        }
    }
    Ok(())
}

/// Cuts what lies behind the last body that a sealed segment relies on.
fn cut_stray_bodies(disk: &dyn Disk, folder: &Path, read: &Read) -> Result<(), FileError> {
    let end = read.scan.bodies;
    if read.bodies.length <= end {
        return Ok(());
    }
    let path = names::bodies(folder, read.header.number);
    let io = || FileError::writing("cut", &path);
    let file = disk.open(&path, Mode::Write).map_err(io())?;
    file.set_length(end).map_err(io())?;
    file.sync().map_err(io())
}

fn finish_erasures(disk: &dyn Disk, folder: &Path, read: &Read) -> Result<u64, FileError> {
    if read.bodies.unfinished.is_empty() {
        return Ok(0);
    }
    let path = names::bodies(folder, read.header.number);
    let io = |action| FileError::writing(action, &path);
    let file = disk.open(&path, Mode::Write).map_err(io("open"))?;
    bodies::overwrite(&*file, &read.bodies.unfinished).map_err(io("erase a body in"))?;
    Ok(read.bodies.unfinished.len() as u64)
}

/// Erases the bodies of pruned records that a crash in the middle of pruning has left.
fn erase_pruned(
    disk: &dyn Disk,
    folder: &Path,
    read: &mut Read,
    first: u64,
) -> Result<u64, FileError> {
    let end = read.scan.bodies;
    let left = read.bodies.bodies.iter_mut();
    let mut left: Vec<&mut Found> = left
        .filter(|found| found.record < first && !found.erased && found.offset < end)
        .collect();
    if left.is_empty() {
        return Ok(0);
    }
    let (number, seed) = (read.header.number, read.header.seed());
    let gone: Vec<Place> = left
        .iter()
        .map(|found| Place {
            segment: number,
            seed,
            offset: found.offset,
            erased: false,
        })
        .collect();
    bodies::erase(disk, folder, number, &gone)?;
    left.iter_mut().for_each(|found| found.erased = true);
    Ok(left.len() as u64)
}

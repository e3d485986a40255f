//! The writing side of a log.

use super::bodies::{self, Found, Place};
use super::body::{Body, MAX_BODY};
use super::disk::{Disk, Mode};
use super::error::FileError;
use super::frame::MAX_RECORD;
use super::identity::Identity;
use super::mark::Mark;
use super::names;
use super::open::remove_segment;
use super::options::Options;
use super::pruned::Pruned;
use super::segment_header::LENGTH;
use super::spare;
use super::state::{CHUNK, State, sync};
use super::writer_lock::WriterLock;
use crate::ledger::Durability;
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// The largest batch, in bytes: 1 GiB, where each record counts 4 bytes more than it has.
pub const MAX_BATCH: u64 = 1 << 30;

/// The writing side of a log: the only one, across processes, while it lives.
///
/// All methods may be called by many threads at once. Dropping it writes what waits, and does not sync;
/// [`Log::close`] does, and says how it went.
#[derive(Debug)]
pub struct Log {
    pub(super) folder: PathBuf,
    pub(super) options: Options,
    pub(super) identity: Identity,
    pub(super) state: Mutex<State>,
    /// Told when a sync ends.
    pub(super) ended: Condvar,
    /// Where the file of what was pruned says that the log begins. One thread prunes at a time; the lock
    /// is taken before that of the state.
    pub(super) pruned: Mutex<u64>,
    pub(super) lock: WriterLock,
}

/// What an append did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// The index of the first record.
    pub first: u64,
    /// The index after the last record.
    pub end: u64,
    /// How safe the records are; at least what was asked for.
    pub durability: Durability,
}

impl Log {
    /// Appends a batch: all of it, or nothing, also after a crash.
    ///
    /// Each body belongs to a record of the batch, given by its place in it, and can be erased later. A
    /// batch with bodies, and one of a megabyte or more, is written even if `Volatile` was asked for.
    ///
    /// # Errors
    ///
    /// A record, body or batch above its limit (64 MiB, 64 MiB, 1 GiB); a body for a record that is not
    /// in the batch; a failed write, such as a full disk. Nothing is appended then. Only if the *sync*
    /// fails are the records appended and it is unknown whether they are on the disk; the writer stops.
    pub fn append<R: AsRef<[u8]>>(
        &self,
        records: &[R],
        bodies: &[(usize, &[u8])],
        durability: Durability,
    ) -> Result<Appended, FileError> {
        let bytes = check(records, bodies)?;
        let mut state = self.state();
        state.check()?;
        let small = bytes < CHUNK as u64;
        let volatile = durability == Durability::Volatile && small && bodies.is_empty();
        if !volatile || state.encoder.len() as u64 + bytes > CHUNK as u64 {
            self.lock.check()?;
            state.flush()?;
            self.make_room(&mut state)?;
        }
        let first = state.encoder.next();
        if volatile {
            state.hold(records);
        } else if !records.is_empty() {
            let bodies: Vec<(u64, &[u8])> = bodies
                .iter()
                .map(|(record, body)| (first + *record as u64, *body))
                .collect();
            state.write(&*self.options.disk, &self.folder, records, &bodies)?;
        }
        let end = state.encoder.next();
        drop(state);
        let mut reached = if volatile {
            Durability::Volatile
        } else {
            Durability::Written
        };
        if durability == Durability::Synced {
            self.sync_to(end)?;
            reached = Durability::Synced;
        }
        Ok(Appended {
            first,
            end,
            durability: reached,
        })
    }

    /// Starts the next segment if this one is full.
    fn make_room(&self, state: &mut State) -> Result<(), FileError> {
        let full = state.end.saturating_add(state.bodies.end) >= self.options.segment_bytes;
        if full && state.end > LENGTH as u64 {
            state.roll(&*self.options.disk, &self.folder)?;
            write_mark(&*self.options.disk, &self.folder, &state.mark());
        }
        Ok(())
    }

    /// Waits until everything that was appended before is on the disk, and returns how many records
    /// are.
    ///
    /// # Errors
    ///
    /// A failed write or sync. After a failed sync the writer stops, because nobody knows what is on the
    /// disk: open the log again.
    pub fn sync(&self) -> Result<u64, FileError> {
        self.lock.check()?;
        let end = self.state().encoder.next();
        self.sync_to(end)
    }

    /// Waits until the first `records` records are on the disk, and returns how many are.
    ///
    /// Threads that wait at the same time share one sync.
    ///
    /// # Errors
    ///
    /// As [`Log::sync`].
    pub fn sync_to(&self, records: u64) -> Result<u64, FileError> {
        let mut state = self.state();
        let records = records.min(state.encoder.next());
        loop {
            if state.synced >= records {
                return Ok(state.synced);
            }
            state.check()?;
            self.lock.check()?;
            if state.written < records {
                state.flush()?;
                continue;
            }
            if state.syncing {
                state = self
                    .ended
                    .wait(state)
                    .unwrap_or_else(PoisonError::into_inner);
                continue;
            }
            state.syncing = true;
            let (tail, bodies) = (std::sync::Arc::clone(&state.tail), state.bodies.clone());
            let (end, written) = (state.end, state.written);
            drop(state);
            let done = sync(&tail, &bodies);
            state = self.state();
            state.syncing = false;
            match &done {
                Ok(()) => {
                    state.note_synced(tail.header.number, end, written, bodies.end);
                    write_mark(&*self.options.disk, &self.folder, &state.mark());
                }
                Err(failure) => state.stop(failure),
            }
            self.ended.notify_all();
            done?;
        }
    }

    /// Returns how many records were appended; a part of them may wait to be written.
    pub fn records(&self) -> u64 {
        self.state().encoder.next()
    }

    /// Returns how many records are on the disk.
    pub fn synced(&self) -> u64 {
        self.state().synced
    }

    /// Returns what the log was made as.
    pub fn identity(&self) -> Identity {
        self.identity
    }

    /// Returns the folder of the log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the body of a record, or none if it never had one.
    ///
    /// # Errors
    ///
    /// A body that cannot be read, or whose checksum is wrong.
    pub fn body(&self, record: u64) -> Result<Option<Body>, FileError> {
        let place = self.place(record);
        place
            .map(|place| bodies::read(&*self.options.disk, &self.folder, place))
            .transpose()
    }

    /// Returns where the body of a record is, if it ever had one.
    pub(crate) fn place(&self, record: u64) -> Option<Place> {
        self.state().places.get(&record).copied()
    }

    /// Erases the body of a record, on the disk once this returns; false if there never was one.
    ///
    /// Erasing again does no harm. The records do not change, and neither does anything that was
    /// computed from them.
    ///
    /// # Errors
    ///
    /// A failed write or sync; try again.
    pub fn erase(&self, record: u64) -> Result<bool, FileError> {
        Ok(self.erase_all(&[record])? > 0)
    }

    /// Erases the bodies of records, on the disk once this returns, and returns how many had one. It
    /// waits for the disk twice for each segment, however many bodies that has.
    ///
    /// # Errors
    ///
    /// As [`Log::erase`]; some may be erased then.
    pub fn erase_all(&self, records: &[u64]) -> Result<usize, FileError> {
        let state = self.state();
        state.check()?;
        let places = records.iter();
        let places = places.filter_map(|record| Some((*record, *state.places.get(record)?)));
        let places: Vec<(u64, Place)> = places.collect();
        drop(state);
        self.erase_places(&places)?;
        Ok(places.len())
    }

    fn erase_places(&self, places: &[(u64, Place)]) -> Result<(), FileError> {
        let mut left = places.to_vec();
        left.retain(|(_, place)| !place.erased);
        if !left.is_empty() {
            self.lock.check()?;
        }
        left.sort_by_key(|(_, place)| place.segment);
        for group in left.chunk_by(|(_, one), (_, other)| one.segment == other.segment) {
            let (records, places): (Vec<u64>, Vec<Place>) = group.iter().copied().unzip();
            let segment = places.first().map_or(0, |place| place.segment);
            bodies::erase(&*self.options.disk, &self.folder, segment, &places)?;
            let mut state = self.state();
            for record in &records {
                if let Some(place) = state.places.get_mut(record) {
                    place.erased = true;
                }
            }
        }
        Ok(())
    }

    /// Forgets the records below an index: segments that hold no others are removed, and bodies are
    /// erased. Records that share a segment with later ones stay in the file until that segment goes.
    ///
    /// The memo is what the caller needs to go on without the records; it is given back when the log is
    /// opened. Once this returns, all of this is on the disk. After a crash or an error before, nothing
    /// is pruned, or all is and some files are left; pruning again removes them, and so does opening the
    /// log.
    ///
    /// # Errors
    ///
    /// As [`Log::note_pruned`] and [`Log::remove_pruned`].
    pub fn prune(&self, first: u64, memo: &[u8]) -> Result<(), FileError> {
        self.note_pruned(first, memo)?;
        self.remove_pruned()
    }

    /// Notes that the records below an index are pruned, with a memo; an earlier index changes nothing.
    /// The note is on the disk once this returns. What it makes superfluous is still there.
    ///
    /// # Errors
    ///
    /// More records than there are; a memo above 1 MiB; a failed write. Nothing is pruned then, and the
    /// writer stops if it cannot put the note before back.
    pub fn note_pruned(&self, first: u64, memo: &[u8]) -> Result<(), FileError> {
        let end = self.sync()?;
        let mut begin = self.pruned.lock().unwrap_or_else(PoisonError::into_inner);
        if first > end {
            return Err(FileError::TooLarge {
                what: "the index to prune below",
                size: first,
                limit: end,
            });
        }
        if first < *begin {
            return Ok(());
        }
        self.lock.check()?;
        let pruned = Pruned {
            ledger: self.identity.ledger,
            first,
            memo: memo.to_vec(),
        };
        let done = pruned.replace(&*self.options.disk, &self.folder);
        if let Err((failure, unknown)) = done {
            if unknown {
                let mut state = self.state();
                state.stop(&failure);
                state.check()?;
            }
            return Err(failure);
        }
        *begin = first;
        Ok(())
    }

    /// Removes what the note of [`Log::note_pruned`] makes superfluous: bodies are erased, and segments
    /// that hold no other records are removed. Doing it again does no harm.
    ///
    /// # Errors
    ///
    /// A failed write; try again.
    pub fn remove_pruned(&self) -> Result<(), FileError> {
        let begin = self.pruned.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *begin;
        let disk = &*self.options.disk;
        let state = self.state();
        let mut forgotten: Vec<(u64, Place)> = state
            .places
            .iter()
            .filter(|(record, _)| **record < first)
            .map(|(record, place)| (*record, *place))
            .collect();
        let ends = state.sealed.iter().skip(1).map(|(_, first)| *first);
        let ends = ends.chain([state.tail.header.first]);
        let count = ends.take_while(|end| *end <= first).count();
        let gone: Vec<u64> = state
            .sealed
            .iter()
            .take(count)
            .map(|(number, _)| *number)
            .collect();
        drop(state);
        forgotten.retain(|(_, place)| !gone.contains(&place.segment));
        self.erase_places(&forgotten)?;
        if !gone.is_empty() {
            self.lock.check()?;
        }
        for number in &gone {
            remove_segment(disk, &self.folder, *number)?;
        }
        spare::keep(disk, &self.folder);
        let mut state = self.state();
        state.sealed.retain(|(number, _)| !gone.contains(number));
        state.places.retain(|record, _| *record >= first);
        Ok(())
    }

    /// Returns what was the first failure that stopped the writer, if there was one.
    pub fn stopped(&self) -> Option<String> {
        self.state().stopped.clone()
    }

    /// Syncs and closes the log.
    ///
    /// # Errors
    ///
    /// As [`Log::sync`].
    pub fn close(self) -> Result<u64, FileError> {
        self.sync()
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        let mut state = self.state();
        if state.stopped.is_none() && self.lock.check().is_ok() {
            // What waits is volatile by contract, and there is nobody to tell.
            drop(state.flush());
        }
    }
}

/// Writes the mark of a sync. A failure only means that less is known after the next crash.
pub(super) fn write_mark(disk: &dyn Disk, folder: &Path, mark: &Mark) {
    let path = folder.join(names::SYNCED);
    drop(
        disk.open(&path, Mode::Create)
            .and_then(|file| file.write_at(&mark.bytes(), 0)),
    );
}

/// Checks the limits of a batch and returns its size.
fn check<R: AsRef<[u8]>>(records: &[R], bodies: &[(usize, &[u8])]) -> Result<u64, FileError> {
    let limit = |what, size: usize, limit: usize| {
        if size <= limit {
            return Ok(());
        }
        Err(FileError::TooLarge {
            what,
            size: size as u64,
            limit: limit as u64,
        })
    };
    let mut bytes = 0;
    for record in records {
        let length = record.as_ref().len();
        limit("a record", length, MAX_RECORD)?;
        bytes += length as u64 + 4;
    }
    let mut body_bytes = 0;
    for (record, body) in bodies {
        limit("a body", body.len(), MAX_BODY)?;
        limit(
            "the place of a body",
            record.saturating_add(1),
            records.len(),
        )?;
        body_bytes += body.len() as u64;
    }
    for size in [bytes, body_bytes] {
        if size > MAX_BATCH {
            return Err(FileError::TooLarge {
                what: "a batch",
                size,
                limit: MAX_BATCH,
            });
        }
    }
    Ok(bytes)
}

/// Makes the places of the bodies of a segment.
pub(super) fn places(
    segment: u64,
    seed: u32,
    bodies: &[Found],
) -> impl Iterator<Item = (u64, Place)> + '_ {
    bodies.iter().map(move |found| {
        let place = Place {
            segment,
            seed,
            offset: found.offset,
            erased: found.erased,
        };
        (found.record, place)
    })
}

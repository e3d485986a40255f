//! A disk in memory that fails and loses power on demand.
//!
//! What is written goes to a cache, in sectors; a sync brings the dirty sectors of a file to the disk. A
//! power failure keeps any part of what was dirty: some sectors and not others, any length between, and
//! the first few of the changes of names. A failed sync marks everything clean and brings nothing to
//! the disk, as real systems do.

use lawful_trace::file::{Disk, DiskFile, Mode};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// Small, so that small files are torn in many ways; headers of bodies do not cross one.
const SECTOR: usize = 64;

/// What happens at an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// It fails; a write leaves half of its bytes behind.
    Once(io::ErrorKind),
    /// It fails, and so does everything later.
    From(io::ErrorKind),
    /// The machine stops in the middle of it; nothing works until the power is back.
    PowerFailure,
}

#[derive(Clone, Default)]
struct Inode {
    cache: Vec<u8>,
    disk: Vec<u8>,
    dirty: BTreeSet<usize>,
}

#[derive(Clone, Debug)]
enum NameChange {
    Add(PathBuf, usize),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

fn apply(names: &mut BTreeMap<PathBuf, usize>, change: &NameChange) {
    match change {
        NameChange::Add(path, inode) => {
            names.insert(path.clone(), *inode);
        }
        NameChange::Rename(from, to) => {
            if let Some(inode) = names.remove(from) {
                names.insert(to.clone(), inode);
            }
        }
        NameChange::Remove(path) => {
            names.remove(path);
        }
    }
}

#[derive(Default)]
struct World {
    inodes: Vec<Inode>,
    names: BTreeMap<PathBuf, usize>,
    durable_names: BTreeMap<PathBuf, usize>,
    changes: Vec<NameChange>,
    locked: BTreeSet<usize>,
    operations: u64,
    fault: Option<(u64, Fault)>,
}

/// The disk; clones are the same disk.
#[derive(Clone, Default)]
pub struct SimulatedDisk(Arc<Mutex<World>>);

impl std::fmt::Debug for SimulatedDisk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SimulatedDisk")
    }
}

/// Whether an operation is done as a whole, or in part and then fails.
enum Outcome {
    Done,
    Half(io::Error),
}

impl World {
    fn step(&mut self) -> Outcome {
        self.operations += 1;
        let Some((at, fault)) = self.fault else {
            return Outcome::Done;
        };
        let gone = || io::Error::other("the power is gone");
        match fault {
            Fault::Once(kind) if self.operations == at => Outcome::Half(kind.into()),
            Fault::From(kind) if self.operations >= at => Outcome::Half(kind.into()),
            Fault::PowerFailure if self.operations >= at => Outcome::Half(gone()),
            _ => Outcome::Done,
        }
    }

    fn stopped(&self) -> bool {
        matches!(self.fault, Some((at, Fault::PowerFailure)) if self.operations > at)
    }

    fn simple(&mut self) -> io::Result<()> {
        match self.step() {
            Outcome::Done => Ok(()),
            Outcome::Half(failure) => Err(failure),
        }
    }
}

/// A small generator of numbers.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

impl SimulatedDisk {
    /// Makes an operation fail; they are counted from 1, from now on.
    pub fn plan(&self, fault: Option<(u64, Fault)>) {
        let mut world = self.0.lock().unwrap();
        world.operations = 0;
        world.fault = fault;
    }

    /// Returns how many operations there were since the last plan.
    pub fn operations(&self) -> u64 {
        self.0.lock().unwrap().operations
    }

    /// Returns the disk as it is after a power failure.
    pub fn after_power_failure(&self, seed: u64) -> SimulatedDisk {
        let mut random = Random(seed);
        let world = self.0.lock().unwrap();
        let mut names = world.durable_names.clone();
        let kept = random.below(world.changes.len() as u64 + 1) as usize;
        for change in &world.changes[..kept] {
            apply(&mut names, change);
        }
        let mut after = World::default();
        for (path, inode) in names {
            let old = &world.inodes[inode];
            let mut disk = old.disk.clone();
            let grown = old.cache.len() as u64 - (old.disk.len().min(old.cache.len())) as u64;
            if old.cache.len() < disk.len() {
                // A cut that may not have reached the disk.
                if random.below(2) == 0 {
                    disk.truncate(old.cache.len());
                }
            } else {
                disk.resize(disk.len() + random.below(grown + 1) as usize, 0);
            }
            for sector in &old.dirty {
                let range = sector * SECTOR..((sector + 1) * SECTOR).min(old.cache.len());
                if random.below(2) == 0 && range.start < range.end && range.start < disk.len() {
                    let end = range.end.min(disk.len());
                    disk[range.start..end].copy_from_slice(&old.cache[range.start..end]);
                }
            }
            after.names.insert(path.clone(), after.inodes.len());
            after.inodes.push(Inode {
                cache: disk.clone(),
                disk,
                dirty: BTreeSet::new(),
            });
        }
        after.durable_names = after.names.clone();
        SimulatedDisk(Arc::new(Mutex::new(after)))
    }

    /// Returns a copy of the bytes of a file.
    pub fn bytes(&self, path: &Path) -> Vec<u8> {
        let world = self.0.lock().unwrap();
        world.inodes[world.names[path]].cache.clone()
    }

    /// Replaces the bytes of a file, on the disk.
    pub fn set_bytes(&self, path: &Path, bytes: &[u8]) {
        let mut world = self.0.lock().unwrap();
        let inode = world.names[path];
        world.inodes[inode] = Inode {
            cache: bytes.to_vec(),
            disk: bytes.to_vec(),
            dirty: BTreeSet::new(),
        };
    }

    /// Removes a file, on the disk.
    pub fn lose(&self, path: &Path) {
        let mut world = self.0.lock().unwrap();
        world.names.remove(path);
        world.durable_names.remove(path);
    }

    /// Returns the paths of all files.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.0.lock().unwrap().names.keys().cloned().collect()
    }

    /// Returns a copy of the disk as it is, without locks and faults.
    pub fn copy(&self) -> SimulatedDisk {
        let world = self.0.lock().unwrap();
        SimulatedDisk(Arc::new(Mutex::new(World {
            inodes: world.inodes.clone(),
            names: world.names.clone(),
            durable_names: world.durable_names.clone(),
            changes: world.changes.clone(),
            ..World::default()
        })))
    }
}

impl Disk for SimulatedDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let mut world = self.0.lock().unwrap();
        world.simple()?;
        let found = world.names.get(path).copied();
        let inode = match (found, mode) {
            (Some(inode), _) => inode,
            (None, Mode::Read | Mode::Write) => return Err(io::ErrorKind::NotFound.into()),
            (None, _) => {
                let inode = world.inodes.len();
                world.inodes.push(Inode::default());
                let change = NameChange::Add(path.to_owned(), inode);
                apply(&mut world.names, &change);
                world.changes.push(change);
                inode
            }
        };
        if mode == Mode::Empty {
            world.inodes[inode].cache.clear();
            world.inodes[inode].dirty.clear();
        }
        drop(world);
        Ok(Box::new(SimulatedFile {
            disk: self.clone(),
            inode,
            locked: Mutex::new(false),
        }))
    }

    fn create_folder(&self, _path: &Path) -> io::Result<()> {
        self.0.lock().unwrap().simple()
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut world = self.0.lock().unwrap();
        world.simple()?;
        Ok(world
            .names
            .keys()
            .filter(|path| path.parent() == Some(folder))
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .collect())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut world = self.0.lock().unwrap();
        let change = NameChange::Rename(from.to_owned(), to.to_owned());
        let outcome = world.step();
        // A failed rename may have been done.
        if !world.stopped() {
            apply(&mut world.names, &change);
            world.changes.push(change);
        }
        match outcome {
            Outcome::Done => Ok(()),
            Outcome::Half(failure) => Err(failure),
        }
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut world = self.0.lock().unwrap();
        world.simple()?;
        let change = NameChange::Remove(path.to_owned());
        apply(&mut world.names, &change);
        world.changes.push(change);
        Ok(())
    }

    fn sync_folder(&self, _path: &Path) -> io::Result<()> {
        let mut world = self.0.lock().unwrap();
        world.simple()?;
        world.changes.clear();
        world.durable_names = world.names.clone();
        Ok(())
    }
}

#[derive(Debug)]
struct SimulatedFile {
    disk: SimulatedDisk,
    inode: usize,
    locked: Mutex<bool>,
}

impl DiskFile for SimulatedFile {
    fn is_at(&self, path: &Path) -> io::Result<bool> {
        let mut world = self.disk.0.lock().unwrap();
        world.simple()?;
        let there = world.names.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(*there == self.inode)
    }

    fn length(&self) -> io::Result<u64> {
        let mut world = self.disk.0.lock().unwrap();
        world.simple()?;
        Ok(world.inodes[self.inode].cache.len() as u64)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        let mut world = self.disk.0.lock().unwrap();
        world.simple()?;
        let from = offset as usize;
        let bytes = world.inodes[self.inode]
            .cache
            .get(from..from + buffer.len())
            .ok_or(io::ErrorKind::UnexpectedEof)?;
        buffer.copy_from_slice(bytes);
        Ok(())
    }

    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        let mut world = self.disk.0.lock().unwrap();
        let (length, failure) = match world.step() {
            Outcome::Done => (bytes.len(), None),
            Outcome::Half(failure) if world.stopped() => return Err(failure),
            // What fits into a sector is written at once.
            Outcome::Half(failure) if bytes.len() <= SECTOR => (0, Some(failure)),
            Outcome::Half(failure) => (bytes.len() / 2, Some(failure)),
        };
        let inode = &mut world.inodes[self.inode];
        let (from, end) = (offset as usize, offset as usize + length);
        if inode.cache.len() < end {
            inode.cache.resize(end, 0);
        }
        inode.cache[from..end].copy_from_slice(&bytes[..length]);
        if length > 0 {
            inode.dirty.extend(from / SECTOR..=(end - 1) / SECTOR);
        }
        failure.map_or(Ok(()), Err)
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        let mut world = self.disk.0.lock().unwrap();
        world.simple()?;
        world.inodes[self.inode].cache.resize(length as usize, 0);
        Ok(())
    }

    fn sync(&self) -> io::Result<()> {
        let mut world = self.disk.0.lock().unwrap();
        let outcome = world.step();
        if world.stopped() {
            return Err(io::Error::other("the power is gone"));
        }
        let power = matches!(world.fault, Some((_, Fault::PowerFailure)));
        let inode = &mut world.inodes[self.inode];
        match outcome {
            Outcome::Done => {
                inode.disk.resize(inode.cache.len(), 0);
                for sector in std::mem::take(&mut inode.dirty) {
                    let start = sector * SECTOR;
                    let end = (start + SECTOR).min(inode.cache.len());
                    if start < end {
                        inode.disk[start..end].copy_from_slice(&inode.cache[start..end]);
                    }
                }
                Ok(())
            }
            Outcome::Half(failure) => {
                if !power {
                    inode.dirty.clear();
                }
                Err(failure)
            }
        }
    }

    fn try_lock(&self) -> io::Result<bool> {
        let mut world = self.disk.0.lock().unwrap();
        world.simple()?;
        let free = world.locked.insert(self.inode);
        *self.locked.lock().unwrap() |= free;
        Ok(free)
    }

    fn unlock(&self) -> io::Result<()> {
        if std::mem::take(&mut *self.locked.lock().unwrap()) {
            self.disk.0.lock().unwrap().locked.remove(&self.inode);
        }
        Ok(())
    }
}

impl Drop for SimulatedFile {
    fn drop(&mut self) {
        self.unlock().unwrap();
    }
}

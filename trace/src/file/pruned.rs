//! What was pruned: the file `pruned`.
//!
//! | bytes | field |
//! | --- | --- |
//! | 0..16 | ledger id |
//! | 16..24 | index of the first record that is left |
//! | 24.. | memo: what the owner of the records needs to go on without the others |
//! | last 4 | CRC-32C of what is before |
//!
//! The file is replaced as a whole and is on the disk before a segment is removed. So a segment may be
//! missing only if the next one begins at or below the index.

use super::disk::{Disk, Mode};
use super::error::FileError;
use super::fields::Fields;
use super::names;
use super::spare;
use std::io;
use std::path::Path;

/// The longest memo, in bytes.
const MAX_MEMO: usize = 1 << 20;

/// The name of a file that is being made.
const UNFINISHED: &str = "pruned.new";

/// What was pruned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pruned {
    pub(crate) ledger: [u8; 16],
    /// The index of the first record that is left.
    pub first: u64,
    /// What the owner of the records needs to go on without the others.
    pub memo: Vec<u8>,
}

impl Pruned {
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.ledger.to_vec();
        bytes.extend_from_slice(&self.first.to_le_bytes());
        bytes.extend_from_slice(&self.memo);
        bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
        bytes
    }

    /// Reads the file, if there is one.
    pub(crate) fn read(disk: &dyn Disk, folder: &Path) -> Result<Option<Pruned>, FileError> {
        let path = folder.join(names::PRUNED);
        let file = match disk.open(&path, Mode::Read) {
            Ok(file) => file,
            Err(failure) if failure.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(failure) => return Err(FileError::io("open", &path)(failure)),
        };
        let length = file.length().map_err(FileError::io("read", &path))?;
        let limit = (MAX_MEMO + 28) as u64;
        if length > limit {
            return Err(FileError::TooLarge {
                what: "the file of what was pruned",
                size: length,
                limit,
            });
        }
        let bytes = file
            .read_all(length as usize)
            .map_err(FileError::io("read", &path))?;
        let damaged = || FileError::Damaged {
            path: path.clone(),
            offset: 0,
            problem: "the checksum is wrong",
        };
        let (checked, crc) = bytes.split_last_chunk::<4>().ok_or_else(damaged)?;
        if *crc != crc32c::crc32c(checked).to_le_bytes() {
            return Err(damaged());
        }
        let mut fields = Fields(checked);
        let ledger = fields.take().ok_or_else(damaged)?;
        let first = fields.u64().ok_or_else(damaged)?;
        let memo = fields.0.to_vec();
        Ok(Some(Pruned {
            ledger,
            first,
            memo,
        }))
    }

    /// Replaces the file; it is on the disk once this returns. After an error the file is as it was;
    /// with true, that is unknown.
    pub(crate) fn replace(&self, disk: &dyn Disk, folder: &Path) -> Result<(), (FileError, bool)> {
        let before = Pruned::read(disk, folder).map_err(|failure| (failure, false))?;
        let Err(failure) = self.write(disk, folder) else {
            return Ok(());
        };
        let put_back = match &before {
            Some(before) => before.write(disk, folder),
            None => remove(disk, folder),
        };
        Err((failure, put_back.is_err()))
    }

    fn write(&self, disk: &dyn Disk, folder: &Path) -> Result<(), FileError> {
        if self.memo.len() > MAX_MEMO {
            return Err(FileError::TooLarge {
                what: "the memo of what was pruned",
                size: self.memo.len() as u64,
                limit: MAX_MEMO as u64,
            });
        }
        let path = folder.join(names::PRUNED);
        let unfinished = folder.join(UNFINISHED);
        let io = |action| FileError::writing(action, &path);
        let put = || {
            let file = disk.open(&unfinished, Mode::Empty)?;
            file.write_at(&self.bytes(), 0)?;
            file.sync()
        };
        put()
            .or_else(|failure| match spare::give_up(disk, folder, &failure) {
                true => put(),
                false => Err(failure),
            })
            .map_err(io("write"))?;
        disk.rename(&unfinished, &path).map_err(io("replace"))?;
        disk.sync_folder(folder)
            .map_err(FileError::io("sync the folder", folder))
    }
}

/// Removes the file, and one that was being made.
fn remove(disk: &dyn Disk, folder: &Path) -> Result<(), FileError> {
    for path in [folder.join(UNFINISHED), folder.join(names::PRUNED)] {
        match disk.remove(&path) {
            Ok(()) => {}
            Err(none) if none.kind() == io::ErrorKind::NotFound => {}
            Err(failure) => return Err(FileError::writing("remove", &path)(failure)),
        }
    }
    disk.sync_folder(folder)
        .map_err(FileError::io("sync the folder", folder))
}

//! Room on the disk that is given up when there is no other: the file `spare`.
//!
//! Pruning frees room, but first of all it notes what will be pruned. On a disk that is full to the last
//! page, the note takes the room of this file.

use super::disk::{Disk, Mode};
use super::names;
use std::io;
use std::path::Path;

/// One page, into which the notes of all but the largest ledgers fit.
const LENGTH: usize = 4096;

/// Makes the file, if there is none. A failure only means that there is no spare room.
pub(crate) fn keep(disk: &dyn Disk, folder: &Path) {
    let path = folder.join(names::SPARE);
    drop(disk.open(&path, Mode::Create).and_then(|file| {
        if file.length()? < LENGTH as u64 {
            // Zeros would take no room on some disks.
            file.write_at(&[b'.'; LENGTH], 0)?;
        }
        Ok(())
    }));
}

/// Gives the room up, if that may help after a failure; returns whether it may.
pub(crate) fn give_up(disk: &dyn Disk, folder: &Path, failure: &io::Error) -> bool {
    use io::ErrorKind::{QuotaExceeded, StorageFull};
    matches!(failure.kind(), StorageFull | QuotaExceeded)
        && disk.remove(&folder.join(names::SPARE)).is_ok()
}

//! A log as files that any C2SP `tlog-tiles` client reads.

use super::tile_path::{TILE_WIDTH, TileKind, TilePath};
use crate::checkpoint::{BadCheckpoint, BadNote, Checkpoint, Note};
use crate::merkle::Tree;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Why a log was not exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CannotExport {
    /// Tiles are of SHA-256 as in RFC 6962.
    #[error(
        "tiles are hashed with `rfc6962-sha256`, this log with `{0}`; export proof files instead"
    )]
    TreeHash(&'static str),
    /// The tree was pruned.
    #[error("the log is pruned below `{0}`; export it before pruning")]
    Pruned(u64),
    /// The checkpoint is not of this tree.
    #[error("the checkpoint has another root at size `{size}` than this log; it is of another log")]
    OtherHead {
        /// The size in the checkpoint.
        size: u64,
    },
    /// The checkpoint is of a longer log.
    #[error("the checkpoint is of `{given}` entries, and this log has `{size}`")]
    Beyond {
        /// How many entries the log has.
        size: u64,
        /// The size in the checkpoint.
        given: u64,
    },
    /// The folder has more already.
    #[error(
        "the folder has a checkpoint of `{there}` entries, and a log never gets shorter than `{there}`; \
         export a later head than that of `{given}`, or into an empty folder"
    )]
    Shorter {
        /// The size in the checkpoint that is there.
        there: u64,
        /// The size in the checkpoint.
        given: u64,
    },
    /// The checkpoint is not a note.
    #[error(transparent)]
    Note(#[from] BadNote),
    /// The note is not a checkpoint.
    #[error(transparent)]
    Checkpoint(#[from] BadCheckpoint),
    /// An entry is not what the tree has.
    #[error("entry `{0}` is missing, or is not the one that the tree has")]
    Entry(u64),
    /// An entry is too long for a bundle.
    #[error("entry `{index}` has `{length}` bytes; tiles take at most 65535")]
    TooLong {
        /// The index of the entry.
        index: u64,
        /// Its length in bytes.
        length: usize,
    },
    /// There is a tile of another log, or of another past of this one.
    #[error("`{0}` is there with other content: a log never changes; export into an empty folder")]
    Conflict(PathBuf),
    /// A file could not be written.
    #[error("cannot write `{path}`: {error}")]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
}

/// Writes a log as a folder that can be served as it is: `checkpoint`, `tile/<level>/<index>`,
/// `tile/entries/<index>`.
///
/// The checkpoint may be of an earlier size of the tree: then that much of it is written.
///
/// Every entry is checked before anything is written. Tiles that are there already must be the same,
/// so that exporting again goes on where it ended, and a fork is found. The checkpoint comes last, in
/// one step: whoever reads it finds all its tiles. Everything is synced to the disk.
///
/// # Errors
/// If the tree hash is not that of RFC 6962, the tree is pruned, the checkpoint is not of a head that
/// the tree has or had, or is of an earlier one than that in the folder, an entry is not the tree's or too long, a file is there with other content, or the disk fails.
pub fn export_tiles<'e>(
    folder: &Path,
    tree: &Tree,
    entry: impl Fn(u64) -> Option<&'e [u8]>,
    checkpoint: &str,
) -> Result<(), CannotExport> {
    let size = check(tree, &entry, checkpoint)?;
    check_there(&folder.join("checkpoint"), size)?;
    for path in TilePath::all(size) {
        let first = path.index() * TILE_WIDTH;
        let mut bytes = Vec::new();
        for place in first..first + path.width() {
            match path.kind() {
                TileKind::Hashes { level } => {
                    let hash = tree.subtree(8 * u32::from(level), place);
                    bytes.extend(hash.ok_or(CannotExport::Pruned(tree.first()))?);
                }
                TileKind::Entries => {
                    let entry = entry(place).ok_or(CannotExport::Entry(place))?;
                    let length = length_of(place, entry)?;
                    bytes.extend(length.to_be_bytes());
                    bytes.extend_from_slice(entry);
                }
            }
        }
        write_once(&folder.join(path.to_string()), &bytes)?;
    }
    replace(&folder.join("checkpoint"), checkpoint.as_bytes())
}

fn length_of(index: u64, entry: &[u8]) -> Result<u16, CannotExport> {
    u16::try_from(entry.len()).map_err(|_| CannotExport::TooLong {
        index,
        length: entry.len(),
    })
}

fn check<'e>(
    tree: &Tree,
    entry: &impl Fn(u64) -> Option<&'e [u8]>,
    checkpoint: &str,
) -> Result<u64, CannotExport> {
    if tree.hash().id() != "rfc6962-sha256" {
        return Err(CannotExport::TreeHash(tree.hash().id()));
    }
    if tree.first() > 0 {
        return Err(CannotExport::Pruned(tree.first()));
    }
    let signed: Checkpoint = Note::parse(checkpoint.as_bytes())?.text().parse()?;
    let size = signed.head().size;
    let Ok(head) = tree.head_at(size) else {
        return Err(CannotExport::Beyond {
            size: tree.size(),
            given: size,
        });
    };
    if signed.head() != &head {
        return Err(CannotExport::OtherHead { size });
    }
    for index in 0..size {
        let entry = entry(index).ok_or(CannotExport::Entry(index))?;
        length_of(index, entry)?;
        if tree.leaf(index) != Some(tree.hash().leaf(entry)) {
            return Err(CannotExport::Entry(index));
        }
    }
    Ok(size)
}

/// Refuses a checkpoint that would take entries back from those who have read the one that is there.
fn check_there(path: &Path, given: u64) -> Result<(), CannotExport> {
    let there = match fs::read(path) {
        Ok(there) => there,
        Err(none) if none.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_error(path)(error)),
    };
    let note = Note::parse(&there).ok();
    let signed = note.and_then(|note| note.text().parse::<Checkpoint>().ok());
    let signed = signed.ok_or_else(|| CannotExport::Conflict(path.to_owned()))?;
    match signed.head().size {
        there if there > given => Err(CannotExport::Shorter { there, given }),
        _ => Ok(()),
    }
}

fn io_error(path: &Path) -> impl FnOnce(io::Error) -> CannotExport {
    let path = path.to_owned();
    |error| CannotExport::Io { path, error }
}

/// Creates a file with its folders; one that is there with the same content is left alone.
fn write_once(path: &Path, bytes: &[u8]) -> Result<(), CannotExport> {
    match fs::read(path) {
        Ok(there) if there == bytes => return Ok(()),
        Ok(_) => return Err(CannotExport::Conflict(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(io_error(path)(error)),
    }
    replace(path, bytes)
}

/// Writes a file in one step: after a crash there is the old content or the new.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), CannotExport> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    };
    write().map_err(io_error(path))
}

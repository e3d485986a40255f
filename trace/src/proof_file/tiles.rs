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
    /// The folder has a checkpoint of another log, or of another past of this one.
    #[error(
        "`{path}` is of {what}: whoever has read it would see a fork; export into an empty folder"
    )]
    OtherLog {
        /// The checkpoint that is there.
        path: PathBuf,
        /// What is different.
        what: String,
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
/// the tree has or had, or the folder has one of
/// another log, of another past or of a later size, an entry is not the tree's or too long, a file is
/// there with other content, or the disk fails.
pub fn export_tiles<'e>(
    folder: &Path,
    tree: &Tree,
    entry: impl Fn(u64) -> Option<&'e [u8]>,
    checkpoint: &str,
) -> Result<(), CannotExport> {
    let signed = check(tree, &entry, checkpoint)?;
    check_there(&folder.join("checkpoint"), tree, &signed)?;
    for path in TilePath::all(signed.head().size) {
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
) -> Result<Checkpoint, CannotExport> {
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
    Ok(signed)
}

/// Refuses a checkpoint that those who have read the one that is there could not go on to.
fn check_there(path: &Path, tree: &Tree, given: &Checkpoint) -> Result<(), CannotExport> {
    let there = match fs::read(path) {
        Ok(there) => there,
        Err(none) if none.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(io_error(path)(error)),
    };
    let note = Note::parse(&there).ok();
    let signed = note.and_then(|note| note.text().parse::<Checkpoint>().ok());
    let signed = signed.ok_or_else(|| CannotExport::Conflict(path.to_owned()))?;
    let other = |what: String| {
        let path = path.to_owned();
        Err(CannotExport::OtherLog { path, what })
    };
    let (origin, there) = (signed.origin(), signed.head());
    if origin != given.origin() {
        return other(format!("the log `{origin}`, not `{}`", given.origin()));
    }
    let (there_size, given) = (there.size, given.head().size);
    if there_size > given {
        return Err(CannotExport::Shorter {
            there: there_size,
            given,
        });
    }
    if tree.head_at(there_size).ok().as_ref() != Some(there) {
        return other(format!("another past: other `{there_size}` entries"));
    }
    Ok(())
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

/// What is served can be read by whoever serves it, as far as the umask allows.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}

/// Writes a file in one step: after a crash there is the old content or the new.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), CannotExport> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let write = || {
        fs::create_dir_all(folder)?;
        let mut file = temporary().tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        #[cfg(unix)]
        fs::File::open(folder)?.sync_all()?;
        Ok(())
    };
    write().map_err(io_error(path))
}

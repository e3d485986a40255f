//! The seam to the operating system, so that tests can make it fail.

use super::mapped::Mapped;
use bytes::Bytes;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// For reading; it must exist.
    Read,
    /// For reading and writing; it must exist.
    Write,
    /// For reading and writing; it is made if it does not exist.
    Create,
    /// For reading and writing; it is made, or emptied if it exists.
    Empty,
}

/// What a log needs of folders.
pub trait Disk: Send + Sync + std::fmt::Debug {
    /// Opens a file. Links, pipes and devices are refused: what a folder brings along must not lead
    /// elsewhere, and must not keep anybody waiting.
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>>;
    /// Makes a folder and those above it; one that exists is no error.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Returns the names in a folder, in any order; names that are not text are left out.
    fn names(&self, folder: &Path) -> io::Result<Vec<String>>;
    /// Puts a file under another name, at once, replacing what has that name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Waits until the names in a folder are on the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Returns a path that means the same after the process has gone to another folder.
    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }
}

/// What a log needs of an open file.
pub trait DiskFile: Send + Sync + std::fmt::Debug {
    /// Returns the length in bytes.
    fn length(&self) -> io::Result<u64>;
    /// Fills the buffer from a place in the file on; the end of the file is an error.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()>;
    /// Writes all bytes at a place in the file.
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()>;
    /// Cuts the file, or makes it longer with zeros.
    fn set_length(&self, length: u64) -> io::Result<()>;
    /// Waits until the bytes and the length are on the disk.
    fn sync(&self) -> io::Result<()>;
    /// Takes the lock of the file; false if another holds it. It is freed by [`DiskFile::unlock`], or
    /// when the file is closed here and in every process that was forked meanwhile.
    fn try_lock(&self) -> io::Result<bool>;
    /// Frees the lock, whoever else has the file open still.
    fn unlock(&self) -> io::Result<()>;
    /// Returns whether this file, and no other one, is at a path.
    fn is_at(&self, path: &Path) -> io::Result<bool>;
    /// Maps the whole file, which never changes again; none if this is not possible here.
    fn map(&self) -> io::Result<Option<Bytes>> {
        Ok(None)
    }
    /// Reads the file from its start up to a length.
    fn read_all(&self, length: usize) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length)?;
        bytes.resize(length, 0);
        self.read_at(&mut bytes, 0)?;
        Ok(bytes)
    }
}

/// The disks of this machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemDisk;

impl Disk for SystemDisk {
    fn open(&self, path: &Path, mode: Mode) -> io::Result<Box<dyn DiskFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        match mode {
            Mode::Read => {}
            Mode::Write => {
                options.write(true);
            }
            Mode::Create => {
                options.write(true).create(true).truncate(false);
            }
            Mode::Empty => {
                options.write(true).create(true).truncate(true);
            }
        }
        regular(&mut options, path).map(|file| Box::new(SystemFile(file)) as Box<dyn DiskFile>)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn names(&self, folder: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            // A name that is no text is none of ours, and it is there.
            names.push(entry?.file_name().to_string_lossy().into_owned());
        }
        Ok(names)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Only Unix opens folders; elsewhere names are on the disk once the call that made them returns.
        if cfg!(unix) {
            File::open(path)?.sync_all()?;
        }
        Ok(())
    }

    fn absolute(&self, path: &Path) -> io::Result<PathBuf> {
        std::path::absolute(path)
    }
}

/// Opens a file if it is a regular one.
fn regular(options: &mut OpenOptions, path: &Path) -> io::Result<File> {
    let other = |what| io::Error::new(io::ErrorKind::InvalidInput, what);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt as _;
        // A pipe would keep whoever opens it waiting for the other end.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path).map_err(|failure| {
        if path.is_symlink() {
            other("it is a symbolic link, which could lead anywhere; put the file itself there")
        } else {
            failure
        }
    })?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(other("it is no regular file; put the file itself there"))
    }
}

#[derive(Debug)]
struct SystemFile(File);

impl DiskFile for SystemFile {
    fn length(&self) -> io::Result<u64> {
        self.0.metadata().map(|metadata| metadata.len())
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, buffer, offset)
    }

    #[cfg(unix)]
    fn write_at(&self, bytes: &[u8], offset: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::write_all_at(&self.0, bytes, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, mut buffer: &mut [u8], mut offset: u64) -> io::Result<()> {
        while !buffer.is_empty() {
            let read = std::os::windows::fs::FileExt::seek_read(&self.0, buffer, offset)?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            buffer = buffer.split_at_mut(read).1;
            offset += read as u64;
        }
        Ok(())
    }

    #[cfg(windows)]
    fn write_at(&self, mut bytes: &[u8], mut offset: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            let written = std::os::windows::fs::FileExt::seek_write(&self.0, bytes, offset)?;
            if written == 0 {
                return Err(io::ErrorKind::WriteZero.into());
            }
            bytes = bytes.split_at(written).1;
            offset += written as u64;
        }
        Ok(())
    }

    fn set_length(&self, length: u64) -> io::Result<()> {
        self.0.set_len(length)
    }

    fn sync(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn try_lock(&self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(failure)) => Err(failure),
        }
    }

    fn unlock(&self) -> io::Result<()> {
        self.0.unlock()
    }

    #[cfg(unix)]
    fn is_at(&self, path: &Path) -> io::Result<bool> {
        use std::os::unix::fs::MetadataExt as _;
        let (here, there) = (self.0.metadata()?, std::fs::symlink_metadata(path)?);
        Ok((here.dev(), here.ino()) == (there.dev(), there.ino()))
    }

    #[cfg(not(unix))]
    fn is_at(&self, _path: &Path) -> io::Result<bool> {
        // An open file can be neither removed there nor moved away with its folder.
        Ok(true)
    }

    fn map(&self) -> io::Result<Option<Bytes>> {
        Mapped::new(&self.0).map(Bytes::from_owner).map(Some)
    }

    fn read_all(&self, length: usize) -> io::Result<Vec<u8>> {
        use io::Read as _;
        // Reading into a vector does not write zeros first, which halves the time of a large file.
        let mut bytes = Vec::new();
        bytes.try_reserve_exact(length)?;
        let mut file = self.0.try_clone()?;
        io::Seek::rewind(&mut file)?;
        file.by_ref().take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(bytes)
    }
}

//! The file of values that refuted laws in earlier runs.

use crate::errors::DamagedFile;
use lawful::check::Regressions;
use lawful::evidence::Report;
use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufReader, ErrorKind, Write as _};
use std::path::{Path, PathBuf};

fn told(path: &Path, error: std::io::Error) -> PyErr {
    PyOSError::new_err(format!("{}: {error}", path.display()))
}

/// Reads the file; a file that is not there holds nothing.
pub fn read(path: &Path) -> PyResult<Regressions> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Regressions::default()),
        Err(error) => return Err(told(path, error)),
    };
    Regressions::read(BufReader::new(file))
        .map_err(|why| DamagedFile::new_err(format!("{}: {why}", path.display())))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().map(OsString::from).unwrap_or_default();
    name.push(ending);
    path.with_file_name(name)
}

/// Adds what a report teaches to the file; returns how many sets of values are new.
///
/// The file is replaced whole: who reads it, or whose run is cut, sees the old or the new one. A
/// lock beside it keeps two runs that end at once from losing each other's values.
pub fn learn(path: &Path, report: &Report) -> PyResult<usize> {
    let mut probe = Regressions::default();
    if probe.learn(report) == 0 {
        return Ok(0);
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|e| told(folder, e))?;
    }
    let lock_path = beside(path, ".lock");
    let lock = File::create(&lock_path).map_err(|e| told(&lock_path, e))?;
    lock.lock().map_err(|e| told(&lock_path, e))?;
    let mut all = read(path)?;
    let new = all.learn(report);
    if new > 0 {
        let draft = beside(path, ".new");
        let mut file = File::create(&draft).map_err(|e| told(&draft, e))?;
        let written = all
            .write(&mut file)
            .and_then(|()| file.flush())
            .and_then(|()| file.sync_all())
            .and_then(|()| fs::rename(&draft, path));
        written.map_err(|e| told(path, e))?;
        // The name is durable once its folder is.
        if let Ok(folder) = File::open(folder.unwrap_or(Path::new("."))) {
            folder.sync_all().map_err(|e| told(path, e))?;
        }
    }
    Ok(new)
}

//! The folder with the reports of a test run.
//!
//! Under nextest every test is a process of its own. The processes of one run add to one report,
//! one after the other, under a lock; a new run starts a new report.

use super::environment::Environment;
use crate::check::Regressions;
use crate::evidence::Report;
use crate::report::{html, json_lines, junit};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write};
use std::path::Path;

/// Writes the report and the regressions to where the environment wants them.
pub fn write(environment: &Environment, report: Report) -> Result<(), String> {
    if let Some(path) = &environment.regressions {
        let parent = path
            .parent()
            .filter(|p| !p.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let _lock = lock(parent)?;
        let mut all = match File::open(path) {
            Ok(file) => Regressions::read(BufReader::new(file)).map_err(|e| said(path, &e))?,
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => Regressions::default(),
            Err(e) => return Err(said(path, &e)),
        };
        if all.learn(&report) > 0 {
            replace(path, |out| all.write(out).map_err(|e| e.to_string()))?;
        }
    }
    let Some(folder) = &environment.report else {
        return Ok(());
    };
    let _lock = lock(folder)?;
    let report =
        earlier(environment, folder)?.map_or(Ok(report.clone()), |known| known.merge(report));
    let report = report.map_err(|e| said(folder, &e))?;
    replace(&folder.join("report.jsonl"), |out| {
        json_lines::write(&report, out).map_err(|e| e.to_string())
    })?;
    replace(&folder.join("report.xml"), |out| {
        junit::write(&report, out).map_err(|e| e.to_string())
    })?;
    replace(&folder.join("report.html"), |out| {
        html::write(&report, out).map_err(|e| e.to_string())
    })?;
    if let Some(run) = &environment.run {
        fs::write(folder.join(".run"), run).map_err(|e| said(folder, &e))?;
    }
    Ok(())
}

/// Returns what other processes of the same run have written.
fn earlier(environment: &Environment, folder: &Path) -> Result<Option<Report>, String> {
    let Some(run) = &environment.run else {
        return Ok(None);
    };
    if fs::read_to_string(folder.join(".run")).ok().as_ref() != Some(run) {
        return Ok(None);
    }
    let path = folder.join("report.jsonl");
    let file = File::open(&path).map_err(|e| said(&path, &e))?;
    json_lines::read(BufReader::new(file))
        .map(Some)
        .map_err(|e| said(&path, &e))
}

fn lock(folder: &Path) -> Result<File, String> {
    fs::create_dir_all(folder).map_err(|e| said(folder, &e))?;
    let path = folder.join(".lawful-lock");
    let file = File::create(&path).map_err(|e| said(&path, &e))?;
    file.lock().map_err(|e| said(&path, &e))?;
    Ok(file)
}

/// Replaces a file as a whole: a reader sees the old one or the new one.
fn replace(
    path: &Path,
    fill: impl FnOnce(&mut BufWriter<File>) -> Result<(), String>,
) -> Result<(), String> {
    let draft = path.with_extension("draft");
    let file = File::create(&draft).map_err(|e| said(&draft, &e))?;
    let mut out = BufWriter::new(file);
    fill(&mut out)
        .and_then(|()| out.flush().map_err(|e| e.to_string()))
        .and_then(|()| fs::rename(&draft, path).map_err(|e| e.to_string()))
        .map_err(|e| said(path, &e))
}

fn said(path: &Path, why: &dyn std::fmt::Display) -> String {
    format!("{}: {why}", path.display())
}

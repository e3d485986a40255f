//! Writing.

use super::line::{Header, KillMatrixLine, LawLine, ModelLine, SummaryLine, TimingLine};
use super::rules::{check_after, check_evidence, check_kill_matrix, check_settings};
use super::{FORMAT, LONGEST_LINE, RuleError};
use crate::evidence::Report;
use serde::Serialize;
use std::borrow::Cow;
use std::io;

/// A report that cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// The writer failed.
    #[error("the report could not be written: {0}")]
    Io(#[from] io::Error),
    /// The report breaks a rule of the format. Nothing was written.
    #[error("the report could not be written: {0}")]
    Rule(#[from] RuleError),
    /// A line would be too long to be read again.
    #[error(
        "a line of the report has {found} bytes; the most is {LONGEST_LINE}; shorten what the values of `{subject}` print"
    )]
    LineTooLong {
        /// The model.
        subject: String,
        /// The bytes of the line.
        found: usize,
    },
    /// The report could not be turned into JSON.
    #[error("the report could not be turned into JSON: {0}")]
    Json(#[from] serde_json::Error),
}

/// Writes a report. Equal reports give equal bytes.
///
/// # Errors
/// If the report contradicts itself, holds a number that is not finite, or holds a line longer
/// than [`LONGEST_LINE`]; or if the writer fails.
pub fn write(report: &Report, writer: &mut impl io::Write) -> Result<(), WriteError> {
    check(report)?;
    let mut lines = Lines {
        writer,
        hasher: blake3::Hasher::new(),
        count: 0,
    };
    let header = Header {
        kind: "lawful-report".into(),
        format: u64::from(FORMAT),
        settings: Cow::Borrowed(&report.settings),
        interrupted: report.interrupted,
    };
    lines.put("settings", &header)?;
    for evidence in &report.evidence {
        lines.put(&evidence.model, &ModelLine::new(evidence))?;
        for law in &evidence.laws {
            lines.put(&evidence.model, &LawLine::new(&evidence.model, law))?;
        }
    }
    for timing in &report.timings {
        let line = TimingLine {
            kind: "timing".into(),
            timing: Cow::Borrowed(timing),
        };
        lines.put(&timing.model, &line)?;
    }
    for matrix in &report.adequacy {
        let line = KillMatrixLine {
            kind: "kill_matrix".into(),
            kill_matrix: Cow::Borrowed(matrix),
        };
        lines.put(&matrix.model, &line)?;
    }
    let hash = lines.hasher.finalize().to_hex();
    let summary = SummaryLine {
        kind: "summary".into(),
        summary: report.summary(),
        lines: lines.count,
        blake3: hash.as_str().into(),
    };
    lines.put("summary", &summary)?;
    writer.flush()?;
    Ok(())
}

fn check(report: &Report) -> Result<(), RuleError> {
    check_settings(&report.settings)?;
    let mut last = None;
    for evidence in &report.evidence {
        check_after(last, &evidence.model)?;
        check_evidence(evidence)?;
        last = Some(&evidence.model);
    }
    report.adequacy.iter().try_for_each(check_kill_matrix)
}

struct Lines<'a, W> {
    writer: &'a mut W,
    hasher: blake3::Hasher,
    count: u64,
}

impl<W: io::Write> Lines<'_, W> {
    fn put(&mut self, subject: &str, line: &impl Serialize) -> Result<(), WriteError> {
        let mut bytes = serde_json::to_vec(line)?;
        if bytes.len() > LONGEST_LINE {
            return Err(WriteError::LineTooLong {
                subject: subject.to_owned(),
                found: bytes.len(),
            });
        }
        bytes.push(b'\n');
        self.hasher.update(&bytes);
        self.count += 1;
        Ok(self.writer.write_all(&bytes)?)
    }
}

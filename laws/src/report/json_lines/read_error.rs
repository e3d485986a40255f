//! What can be wrong with a text that should be a report.

use super::{FORMAT, LONGEST_LINE, RuleError};
use std::io;

/// Text that is not a whole report. Lines count from 1.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The reader failed.
    #[error("line {line}: the report could not be read: {source}")]
    Io {
        /// The line.
        line: u64,
        /// What happened.
        source: io::Error,
    },
    /// The text is not a report of this program.
    #[error(
        "line 1: this is not a report: {0}; a report starts with `{{\"kind\":\"lawful-report\"`"
    )]
    NotAReport(String),
    /// The report was written by a newer version.
    #[error(
        "line 1: the report has format {found}, and the newest format that can be read is {FORMAT}; update the program that reads it"
    )]
    Newer {
        /// The format of the report.
        found: u64,
    },
    /// A line is too long.
    #[error("line {line}: the line is longer than {LONGEST_LINE} bytes")]
    LineTooLong {
        /// The line.
        line: u64,
    },
    /// A line is not the JSON that is expected here.
    #[error("line {line}: {problem}; the report is damaged")]
    Syntax {
        /// The line.
        line: u64,
        /// What is wrong.
        problem: String,
    },
    /// A line of this kind does not belong here.
    #[error("line {line}: a line of kind `{found}` does not belong here; {expected}")]
    Misplaced {
        /// The line.
        line: u64,
        /// Its kind.
        found: String,
        /// What belongs here.
        expected: String,
    },
    /// The content of a line contradicts itself.
    #[error("line {line}: {source}; the report is damaged")]
    Rule {
        /// The line.
        line: u64,
        /// The rule that is broken.
        source: RuleError,
    },
    /// The verdict that a line tells does not follow from its coverage.
    #[error(
        "line {line}: `{model}` `{law}` tells a verdict that does not follow from its coverage; the report was edited or is damaged"
    )]
    Told {
        /// The line.
        line: u64,
        /// The model.
        model: String,
        /// The law.
        law: String,
    },
    /// The text ends before the summary.
    #[error(
        "line {line}: the report ends here without its summary; the file is cut, write it again"
    )]
    Truncated {
        /// The last line, or 0 for an empty text.
        line: u64,
    },
    /// The summary does not fit what stands before it.
    #[error(
        "line {line}: the summary does not fit the lines before it: {problem}; the report was edited or is damaged"
    )]
    Summary {
        /// The line of the summary.
        line: u64,
        /// What does not fit.
        problem: &'static str,
    },
}

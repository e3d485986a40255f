//! The report as JSON lines: one JSON object on each line, ended by `\n`.
//!
//! | kind | how many | what it holds |
//! | --- | --- | --- |
//! | `lawful-report` | the first line | the format, the settings, whether the run was interrupted |
//! | `model` | one per model | name, version, language, theories, and how many laws follow |
//! | `law` | after their model | the claim, the raw coverage, and the verdict spelled out |
//! | `timing` | any number | how long a law took |
//! | `kill_matrix` | any number | which law notices which fault |
//! | `summary` | the last line | counts, the number of lines before it, and their BLAKE3 hash |
//!
//! The bytes are a function of the report alone. Reading gives back the report exactly, or an
//! error that names the line: a file that was cut, edited or damaged is never read as a report.
//! A `\r` before `\n` is allowed, so a file survives a version control system that adds it.

mod line;
mod read_error;
mod reader;
mod rules;
mod writer;

pub use read_error::ReadError;
pub use reader::read;
pub use rules::RuleError;
pub use writer::{WriteError, write};

/// The format that is written, and the newest one that is read.
pub const FORMAT: u32 = 1;

/// The longest line in bytes, without its end, that is written or read: 32 MiB.
pub const LONGEST_LINE: usize = 32 << 20;

//! Values that refuted a law in earlier runs. They are replayed first.

use crate::evidence::{Report, Verdict};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, BufRead, Write};

const FORMAT: u32 = 1;
/// The longest line that is read.
const LONGEST_LINE: usize = 1 << 20;
/// The most lines that are read.
const MOST_LINES: usize = 100_000;

/// The key of stored values: the model, the law (which names its theory), the law-set version.
type Key = (String, String, u32);

/// Values that refuted laws in earlier runs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Regressions(BTreeMap<Key, Vec<Vec<String>>>);

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    lawful_regressions: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    model: String,
    law: String,
    law_set: u32,
    values: Vec<String>,
}

/// A regression file that cannot be read. Nothing of it was used.
#[derive(Debug, thiserror::Error)]
pub enum RegressionError {
    /// The file could not be read.
    #[error("cannot read the regressions: {0}")]
    Io(#[from] io::Error),
    /// A line is not what it should be.
    #[error("line {line} of the regressions is damaged: {problem}; mend it or remove the line")]
    Damaged {
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        problem: String,
    },
    /// The file is of a newer version.
    #[error("the regressions have format {0}, this version reads format {FORMAT}; update lawful")]
    Newer(u32),
}

impl Regressions {
    /// Reads a regression file: a header line and one JSON line for each set of values.
    ///
    /// # Errors
    /// If a line is damaged or longer than a mebibyte, or the format is newer. Nothing is used then.
    pub fn read(mut input: impl BufRead) -> Result<Regressions, RegressionError> {
        let mut all = Regressions::default();
        let mut text = Vec::new();
        for line in 1.. {
            text.clear();
            let damaged = |problem: String| RegressionError::Damaged { line, problem };
            let n =
                io::Read::take(&mut input, LONGEST_LINE as u64 + 1).read_until(b'\n', &mut text)?;
            if n == 0 {
                break;
            }
            if n > LONGEST_LINE || line > MOST_LINES {
                return Err(damaged("it is too long".to_owned()));
            }
            if line == 1 {
                let header: Header =
                    serde_json::from_slice(&text).map_err(|e| damaged(e.to_string()))?;
                if header.lawful_regressions != FORMAT {
                    return Err(RegressionError::Newer(header.lawful_regressions));
                }
                continue;
            }
            if text.trim_ascii().is_empty() {
                continue;
            }
            let entry: Line = serde_json::from_slice(&text).map_err(|e| damaged(e.to_string()))?;
            all.add(entry.model, entry.law, entry.law_set, entry.values);
        }
        Ok(all)
    }

    /// Writes the file.
    ///
    /// # Errors
    /// If the output cannot be written.
    pub fn write(&self, mut output: impl Write) -> io::Result<()> {
        let header = Header {
            lawful_regressions: FORMAT,
        };
        serde_json::to_writer(&mut output, &header)?;
        output.write_all(b"\n")?;
        for ((model, law, law_set), all) in &self.0 {
            for values in all {
                let line = Line {
                    model: model.clone(),
                    law: law.clone(),
                    law_set: *law_set,
                    values: values.clone(),
                };
                serde_json::to_writer(&mut output, &line)?;
                output.write_all(b"\n")?;
            }
        }
        Ok(())
    }

    fn add(&mut self, model: String, law: String, law_set: u32, values: Vec<String>) -> bool {
        let all = self.0.entry((model, law, law_set)).or_default();
        let new = !all.contains(&values);
        if new {
            all.push(values);
        }
        new
    }

    /// Adds the refuting values of claims that should have held; returns how many are new.
    pub fn learn(&mut self, report: &Report) -> usize {
        let mut new = 0;
        for evidence in &report.evidence {
            for law in &evidence.laws {
                if let (crate::evidence::Claim::Holds, Verdict::Refuted { counterexample }) =
                    (law.claim, law.verdict())
                    && let Some(values) = counterexample.encoded
                {
                    let known =
                        self.add(evidence.model.clone(), law.law.clone(), law.law_set, values);
                    new += usize::from(known);
                }
            }
        }
        new
    }

    /// Returns the values stored for a law of a model.
    pub fn of(&self, model: &str, law: &str, law_set: u32) -> impl Iterator<Item = &Vec<String>> {
        self.0
            .get(&(model.to_owned(), law.to_owned(), law_set))
            .into_iter()
            .flatten()
    }

    /// Returns how many sets of values are stored.
    pub fn len(&self) -> usize {
        self.0.values().map(Vec::len).sum()
    }

    /// Returns whether nothing is stored.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

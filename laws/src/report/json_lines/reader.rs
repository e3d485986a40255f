//! Reading, which trusts nothing.

use super::line::{
    Header, KillMatrixLine, Kind, LawLine, ModelLine, SummaryLine, TimingLine, Told, Version,
};
use super::rules::{check_after, check_kill_matrix, check_law, check_settings};
use super::{FORMAT, LONGEST_LINE, ReadError, RuleError};
use crate::evidence::{Evidence, LawEvidence, Report};
use serde::Deserialize;
use std::io::{BufRead, Read as _};

/// Reads a report that [`write`](super::write) wrote.
///
/// Memory is bounded by the size of the text, and no line above [`LONGEST_LINE`] is kept.
///
/// ```
/// use lawful::evidence::{Report, Settings};
/// use lawful::report::json_lines::{ReadError, read, write};
/// let report = Report::new(Settings { seed: 7, cases: Some(100), seconds: None });
/// let mut bytes = Vec::new();
/// write(&report, &mut bytes).unwrap();
/// assert_eq!(read(bytes.as_slice()).unwrap(), report);
/// let cut = bytes.split(|b| *b == b'\n').next().unwrap();
/// assert!(matches!(read(cut), Err(ReadError::Truncated { line: 1 })));
/// ```
///
/// # Errors
/// If the text is not a report, is of a newer format, is cut or damaged, or cannot be read.
pub fn read(mut reader: impl BufRead) -> Result<Report, ReadError> {
    let mut lines = Lines {
        reader: &mut reader,
        line: 0,
        bytes: Vec::new(),
    };
    if !lines.next()? {
        return Err(ReadError::Truncated { line: 0 });
    }
    let mut report = header(&lines)?;
    let mut hasher = blake3::Hasher::new();
    let mut missing_laws = 0u64;
    loop {
        hasher.update(&lines.bytes);
        hasher.update(b"\n");
        if !lines.next()? {
            return Err(ReadError::Truncated { line: lines.line });
        }
        let kind = lines.parse::<Kind<'_>>()?.kind.into_owned();
        if missing_laws > 0 && kind != "law" {
            return Err(lines.misplaced(kind, format!("{missing_laws} more laws of the model")));
        }
        let rows = report.timings.len() + report.adequacy.len();
        match kind.as_str() {
            "model" if rows == 0 => missing_laws = model(&lines, &mut report)?,
            "law" if missing_laws > 0 => {
                law(&lines, &mut report)?;
                missing_laws -= 1;
            }
            "timing" if report.adequacy.is_empty() => {
                report
                    .timings
                    .push(lines.parse::<TimingLine<'_>>()?.timing.into_owned());
            }
            "kill_matrix" => {
                let matrix = lines
                    .parse::<KillMatrixLine<'_>>()?
                    .kill_matrix
                    .into_owned();
                lines.ruled(check_kill_matrix(&matrix))?;
                report.adequacy.push(matrix);
            }
            "summary" => {
                summary(&lines, &report, &hasher)?;
                break;
            }
            _ => {
                let order =
                    "models with their laws, then timings, then kill matrices, then the summary";
                return Err(lines.misplaced(kind, format!("a report holds {order}")));
            }
        }
    }
    if lines.next()? {
        let kind = "anything".to_owned();
        return Err(lines.misplaced(kind, "the summary is the last line".to_owned()));
    }
    Ok(report)
}

fn header<R: BufRead>(lines: &Lines<'_, R>) -> Result<Report, ReadError> {
    let foreign = |e: serde_json::Error| ReadError::NotAReport(problem(&e));
    let kind: Kind<'_> = serde_json::from_slice(&lines.bytes).map_err(foreign)?;
    if kind.kind != "lawful-report" {
        let found: String = kind.kind.chars().take(60).collect();
        return Err(ReadError::NotAReport(format!("its kind is `{found}`")));
    }
    // The format comes first: the other fields may be different ones in another format.
    let Version { format } = lines.parse()?;
    if format > u64::from(FORMAT) {
        return Err(ReadError::Newer { found: format });
    }
    if format != u64::from(FORMAT) {
        return Err(ReadError::NotAReport(format!("its format is `{format}`")));
    }
    let header: Header<'_> = lines.parse()?;
    lines.ruled(check_settings(&header.settings))?;
    let mut report = Report::new(header.settings.into_owned());
    report.interrupted = header.interrupted;
    Ok(report)
}

fn model<R: BufRead>(lines: &Lines<'_, R>, report: &mut Report) -> Result<u64, ReadError> {
    let line: ModelLine<'_> = lines.parse()?;
    let last = report.evidence.last().map(|e| e.model.as_str());
    lines.ruled(check_after(last, &line.model))?;
    report.evidence.push(Evidence {
        model: line.model.into_owned(),
        version: line.version.into_owned(),
        language: line.language.into_owned(),
        theories: line.theories.into_owned(),
        about: line.about.into_owned(),
        // Not reserved: the number is only a claim until the lines are there.
        laws: Vec::new(),
    });
    Ok(line.laws)
}

fn law<R: BufRead>(lines: &Lines<'_, R>, report: &mut Report) -> Result<(), ReadError> {
    let line: LawLine<'_> = lines.parse()?;
    let Some(evidence) = report.evidence.last_mut().filter(|e| e.model == line.model) else {
        return Err(lines.misplaced(
            "law".to_owned(),
            "the law belongs to another model".to_owned(),
        ));
    };
    let law = LawEvidence {
        law: line.law.into_owned(),
        law_set: line.law_set,
        statement: line.statement.into_owned(),
        claim: line.claim,
        floor: line.floor,
        coverage: line.coverage.into_owned(),
    };
    lines.ruled(check_after(
        evidence.laws.last().map(|l| l.law.as_str()),
        &law.law,
    ))?;
    lines.ruled(check_law(&evidence.model, &law))?;
    if !Told::new(&law).agrees(&line.told) {
        return Err(ReadError::Told {
            line: lines.line,
            model: evidence.model.clone(),
            law: law.law,
        });
    }
    evidence.laws.push(law);
    Ok(())
}

fn summary<R: BufRead>(
    lines: &Lines<'_, R>,
    report: &Report,
    hasher: &blake3::Hasher,
) -> Result<(), ReadError> {
    let line: SummaryLine<'_> = lines.parse()?;
    let fail = |problem| {
        Err(ReadError::Summary {
            line: lines.line,
            problem,
        })
    };
    if line.lines != lines.line - 1 {
        return fail("the number of lines differs");
    }
    if line.summary != report.summary() {
        return fail("the counts differ");
    }
    if line.blake3 != hasher.finalize().to_hex().as_str() {
        return fail("the hash differs");
    }
    Ok(())
}

/// Tells what is wrong with a line. The parser only knows its line, and always calls it line 1.
fn problem(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = text
        .rsplit_once(" at line ")
        .map_or(text.as_str(), |(what, _)| what);
    format!("{what} (column {})", error.column())
}

struct Lines<'a, R> {
    reader: &'a mut R,
    line: u64,
    bytes: Vec<u8>,
}

impl<R: BufRead> Lines<'_, R> {
    /// Moves to the next line, or returns `false` at the end.
    fn next(&mut self) -> Result<bool, ReadError> {
        self.bytes.clear();
        // Two more than a line may have: its end, and one byte that shows it is too long.
        let most = LONGEST_LINE as u64 + 2;
        let line = self.line + 1;
        let read = (&mut *self.reader)
            .take(most)
            .read_until(b'\n', &mut self.bytes);
        if read.map_err(|source| ReadError::Io { line, source })? == 0 {
            return Ok(false);
        }
        self.line = line;
        if self.bytes.last() == Some(&b'\n') {
            self.bytes.pop();
        }
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        if self.bytes.len() > LONGEST_LINE {
            return Err(ReadError::LineTooLong { line });
        }
        Ok(true)
    }

    fn parse<'b, T: Deserialize<'b>>(&'b self) -> Result<T, ReadError> {
        serde_json::from_slice(&self.bytes).map_err(|e| ReadError::Syntax {
            line: self.line,
            problem: problem(&e),
        })
    }

    fn ruled(&self, outcome: Result<(), RuleError>) -> Result<(), ReadError> {
        outcome.map_err(|source| ReadError::Rule {
            line: self.line,
            source,
        })
    }

    fn misplaced(&self, found: String, expected: String) -> ReadError {
        ReadError::Misplaced {
            line: self.line,
            found: found.chars().take(60).collect(),
            expected,
        }
    }
}
